"""The words of a review as passages that editors read and compare."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.history.names import Names, Ref
from editions.content import CreditRef, ItemContent, ReviewContent
from editions.parts import OWN_TEXTS, PARTS, Part
from reviews.models import Review
from verdicts.scales import plain_number

NO_NAMES: Names = {}


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a review, or an item of a part with all its fields. ``group`` is the key of the
    part, "review" for the review's own texts. ``name`` tells texts of one group apart; items have
    none, because they move, but a ``number`` from 1. ``is_hidden``: the passage is behind a curtain
    as a whole."""

    group: str
    title: str
    text: str
    name: str = ""
    is_hidden: bool = False
    number: int = 0


def passages_of(content: ReviewContent, names: Names = NO_NAMES) -> list[Passage]:
    """The passages of ``content`` that are not empty, in the order of the page. Films, critics and
    credits without a name among ``names`` are shown by their slugs."""
    every = (*_own(content, names), *_parts(content, names))
    return [passage for passage in every if passage.text]


def _own(content: ReviewContent, names: Names) -> Iterator[Passage]:
    def passage(name: str, text: str, title: str = "") -> Passage:
        return Passage("review", title or label_of(Review, name), text, name)

    yield passage("film", _reference(content.film, names))
    critics = ", ".join(_reference(critic, names) for critic in content.critics)
    yield passage("critics", critics)
    yield passage("headline", content.headline)
    yield passage("slug", content.slug)
    yield passage("standfirst", content.standfirst)
    yield passage("lead_image", content.lead_image.name if content.lead_image else "")
    yield passage("language", content.language)
    for name in OWN_TEXTS:
        if name not in ("headline", "standfirst"):
            yield passage(name, getattr(content, name))


def _parts(content: ReviewContent, names: Names) -> Iterator[Passage]:
    for part in PARTS:
        own = part.of(content)
        for column, name in (
            (part.heading_field, "heading"),
            (part.introduction_field, "introduction"),
        ):
            if column:
                title = f"{part.title}: {label_of(Review, column)}"
                yield Passage(part.key, title, getattr(own, name), name)
        for number, item in enumerate(own.items, 1):
            title = str(part.title)
            if not part.is_single:
                title = _("%(part)s, %(number)s") % {"part": part.title, "number": number}
            text = text_of_item(part, item, names)
            yield Passage(part.key, title, text, is_hidden=part.hides(item), number=number)


def text_of_item(part: Part, item: ItemContent, names: Names = NO_NAMES) -> str:
    """All fields of ``item``: its title, the short ones by line, and its text."""
    kind = part.item
    lines = []
    for field in fields(item):
        if field.name in (kind.text, kind.title, "own_heading", "label_id"):
            continue
        value = _written(kind.model, field.name, getattr(item, field.name), names)
        if value:
            lines.append(f"{label_of(kind.model, field.name)}: {value}")
    texts = [kind.title_of(item), "\n".join(lines), kind.text_of(item)]
    return "\n\n".join(text for text in texts if text)


def _written(model: type[Model], name: str, value: Any, names: Names) -> str:
    if value is True:
        return _("yes")
    if value is False or value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_reference(ref, names) for ref in value)
    if isinstance(value, Decimal):
        return plain_number(value)
    choices = dict(getattr(model._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))


def _reference(ref: Ref, names: Names) -> str:
    if name := names.get(ref):
        return name
    if not isinstance(ref, CreditRef):
        return ref.slug
    played = ", ".join(ref.characters)
    if not played:
        return ref.person
    return _("%(person)s as %(characters)s") % {"person": ref.person, "characters": played}


def label_of(model: type[Model], name: str) -> str:
    """What the form of ``model`` calls the field ``name``."""
    try:
        label = getattr(model._meta.get_field(name), "verbose_name", name)
    except FieldDoesNotExist:
        label = name
    return capfirst(str(label))
