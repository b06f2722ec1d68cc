"""Related reviews, below a review.

Only candidates are compared, so that the cost does not depend on the size of the site: the reviews
of the same film, of its franchises, of films with its most important people, and the newest of its
genres and by its critics.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.models import BigIntegerField, IntegerField

from cast.models import Credit
from editions import clock
from editions.models import Edition, EditionQuerySet
from pages.facets.own_values import OwnValue
from pages.facets.values import CRITIC, FRANCHISE, GENRE
from pages.prepared_query import PreparedQuery, SQLArgument
from pages.reviews.related_keys import related_keys
from pages.reviews.relevance import (
    MAX_SHARED_GENRES,
    MAX_SHARED_PEOPLE,
    SAME_CRITIC,
    SAME_FILM,
    SAME_FRANCHISE,
    SHARED_GENRE,
    SHARED_PERSON,
)
from pages.shared_cache.read_keys import declared_reads, depends_on

MAX_RELATED = 4
"""One row of cards."""

MAX_FILMS = 40
"""How many films that share people are compared: those that share the most."""

MAX_PEOPLE = 20
"""How many people of the cast, and how many of the crew, are compared: those billed first."""

MAX_NEWEST = 50
"""How many reviews of a genre or by a critic are candidates."""

# All that is put into the SQL are primary keys and the constants above.
_OF_FILMS = f"""
    SELECT id FROM editions_edition WHERE film_id IN (
        SELECT {{film}}
        UNION SELECT film_id FROM films_franchiseentry WHERE franchise_id IN ({{franchises}})
        UNION SELECT * FROM (
            SELECT film_id FROM shared ORDER BY people DESC, film_id DESC LIMIT {MAX_FILMS}
        ) AS most
    )
"""  # noqa: S608
_NEWEST = f"""
    SELECT * FROM (
        SELECT edition_id FROM pages_facetentry
        WHERE value_id = {{value}}
            AND live_from <= %s AND (live_until IS NULL OR live_until > %s)
        ORDER BY first_live_from DESC, review_id DESC LIMIT {MAX_NEWEST}
    ) AS newest
"""  # noqa: S608
_RELEVANCE = f"""(
    CASE WHEN {{{{edition}}}}.film_id = {{film}} THEN {SAME_FILM} ELSE 0 END
    + CASE WHEN {{{{edition}}}}.film_id IN (
        SELECT film_id FROM films_franchiseentry WHERE franchise_id IN ({{franchises}})
    ) THEN {SAME_FRANCHISE} ELSE 0 END
    + CASE WHEN EXISTS (
        SELECT 1 FROM pages_facetentry own
        WHERE own.edition_id = {{{{edition}}}}.id AND own.value_id IN ({{critics}})
    ) THEN {SAME_CRITIC} ELSE 0 END
    + {SHARED_PERSON} * COALESCE(CASE WHEN {{{{shared}}}} > {MAX_SHARED_PEOPLE}
        THEN {MAX_SHARED_PEOPLE} ELSE {{{{shared}}}} END, 0)
    + {SHARED_GENRE} * (
        SELECT CASE WHEN COUNT(*) > {MAX_SHARED_GENRES} THEN {MAX_SHARED_GENRES} ELSE COUNT(*) END
        FROM films_film_genres its
        WHERE its.film_id = {{{{edition}}}}.film_id AND its.genre_id IN ({{genres}})
    )
)"""  # noqa: S608
_SHARED_WITH_ONE = """(
    SELECT COUNT(DISTINCT person_id) FROM cast_credit
    WHERE film_id = editions_edition.film_id AND person_id IN ({people}) AND NOT is_spoiler
)"""
# People are counted once for each film that shares some, not once for each candidate.
_CLOSEST = f"""
    SELECT id FROM (
        WITH shared AS (
            SELECT film_id, COUNT(DISTINCT person_id) AS people FROM cast_credit
            WHERE person_id IN ({{people}}) AND NOT is_spoiler GROUP BY film_id
        )
        SELECT candidate.id FROM editions_edition candidate
            LEFT JOIN shared ON shared.film_id = candidate.film_id
        WHERE candidate.id IN ({{candidates}}) AND candidate.review_id <> {{review}}
            AND candidate.live_from <= %s
            AND (candidate.live_until IS NULL OR candidate.live_until > %s)
        ORDER BY {{relevance}} DESC, candidate.first_live_from DESC, candidate.id DESC
        LIMIT {MAX_RELATED}
    ) AS closest
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Kinship:
    """By what other reviews can be related to one: primary keys of rows.

    ``people`` are known by public credits. ``critics`` and ``genre_values`` are those of
    `FacetValue`.
    """

    people: Collection[int]
    franchises: Collection[int]
    genres: Collection[int]
    genre_values: Collection[int]
    critics: Collection[int]


def kinship(credits: Iterable[Credit], values: Iterable[OwnValue]) -> Kinship:
    """By what reviews are related to one with ``values``, of a film with these public ``credits``
    in the order of billing."""
    credits = [credit for credit in credits if credit.person_id]
    cast = (credit for credit in credits if credit.department == Credit.ACTING)
    crew = (credit for credit in credits if credit.department != Credit.ACTING)
    first = [*islice(cast, MAX_PEOPLE), *islice(crew, MAX_PEOPLE)]
    values = list(values)
    return Kinship(
        people={credit.person_id or 0 for credit in first},
        franchises=[value.row for value in values if value.filter == FRANCHISE],
        genres=[value.row for value in values if value.filter == GENRE],
        genre_values=[value.pk for value in values if value.filter == GENRE],
        critics=[value.pk for value in values if value.filter == CRITIC],
    )


def related_editions(edition: Edition, kin: Kinship) -> list[Edition]:
    """The live editions most related to ``edition``, the closest first, for `review_cards` once
    their bylines are prefetched. One query.

    Reviews are related by film, franchise, people, genres and critics, with the weights above. Only
    public credits count, so that no surprise appearance relates two films.
    """
    keys = {
        "film": edition.film_id,
        "review": edition.review_id,
        "franchises": _listed(kin.franchises),
        "people": _listed(kin.people),
        "genres": _listed(kin.genres),
        "critics": _listed(kin.critics),
    }
    newest = [_NEWEST.format(value=value) for value in (*kin.genre_values, *kin.critics)]
    relevance = _RELEVANCE.format(**keys)
    closest = _CLOSEST.format(
        **keys,
        candidates=" UNION ".join([_OF_FILMS.format(**keys), *newest]),
        relevance=relevance.format(edition="candidate", shared="shared.people"),
    )
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with declared_reads():
        found = _CLOSEST_FIRST.rows(
            closest=(closest, [now] * 2 * (len(newest) + 1)),
            relevance=(
                relevance.format(
                    edition="editions_edition", shared=_SHARED_WITH_ONE.format(**keys)
                ),
                [],
            ),
        )
    depends_on(*_surrogate_keys(edition, kin, found))
    return found


def _surrogate_keys(edition: Edition, kin: Kinship, found: list[Edition]) -> Iterator[str]:
    # A newer review comes before one of the same relevance.
    needed = found[-1].relevance if len(found) == MAX_RELATED else 0  # type: ignore[attr-defined]
    return related_keys(
        film=edition.film_id,
        people=kin.people,
        franchises=kin.franchises,
        genres=kin.genres,
        critic_values=kin.critics,
        needed=needed,
    )


def _closest_first() -> EditionQuerySet:
    editions = Edition.objects.filter(pk__in=SQLArgument("closest", BigIntegerField()))
    related = editions.annotate(relevance=SQLArgument("relevance", IntegerField())).for_lists()
    return related.order_by("-relevance", "-first_live_from", "-pk")


_CLOSEST_FIRST = PreparedQuery(_closest_first)


def _listed(keys: Iterable[int]) -> str:
    """``keys`` as a list in SQL, which is never empty."""
    return ", ".join(str(int(key)) for key in sorted(keys)) or "NULL"
