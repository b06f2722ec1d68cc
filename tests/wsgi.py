"""A client of WSGI applications, for what is in front of Django."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.test import RequestFactory

Application = Callable[..., Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    application: Application,
    address: str,
    *,
    method: str = "GET",
    environ: Any = (),
    **headers: str,
) -> Answer:
    """The answer to a request for ``address``; ``headers`` as ``if_none_match="…"``."""
    path, _mark, query = address.partition("?")
    request = RequestFactory().generic(method, path).environ
    request |= {"HTTP_HOST": "testserver", "QUERY_STRING": query, **dict(environ)}
    request |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    started: list[Any] = []
    response = application(
        request, lambda status, headers, *error: started.extend((status, headers))
    )
    try:
        body = b"".join(response)
    finally:
        getattr(response, "close", lambda: None)()
    status, given = started[:2]
    return Answer(int(status.split()[0]), dict(given), body)
