"""The addresses of the admin's lists, searches and suggestions, by the name of their row.

Import it only after `django.setup()`.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

Rows = dict[str, list[str]]

ABSENT = "zzyx"
LINKS = 3
"""How many links of one filter are requested."""

_HREF = re.compile(r'href="(\?[^"]+)"')


def label_of(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def list_url(model: type[Model]) -> str:
    return reverse(f"admin:{label_of(model)}_changelist")


def suggestion_rows(terms: list[str]) -> Rows:
    """The suggestions of every autocomplete field of a form, for each of ``terms``."""
    fields = {
        (owner.model, field)
        for model_admin in admin.site._registry.values()
        for owner in (model_admin, *model_admin.inlines)
        for field in owner.autocomplete_fields
    }
    rows = {}
    for model, field in sorted(fields, key=lambda each: (label_of(each[0]), each[1])):
        asked = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": field,
        }
        rows[f"suggestions for {label_of(model)}.{field}"] = [
            f"{reverse('admin:autocomplete')}?{urlencode(asked | {'term': term})}" for term in terms
        ]
    return rows


def list_rows(read: Callable[[str], str]) -> Rows:
    """Every list: its first page, all that its first page links to, and its search. ``read``
    returns the HTML of an address."""
    rows: Rows = {}
    for model, model_admin in admin.site._registry.items():
        url, name = list_url(model), label_of(model)
        rows[name] = [url]
        for what, links in _linked(read(url)).items():
            rows[f"{name}, {what}"] = [f"{url}{link}" for link in links]
        if model_admin.search_fields:
            for what, words in searches(model).items():
                rows[f"{name}, search, {what}"] = [
                    f"{url}?{urlencode({'q': query})}" for query in words
                ]
            rows[f"{name}, search and sort"] = [
                f"{url}?{urlencode({'q': 'a', 'o': column})}" for column in (1, 2)
            ]
    return rows


def searches(model: type[Model]) -> Rows:
    """Words to search for in ``model``: in almost every row, in some, in one, in none."""
    keys = model._default_manager.order_by("pk")
    rows: list[Any] = [keys.first(), keys.last()]
    rare = [" ".join(str(row).split()[:3]) for row in rows if row]
    return {
        "common words": ["a", "the", "ada"],
        "rare words": rare or [ABSENT],
        "absent words": [ABSENT, f"{ABSENT} {ABSENT}"],
    }


def _linked(page: str) -> Rows:
    """The links of a list to itself: each column that sorts it, the last page and one before, and
    some choices of each filter."""
    queries = [html.unescape(found) for found in _HREF.findall(page)]
    rows: Rows = {}
    for query in dict.fromkeys(queries):
        for parameter, values in parse_qs(query[1:]).items():
            if parameter == "o":
                # The links that add a column to the order, or reverse it, are other orders.
                rows.setdefault(f"sorted by {values[0]}", []).append(query)
            elif parameter != "p":
                rows.setdefault(f"filter {parameter}", []).append(query)
    for what, links in rows.items():
        rows[what] = links[:: max(1, len(links) // LINKS)][:LINKS]
    pages = [int(parse_qs(query[1:])["p"][0]) for query in queries if query.startswith("?p=")]
    if pages:
        rows["a far page"] = [f"?p={max(pages)}", f"?p={max(pages) * 9 // 10}"]
    return rows


def spread(model: type[Model], count: int) -> Iterator[Any]:
    """``count`` rows of ``model`` from the first to the last."""
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    yield from model._default_manager.filter(pk__in=keys[:: max(1, len(keys) // count)][:count])
