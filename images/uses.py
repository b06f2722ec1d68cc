"""Where a picture of the library is used: which rows show it, and which texts name it.

The library is below the apps that use its pictures. Each of them registers its models in
`AppConfig.ready`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import ngettext

from images.models import Image


@dataclass(frozen=True, slots=True)
class Registration:
    """What `register` was given."""

    model: type[Model]
    shows: Sequence[str]
    names: Sequence[str]
    part_of: str


registered: dict[type[Model], Registration] = {}
"""The registered models, in the order in which their rows are listed."""


def register(
    model: type[Model], *, shows: Sequence[str] = (), names: Sequence[str] = (), part_of: str = ""
) -> None:
    """Register ``model``, whose rows use pictures.

    ``shows`` are its foreign keys to `Image`, ``names`` its Markdown fields. ``part_of`` is the
    foreign key to the row that has a page in the admin, where ``model`` itself has none.
    """
    registered[model] = Registration(model, shows, names, part_of)


@dataclass(frozen=True, slots=True)
class Uses:
    """Links to the rows that the account of a request may see, and the number of the others."""

    links: tuple[SafeString, ...]
    others: int

    def lines(self) -> list[str]:
        lines: list[str] = list(self.links)
        if self.others:
            text = ngettext(
                "%(number)d text or page that your account may not see",
                "%(number)d texts or pages that your account may not see",
                self.others,
            )
            lines.append(text % {"number": self.others})
        return lines


def uses(image: Image, request: HttpRequest) -> Uses:
    """Every row that shows ``image`` or whose Markdown names it, published or not.

    A part counts as the row that it is part of, once: three sections of a review are one review.
    """
    return links_to(rows_with(image), request)


def links_to(rows: Iterable[Model], request: HttpRequest) -> Uses:
    """Links to the pages of ``rows`` in the admin, once to each."""
    links: dict[tuple[type[Model], int], SafeString | None] = {}
    for row in rows:
        links.setdefault((type(row), row.pk), _link(row, request))
    visible = tuple(link for link in links.values() if link is not None)
    return Uses(visible, len(links) - len(visible))


def rows_with(image: Image) -> Iterator[Model]:
    """The rows with a page in the admin: first those that show ``image``, then texts."""
    for registration in registered.values():
        for field in registration.shows:
            yield from _found(registration, Q(**{field: image}))
    for registration in registered.values():
        named = Q()
        for field in registration.names:
            named |= Q(**{f"{field}__contains": f"images/{image.name}"})
        if named:
            yield from _found(registration, named)


def _found(registration: Registration, condition: Q) -> Iterator[Model]:
    rows = registration.model._default_manager.filter(condition)
    if not registration.part_of:
        return iter(rows)
    return (getattr(row, registration.part_of) for row in rows.select_related(registration.part_of))


def _link(row: Model, request: HttpRequest) -> SafeString | None:
    """None if the account of ``request`` may not see ``row``."""
    model_admin = admin.site.get_model_admin(type(row))
    # An admin may show rows that are not in its list.
    visible_rows: Any = getattr(model_admin, "visible_rows", model_admin.get_queryset)
    visible = visible_rows(request).filter(pk=row.pk)
    if not model_admin.has_view_permission(request, row) or not visible.exists():
        return None
    meta = row._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), url, row)
