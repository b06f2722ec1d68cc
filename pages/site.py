"""The settings of the site, which nearly every page shows: name, colours, pictures, links."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from images.models import Image
from pages.cache.query_results import shared_results
from pages.paths import one_script_prefix, reverse
from pages.prepared_query import PreparedQuery
from site_settings.colours import stylesheet
from site_settings.models import SiteSettings


@dataclass(slots=True)
class _Known:
    settings: SiteSettings | None = None


_known: ContextVar[_Known | None] = ContextVar("known site settings", default=None)


def current_site() -> SiteSettings:
    """The settings of the site, or an empty row. One query, and one for all calls of a request.

    Only the page cache keeps them after the request, and it records the query for a page. So saved
    settings are on every page from then on.
    """
    known = _known.get()
    if known is None:
        return _read()
    if known.settings is None:
        known.settings = _read()
    return known.settings


def _read() -> SiteSettings:
    with shared_results():
        rows = _ROW.rows()
    return rows[0] if rows else SiteSettings()


_ROW = PreparedQuery(
    lambda: (
        SiteSettings.objects.filter(pk=1).select_related("logo", "icon", "share_picture").order_by()
    )
)


@contextmanager
def _knowing(known: _Known) -> Iterator[None]:
    token = _known.set(known)
    try:
        yield
    finally:
        _known.reset(token)


class SiteMiddleware:
    """Lets `current_site` and the paths of pages read once in a request what stays the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with _knowing(_Known()), one_script_prefix():
            return self.get_response(request)


@contextmanager
def site_without_database() -> Iterator[None]:
    """`current_site` is an empty row in the block: for pages that say that the database fails."""
    with _knowing(_Known(SiteSettings())):
        yield


def site_stylesheet(site: SiteSettings) -> str:
    """The CSS of the site's own colours; "" if it has none."""
    return stylesheet(site.accent, site.dark_accent) if site.accent else ""


def site_stylesheet_url(site: SiteSettings) -> str:
    """The path of `site_stylesheet`, which has a digest of it; "" if it is empty."""
    text = site_stylesheet(site)
    return reverse("pages:site_stylesheet", args=[digest_of(text)]) if text else ""


def site_icon_url(site: SiteSettings, size: int) -> str:
    """The path of the site's own icon with ``size`` × ``size`` pixels; "" if it has none."""
    if site.icon is None:
        return ""
    return reverse("pages:site_icon", args=[icon_digest(site.icon), size])


def icon_digest(icon: Image) -> str:
    """What the path of an icon has: it changes with the picture and with its crop."""
    key = icon.crop_key
    return key[:DIGEST] if key == icon.digest else digest_of(key)


DIGEST = 12
"""Characters of a digest in a path."""


def digest_of(text: str) -> str:
    return blake2b(text.encode(), digest_size=DIGEST // 2).hexdigest()
