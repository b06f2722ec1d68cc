"""Writes the search index, `SearchDocument`.

`refresh` is the work at the end of a `public_change`: `pages.search.receivers` collects its keys.
An edition that was published for later is in the index at once; `Edition.objects.live` decides at
every search. Bulk writes send no signals: `pages.search.rebuilding` follows them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery

from cast.models import Credit
from editions.models import Edition
from films.models import Film
from images.public_changes import before_public_write
from pages.search.engine import engine
from pages.search.entries import (
    FIELDS,
    TITLE_FIELDS,
    Kind,
    SearchEntry,
    film_document,
    in_batches,
    search_entries,
)
from pages.search.misspellings import store_words_of_names
from pages.search.models import SearchDocument, document_id
from pages.search.words import indexed, indexed_titles, recurring_words

DOCUMENTS_AT_ONCE = 200


@dataclass(frozen=True)
class Related:
    """The documents of ``kind`` that mention a row: those of ``model`` related to it by ``field``.

    ``object_id`` is the column of ``model`` that holds the key of the document's object.
    """

    kind: Kind
    model: type[Model]
    field: str
    object_id: str

    def ids(self, rows: Iterable[int]) -> QuerySet[Any, int]:
        related = self.model._default_manager.filter(**{f"{self.field}__in": rows})
        return related.order_by().values_list(self.object_id, flat=True).distinct()


FILM_TEXTS = "texts of a film"
EDITIONS_OF_REVIEW = Related(Kind.REVIEW, Edition, "review", "pk")
EDITIONS_OF_FILM = Related(Kind.REVIEW, Edition, "film", "pk")
EDITIONS_OF_CRITIC = Related(Kind.REVIEW, Edition, "critics", "pk")
FILMS_OF_PERSON = Related(Kind.FILM, Credit, "person", "film")
FILMS_OF_CHARACTER = Related(Kind.FILM, Credit, "characters", "film")
FILMS_OF_CREDIT = Related(Kind.FILM, Credit, "pk", "film")
FILMS_OF_GENRE = Related(Kind.FILM, Film, "genres", "pk")

Key = tuple[str | Related, int]
"""Which documents are out of date, and a primary key.

With a `Kind` it is the document of that object, with `FILM_TEXTS` the document of that film except
for its names, with a `Related` all documents that mention that row.
"""


def refresh(keys: set[Key]) -> None:
    """Write the documents of ``keys`` again, and delete those whose object is gone or not public.

    Must be called in a transaction. `before_public_write` queues it behind other writers, so that
    it reads what they have committed.
    """
    before_public_write()
    ids = _ids(keys)
    film_texts = ids.pop(FILM_TEXTS, set()) - ids[Kind.FILM]
    rows = []
    for film in _films_with_indexed_names(film_texts):
        if film.indexed_names is None:  # type: ignore[attr-defined]
            ids[Kind.FILM].add(film.pk)
        else:
            row = document(film_document(film), names=film.indexed_names)  # type: ignore[attr-defined]
            indexed_titles_of_film = (film.indexed_title, film.indexed_also)  # type: ignore[attr-defined]
            row.has_new_names = (row.title, row.also) != indexed_titles_of_film
            rows.append(row)
    write(chain(rows, _rows(ids)))


def _ids(keys: set[Key]) -> defaultdict[str, set[int]]:
    """The keys of the objects whose documents are out of date, by kind or `FILM_TEXTS`."""
    by_scope: defaultdict[str | Related, set[int]] = defaultdict(set)
    for scope, pk in keys:
        by_scope[scope].add(pk)
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for scope, pks in by_scope.items():
        if isinstance(scope, Related):
            ids[scope.kind].update(scope.ids(pks))
        else:
            ids[scope].update(pks)
    return ids


def _films_with_indexed_names(ids: set[int]) -> QuerySet[Film]:
    """The films of ``ids``, each with the words of its document's names and titles, or None without
    one."""
    indexed = SearchDocument.objects.filter(kind=Kind.FILM, object_id=OuterRef("pk"))
    return (
        Film.objects.filter(pk__in=ids)
        .prefetch_related("alternative_titles")
        .annotate(
            indexed_names=Subquery(indexed.values("names")),
            indexed_title=Subquery(indexed.values("title")),
            indexed_also=Subquery(indexed.values("also")),
        )
    )


def _rows(ids: dict[str, set[int]]) -> Iterator[SearchDocument]:
    for kind in sorted(ids):
        for batch in in_batches(sorted(ids[kind]), DOCUMENTS_AT_ONCE):
            gone = set(batch)
            for entry in search_entries(kind, batch):
                gone.discard(entry.object_id)
                yield document(entry)
            SearchDocument.objects.filter(kind=kind, object_id__in=gone).delete()


def document(entry: SearchEntry, **words: str) -> SearchDocument:
    """The document of ``entry``, not saved. ``words`` are those of fields that are indexed."""
    fields = words | {
        field: (indexed_titles if field in TITLE_FIELDS else indexed)(
            getattr(entry, field), entry.language
        )
        for field in FIELDS
        if field not in words
    }
    return SearchDocument(
        pk=document_id(entry.kind, entry.subject_id, entry.number),
        kind=entry.kind,
        object_id=entry.object_id,
        subject_id=entry.subject_id,
        language=entry.language,
        recurring=recurring_words(fields["body"]),
        **fields,
    )


def write(rows: Iterable[SearchDocument]) -> None:
    """Save ``rows``, with the words by which the databases and `misspellings` find them."""
    for batch in in_batches(rows, DOCUMENTS_AT_ONCE):
        written = SearchDocument.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["language", *FIELDS, "recurring"],
        )
        engine().written(written)
        store_words_of_names(row for row in written if row.has_new_names)
