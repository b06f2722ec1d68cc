"""Writes content to the rows of a manuscript.

A part whose rows already say the same is not written. In a part that differs, the rows are reused
in their order, surplus rows are deleted and missing rows are created.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from django.db.models import Model

from editions.content import CritiqueContent, ItemContent, ReviewContent
from editions.parts import OWN_TEXTS, PARTS, ItemKind, Part
from reviews.models import Review

TEXTS = (*OWN_TEXTS, "language")

PartRow = tuple[dict[str, Any], set[int | None]]
"""The values of one row, and the primary keys of the rows that it relates."""


def save_changes(row: Model, values: Mapping[str, Any]) -> bool:
    """Set ``values`` on ``row``; save it if it is new or a value differs. Returns whether saved."""
    is_new = row._state.adding
    changed = {
        name: value for name, value in values.items() if is_new or getattr(row, name) != value
    }
    for name, value in changed.items():
        setattr(row, name, value)
    if changed or is_new:
        row.save()
        return True
    return False


def write_rows(review: Review, content: ReviewContent, old: ReviewContent | None) -> bool:
    """Write ``content`` to ``review``, which may be new, and to its parts. Returns whether any row
    was written.

    ``content`` holds the primary keys of the films, critics, lead image and credits that it names.
    ``old`` is what the rows say now, None for a new review. The slug is not written.
    """
    is_new = review._state.adding
    values: dict[str, Any] = {
        "film_id": content.film.id,
        "lead_image_id": content.lead_image.id if content.lead_image else None,
        **_changes(TEXTS, old, content),
        **_headings(old, content),
    }
    changed = save_changes(review, values)
    changed |= review.sign(critic.id for critic in content.critics if critic.id)
    for part in PARTS:
        rows = _rows(part, content)
        if rows != (_rows(part, old) if old else []):
            _write_part(part, review, rows)
            changed = True
    if changed and not is_new:
        save_changes(review, {"version": review.version + 1})
    return changed


def _rows(part: Part, content: ReviewContent) -> list[PartRow]:
    kind = part.item
    relation = _relation(kind)
    return [
        (
            {name: getattr(item, name) for name in kind.columns},
            {ref.id for ref in getattr(item, relation)} if relation else set(),
        )
        for item in map(_stored, part.of(content).items)
    ]


def _relation(kind: ItemKind) -> str:
    """The many-to-many field of a kind of item, "" if it has none."""
    return next((field.name for field in kind.model._meta.many_to_many), "")


def _stored(item: ItemContent) -> ItemContent:
    """``item`` with the heading that is stored: "" for one made from the credits."""
    if isinstance(item, CritiqueContent) and not item.own_heading:
        return replace(item, heading="")
    return item


def _changes(names: Iterable[str], old: Any, new: Any) -> dict[str, Any]:
    """The columns that differ from ``old``, which is shaped like what a document can hold."""
    return {
        name: getattr(new, name)
        for name in names
        if old is None or getattr(old, name) != getattr(new, name)
    }


def _headings(old: ReviewContent | None, new: ReviewContent) -> dict[str, str]:
    """The review's own columns in its parts, where they differ from ``old``."""
    values = {}
    for part in PARTS:
        for column, name in (
            (part.heading_field, "heading"),
            (part.introduction_field, "introduction"),
        ):
            if column and (changed := _changes([name], old and part.of(old), part.of(new))):
                values[column] = changed[name]
    return values


def _write_part(part: Part, review: Review, rows: list[PartRow]) -> None:
    kind = part.item
    stored = kind.model._default_manager.filter(review=review, **part.where).order_by(*kind.order)
    relation = _relation(kind)
    for position, (row, wanted) in enumerate(zip_longest(stored, rows), 1):
        if wanted is None:
            row.delete()
            continue
        values, related = wanted
        if not part.is_single:
            values["position"] = position
        row = row or kind.model(review=review, **part.where)
        save_changes(row, values)
        if relation:
            getattr(row, relation).set(related)
