"""Which page of the cache answers a request, and in which encoding."""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost, TooManyFieldsSent
from django.core.handlers.wsgi import WSGIRequest, get_path_info
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from pages.cache.negotiation import chosen_encoding

MAX_LENGTH = 2_000
"""Characters of a request that are looked up and remembered. A longer one goes to Django."""


NUMBERS = {"page", "p"}
"""The parameters with the number of a page."""

_NUMBER = re.compile(r"[1-9][0-9]*")
_OLD_FRONT_PAGE = re.compile(r"(?:p|page_id|attachment_id|author|cat|tag|feed)=[\w-]+(?:&|\Z)")


class PageKey(NamedTuple):
    """What a public page depends on, beside the database and the time.

    ``path`` is as in WSGI. ``query`` has the declared parameters alone. ``is_secure`` says whether
    the request came by https: a page by http may have to be redirected.
    """

    path: str
    query: str
    is_secure: bool


Wanted = tuple[PageKey, str]
"""A page and its encoding."""


class PageKeys:
    """Finds the page that a request wants. The latest results are remembered."""

    def __init__(self) -> None:
        header = settings.SECURE_PROXY_SSL_HEADER
        self.scheme_header = header[0] if header else ""
        self._wanted = lru_cache(2_048)(self._look_up)
        self._parameters = lru_cache(4_096)(declared_parameters)

    def wanted(self, environ: dict[str, Any]) -> Wanted | None:
        """None if the request is not for a public page, or must be answered by Django itself.

        That is so for a host that is not the site's, and for a query that the site's own links do
        not have: repeated, empty or disordered parameters. Parameters that the page does not
        declare are ignored.
        """
        get = environ.get
        path, query = get("PATH_INFO", ""), get("QUERY_STRING", "")
        host, scheme = get("HTTP_HOST", ""), get(self.scheme_header)
        accepted = get("HTTP_ACCEPT_ENCODING", "")
        if len(path) + len(query) + len(host) + len(scheme or "") + len(accepted) > MAX_LENGTH:
            return None
        return self._wanted(path, query, host, scheme, accepted, environ["wsgi.url_scheme"])

    def _look_up(
        self, path: str, query: str, host: str, scheme: str | None, accepted: str, url_scheme: str
    ) -> Wanted | None:
        parameters = self._parameters(path)
        if parameters is None or is_old_front_page(path, query):
            return None
        canonical = canonical_query(query, parameters)
        origin = {"wsgi.url_scheme": url_scheme, "HTTP_HOST": host}
        if scheme is not None:
            origin[self.scheme_header] = scheme
        secure = is_secure(origin)
        if canonical is None or secure is None:
            return None
        return PageKey(path, canonical, secure), chosen_encoding(accepted)


def is_old_front_page(path: str, query: str) -> bool:
    """Whether this is an address such as "/?p=123", by which WordPress finds a page. It may be an
    old address that leads elsewhere, so the front page is not the only answer to it."""
    return path == "/" and bool(_OLD_FRONT_PAGE.match(query))


def declared_parameters(path: str) -> tuple[str, ...] | None:
    """The query parameters of the public page at ``path`` (as in WSGI).

    None if there is no public page, or if ``path`` is not its only one: an address with the number
    007 leads to the same view as that with 7.
    """
    try:
        decoded = get_path_info({"PATH_INFO": path})
        match = resolve(decoded)
        parameters: tuple[str, ...] = match.func.public_parameters  # type: ignore[attr-defined]
    except (Resolver404, UnicodeError, AttributeError):
        return None
    return parameters if reverse(match.view_name, kwargs=match.kwargs) == decoded else None


def canonical_query(query: str, parameters: tuple[str, ...]) -> str | None:
    """Those of ``parameters`` that ``query`` (as in WSGI) has.

    None unless each is there at most once, with a value, and in this order. Numbers of pages have
    one spelling only.
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
    if any(not _NUMBER.fullmatch(values[0]) for name, values in declared if name in NUMBERS):
        return None
    return urlencode([(name, values[0]) for name, values in declared])


def is_secure(origin: dict[str, str]) -> bool | None:
    """Whether a request with ``origin``, a part of its environment, came by https.

    None if Django refuses its host.
    """
    request = WSGIRequest(origin | {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()})
    try:
        request.get_host()
    except (DisallowedHost, KeyError):  # a request without a host
        return None
    return request.is_secure()
