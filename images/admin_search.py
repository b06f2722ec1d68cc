"""The search box and the suggestions of the admin, on tables of any size."""

import re
from collections.abc import Callable, Collection
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Field, ForeignKey, ManyToManyField, Model, Q, QuerySet
from django.db.models.lookups import IContains
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

Search = Callable[[str, Collection[int] | None], set[int]]
"""Takes a word, and primary keys or None. Returns the keys of the rows that have the word: of all
rows, or only of those with the given keys."""

MAX_KEYS = 1_000
"""Up to so many rows, those that match are looked up once instead of for each query of a list. A
list shows no more rows of a search (`accounts.strict_admin.SEARCH_ROWS`)."""

FIRST_ROWS = 2_000
"""So many rows of a list are searched for a word that is in many, before all rows are."""

WORD_LENGTH = 200
"""Characters of a word that are looked for. PostgreSQL needs a second for thousands."""


@Field.register_lookup
class HasText(IContains):
    """As ``icontains``, for searches of long texts and of many rows.

    With the collation "C" and a regular expression, PostgreSQL finds a word in half of the time
    that it needs to convert all texts to capitals, as Django asks, and uses the indexes of the
    desk's migration 0004. This collation knows no capitals but those of ASCII, so other letters are
    looked for in both cases.
    """

    lookup_name = "has_text"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = compiler.compile(self.lhs)
        pattern = "".join(map(_in_both_cases, self.rhs))
        return f'{column}::text COLLATE "C" ~* %s', [*parameters, pattern]


def _in_both_cases(letter: str) -> str:
    cases = {case for case in (letter.lower(), letter.upper()) if len(case) == 1}
    if letter.isascii() or len(cases) < 2:
        return re.escape(letter)
    return f"[{''.join(sorted(cases))}]"


class NarrowSearch(BaseModelAdmin):
    """Mixin: finds the rows in which each word occurs in one of ``search_fields``.

    Django joins all tables of the fields and tests every combination of their rows. Here each table
    is searched by itself, and tables are joined for few rows only. A field is a column, or a
    relation and a column of the related model.
    """

    searches_first_rows = False
    """Whether a list looks for a word that is in many rows among its `FIRST_ROWS` first. This is
    faster if the related tables are large, and slower otherwise."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)  # type: ignore[attr-defined]
        words = list(map(_unquoted, smart_split(search_term))) if fields else []
        search_elsewhere = self.search_elsewhere(request)
        keys: set[int] | None = None
        common: list[tuple[str, set[int]]] = []
        # The longest word is in the fewest rows, and the others are looked for in these only.
        for word in sorted(words, key=len, reverse=True):
            if keys is not None:
                found = _keys_within(self.model, fields, word, keys)
                keys = found | search_elsewhere(word, keys - found)
            elif (some := _keys(self.model, fields, word)) is not None:
                keys = some | search_elsewhere(word, None)
            else:
                common.append((word, search_elsewhere(word, None)))
            if keys is not None and not keys:
                break
        # Suggestions come in another order than ``queryset``.
        is_list = SEARCH_VAR in request.GET
        if common and keys is None and is_list and self.searches_first_rows:
            first = _first_keys(queryset, self.model, fields, common)
            if first is not None:
                return queryset.filter(pk__among=first), False
        for word, more in common:
            if keys is None:
                conditions = _conditions(self.model, fields, word)
                queryset = queryset.filter(reduce(or_, [*conditions, Q(pk__among=more)]))
            else:
                found = keys & more
                keys = found | _keys_within(self.model, fields, word, keys - found)
        if keys is not None:
            queryset = queryset.filter(pk__among=keys)
        return queryset, False

    def search_elsewhere(self, request: HttpRequest) -> Search:
        """A function that finds rows by words outside their ``search_fields``, such as the texts of
        a review. It is made once for each request and called for each word of the search."""
        return lambda word, within: set()


def _unquoted(word: str) -> str:
    is_quoted = word[0] in "\"'" and word[0] == word[-1] and len(word) > 1
    return (unescape_string_literal(word) if is_quoted else word)[:WORD_LENGTH]


def _keys(model: type[Model], fields: Collection[str], word: str) -> set[int] | None:
    """The keys of the rows in which one of ``fields`` contains ``word``. None if they are many: of
    these, the list soon finds those that it shows."""
    keys = set[int]()
    for condition in _conditions(model, fields, word):
        rows = model._base_manager.order_by().filter(condition)
        keys.update(rows.values_list("pk", flat=True)[: MAX_KEYS + 1])
        if len(keys) > MAX_KEYS:
            return None
    return keys


def _keys_within(
    model: type[Model], fields: Collection[str], word: str, within: set[int]
) -> set[int]:
    """The keys of those rows ``within`` in which one of ``fields`` contains ``word``.

    They are few, so their related rows are joined, and those tables are not searched. One query for
    the columns of which a row has one value, and one for each other field.
    """
    single = [field for field in fields if _is_single(model, field)]
    groups = [single] if single else []
    groups += [[field] for field in fields if field not in single]
    found = set[int]()
    for group in groups:
        if left := within - found:
            has_word = reduce(or_, (Q(**{f"{field}__has_text": word}) for field in group))
            rows = model._base_manager.order_by().filter(has_word, pk__among=left)
            found.update(rows.values_list("pk", flat=True))
    return found


def _is_single(model: type[Model], field: str) -> bool:
    """Whether a row of ``model`` has one value of ``field`` at most."""
    name, _separator, column = field.partition("__")
    return not column or isinstance(model._meta.get_field(name), ForeignKey)


def _first_keys(
    queryset: QuerySet[Any],
    model: type[Model],
    fields: Collection[str],
    words: list[tuple[str, set[int]]],
) -> list[int] | None:
    """The keys of the rows with all ``words`` among the first `FIRST_ROWS` of ``queryset``, as many
    as a list needs. None if there are fewer. Each word comes with the keys of the rows that have it
    elsewhere.

    A word in nearly every row is soon found in enough of them. If the related tables were searched,
    the database would have to note most of their rows.
    """
    first = list(queryset.values_list("pk", flat=True)[:FIRST_ROWS])
    keys = set(first)
    for word, elsewhere in words:
        found = keys & elsewhere
        keys = found | _keys_within(model, fields, word, keys - found)
        if len(keys) <= MAX_KEYS:
            return None
    return [key for key in first if key in keys][: MAX_KEYS + 1]


def _conditions(model: type[Model], fields: Collection[str], word: str) -> list[Q]:
    """The conditions that one of ``fields`` contains ``word``. The model's own columns share one,
    so that its table is read once."""
    own = [field for field in fields if "__" not in field]
    related = [field for field in fields if "__" in field]
    found = [reduce(or_, (condition_of(model, field, word) for field in own))] if own else []
    return found + [condition_of(model, field, word) for field in related]


def condition_of(model: type[Model], field: str, word: str) -> Q:
    """The condition that ``field`` of a row of ``model`` contains ``word``, without a join."""
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
    return Q(pk__in=found.values(relation.field.name))
