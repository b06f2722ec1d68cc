"""Where a picture of the library is shown or named.

The library stands under all that shows its pictures and knows none of it: the models are asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.db.models import CASCADE, ForeignKey, ManyToOneRel, Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import ngettext
from markdownx.models import MarkdownxField

from images.models import Image


@dataclass(frozen=True, slots=True)
class Uses:
    """The rows that ``request``'s account may see, as links; and how many more there are."""

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
    """Everything that shows ``image`` or whose Markdown names it, published or not.

    What the admin has no page of counts as the row that it belongs to: a section as its review.
    """
    links: dict[tuple[type[Model], int], SafeString | None] = {}
    for row in _rows(image):
        shown = _in_admin(row)
        if shown is not None:
            links.setdefault((type(shown), shown.pk), _link(shown, request))
    visible = tuple(link for link in links.values() if link is not None)
    return Uses(visible, len(links) - len(visible))


def _rows(image: Image) -> Iterator[Model]:
    for relation in Image._meta.related_objects:
        if isinstance(relation, ManyToOneRel):
            model = relation.related_model
            yield from model._default_manager.filter(**{relation.field.name: image})
    for model in apps.get_models():
        named = Q()
        for field in model._meta.get_fields():
            if isinstance(field, MarkdownxField):
                named |= Q(**{f"{field.name}__contains": f"images/{image.name}"})
        if named:
            yield from model._default_manager.filter(named)


def _in_admin(row: Model | None) -> Model | None:
    """``row``, or what it belongs to, whichever has a page in the admin; None if neither has."""
    while row is not None and not admin.site.is_registered(type(row)):
        parents = (
            field.name
            for field in row._meta.get_fields()
            if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE
        )
        parent = next(parents, None)
        row = getattr(row, parent) if parent else None
    return row


def _link(row: Model, request: HttpRequest) -> SafeString | None:
    model_admin = admin.site.get_model_admin(type(row))
    visible = model_admin.get_queryset(request).filter(pk=row.pk)
    if not model_admin.has_view_permission(request, row) or not visible.exists():
        return None
    meta = row._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), url, row)
