"""The search box and the suggestions of the admin, on tables of any size."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import ForeignKey, ManyToManyField, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

MAX_KEYS = 1_000
"""Up to so many rows, those that match are looked up once instead of for each query of a list."""


class NarrowSearch(BaseModelAdmin):
    """Mixin: finds the rows in which each word occurs in one of ``search_fields``.

    Django joins all tables of the fields and tests every combination of their rows. Here each table
    is searched once. A field is a column, or a relation and a column of the related model.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)  # type: ignore[attr-defined]
        for word in smart_split(search_term) if fields else ():
            if word[0] in "\"'" and word[0] == word[-1] and len(word) > 1:
                word = unescape_string_literal(word)
            conditions = [condition_of(self.model, field, word) for field in fields]
            conditions += self.more_conditions(request, word)
            queryset = queryset.filter(_among(self.model, conditions))
        return queryset, False

    def more_conditions(self, request: HttpRequest, word: str) -> list[Q]:
        """Other conditions under which a row has ``word``."""
        return []


def _among(model: type[Model], conditions: list[Q]) -> Q:
    """The condition that one of ``conditions`` is true. The keys are looked up if they are few;
    of many rows that match, the list soon finds those that it shows."""
    keys: set[int] = set()
    for condition in conditions:
        rows = model._base_manager.order_by().filter(condition)
        keys.update(rows.values_list("pk", flat=True)[: MAX_KEYS + 1])
        if len(keys) > MAX_KEYS:
            return reduce(or_, conditions)
    return Q(pk__in=keys)


def condition_of(model: type[Model], field: str, word: str) -> Q:
    """The condition that ``field`` of a row of ``model`` contains ``word``, without a join."""
    name, _separator, column = field.partition("__")
    if not column:
        return Q(**{f"{name}__icontains": word})
    relation: Any = model._meta.get_field(name)
    related = relation.related_model._base_manager.order_by()
    found = related.filter(**{f"{column}__icontains": word})
    if isinstance(relation, ForeignKey):
        return Q(**{f"{name}__in": found.values("pk")})
    if isinstance(relation, ManyToManyField):
        through: Any = relation.remote_field.through
        links = through._base_manager.order_by()
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        return Q(pk__in=links.filter(**{f"{other}__in": found.values("pk")}).values(own))
    return Q(pk__in=found.values(relation.field.name))
