"""Live reviews that have some values, the newest first."""

from collections.abc import Sequence

from django.db.models import Subquery

from editions import clock
from editions.models import Edition
from pages.facets.counting import Value
from pages.facets.counts import LiveCounts
from pages.facets.models import FacetEntry, FacetValue
from pages.facets.surrogate_keys import entries_of_row
from pages.listed_editions import listed_editions
from pages.shared_cache.read_keys import declared_reads


class LiveReviews:
    """The live reviews with all of ``values``, the newest first, as a sequence for `Paginator`.

    Loads editions as `listed_editions` does, in three queries for a slice. The first finds their
    keys in an index, from the nearer end of the list, so that a far page costs little.
    """

    ordered = True

    def __init__(self, counts: LiveCounts, values: Sequence[Value] = ()) -> None:
        self.counts = counts
        self.values = values

    def __len__(self) -> int:
        return self.counts.count(self.values)

    def __getitem__(self, positions: slice) -> list[Edition]:
        return listed_editions(self.keys(positions), self.counts.moment)

    def keys(self, positions: slice) -> list[int]:
        """The primary keys of the editions at ``positions``, in no order."""
        start, stop = positions.start or 0, positions.stop
        entries = self.counts.entries(self.values)
        if start:
            count = len(self)
            stop = min(stop, count)
            if start > count // 2:
                start, stop = count - stop, count - start
                rows = entries.order_by("first_live_from", "review_id")[start:stop]
                return list(rows.values_list("edition", flat=True))
        rows = entries.order_by("-first_live_from", "-review_id")[start:stop]
        return list(rows.values_list("edition", flat=True))


def newest_keys(filter: str, pk: int, limit: int) -> list[int]:
    """The editions of the ``limit`` newest live reviews with the value of ``filter`` that is the
    row ``pk``, by their primary keys. One query."""
    value = FacetValue.objects.filter(filter=filter, key=str(pk)).order_by().values("pk")
    entries = FacetEntry.objects.live(clock.now()).filter(value=Subquery(value))
    newest = entries.order_by("-first_live_from", "-review_id")
    with declared_reads(*entries_of_row(filter, pk)):
        return list(newest.values_list("edition", flat=True)[:limit])


def reviews_of(filter: str, pk: int) -> LiveReviews | list[Edition]:
    """The live reviews with the value of ``filter`` that is the row ``pk``, such as a critic."""
    counts = LiveCounts(clock.now())
    value = counts.of_row(filter, pk)
    return LiveReviews(counts, [value]) if value else []
