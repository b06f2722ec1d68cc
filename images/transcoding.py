"""Decodes a picture, and encodes what the library stores of it: the picture and its renditions.

This is the only module that decodes uploads. `images.transcoder` runs it in a process of its own,
which must start quickly: nothing of Django is imported here.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ExifTags, ImageCms, ImageOps
from PIL import Image as Pillow

from images.file_rights import FileRights, file_rights

WIDTHS = (320, 640, 1280, 2560)
"""Of the renditions, in pixels."""

MAX_WIDTH = WIDTHS[-1]
"""In pixels. Wider pictures are scaled down: no page shows them larger."""

MAX_STORED_PIXELS = MAX_WIDTH * MAX_WIDTH * 3 // 2
"""A poster of the full width. Higher pictures are scaled down to as many pixels."""

MAX_SIDE = 16_383
"""In pixels. The longest side that WebP can store."""

MAX_PIXELS = 25_000_000
"""Of a file, before it is scaled down. Each pixel takes up to 16 bytes while it is decoded."""

MAX_JPEG_PIXELS = 50_000_000
"""A JPEG is decoded in a fraction of its size, so it may come from any camera."""

DECODERS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""Pillow's decoders that uploads are given to. A file's content decides, not its name."""

ANIMATED = {"GIF", "WEBP", "AVIF", "PNG"}
"""The formats of files that can be animations."""

# An MPO is a phone's JPEG followed by more pictures. Of it and of a GIF the first picture is kept.
STORED_AS = {"MPO": "JPEG", "GIF": "PNG"}

STORED_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "progressive": True, "optimize": True},
    "PNG": {},
    "WEBP": {"quality": 90, "method": 4},
    # Tiles depend on the number of processors, so the bytes and their digest would too.
    "AVIF": {"quality": 80, "speed": 8, "autotiling": False},
}

RENDITION_OPTIONS: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 60, "speed": 8},
    "WEBP": {"quality": 80, "method": 4},
}
"""By format, the one with smaller files first: a browser takes the first that it supports."""


class Unusable(Exception):
    """The bytes are no picture that the library stores.

    ``reason`` is "format", "damaged", "side" or "pixels". For the last two, ``format`` and the size
    in pixels are those of the file.
    """

    def __init__(self, reason: str, format: str = "", width: int = 0, height: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.format, self.width, self.height = reason, format, width, height


@dataclass(frozen=True, slots=True)
class Transcoded:
    """A picture as the library stores it: without metadata, upright, in sRGB."""

    source_format: str
    """Pillow's name of the file's format: "MPO", or one of `DECODERS`."""
    format: str
    """Of ``data``: one of `STORED_OPTIONS`."""
    width: int
    height: int
    color: str
    """The dominant colour, "#rrggbb"; "" for a picture with transparent pixels."""
    data: bytes
    renditions: Mapping[tuple[str, int], bytes] | None
    """The files of the smaller sizes, by format and width. None if they were not asked for."""
    is_animated: bool
    """Whether the file has more pictures after the one that is kept. False for an MPO."""
    rights: FileRights


def widths(width: int) -> list[int]:
    """The widths of the renditions of a picture ``width`` pixels wide, ascending.

    They are its own width and those of `WIDTHS` that are well below it.
    """
    own = min(width, MAX_WIDTH)
    return [*(step for step in WIDTHS if step * 1.2 < own), own]


def transcode(data: bytes, *, with_renditions: bool = True) -> Transcoded:
    """Decode ``data``, the bytes of a whole file, and encode all that is stored of it.

    The renditions take several times as long as the picture itself.

    Raises `Unusable`; for a picture with too many pixels before any of them is decoded.
    """
    image = _open(data)
    source_format = image.format or ""
    stored_format = STORED_AS.get(source_format, source_format)
    try:
        pixels = _pixels(image)
    except Exception as error:  # See `_open`.
        raise Unusable("damaged") from error
    rights = file_rights(image)
    del image  # Its decoder keeps the pixels in full size.
    return Transcoded(
        source_format=source_format,
        format=stored_format,
        width=pixels.width,
        height=pixels.height,
        color=_dominant_color(pixels),
        data=_encode(pixels, stored_format, STORED_OPTIONS),
        renditions=_renditions(pixels) if with_renditions else None,
        is_animated=source_format in ANIMATED and _is_animated(data),
        rights=rights,
    )


def _is_animated(data: bytes) -> bool:
    """Read again, because looking for a second picture changes the decoder of the first."""
    with suppress(Exception):  # See `_open`.
        return bool(getattr(_open(data), "is_animated", False))
    return False


def _open(data: bytes) -> Pillow.Image:
    """The file's picture, of allowed size, with pixels not yet decoded."""
    # Pillow's own limit is higher, and its error does not name the size.
    limit, Pillow.MAX_IMAGE_PIXELS = Pillow.MAX_IMAGE_PIXELS, None
    try:
        image = Pillow.open(BytesIO(data), formats=DECODERS)
    except Exception as error:  # Decoders raise errors of any type for malicious files.
        raise Unusable("format") from error
    finally:
        Pillow.MAX_IMAGE_PIXELS = limit
    file_format = "JPEG" if image.format == "MPO" else image.format or ""
    if max(image.size) > MAX_SIDE:
        raise Unusable("side", file_format, *image.size)
    if image.width * image.height > max_pixels(file_format):
        raise Unusable("pixels", file_format, *image.size)
    return image


def max_pixels(image_format: str) -> int:
    return MAX_JPEG_PIXELS if image_format == "JPEG" else MAX_PIXELS


def _pixels(image: Pillow.Image) -> Pillow.Image:
    """The pixels in the size that is stored: upright, in sRGB, with an alpha channel only if any of
    them is transparent."""
    size = _stored_size(image)
    image.draft(None, size)
    image.load()
    mode = "RGBA" if image.has_transparency_data else "RGB"
    small = _resizable(image, mode).resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3)
    ImageOps.exif_transpose(small, in_place=True)
    return _opaque(_in_srgb(small, mode))


def _stored_size(image: Pillow.Image) -> tuple[int, int]:
    """In pixels, before the picture is turned upright."""
    is_sideways = image.getexif().get(ExifTags.Base.Orientation) in {5, 6, 7, 8}
    width, height = image.size[::-1] if is_sideways else image.size
    stored_width = min(width, MAX_WIDTH, max(1, math.isqrt(MAX_STORED_PIXELS * width // height)))
    stored_height = max(1, round(height * stored_width / width))
    # Never a pixel too many: a stored picture that is imported again keeps its size.
    size = stored_width, min(stored_height, MAX_STORED_PIXELS // stored_width)
    return size[::-1] if is_sideways else size


def _resizable(image: Pillow.Image, mode: str) -> Pillow.Image:
    """``image`` in a mode that can be scaled down, with an alpha channel if ``mode`` has one."""
    if image.mode.startswith("I"):
        # Pillow would clip 16 bits to 8 instead of scaling them.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if mode == "RGBA" or image.mode in {"1", "P"}:
        return image if image.mode == mode else image.convert(mode)
    return image


def _in_srgb(image: Pillow.Image, mode: str) -> Pillow.Image:
    if profile := image.info.get("icc_profile"):
        # A broken profile, or one for another colour mode, is ignored.
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, srgb, outputMode=mode) or image
    return image if image.mode == mode else image.convert(mode)


def _opaque(image: Pillow.Image) -> Pillow.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _renditions(pixels: Pillow.Image) -> dict[tuple[str, int], bytes]:
    files = {}
    for width in widths(pixels.width):
        height = max(1, round(pixels.height * width / pixels.width))
        smaller = pixels.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3)
        for image_format in RENDITION_OPTIONS:
            files[image_format, width] = _encode(smaller, image_format, RENDITION_OPTIONS)
    return files


def _encode(
    pixels: Pillow.Image, image_format: str, options: Mapping[str, Mapping[str, Any]]
) -> bytes:
    pixels.info = {}  # Encoders would write the comments and profiles that are in it.
    buffer = BytesIO()
    pixels.save(buffer, image_format, **options[image_format])
    return buffer.getvalue()


def _dominant_color(pixels: Pillow.Image) -> str:
    if pixels.mode == "RGBA":
        return ""
    small = pixels.copy() if max(pixels.size) <= 64 else pixels.resize((64, 64), reducing_gap=2)
    few = small.quantize(8)
    counts: list[Any] = few.getcolors() or []
    _count, index = max(counts)
    red, green, blue = (few.getpalette() or [])[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
