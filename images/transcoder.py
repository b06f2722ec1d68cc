"""Transcodes pictures in a process of their own, one at a time, and another for renditions.

Decoding takes up to some hundred megabytes and parses what a stranger may have made. A process that
ends gives the memory back, and a decoder that crashes ends only that process. The server's process
starts this module as a program: it reads a file from its standard input and writes its answer to
its standard output.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from PIL import AvifImagePlugin

from images.file_rights import FileRights
from images.transcoding import Transcoded, Unusable, transcode

logger = logging.getLogger(__name__)

WAIT_SECONDS = 10
"""How long a picture waits for those before it, in this process."""

RUN_SECONDS = 120
"""How long one picture may take. The slowest that are allowed need 20 on a free processor."""

MEMORY_LIMIT = 1024 * 1024 * 1024
"""In bytes. The largest pictures that are allowed take 400 MB."""

WITHOUT = "--without-renditions"

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")
"""The variables that the process gets: none with the site's secrets."""

_locks = {False: Lock(), True: Lock()}
"""By whether renditions are made, for which no upload waits."""


class Busy(Exception):
    """Other pictures are being transcoded, or the system cannot start another process."""


def transcode_apart(data: bytes, *, with_renditions: bool = True) -> Transcoded:
    """`transcode` in another process. Raises `Unusable` and `Busy`."""
    lock = _locks[with_renditions]
    if not lock.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        result = subprocess.run(  # noqa: S603
            [sys.executable, "-m", __name__, *([WITHOUT] if not with_renditions else [])],
            input=data,
            capture_output=True,
            cwd=ROOT,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            timeout=RUN_SECONDS,
        )
        return _read_answer(result.stdout)
    except subprocess.TimeoutExpired as error:
        raise Unusable("damaged") from error
    except OSError as error:
        logger.exception("The process that transcodes pictures cannot be started.")
        raise Busy from error
    except (ValueError, KeyError, TypeError) as error:
        # The decoder crashed, or a hostile file made it write something else.
        logger.error(
            "Transcoding a picture failed with exit code %s: %s",
            result.returncode,
            result.stderr[-2000:].decode(errors="replace"),
        )
        raise Unusable("damaged") from error
    finally:
        lock.release()


def _read_answer(answer: bytes) -> Transcoded:
    """What `_write_answer` has written. Raises `Unusable` if it was that.

    Raises `ValueError`, `KeyError` or `TypeError` for anything else.
    """
    line, _newline, files = answer.partition(b"\n")
    header = json.loads(line)
    if "unusable" in header:
        raise Unusable(**header["unusable"])
    renditions, start = {}, 0
    lengths = header.pop("renditions")
    for image_format, width, length in lengths or ():
        renditions[image_format, width] = files[start : start + length]
        start += length
    made = None if lengths is None else renditions
    rights = FileRights(**header.pop("rights"))
    return Transcoded(**header, rights=rights, renditions=made, data=files[start:])


def _write_answer(answer: Transcoded | Unusable, stream: BinaryIO) -> None:
    """Write one line of JSON, and after it the bytes of all files."""
    header: dict[str, Any]
    files: list[bytes] = []
    if isinstance(answer, Unusable):
        header = {"unusable": vars(answer)}
    else:
        header = asdict(replace(answer, data=b"", renditions=None))
        del header["data"]
        if answer.renditions is not None:
            header["renditions"] = [[*key, len(file)] for key, file in answer.renditions.items()]
            files = [*answer.renditions.values()]
        files.append(answer.data)
    stream.write(json.dumps(header).encode() + b"\n" + b"".join(files))


def _main() -> None:
    os.nice(5)  # Readers' pages come first.
    # By default as many as there are processors. Each takes some of the memory.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 4
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    # For the case that the process that waits for this one is gone.
    resource.setrlimit(resource.RLIMIT_CPU, (RUN_SECONDS, RUN_SECONDS))
    answer: Transcoded | Unusable
    try:
        data = sys.stdin.buffer.read()
        answer = transcode(data, with_renditions=WITHOUT not in sys.argv)
    except Unusable as unusable:
        answer = unusable
    _write_answer(answer, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
