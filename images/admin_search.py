"""The search box and the suggestions of the admin, on tables of any size."""

import re
from collections.abc import Callable, Collection
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field, ForeignKey, ManyToManyField, Model, Q, QuerySet
from django.db.models.lookups import IContains
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

Search = Callable[[str, Collection[int] | None], set[int]]
"""Takes a word, and primary keys or None. Returns the keys of the rows that have the word: of all
rows, or only of those with the given keys."""

MAX_KEYS = 1_000
"""Up to so many rows, those that match are looked up once instead of for each query of a list."""


@Field.register_lookup
class HasText(IContains):
    """As ``icontains``, for searches of long texts and of many rows.

    With the collation "C", PostgreSQL finds a word in two thirds of the time that it needs to
    convert all texts to capitals, as Django asks, and uses the indexes of the desk's migration
    0004. This collation knows no capitals but those of ASCII, so other letters are looked for in
    both cases.
    """

    lookup_name = "has_text"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = compiler.compile(self.lhs)
        word: str = self.rhs
        if word.isascii():
            operator, pattern = "ILIKE", f"%{connection.ops.prep_for_like_query(word)}%"
        else:
            operator, pattern = "~*", "".join(map(_in_both_cases, word))
        return f'{column}::text COLLATE "C" {operator} %s', [*parameters, pattern]


def _in_both_cases(letter: str) -> str:
    cases = {case for case in (letter.lower(), letter.upper()) if len(case) == 1}
    if letter.isascii() or len(cases) < 2:
        return re.escape(letter)
    return f"[{''.join(sorted(cases))}]"


class NarrowSearch(BaseModelAdmin):
    """Mixin: finds the rows in which each word occurs in one of ``search_fields``.

    Django joins all tables of the fields and tests every combination of their rows. Here each table
    is searched once. A field is a column, or a relation and a column of the related model.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)  # type: ignore[attr-defined]
        words = [_unquoted(word) for word in smart_split(search_term)] if fields else []
        search_elsewhere = self.search_elsewhere(request)
        keys: set[int] | None = None
        # The longest word is in the fewest rows, and the others are looked for in these only.
        for word in sorted(words, key=len, reverse=True):
            conditions = _conditions(self.model, fields, word, keys)
            found = _keys(self.model, conditions, keys)
            if found is None:
                more = Q(pk__among=search_elsewhere(word, keys))
                queryset = queryset.filter(reduce(or_, [*conditions, more]))
                continue
            keys = found | search_elsewhere(word, None if keys is None else keys - found)
            if not keys:
                break
        if keys is not None:
            queryset = queryset.filter(pk__among=keys)
        return queryset, False

    def search_elsewhere(self, request: HttpRequest) -> Search:
        """A function that finds rows by words outside their ``search_fields``, such as the texts of
        a review. It is made once for each request and called for each word of the search."""
        return lambda word, within: set()


def _unquoted(word: str) -> str:
    is_quoted = word[0] in "\"'" and word[0] == word[-1] and len(word) > 1
    return unescape_string_literal(word) if is_quoted else word


def _keys(
    model: type[Model], conditions: list[Q], within: Collection[int] | None
) -> set[int] | None:
    """The keys of the rows ``within`` for which one of ``conditions`` is true. None if they are
    many: of these, the list soon finds those that it shows."""
    keys = set[int]()
    for condition in conditions:
        rows = model._base_manager.order_by().filter(condition)
        if within is not None:
            rows = rows.filter(pk__among=set(within) - keys)
        keys.update(rows.values_list("pk", flat=True)[: MAX_KEYS + 1])
        if len(keys) > MAX_KEYS:
            return None
    return keys


def _conditions(
    model: type[Model], fields: Collection[str], word: str, within: Collection[int] | None
) -> list[Q]:
    """The conditions that one of ``fields`` contains ``word``, for rows ``within``. The model's own
    columns share one, so that its table is read once."""
    own = [field for field in fields if "__" not in field]
    related = [field for field in fields if "__" in field]
    found = [reduce(or_, (condition_of(model, field, word) for field in own))] if own else []
    return found + [condition_of(model, field, word, within) for field in related]


def condition_of(
    model: type[Model], field: str, word: str, within: Collection[int] | None = None
) -> Q:
    """The condition that ``field`` of a row of ``model`` contains ``word``, without a join. It may
    be false for rows that are not ``within``."""
    name, _separator, column = field.partition("__")
    if not column:
        return Q(**{f"{name}__has_text": word})
    relation: Any = model._meta.get_field(name)
    related = relation.related_model._base_manager.order_by()
    found = related.filter(**{f"{column}__has_text": word})
    if isinstance(relation, ForeignKey):
        return Q(**{f"{name}__in": found.values("pk")})
    if isinstance(relation, ManyToManyField):
        through: Any = relation.remote_field.through
        links = through._base_manager.order_by()
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        return Q(pk__in=links.filter(**{f"{other}__in": found.values("pk")}).values(own))
    owner = relation.field.name
    if within is not None:
        found = found.filter(**{f"{owner}__pk__among": within})
    return Q(pk__in=found.values(owner))
