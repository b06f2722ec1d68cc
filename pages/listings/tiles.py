"""Films on a wall of posters."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from films.models import Film
from images.picture_tag import picture

POSTER_SIZES = (
    "(min-width: 76rem) 11.5rem, (min-width: 63rem) 17vw, (min-width: 50.5rem) 21.5vw, "
    "(min-width: 37.5rem) 29vw, 43vw"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A film on the wall; ``poster`` is html, or "". ``note`` is the line under its title."""

    url: str
    title: str
    year: int | None
    status: str
    note: str
    poster: SafeString | str


def tile(film: Film, note: str = "", *, is_lead: bool = False) -> Tile:
    """A tile of ``film``, whose poster is loaded. ``status`` is said of films not yet released.

    ``is_lead``: its poster is the first picture of the page.
    """
    return Tile(
        url=reverse("pages:film", args=[film.slug]),
        title=film.title,
        year=film.year,
        status=status_of(film),
        note=note,
        poster=poster_beside_title(film, POSTER_SIZES, priority=is_lead),
    )


def status_of(film: Film) -> str:
    """What keeps the film from being seen; "" once it is released."""
    return "" if film.status == Film.Status.RELEASED else str(film.get_status_display())


def poster_beside_title(film: Film, sizes: str, *, priority: bool = False) -> SafeString | str:
    """The poster where the film's title stands next to it in words: it says nothing more."""
    return picture(film.poster, alt="", sizes=sizes, priority=priority) if film.poster else ""
