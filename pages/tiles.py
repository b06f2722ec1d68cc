"""Films on a wall of posters."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from films.models import Film
from images.pictures import picture

POSTER_SIZES = "(min-width: 48rem) 12rem, 40vw"


@dataclass(frozen=True, slots=True)
class Tile:
    """A film on the wall; ``poster`` is html, or "". ``note`` is the line under its title."""

    url: str
    title: str
    year: int | None
    status: str
    note: str
    poster: SafeString | str


def tile(film: Film, note: str = "") -> Tile:
    """A tile of ``film``, whose poster is loaded. ``status`` is said of films not yet released."""
    return Tile(
        url=reverse("pages:film", args=[film.slug]),
        title=film.title,
        year=film.year,
        status=status_of(film),
        note=note,
        poster=poster_beside_title(film, POSTER_SIZES),
    )


def status_of(film: Film) -> str:
    """What keeps the film from being seen; "" once it is released."""
    return "" if film.status == Film.Status.RELEASED else str(film.get_status_display())


def poster_beside_title(film: Film, sizes: str) -> SafeString | str:
    """The poster where the film's title stands next to it in words: it says nothing more."""
    return picture(film.poster, alt="", sizes=sizes) if film.poster else ""
