"""Which values of which filters an edition has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model, Q
from django.utils import timezone

from editions.models import Edition, EditionByline, EditionFit
from films.models import Film, Franchise, FranchiseEntry, Genre
from pages.facets.models import FacetValue
from reviews.models import Critic
from verdicts.models import AudienceFit

GENRE, FRANCHISE, YEAR = "genre", "franchise", "year"
CRITIC, RECOMMENDATION, AUDIENCE = "critic", "recommendation", "audience"

Key = tuple[str, str]
"""A filter, and the `FacetValue.key` of a value of it."""

EVERYTHING: Key = ("", "")
"""The value that every edition has."""

ROWS: dict[str, tuple[type[Model], str]] = {
    GENRE: (Genre, "name"),
    FRANCHISE: (Franchise, "name"),
    CRITIC: (Critic, "display_name"),
}
"""The filters whose values are rows with a slug, and the column with the label of the row."""


@dataclass(slots=True)
class IndexedEdition:
    """An edition with its values and the columns of its entries."""

    pk: int
    review: int
    first_live_from: datetime
    live_from: datetime
    live_until: datetime | None
    keys: set[Key] = field(default_factory=lambda: {EVERYTHING})


def indexed_editions(reviews: Collection[int]) -> Iterator[IndexedEdition]:
    """The editions of ``reviews`` that are or will be live. Four queries at most."""
    ahead = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    rows = list(
        Edition.objects.filter(ahead, review__in=reviews)
        .order_by()
        .values_list(
            "pk",
            "review",
            "first_live_from",
            "live_from",
            "live_until",
            "film",
            "film__release_date",
            "recommendation",
        )
    )
    editions = {row[0]: IndexedEdition(*row[:5]) for row in rows}
    of_film = defaultdict(list)
    for pk, *_columns, film, released, recommendation in rows:
        edition = editions[pk]
        of_film[film].append(edition)
        if released:
            edition.keys.add((YEAR, str(released.year)))
        if recommendation:
            edition.keys.add((RECOMMENDATION, recommendation))
    for film, genre in _genres(of_film):
        for edition in of_film[film]:
            edition.keys.add((GENRE, str(genre)))
    for film, franchise in _franchises(of_film):
        for edition in of_film[film]:
            edition.keys.add((FRANCHISE, str(franchise)))
    for pk, critic in critics_of(editions):
        editions[pk].keys.add((CRITIC, str(critic)))
    for pk, premise in _premises(editions):
        editions[pk].keys.add((AUDIENCE, premise))
    return iter(editions.values())


def critics_of(editions: Collection[int]) -> Iterable[tuple[int, int]]:
    """The critics of ``editions``, as primary keys of an edition and of a critic."""
    rows = EditionByline.objects.filter(edition__in=editions).order_by()
    return rows.values_list("edition", "critic")


def _genres(films: Collection[int]) -> Iterable[tuple[int, int]]:
    rows = Film.genres.through._default_manager.filter(film__in=films)
    return rows.values_list("film_id", "genre_id")


def _franchises(films: Collection[int]) -> Iterable[tuple[int, int]]:
    rows = FranchiseEntry.objects.filter(film__in=films)
    return rows.order_by().values_list("film", "franchise")


def _premises(editions: Collection[int]) -> Iterable[tuple[int, str]]:
    rows = EditionFit.objects.filter(edition__in=editions, answer=AudienceFit.Answer.YES)
    return rows.exclude(premise="").order_by().values_list("edition", "premise")


def new_values(keys: Collection[Key]) -> list[FacetValue]:
    """Values for ``keys``, not saved, with what a URL and a page print for them."""
    printed: dict[Key, tuple[str, str]] = {}
    for name in ROWS:
        pks = {int(key) for filter_, key in keys if filter_ == name}
        printed |= {(name, str(pk)): texts for pk, texts in printed_rows(name, pks).items()}
    return [
        FacetValue(filter=key[0], key=key[1], value=value, label=label)
        for key in keys
        for value, label in [printed.get(key, (key[1], key[1]))]
    ]


def printed_rows(name: str, pks: Collection[int]) -> dict[int, tuple[str, str]]:
    """The slug and the label of the rows of the filter ``name``. No query without ``pks``."""
    model, label = ROWS[name]
    if not pks:
        return {}
    rows = model._default_manager.filter(pk__in=pks).order_by().values_list("pk", "slug", label)
    return {pk: (slug, text) for pk, slug, text in rows}
