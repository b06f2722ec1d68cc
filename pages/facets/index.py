"""Writes the index of the lists of reviews.

`refresh` is the work at the end of a `public_change`: `pages.facets.receivers` collects its keys.
It changes counts by the difference between the entries as they were and as they should be, so that
it reads and writes only what belongs to the reviews that have changed. Writers queue behind the
lock of the generation. Bulk writes send no signals: ``manage.py rebuild_lists`` follows them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice, permutations
from typing import Any, TypeVar

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count, F, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from editions.models import Edition
from images.public_changes import before_public_write, public_change
from pages.facets.models import FacetEntry, FacetPair, FacetValue
from pages.facets.pairs import change_pairs, count_pairs
from pages.facets.values import (
    EVERYTHING,
    ROWS,
    IndexedEdition,
    Key,
    indexed_editions,
    new_values,
    printed_rows,
)

Item = TypeVar("Item")

REVIEWS_AT_ONCE = 500
ROWS_AT_ONCE = 1000

REVIEW, FILM = "review", "film"
Changed = tuple[str, int]
"""`REVIEW`, `FILM` or one of `ROWS`, and the primary key of a row that has changed."""

Entry = tuple[int, int]
"""An edition and a value, by their primary keys."""

# Both databases name the columns of VALUES so.
_ADD_ENTRIES = """INSERT INTO "pages_facetentry"
        (edition_id, value_id, review_id, first_live_from, live_from, live_until)
    SELECT own.id, entry.column2, own.review_id, own.first_live_from, own.live_from, own.live_until
    FROM (VALUES {}) AS entry JOIN editions_edition own ON own.id = entry.column1
"""


def refresh(changed: set[Changed]) -> None:
    """Write what the rows of ``changed`` are indexed by. Must be called in a transaction."""
    before_public_write()
    by_noun: defaultdict[str, set[int]] = defaultdict(set)
    for noun, pk in changed:
        by_noun[noun].add(pk)
    for name in ROWS:
        _print_anew(name, by_noun[name])
    of_films = Edition.objects.filter(film__in=by_noun[FILM]) if by_noun[FILM] else None
    reviews = by_noun[REVIEW] | set(of_films.values_list("review", flat=True) if of_films else ())
    for batch in _batches(sorted(reviews), REVIEWS_AT_ONCE):
        _Difference(batch).write()


def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Write the whole index again; returns how many editions it has.

    ``progress`` is called with the number of reviews that are done.
    """
    with public_change():
        before_public_write()
        for model in (FacetPair, FacetEntry, FacetValue):
            _empty(model)
        reviews = list(
            Edition.objects.order_by("review").values_list("review", flat=True).distinct()
        )
        ids: dict[Key, int] = {}
        done = editions = 0
        for batch in _batches(reviews, REVIEWS_AT_ONCE):
            indexed = list(indexed_editions(batch))
            _add_values({key for each in indexed for key in each.keys} - ids.keys(), ids)
            _add_entries((each.pk, ids[key]) for each in indexed for key in sorted(each.keys))
            editions += len(indexed)
            done += len(batch)
            progress(done)
        _count_values()
        count_pairs(None)
        return editions


def build_if_empty(using: str, apps: Apps = current_apps, **_signal: Any) -> None:
    """Receives `post_migrate`: builds the index of a site that was filled before it had one."""
    if using != DEFAULT_DB_ALIAS:
        return
    tables = set(connection.introspection.table_names())
    if not {FacetPair._meta.db_table, Edition._meta.db_table} <= tables:
        return
    if Edition.objects.exists() and not FacetValue.objects.exists():
        rebuild()


class _Difference:
    """The difference between the entries of ``reviews`` as they are and as they should be."""

    def __init__(self, reviews: Collection[int]) -> None:
        self.reviews = reviews
        rows = FacetEntry.objects.filter(review_id__in=reviews).order_by()
        self.old = {
            (edition, value): (pk, columns)
            for pk, edition, value, *columns in rows.values_list(
                "pk",
                "edition",
                "value",
                "review_id",
                "first_live_from",
                "live_from",
                "live_until",
            )
        }
        editions = list(indexed_editions(reviews))
        keys = {key for each in editions for key in each.keys}
        self.ids = _value_ids(keys)
        self.new = {
            (each.pk, self.ids[key]): columns
            for each in editions
            for columns in [_columns(each)]
            for key in each.keys
        }

    def write(self) -> None:
        stale = [pk for entry, (pk, columns) in self.old.items() if self.new.get(entry) != columns]
        missing = [
            entry
            for entry, columns in self.new.items()
            if self.old.get(entry, (0, None))[1] != columns
        ]
        if not (stale or missing):
            return
        for pks in _batches(stale, ROWS_AT_ONCE):
            FacetEntry.objects.filter(pk__in=pks).delete()
        _add_entries(missing)
        was = _open_values({entry: columns for entry, (_pk, columns) in self.old.items()})
        now = _open_values(self.new)
        self._count(was, now)
        touched = {value for _edition, value in self.old} - {value for _edition, value in self.new}
        _delete_unused(touched)

    def _count(self, was: dict[int, set[int]], now: dict[int, set[int]]) -> None:
        values: Counter[int] = Counter()
        pairs: Counter[tuple[int, int]] = Counter()
        for review in self.reviews:
            before, after = was.get(review, set()), now.get(review, set())
            if before == after:
                continue
            values.update(after)
            values.subtract(before)
            pairs.update(permutations(after, 2))
            pairs.subtract(permutations(before, 2))
        values = Counter({value: change for value, change in values.items() if change})
        for change in set(values.values()):
            rows = [value for value, own in values.items() if own == change]
            FacetValue.objects.filter(pk__in=rows).update(count=F("count") + change)
        change_pairs(values, pairs)


def _columns(edition: IndexedEdition) -> list[Any]:
    return [edition.review, edition.first_live_from, edition.live_from, edition.live_until]


def _open_values(entries: dict[Entry, list[Any]]) -> dict[int, set[int]]:
    """The values of the open edition of each review."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for (_edition, value), (review, _first, _from, until) in entries.items():
        if until is None:
            found[review].add(value)
    return found


def _value_ids(keys: Collection[Key]) -> dict[Key, int]:
    """The primary keys of the values of ``keys``, which are created where they are missing."""
    ids: dict[Key, int] = {}
    for batch in _batches(sorted(keys), ROWS_AT_ONCE):
        rows = FacetValue.objects.filter(key__in={key for _filter, key in batch}).order_by()
        found = {(name, key): pk for pk, name, key in rows.values_list("pk", "filter", "key")}
        ids |= {key: found[key] for key in batch if key in found}
    _add_values(set(keys) - ids.keys(), ids)
    return ids


def _add_values(keys: Collection[Key], ids: dict[Key, int]) -> None:
    """Create the values of ``keys`` and add their primary keys to ``ids``."""
    if keys:
        created = FacetValue.objects.bulk_create(new_values(sorted(keys)), ROWS_AT_ONCE)
        ids |= {(value.filter, value.key): value.pk for value in created}


def _add_entries(entries: Iterable[Entry]) -> None:
    for batch in _batches(entries, ROWS_AT_ONCE):
        places = ", ".join(["(%s, %s)"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(_ADD_ENTRIES.format(places), list(chain.from_iterable(batch)))


def _delete_unused(values: Collection[int]) -> None:
    if values:
        unused = FacetValue.objects.filter(pk__in=values, entries__isnull=True)
        pks = list(unused.exclude(filter=EVERYTHING[0]).values_list("pk", flat=True))
        FacetValue.objects.filter(pk__in=pks).delete()


def _print_anew(name: str, pks: Collection[int]) -> None:
    """Write slug and label of the values that are the rows ``pks``."""
    for pk, (slug, label) in printed_rows(name, pks).items():
        FacetValue.objects.filter(filter=name, key=str(pk)).update(value=slug, label=label)


def _count_values() -> None:
    counted = (
        FacetEntry.objects.filter(value=OuterRef("pk"), live_until__isnull=True)
        .order_by()
        .values("value")
        .annotate(n=Count("pk"))
    )
    FacetValue.objects.update(count=Coalesce(Subquery(counted.values("n")), 0))


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _empty(model: type[Model]) -> None:
    model._default_manager.all().delete()
