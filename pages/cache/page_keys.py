"""Which page of the cache answers a request."""

from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost, TooManyFieldsSent
from django.core.handlers.wsgi import WSGIRequest, get_path_info
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import urlencode

MAX_PATH = 500
MAX_QUERY = 1_000
MAX_ORIGIN = 500
"""In characters. What is longer is not looked up and remembered, and goes to Django."""


class PageKey(NamedTuple):
    """What a public page depends on, beside the database and the time.

    ``path`` is as in WSGI. ``query`` has the declared parameters alone. ``is_secure`` says whether
    the request came by https: a page by http may have to be redirected.
    """

    path: str
    query: str
    is_secure: bool


class PageKeys:
    """Finds the `PageKey` of a request. Results are remembered, in a bounded number."""

    def __init__(self) -> None:
        self._parameters = lru_cache(4_096)(declared_parameters)
        self._query = lru_cache(1_024)(canonical_query)
        self._is_secure = lru_cache(1_024)(is_secure)
        proxy_header = settings.SECURE_PROXY_SSL_HEADER
        self.origin = ["wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT"]
        self.origin += [proxy_header[0]] if proxy_header else []

    def of(self, environ: dict[str, Any]) -> PageKey | None:
        """None if the request is not for a public page, or must be answered by Django itself.

        That is so for a host that is not the site's, and for a query that the site's own links do
        not have: repeated, empty or disordered parameters. Parameters that the page does not
        declare are ignored.
        """
        path = environ.get("PATH_INFO", "")
        if len(path) > MAX_PATH:
            return None
        parameters = self._parameters(path)
        if parameters is None:
            return None
        query: str | None = environ.get("QUERY_STRING", "")
        if query:
            if len(query) > MAX_QUERY:
                return None
            query = self._query(query, parameters)
        if query is None:
            return None
        secure = self._is_secure(tuple([(name, environ.get(name)) for name in self.origin]))
        return None if secure is None else PageKey(path, query, secure)


def declared_parameters(path: str) -> tuple[str, ...] | None:
    """The query parameters of the public page at ``path`` (as in WSGI); None if there is none."""
    try:
        view = resolve(get_path_info({"PATH_INFO": path}) or "/").func
    except (Resolver404, UnicodeError):
        return None
    parameters: tuple[str, ...] | None = getattr(view, "public_parameters", None)
    return parameters


def canonical_query(query: str, parameters: tuple[str, ...]) -> str | None:
    """Those of ``parameters`` that ``query`` (as in WSGI) has.

    None unless each is there at most once, with a value, and in this order.
    """
    try:
        given = QueryDict(query.encode("iso-8859-1"), encoding="utf-8")
    except (TooManyFieldsSent, UnicodeError):
        return None
    declared = [(name, values) for name, values in given.lists() if name in parameters]
    names = [name for name, _values in declared]
    if names != [name for name in parameters if name in names]:
        return None
    if any(len(values) != 1 or not values[0] for _name, values in declared):
        return None
    return urlencode([(name, values[0]) for name, values in declared])


def is_secure(origin: tuple[tuple[str, str | None], ...]) -> bool | None:
    """Whether a request with this part of its environment came by https.

    None if Django refuses its host.
    """
    environ: dict[str, Any] = {name: value for name, value in origin if value is not None}
    if sum(map(len, environ.values())) > MAX_ORIGIN:
        return None
    request = WSGIRequest(environ | {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()})
    try:
        request.get_host()
    except DisallowedHost:
        return None
    return request.is_secure()
