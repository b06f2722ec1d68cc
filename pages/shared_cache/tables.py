"""The tables that public pages read, and how their rows are named in surrogate keys.

A page and a purge use the same names, so that a purge meets the pages that it is meant for:

=====================  ==========================================================================
``site``               every page
``film``               pages that read the table in any way
``film.any``           pages that could be changed by any row of the table
``film-12``            pages that show the row 12, or depend on its values
``credit.film_id-12``  pages that depend on which rows have this value in this column
=====================  ==========================================================================
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, SlugField

SITE = "site"

APPS = ("films", "cast", "reviews", "verdicts", "editions", "images", "site_settings", "pages")

NEVER_READ = (
    "editions_editionsequence",
    "editions_generation",
    "editions_reviewevent",
    "editions_snapshot",
    "pages_namespelling",
    "pages_purge",
    "pages_searchdocument",
    "pages_searchrebuild",
)
"""Tables of these apps that are not watched. A page that reads one of them is not kept."""

MORE_COLUMNS = {"pages_facetvalue": ("key",)}
"""Columns, beside the foreign keys and the slugs, by which pages choose rows."""

PUBLIC_COLUMNS = {"reviews_review": ("slug",)}
"""Tables of the manuscript of which pages show these columns only. As for the page cache, other
changes of a row are not public."""

_PLAIN = re.compile(r"[a-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` are those whose values are in keys. A value of those in ``unique`` has one row at
    most; those in ``required`` are never NULL."""

    name: str
    short: str
    key: str
    columns: tuple[str, ...]
    unique: frozenset[str]
    required: frozenset[str]

    @property
    def any(self) -> str:
        return f"{self.short}.any"

    def row(self, pk: Any) -> str:
        return f"{self.short}-{pk}"

    def with_value(self, column: str, value: Any) -> str:
        """The key of the rows with ``value`` in ``column``."""
        if column == self.key:
            return self.row(value)
        return f"{self.short}.{column}-{_plain(value)}"


@cache
def tables() -> dict[str, Table]:
    """By their names in the database."""
    models = apps.get_models(include_auto_created=True)
    known = [_table(model) for model in models if model._meta.app_label in APPS]
    return {table.name: table for table in known if table.name not in NEVER_READ}


def _table(model: type[Model]) -> Table:
    meta = model._meta
    fields: list[Field[Any, Any]] = [*meta.local_concrete_fields]
    more = MORE_COLUMNS.get(meta.db_table, ())
    columns = [
        str(field.column)
        for field in fields
        if not field.primary_key
        and (isinstance(field, ForeignKey | SlugField) or field.column in more)
    ]
    assert meta.pk is not None
    return Table(
        name=meta.db_table,
        short=meta.db_table.removeprefix(f"{meta.app_label}_"),
        key=str(meta.pk.column),
        columns=tuple(columns),
        unique=frozenset(str(field.column) for field in fields if field.unique),
        required=frozenset(str(field.column) for field in fields if not field.null),
    )


def _plain(value: Any) -> str:
    """``value`` in the signs of a key. Two values with the same one purge a page too many."""
    text = str(value)
    if _PLAIN.fullmatch(text):
        return text
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
