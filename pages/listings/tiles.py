"""Films as tiles in a wall of posters."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editions.models import Edition
from films.models import Film
from pages.listings.pagination import RowsByKey
from pages.paths import reverse
from pages.pictures import decorative_picture

POSTER_SIZES = (
    "(min-width: 76rem) 11.5rem, (min-width: 63rem) 17vw, (min-width: 50.5rem) 21.5vw, "
    "(min-width: 37.5rem) 29vw, 43vw"
)


@dataclass(frozen=True, slots=True)
class FilmTile:
    """A film with its poster. ``note`` is the line below its title. ``poster`` is HTML, or "".

    ``distinction`` tells it from another film of its title and year. ``status`` says why the film
    cannot be seen yet; "" for a released film.
    """

    url: str
    title: str
    year: int | None
    distinction: str
    status: str
    note: str
    poster: SafeString | str


def film_tile(film: Film, note: str = "", *, priority: bool = False) -> FilmTile:
    """A tile of ``film``, whose poster is loaded. ``priority``: fetch the poster first."""
    return FilmTile(
        url=reverse("pages:film", args=[film.slug]),
        title=film.title,
        year=film.year,
        distinction=film.distinction,
        status=unreleased_status(film),
        note=note,
        poster=decorative_picture(film.poster, POSTER_SIZES, priority=priority),
    )


def films_by_title(films: QuerySet[Film]) -> RowsByKey:
    """``films`` by title, each with its poster and with ``is_reviewed``: it has a live review."""
    reviews = Edition.objects.live().filter(film=OuterRef("pk"))
    loaded = Film.objects.select_related("poster").annotate(is_reviewed=Exists(reviews))
    by_title = films.order_by("sort_key", F("release_date").asc(nulls_last=True), "pk")
    return RowsByKey(by_title, loaded)


def review_note(film: Film) -> str:
    """The note of a ``film`` from `films_by_title`: "Reviewed" if it has a live review, or ""."""
    return _("Reviewed") if film.is_reviewed else ""  # type: ignore[attr-defined]


def unreleased_status(film: Film) -> str:
    """The status of ``film``, such as "in production"; "" once it is released."""
    return "" if film.status == Film.Status.RELEASED else str(Film.Status(film.status).label)
