"""Ranks the rows that an autocomplete field of the admin suggests."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

if TYPE_CHECKING:
    from accounts.strict_admin import StrictAdmin

RANKS = 5
"""The name is the text, begins with it, has a word that begins with it, contains it, or not."""


class Suggestions(AutocompleteJsonView):
    """Suggests rows whose names match before those that are only related to a match. Each has the
    label of `StrictAdmin.choice_label` as ``text``, and what `StrictAdmin.suggestion_details` says
    of it as ``detail``. The names are in the columns ``name_fields`` of the admin; without that
    attribute, in the first of its ``search_fields``."""

    model_admin: "StrictAdmin"

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        searched = self.model_admin.get_search_fields(self.request)
        fields = getattr(self.model_admin, "name_fields", searched[:1])
        return ranked(rows, fields, self.model_admin.name_in(self.term))

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        """Only the rows of the page are read with what their labels need."""
        keys = queryset.values_list("pk", flat=True)
        paginator, page, found, is_paginated = super().paginate_queryset(keys, page_size)
        rows = self.model_admin.for_choice(self.model_admin.get_queryset(self.request))
        by_key = rows.in_bulk(list(found))
        page.object_list = [by_key[key] for key in found if key in by_key]
        self.details = self.model_admin.suggestion_details(page.object_list)
        return paginator, page, page.object_list, is_paginated

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        label = self.model_admin.choice_label(obj)
        return result | {"text": label, "detail": self.details.get(obj.pk, "")}


def ranked(rows: QuerySet[Any], fields: Sequence[str], term: str) -> QuerySet[Any]:
    """``rows`` by how well one of the columns ``fields`` matches ``term``, then in their order."""
    term = " ".join(term.split())
    if not (term and fields):
        return rows
    lookups = [("iexact", term), ("istartswith", term), ("icontains", f" {term}")]
    conditions = [_any(fields, lookup, value) for lookup, value in lookups]
    conditions.append(_all_words(fields, term.split()))
    whens = [When(condition, Value(rank)) for rank, condition in enumerate(conditions)]
    rank = Case(*whens, default=Value(RANKS - 1), output_field=IntegerField())
    return rows.order_by(rank, *(rows.query.order_by or rows.model._meta.ordering or ["pk"]))


def rank_of(names: Iterable[str], term: str) -> int:
    """The rank that `ranked` gives a row with ``names``."""
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


def _any(fields: Sequence[str], lookup: str, value: str) -> Q:
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__{lookup}": value})
    return found


def _all_words(fields: Sequence[str], words: Sequence[str]) -> Q:
    found = Q()
    for word in words[:5]:
        found &= _any(fields, "icontains", word)
    return found
