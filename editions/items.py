"""Reads the items of working copies from their rows.

Without instances of the models: a list of reviews reads hundreds of rows, and making an instance
of each, and a manager for each relation, takes longer than the queries.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cast.models import Credit, credit_name
from editions.content import (
    CreditRef,
    CritiqueContent,
    FilmRef,
    ItemContent,
    NoteContent,
    SectionContent,
)
from editions.parts import CRITIQUE, NOTE, PARTS, SECTION, ItemKind
from reviews.models import CastCritique, Section


@dataclass(frozen=True, slots=True)
class CreditRow:
    """``name`` makes the credit's name in the active language."""

    ref: CreditRef
    name: Callable[[], str]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A stored item of ``kind``. ``values`` are by column. ``related`` are the films of a section
    as `FilmRef` and the credits of a critique as `CreditRow`."""

    kind: ItemKind
    values: dict[str, Any]
    related: Sequence[Any] = ()

    def has(self, values: Iterable[tuple[str, str]]) -> bool:
        return all(self.values[name] == value for name, value in values)

    def content(self) -> ItemContent:
        """The item. The heading of a critique that has none of its own is in the active
        language."""
        columns = {name: self.values[name] for name in self.kind.columns}
        if self.kind is NOTE:
            return NoteContent(name=self.values["label__name"] or "", **columns)
        if self.kind is SECTION:
            return SectionContent(spoils=tuple(self.related), **columns)
        if self.kind is CRITIQUE:
            own = columns.pop("heading")
            return CritiqueContent(
                heading=own or ", ".join(credit.name() for credit in self.related),
                own_heading=bool(own),
                credits=tuple(credit.ref for credit in self.related),
                **columns,
            )
        return self.kind.content(**columns)


def item_rows(kind: ItemKind, **condition: Any) -> list[ItemRow]:
    """The rows of ``kind`` that meet ``condition``, in their order. One query; one more for
    sections, two more for critiques."""
    names = {"pk", "review_id", *kind.columns}
    names |= {name for part in PARTS if part.item is kind for name in part.where}
    if kind is NOTE:
        names.add("label__name")
    found = kind.model._default_manager.filter(**condition).order_by(*kind.order).values(*names)
    rows = list(found)
    related = _related(kind, [row["pk"] for row in rows])
    return [ItemRow(kind, row, related.get(row["pk"], ())) for row in rows]


def _related(kind: ItemKind, keys: list[int]) -> dict[int, list[Any]]:
    """What the items with the primary keys ``keys`` relate."""
    if kind is SECTION and keys:
        return _grouped(_spoiled(keys))
    if kind is CRITIQUE and keys:
        return _grouped(_credits(keys))
    return {}


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _spoiled(sections: list[int]) -> Iterator[tuple[int, FilmRef]]:
    links = Section.spoils.through._default_manager.filter(section__pk__among=sections)
    columns = ("section_id", "film__slug", "film_id")
    for section, slug, film in sorted(links.order_by().values_list(*columns)):
        yield section, FilmRef(slug, film)


def _credits(critiques: list[int]) -> Iterator[tuple[int, CreditRow]]:
    links = CastCritique.credits.through._default_manager.filter(castcritique__pk__among=critiques)
    pairs = list(links.order_by().values_list("castcritique_id", "credit_id"))
    credits = Credit.objects.filter(pk__among={credit for _critique, credit in pairs})
    names = ("credited_as", "job", "department")
    columns = ("pk", "person__slug", "person__name", "is_spoiler", *names)
    rows = {row["pk"]: row for row in credits.by_billing().values(*columns)}
    played = _grouped(_characters(list(rows)))
    critiques_of = _grouped((credit, critique) for critique, credit in pairs)
    for pk, row in rows.items():
        credit = _credit(row, played.get(pk, []))
        for critique in critiques_of[pk]:
            yield critique, credit


def _characters(credits: list[int]) -> Iterator[tuple[int, tuple[str, str]]]:
    links = Credit.characters.through._default_manager.filter(credit__pk__among=credits)
    ordered = links.order_by("character__sort_key", "character_id")
    for credit, slug, name in ordered.values_list(
        "credit_id", "character__slug", "character__name"
    ):
        yield credit, (slug, name)


def _credit(row: dict[str, Any], characters: list[tuple[str, str]]) -> CreditRow:
    ref = CreditRef(
        person=row["person__slug"] or "",
        characters=tuple(slug for slug, _name in characters),
        id=row["pk"],
        is_spoiler=row["is_spoiler"],
    )
    return CreditRow(
        ref,
        lambda: credit_name(
            row["credited_as"] or row["person__name"] or "",
            ", ".join(name for _slug, name in characters) or row["job"],
            row["department"],
        ),
    )
