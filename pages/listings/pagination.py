"""Pages of a list, by ``?page=``."""

from collections.abc import Sequence
from functools import cached_property
from math import ceil
from typing import Any, TypeVar

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from pages.absolute_urls import absolute_url
from pages.cache.query_results import shared_results

Row = TypeVar("Row")


def requested_page(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """The page of ``rows`` that ``?page=`` asks for, the first by default.

    ``rows`` is a QuerySet, or a sequence that loads its slices. Raises `Http404` if there is no
    such page.
    """
    try:
        return Paginator(rows, size).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error


class RowsByKey:
    """``rows``, an ordered QuerySet, as a sequence for `Paginator`.

    A slice takes two queries. The first finds the keys in an index, from the nearer end of the
    order, so that a far page costs little; ``loaded`` is the QuerySet from which these are read.
    """

    ordered = True

    def __init__(self, rows: QuerySet[Any], loaded: QuerySet[Any]) -> None:
        self.rows = rows
        self.loaded = loaded

    @cached_property
    def count(self) -> int:
        with shared_results():
            return self.rows.count()

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, positions: slice) -> list[Any]:
        start, stop = positions.start, min(positions.stop, self.count)
        keys = self.rows.values_list("pk", flat=True)
        if start > self.count // 2:
            found = list(keys.reverse()[self.count - stop : self.count - start])[::-1]
        else:
            found = list(keys[start:stop])
        rows = {row.pk: row for row in self.loaded.filter(pk__in=found).order_by()}
        return [rows[key] for key in found if key in rows]


def requested_part(number: str, *sections: tuple[int, int]) -> Page[Any]:
    """The page ``number`` of a page with several lists, each of which is continued on the next one.

    ``sections`` are the length of each list and how much of it is on a page; `part_of` gives what
    is. Raises `Http404` if there is no such page.
    """
    pages = max(1, *(ceil(length / size) for length, size in sections))
    try:
        return Paginator(range(pages), 1).page(number)
    except InvalidPage as error:
        raise Http404 from error


def part_of(rows: Sequence[Row], size: int, page: Page[Any]) -> Sequence[Row]:
    """Those of ``rows`` that are on ``page``, with ``size`` on each."""
    return rows[(page.number - 1) * size : page.number * size]


def canonical_url(request: HttpRequest, page: Page[Any]) -> str:
    """The absolute URL of this page of the list, without the other parameters of the request."""
    return absolute_url(page_of(request.path, page))


def page_of(path: str, page: Page[Any]) -> str:
    """``path`` with the number of ``page``, unless it is the first."""
    return f"{path}?page={page.number}" if page.number > 1 else path
