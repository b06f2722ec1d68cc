"""Ends requests whose body arrives too slowly.

granian waits for the body of a request without an end, and so does the thread that handles the
request: a telephone that lost its network in the middle of an upload would keep it until the server
is restarted. A front server that buffers requests has such a limit of its own.
"""

import io
import logging
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from django.conf import settings

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

BYTES_PER_SECOND = 10_000
"""Each so many bytes that arrive extend the wait by a second."""
PIECE = 64 * 1024

logger = logging.getLogger(__name__)


class SlowBodyLimit:
    """The WSGI ``application``, with the answer 408 if the body of a request does not arrive."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal():
            return self.application(environ, start_response)
        body = TimedBody(environ["wsgi.input"], int(length))
        environ["wsgi.input"] = io.BufferedReader(body, PIECE)
        started: list[tuple[Any, ...]] = []
        try:
            response = self.application(environ, lambda *arguments: started.append(arguments))
        finally:
            body.stop()
        if body.timed_out:
            # The application has answered as if the client were gone.
            if hasattr(response, "close"):
                response.close()
            logger.warning("408 %s: the request arrived too slowly.", environ["PATH_INFO"])
            start_response("408 Request Timeout", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"The request arrived too slowly.\n"]
        start_response(*started[-1])
        return response


class TimedBody(io.RawIOBase):
    """Reads ``length`` bytes of ``stream`` in a thread of its own.

    Raises `TimeoutError` if they arrive too slowly. The thread ends when it is told to `stop`, or
    as soon as ``stream`` returns.
    """

    def __init__(self, stream: Any, length: int) -> None:
        self.timed_out = False
        self._stream = stream
        self._missing = length
        self._seconds_left = float(settings.BODY_WAIT_SECONDS)
        self._sizes: SimpleQueue[int] = SimpleQueue()
        self._pieces: SimpleQueue[bytes] = SimpleQueue()
        self._reader: Thread | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self._missing, PIECE)
        if not size:
            return 0
        if self._reader is None:
            self._reader = Thread(target=self._read, daemon=True)
            self._reader.start()
        start = monotonic()
        try:
            if self.timed_out or self._seconds_left <= 0:
                raise Empty
            self._sizes.put(size)
            piece = self._pieces.get(timeout=self._seconds_left)
        except Empty:
            self.timed_out = True
            raise TimeoutError("The body of the request arrives too slowly.") from None
        self._seconds_left += len(piece) / BYTES_PER_SECOND - (monotonic() - start)
        self._missing -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def stop(self) -> None:
        self._sizes.put(0)

    def _read(self) -> None:
        while size := self._sizes.get():
            self._pieces.put(bytes(self._stream.read(size)))
