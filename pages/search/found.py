"""What a query finds, counted and in pages. No more of it is read than a page shows.

Counting all places of a common word would take seconds on a large site. So a count ends at `LIMIT`,
and so do the pages.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef

from editions.models import Edition, EditionQuerySet
from pages.search.entries import Kind
from pages.search.hits import Hit, load_hits
from pages.search.models import SearchDocument, SearchDocumentQuerySet, kind_of
from pages.search.query import Query
from pages.search.ranking import best, matching_keys

LIMIT = 1_000
"""How many hits of a kind are counted and shown."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Those of ``documents``, of one ``kind`` or all, that match ``query``, as a sequence for
    `Paginator`. A slice is ranked and loaded.

    ``keys`` are the primary keys of up to `LIMIT` + 1 of them.
    """

    query: Query
    documents: SearchDocumentQuerySet
    kind: str
    keys: frozenset[int]

    @classmethod
    def of(cls, query: Query, documents: SearchDocumentQuerySet, kind: str = "") -> "Hits":
        keys = matching_keys(query, documents, LIMIT + 1, kind)
        return cls(query, documents, kind, frozenset(keys))

    @property
    def is_cut(self) -> bool:
        """Whether there are more than `LIMIT`."""
        return len(self.keys) > LIMIT

    def __len__(self) -> int:
        return min(len(self.keys), LIMIT)

    def __getitem__(self, positions: slice) -> list[Hit]:
        return load_hits(
            self.query, best(self.query, self.documents, positions.stop, self.kind)[positions]
        )

    def editions(self) -> EditionQuerySet:
        """The live editions among the first hits."""
        documents = SearchDocument.objects.filter(pk__in=self.keys)
        return Edition.objects.live().filter(pk__in=documents.values("object_id"))

    def of_editions(self, editions: EditionQuerySet) -> "Hits":
        """Those that are documents of ``editions``."""
        own = Exists(editions.filter(pk=OuterRef("object_id")))
        return Hits.of(self.query, self.documents.filter(own), self.kind)


def found_by_kind(query: Query) -> dict[str, Hits]:
    """The public hits for ``query`` of each kind that has any, in the order of the kinds. Two
    queries; two for each kind if there are more than `LIMIT`."""
    public = SearchDocument.objects.public()
    everything = Hits.of(query, public)
    if everything.is_cut:
        of_kinds = {kind: Hits.of(query, public, kind) for kind in Kind.values}
        return {kind: hits for kind, hits in of_kinds.items() if hits}
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for key in everything.keys:
        keys[kind_of(key)].add(key)
    return {
        kind: Hits(query, public, kind, frozenset(keys[kind]))
        for kind in Kind.values
        if kind in keys
    }


def together(found: dict[str, Hits]) -> Hits:
    """The hits of all kinds of ``found``, which is not empty."""
    any_of_them = next(iter(found.values()))
    keys = frozenset().union(*(hits.keys for hits in found.values()))
    return replace(any_of_them, kind="", keys=keys)
