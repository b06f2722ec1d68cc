"""Looks rows up by slug, creates missing ones and saves only rows that differ."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

from documents.facts import Named
from editions.manuscript_rows import save_changes
from films.models import Film

Row = TypeVar("Row", bound=Model)


class RowStore:
    """The rows that one document names. ``changed`` tells whether any row was written."""

    def __init__(self) -> None:
        self.changed = False
        self.created: set[Model] = set()
        self.films: dict[str, Film] = {}
        self.known: dict[tuple[type[Model], str], Any] = {}

    def save(self, row: Model, values: Mapping[str, Any]) -> None:
        self.changed |= save_changes(row, values)

    def named(
        self, model: type[Row], named: Named, *, update: bool, name_field: str = "name"
    ) -> Row:
        """The row of ``model`` with the slug of ``named``; created if it is missing.

        With ``update`` an existing row gets the name. The first mention in a document decides.
        """
        key = (model, named.slug)
        if key not in self.known:
            row = model._default_manager.filter(slug=named.slug).first() or model(slug=named.slug)
            is_new = row._state.adding
            if is_new or update:
                sort_name = {"sort_name": named.sort_name} if named.sort_name else {}
                self.save(row, {name_field: named.name} | sort_name)
            if is_new:
                self.created.add(row)
            self.known[key] = row
        found: Row = self.known[key]
        return found

    def film(self, slug: str) -> Film:
        """The film that has or had this slug. Raises `Film.DoesNotExist`."""
        if slug not in self.films:
            self.films[slug] = Film.objects.by_slug(slug).get()
        return self.films[slug]

    def relate(self, manager: Any, rows: Iterable[Model]) -> None:
        """Set the relation of ``manager`` to ``rows`` if it differs."""
        wanted = {row.pk for row in rows}
        if set(manager.values_list("pk", flat=True)) != wanted:
            manager.set(wanted)
            self.changed = True
