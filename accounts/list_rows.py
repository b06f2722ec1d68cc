"""Reads the rows of one page of a list of the admin, whatever the size of the table."""

from functools import cached_property
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


def rows_of_page(changes: ChangeList) -> list[Any]:
    """The rows of the page that ``changes`` has found.

    First only their keys are read: to sort and to skip rows, the database would otherwise read all
    columns of every row, and compute the annotations of the list.
    """
    if isinstance(changes.result_list, list):
        return changes.result_list
    keys = _keys_of_page(changes)
    rows = changes.root_queryset
    if not rows.query.select_related:
        # As Django does. It would replace the relations that the admin loads by all those that are
        # never empty.
        rows = changes.apply_select_related(rows)
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _keys_of_page(changes: ChangeList) -> list[Any]:
    if not isinstance(changes.paginator, KeysPaginator):
        return list(changes.result_list.values_list("pk", flat=True))
    if changes.multi_page and not (changes.show_all and changes.can_show_all):
        return changes.paginator.keys_of(changes.page_num)
    return changes.paginator.keys


class KeysPaginator(Paginator):
    """Reads the keys of all rows in one query, or of the first ``most``. Django counts the rows in
    one query and reads those of the page in another, and both have to find the rows of a slow
    filter."""

    object_list: QuerySet[Any]

    def __init__(self, *args: Any, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    @property
    def has_more(self) -> bool:
        """Whether there are rows after the first ``most``."""
        return len(self._first_keys) > len(self.keys)

    @cached_property
    def keys(self) -> list[Any]:
        return self._first_keys[: self.most]

    @cached_property
    def _first_keys(self) -> list[Any]:
        keys = self.object_list.values_list("pk", flat=True)
        return list(keys if self.most is None else keys[: self.most + 1])

    @cached_property
    def count(self) -> int:
        return len(self.keys)

    def keys_of(self, number: int) -> list[Any]:
        return self.keys[(number - 1) * self.per_page : number * self.per_page]

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        return Page(self.object_list.filter(pk__in=self.keys_of(number)), number, self)
