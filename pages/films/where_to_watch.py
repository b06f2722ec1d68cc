"""Where a film can be watched, and its trailer, as pages show them.

Both are plain links: nothing is loaded from another site until a reader follows one.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import BigIntegerField, QuerySet
from django.utils.safestring import SafeString

from films.models import Film, WatchLink
from pages.pictures import decorative_picture, picture_credit
from pages.prepared_query import Argument, PreparedQuery

MAX_LINKS = 30
"""More are not shown."""

STILL_SIZES = "(min-width: 28rem) 26rem, 92vw"
"""On the page of a film."""


@dataclass(frozen=True, slots=True)
class TrailerLink:
    """``host`` names the site to which ``url`` leads. ``still`` and ``credit`` are HTML, or ""."""

    url: str
    host: str
    still: SafeString | str
    credit: SafeString | str


def trailer_link(film: Film, sizes: str = STILL_SIZES) -> TrailerLink | None:
    """The trailer of ``film``, whose still is loaded; None if it has none. ``sizes`` are those of
    the still."""
    if not film.trailer_url:
        return None
    return TrailerLink(
        url=film.trailer_url,
        host=host_of(film.trailer_url),
        still=decorative_picture(film.trailer_still, sizes),
        credit=picture_credit(film.trailer_still),
    )


def host_of(url: str) -> str:
    """The name of the site at ``url``, without a port and without “www.”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def watch_links(film: Film) -> list[WatchLink]:
    """Where ``film`` can be watched, in the order of the editors. One query."""
    return _LINKS.rows(film=film.pk)


def _links() -> "QuerySet[WatchLink]":
    links = WatchLink.objects.filter(film_id=Argument("film", BigIntegerField()))
    return links.order_by("position", "pk")[:MAX_LINKS]


_LINKS = PreparedQuery(_links)
