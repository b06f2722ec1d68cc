"""Writes the franchise entries of a document's films: release order and in-universe order."""

from bisect import bisect_left
from collections import defaultdict
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from documents.errors import Findings
from documents.facts import EntryFacts, FilmFacts, SlugAt
from documents.row_store import RowStore
from films.models import Franchise, FranchiseEntry
from films.timeline import Contradiction, in_universe_order

Stated = tuple[FranchiseEntry, str, SlugAt]
"""An entry, "after" or "before", and the film that it is set after or before."""


class FranchiseEntryRows:
    """`write` is called for every film, then `relate` once: a film may be set after one that the
    document describes further down."""

    def __init__(self, store: RowStore, findings: Findings) -> None:
        self.store = store
        self.findings = findings
        self.stated: dict[Franchise, list[Stated]] = defaultdict(list)

    def write(self, film: FilmFacts, *, update: bool) -> None:
        """Create the missing entries of ``film``; with ``update`` change the existing ones."""
        for facts in film.entries:
            self._write_entry(film, facts, update=update)

    def _write_entry(self, film: FilmFacts, facts: EntryFacts, *, update: bool) -> None:
        franchise = self.store.named(Franchise, facts.franchise, update=update)
        is_unnamed = franchise in self.store.created and not franchise.universe_name
        if facts.universe_name is not None and (update or is_unnamed):
            self.store.save(franchise, {"universe_name": facts.universe_name})
        row = self.store.film(film.slug)
        entry = FranchiseEntry.objects.filter(franchise=franchise, film=row).first()
        if entry and not update:
            return
        entry = entry or FranchiseEntry(franchise=franchise, film=row)
        values = dict(facts.columns)
        if entry._state.adding and "release_order" not in values:
            values["release_order"] = self._next_order(franchise)
        order = values.get("release_order", entry.release_order)
        others = FranchiseEntry.objects.filter(franchise=franchise, release_order=order)
        if other := others.exclude(pk=entry.pk).select_related("film").first():
            self.findings.error(
                facts.line,
                _(
                    "The release order %(order)d of “%(franchise)s” is already used by "
                    "“%(film)s”. Choose another one."
                ),
                order=order,
                franchise=franchise.name,
                film=other.film.title,
            )
            return
        self.store.save(entry, values)
        for name, named in (("after", facts.after), ("before", facts.before)):
            if named:
                self.stated[franchise].append((entry, name, named))

    def _next_order(self, franchise: Franchise) -> int:
        highest = franchise.entries.aggregate(highest=Max("release_order"))["highest"]
        return (highest or 0) + 1

    def relate(self) -> None:
        """Save "after" and "before" of all entries; report contradictions in the order."""
        for franchise, stated in self.stated.items():
            entries = {entry.film_id: entry for entry in franchise.entries.select_related("film")}
            for entry, name, named in stated:
                other = entries[self.store.film(named.slug).pk] if named.slug else None
                self.store.save(entry, {name: other})
            try:
                franchise.in_universe()
            except Contradiction as error:
                self.findings.error(self._contradiction(entries, stated).line, str(error))

    def _contradiction(self, entries: dict[Any, FranchiseEntry], stated: list[Stated]) -> SlugAt:
        """The first of ``stated`` that contradicts those before it."""

        def contradicts(count: int) -> bool:
            for each, (entry, name, named) in enumerate(stated):
                other = self.store.film(named.slug).pk if named.slug and each < count else None
                place = entries[entry.film_id]
                setattr(place, f"{name}_id", entries[other].pk if other else None)
            try:
                in_universe_order(list(entries.values()))
            except Contradiction:
                return True
            return False

        first = bisect_left(range(1, len(stated) + 1), True, key=contradicts)
        return stated[min(first, len(stated) - 1)][2]
