"""The values of one edition that its page shows."""

from dataclasses import dataclass

from django.db import connection

from editions.models import Edition
from films.sorting import sort_key
from pages.facets.values import CRITIC, FRANCHISE, GENRE
from pages.shared_cache.read_keys import declared_reads, depends_on

# The keys of franchises are numbers in one table and texts in the other.
_OWN_VALUES = """
    SELECT value.id, value.filter, value.key, value.value, value.label, entry.id, entry.label
    FROM pages_facetentry own
    JOIN pages_facetvalue value ON value.id = own.value_id
    LEFT JOIN films_franchiseentry entry ON value.filter = %s AND entry.film_id = %s
        AND CAST(entry.franchise_id AS varchar(20)) = value.key
    WHERE own.edition_id = %s AND value.filter IN (%s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A genre, franchise or critic of an edition. ``row`` is its primary key, ``pk`` that of the
    `FacetValue`. ``entry`` and ``entry_label`` are those of the film in a franchise."""

    pk: int
    filter: str
    row: int
    slug: str
    name: str
    entry: int
    entry_label: str


def own_values(edition: Edition) -> list[OwnValue]:
    """The genres, franchises and critics of ``edition``, which is live; by their names, franchises
    in the order of their entries. One query."""
    names = (GENRE, FRANCHISE, CRITIC)
    with declared_reads(*_surrogate_keys(edition)), connection.cursor() as cursor:
        cursor.execute(_OWN_VALUES, [FRANCHISE, edition.film_id, edition.pk, *names])
        found = [
            OwnValue(pk, name, int(key), slug, label, entry or 0, entry_label or "")
            for pk, name, key, slug, label, entry, entry_label in cursor.fetchall()
        ]
    # Their names are written when the rows are. What else is in `FacetValue` are counts.
    depends_on(*(f"{value.filter}-{value.row}" for value in found))
    return sorted(found, key=lambda value: (value.entry, sort_key(value.name), value.row))


def _surrogate_keys(edition: Edition) -> tuple[str, str]:
    return f"facetentry.edition_id-{edition.pk}", f"franchiseentry.film_id-{edition.film_id}"
