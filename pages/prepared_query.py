"""Query sets that are compiled to SQL once in a process.

Django compiles a query set each time that it is run, which takes several times as long as the query
itself. The queries of a review's page are always the same but for a few values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)


class Argument(Expression):
    """Stands in a query set for a value of ``field`` that is given when the query runs."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def sql_and_values(self, given: Any) -> tuple[str, list[Any]]:
        """What stands for ``given`` in the SQL, and its parameters."""
        return "%s", [self.output_field.get_db_prep_value(given, connection)]


class SQLArgument(Argument):
    """Stands for a text of SQL with its parameters: a pair."""

    def sql_and_values(self, given: Any) -> tuple[str, list[Any]]:
        sql, values = given
        return sql, values


@dataclass(frozen=True, slots=True)
class _Compiled:
    """``texts`` are the parts of the SQL around the placeholders of ``parameters``."""

    texts: list[str]
    parameters: tuple[Any, ...]
    read: Callable[[tuple[Any, ...]], Any]


class PreparedQuery(Generic[Row]):
    """The query set that ``build`` returns, with `Argument` where its values differ.

    It may select related rows, annotate and defer, but not prefetch, and has a row for each result.
    """

    def __init__(self, build: "Callable[[], QuerySet[Row]]") -> None:
        self._build = build
        self._compiled: _Compiled | None = None

    def rows(self, **arguments: Any) -> list[Row]:
        """The results for ``arguments``, by their names. One query."""
        if self._compiled is None:
            self._compiled = _compile(self._build())
        sql, values = _filled(self._compiled, arguments)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        return [self._compiled.read(row) for row in found]


def _filled(compiled: _Compiled, arguments: Mapping[str, Any]) -> tuple[str, list[Any]]:
    sql = [compiled.texts[0]]
    values = []
    for parameter, text in zip(compiled.parameters, compiled.texts[1:], strict=True):
        placeholder, its_values = "%s", [parameter]
        if isinstance(parameter, Argument):
            placeholder, its_values = parameter.sql_and_values(arguments[parameter.name])
        sql += placeholder, text
        values += its_values
    return "".join(sql), values


def _compile(queryset: "QuerySet[Row]") -> _Compiled:
    """As `django.db.models.query.ModelIterable` does it, which compiles anew for each iteration."""
    compiler: Any = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    select, info, annotations = compiler.select, compiler.klass_info, compiler.annotation_col_map
    model = info["model"]
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    # The types are those of a later Django.
    populators = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]
    converters = compiler.get_converters(column[0] for column in select).items()

    def read(values: tuple[Any, ...]) -> Any:
        row = list(values)
        for position, (functions, expression) in converters:
            for convert in functions:
                row[position] = convert(row[position], expression, connection)
        found = model.from_db(connection.alias, names, row[start:end])
        for populator in populators:
            populator.populate(row, found)
        for name, position in annotations.items():
            setattr(found, name, row[position])
        return found

    return _Compiled(sql.split("%s"), tuple(parameters), read)
