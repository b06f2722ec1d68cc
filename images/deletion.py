"""Deleting in the admin: what is in use is kept, with links to what uses it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from images.uses import links_to


class DeletesUnused(admin.ModelAdmin):
    """Mixin: a row that is in use cannot be deleted. The page says what uses it, and does not ask
    for the permission to delete that."""

    def used_by(self, objs: Iterable[Any]) -> Iterable[Model]:
        """The rows, with a page in the admin, that use ``objs``."""
        return protecting(objs)

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Without rows of relation tables: “Film_genres object (38)” means nothing to editors."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        if in_use := links_to(self.used_by(objs), request).lines():
            needed, protected = set(), in_use
        relation_tables = [
            through._meta
            for relation in self.opts.get_fields(include_hidden=True)
            if (through := getattr(getattr(relation, "remote_field", None), "through", None))
            or (through := getattr(relation, "through", None))
            if through._meta.auto_created
        ]
        beginnings = tuple(f"{capfirst(meta.verbose_name)}: " for meta in relation_tables)
        left_out = {meta.verbose_name_plural for meta in relation_tables}
        counts = {name: count for name, count in counts.items() if name not in left_out}
        return _without(to_delete, beginnings), counts, needed, protected


def protecting(objects: Iterable[Model]) -> list[Model]:
    """What keeps ``objects`` from being deleted: rows that have a page in the admin. A row without
    a page counts as the row that it is part of."""
    objects = list(objects)
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(objects)
    deleted = {type(each) for each in objects}
    found = {_with_page(row, deleted) for row in collector.protected}
    return sorted(found, key=lambda row: (row._meta.label, row.pk))


def _with_page(row: Model, deleted: set[type[Model]]) -> Model:
    if admin.site.is_registered(type(row)):
        return row
    for field in row._meta.concrete_fields:
        model = field.related_model
        if model not in deleted and model in admin.site._registry:
            whole: Model = getattr(row, field.name)
            return whole
    raise TypeError(f"{row._meta.label} is part of nothing that has a page in the admin")


def _without(lines: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """The nested lists of lines of `get_deleted_objects` without lines with these beginnings."""
    return [
        _without(line, beginnings) if isinstance(line, list) else line
        for line in lines
        if isinstance(line, list) or not str(line).startswith(beginnings)
    ]
