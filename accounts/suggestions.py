"""Ranks the rows that an autocomplete field of the admin suggests."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from accounts.strict_admin import StrictAdmin, is_primary_key

RANKS = 5
"""The name is the text, begins with it, has a word that begins with it, has its words, or not."""

MAX_WORDS = 5
"""Words of the text that are looked for in names."""

MAX_PAGE = 10_000
"""The last page that may be asked for."""


class Suggestions(AutocompleteJsonView):
    """Suggests rows whose names match before those that are only related to a match. Each has the
    label of `StrictAdmin.choice_label` as ``text``, and what `StrictAdmin.suggestion_details` says
    of it as ``detail``. The names are in the columns ``name_fields`` of the admin; without that
    attribute, in the first of its ``search_fields``."""

    model_admin: StrictAdmin

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        searched = self.model_admin.get_search_fields(self.request)
        fields = getattr(self.model_admin, "name_fields", searched[:1])
        self.ranking = Ranking(fields, self.model_admin.name_in(self.term))
        return rows

    def paginate_queryset(
        self, queryset: Any, page_size: int
    ) -> tuple[Paginator, Page, list[Any], bool]:
        """Read the rows of one page, with what their labels need. To count all matches would be
        slow, so one key more is read, which says whether there is a next page."""
        number = _page_number(self.request.GET.get(self.page_kwarg) or "1")
        keys = self.ranking.keys(queryset, (number - 1) * page_size, page_size + 1)
        rows = self.model_admin.for_choice(self.model_admin.get_queryset(self.request))
        by_key = rows.in_bulk(keys[:page_size])
        found = [by_key[key] for key in keys[:page_size] if key in by_key]
        self.details = self.model_admin.suggestion_details(found)
        # The view only asks the page whether there is a next one: there is if `keys` has one more.
        paginator = Paginator(keys, page_size)
        return paginator, Page(found, 1, paginator), found, True

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        label = self.model_admin.choice_label(obj)
        return result | {"text": label, "detail": self.details.get(obj.pk, "")}


def _page_number(text: str) -> int:
    if is_primary_key(text) and 0 < int(text) <= MAX_PAGE:
        return int(text)
    raise Http404


class Ranking:
    """The order of rows by how well one of the columns ``fields`` matches ``term``. Without fields
    or a term, rows keep their order."""

    def __init__(self, fields: Sequence[str], term: str) -> None:
        words = term.split()
        self.fields = fields if words else ()
        name = " ".join(words)
        self.is_name = self._any("iexact", name)
        self.begins = self._any("istartswith", name)
        self.has_word = self._any("icontains", f" {name}")
        has = [self._any("icontains", word) for word in words[:MAX_WORDS]]
        self.has_all_words = reduce(and_, has, Q())

    def keys(self, rows: QuerySet[Any], first: int, number: int) -> list[Any]:
        """The primary keys of ``number`` of ``rows``, from the ``first`` on, or fewer. Rows of one
        rank have the order of ``rows``."""
        if not self.fields:
            return list(rows.values_list("pk", flat=True)[first : first + number])
        if first == 0:
            # To rank tens of thousands of rows that contain a letter is slow. Usually enough rows
            # begin with the text to fill the first page, and these have the best ranks.
            best = list(_ordered(rows.filter(self.begins), self.is_name)[:number])
            if len(best) == number:
                return best
        ranks = (self.is_name, self.begins, self.has_word, self.has_all_words)
        return list(_ordered(rows, *ranks)[first : first + number])

    def _any(self, lookup: str, value: str) -> Q:
        return reduce(or_, [Q(**{f"{name}__{lookup}": value}) for name in self.fields], Q())


def _ordered(rows: QuerySet[Any], *conditions: Q) -> Any:
    """The keys of ``rows``: first those that meet the first of ``conditions``, then those that meet
    the second, and so on, then the others."""
    whens = [When(condition, Value(rank)) for rank, condition in enumerate(conditions)]
    rank = Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    order = rows.query.order_by or rows.model._meta.ordering or ["pk"]
    return rows.order_by(rank, *order).values_list("pk", flat=True)


def rank_of(names: Iterable[str], term: str) -> int:
    """The rank that `Ranking` gives a row with ``names``."""
    wanted = " ".join(term.split()).casefold()
    best = RANKS - 1
    for name in (name.casefold() for name in names):
        is_so = (
            name == wanted,
            name.startswith(wanted),
            f" {wanted}" in name,
            all(word in name for word in wanted.split()),
        )
        best = min([best, *(rank for rank, it in enumerate(is_so) if it)])
    return best
