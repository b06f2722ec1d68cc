"""The surrogate keys of the lists of related reviews.

The query of `pages.reviews.related` compares a review with many others. Its result changes if a row
that it shows is written, if the facts that it compares are written, or if a review comes that is at
least as relevant as the last one on the list. For this, the page has a key for its film and the
tier of relevance that a new review needs; when a review comes, the keys of the films to which it is
as relevant are purged. Films that share nothing but genres would be too many, so genres have keys.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations

from django.db.models import Count

from cast.models import Credit
from editions.models import Edition
from films.models import Film, FranchiseEntry
from pages.reviews.relevance import (
    MAX_SHARED_GENRES,
    MAX_SHARED_PEOPLE,
    SAME_CRITIC,
    SAME_FILM,
    SAME_FRANCHISE,
    SHARED_GENRE,
    SHARED_PERSON,
)

TIERS = (3, 5, 8, 11)
"""The greatest relevance of each tier but the last."""

_ENTRY = "facetentry.edition_id-"
"""The index of the lists has entries of all editions that are or will be live, and loses them at
the end. So they are written whenever a review comes or goes."""


def related_keys(
    *,
    film: int,
    people: Collection[int],
    franchises: Collection[int],
    genres: Collection[int],
    critic_values: Collection[int],
    needed: int,
) -> Iterator[str]:
    """The keys of a list of a review that has these, by primary keys. A review that comes needs a
    relevance of ``needed``."""
    yield _film_key(film, needed)
    yield from (f"credit.person_id-{pk}" for pk in people)
    yield from (f"franchiseentry.franchise_id-{pk}" for pk in franchises)
    yield from (f"film_genres.genre_id-{pk}" for pk in genres)
    if needed <= SHARED_GENRE + SAME_CRITIC:
        yield from (f"kin.genre-{pk}" for pk in genres)
    elif needed <= MAX_SHARED_GENRES * SHARED_GENRE + SAME_CRITIC:
        yield from (f"kin.genres-{one}.{two}" for one, two in combinations(sorted(genres), 2))
    if needed <= SAME_CRITIC:
        yield from (f"facetentry.value_id-{pk}" for pk in critic_values)


def keys_of_related(keys: set[str]) -> set[str]:
    """Of lists on which a review may have come, for the ``keys`` of what was written. If it goes,
    its row was shown."""
    editions = [key.removeprefix(_ENTRY) for key in keys if key.startswith(_ENTRY)]
    reviews = Edition.objects.filter(pk__in=editions).order_by().values_list("review", flat=True)
    films: set[int] = set()
    for review in set(reviews):
        newest = Edition.objects.filter(review=review).prefetch_related("bylines")
        films |= _film_that_comes([*newest.order_by("-live_from", "-pk")[:2]])
    return {key for film in films for key in ("kin.any", *_keys_of_film(film))}


def _film_that_comes(newest: list[Edition]) -> set[int]:
    """The film of a review with these ``newest`` editions; none if the review has ended, or the
    first of them only takes the place of the second."""
    new = newest[0]
    if new.live_until is not None:
        return set()
    for old in newest[1:]:
        if old.live_until == new.live_from and _related_by(old) == _related_by(new):
            return set()
    return {new.film_id}


def _related_by(edition: Edition) -> tuple[int, set[int]]:
    return edition.film_id, {byline.critic_id for byline in edition.bylines.all()}


def _keys_of_film(film: int) -> Iterator[str]:
    """The keys of the lists on which a new review of ``film`` may come."""
    genres = sorted(Film.genres.through.objects.filter(film=film).values_list("genre", flat=True))
    yield from (f"kin.genre-{pk}" for pk in genres)
    yield from (f"kin.genres-{one}.{two}" for one, two in combinations(genres, 2))
    for other, relevance in _relevance(film, genres).items():
        tier = _tier(relevance)
        yield from (f"kin.film-{other}.{lower}" for lower in range(tier + 1))


def _relevance(film: int, genres: Collection[int]) -> Counter[int]:
    """By film, the most relevance that a review of ``film`` can have for one of that film; of those
    that share more than genres."""
    credits = Credit.objects.public().filter(person__isnull=False).order_by()
    people = credits.filter(film=film).values("person")
    shared = (
        credits.filter(person__in=people).values("film").annotate(n=Count("person", distinct=True))
    )
    found = Counter(
        {pk: SHARED_PERSON * min(n, MAX_SHARED_PEOPLE) for pk, n in shared.values_list("film", "n")}
    )
    franchises = FranchiseEntry.objects.filter(film=film).values("franchise")
    entries = FranchiseEntry.objects.filter(franchise__in=franchises).order_by()
    for pk in entries.values_list("film", flat=True).distinct():
        found[pk] += SAME_FRANCHISE
    found[film] += SAME_FILM
    own = Film.genres.through.objects.filter(genre__in=genres, film__in=[*found])
    counted = Counter(own.values_list("film", flat=True))
    for pk in found:
        found[pk] += SHARED_GENRE * min(counted[pk], MAX_SHARED_GENRES) + SAME_CRITIC
    return found


def _film_key(film: int, relevance: int) -> str:
    return f"kin.film-{film}.{_tier(relevance)}"


def _tier(relevance: int) -> int:
    return sum(relevance > greatest for greatest in TIERS)
