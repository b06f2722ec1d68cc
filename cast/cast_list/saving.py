"""Adds the people, characters and credits of a planned cast list."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Model, Q

from cast.cast_list.plan import Plan
from cast.cast_list.planned_credit import ANOTHER, NEW, Meaning, PlannedCredit
from cast.models import Character, Credit, Person
from films.models import Film, Franchise
from images.slugs import comparable_name, numbered, slug_for


@dataclass(slots=True)
class Added:
    """The rows that were added, in order."""

    people: list[Person] = field(default_factory=list)
    characters: list[Character] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)

    def rows(self) -> list[Model]:
        return [*self.people, *self.characters, *self.credits]


class Refused(Exception):
    """A row cannot be stored. ``planned`` is its credit, ``messages`` say why."""

    def __init__(self, planned: PlannedCredit, messages: list[str]) -> None:
        super().__init__(*messages)
        self.planned, self.messages = planned, messages


def add_credits(plan: Plan) -> Added:
    """Add the credits of ``plan`` that are wanted and whose choices are made, after those that the
    film has. Raises `Refused`; then some rows are there, and the caller must roll back."""
    writer = _Writer(plan.film)
    for planned in plan.added:
        try:
            writer.add(planned)
        except ValidationError as error:
            raise Refused(planned, error.messages) from error
    return writer.added


class _Writer:
    def __init__(self, film: Film) -> None:
        self.film = film
        self.added = Added()
        self.new: dict[tuple[type, str], Any] = {}
        self.franchise = (
            Franchise.objects.filter(entries__film=film).order_by("entries__pk").first()
        )
        last = film.credits.aggregate(last=Max("billing_order"))["last"] or 0
        self.order = count(last + 1)

    def add(self, planned: PlannedCredit) -> None:
        line = planned.line
        person = self._row(Person, planned.person) if planned.person else None
        characters = [self._row(Character, it) for it in planned.characters]
        credit = Credit(
            film=self.film,
            person=person,
            department=line.department,
            job=line.job,
            billing=planned.billing,
            credited_as=line.credited_as,
            billing_order=next(self.order) if planned.is_acting else None,
            is_spoiler=planned.is_spoiler,
        )
        credit.full_clean(exclude=["film", "person"])
        credit.save()
        credit.characters.set(characters)
        self.added.credits.append(credit)

    def _row(self, model: type[Any], it: Meaning) -> Any:
        if it.chosen not in (NEW, ANOTHER):
            return model.objects.get(pk=int(it.chosen))
        key = (model, comparable_name(it.name))
        if it.chosen == NEW and key in self.new:
            return self.new[key]
        row = self._person(it.name) if model is Person else self._character(it.name)
        if it.chosen == NEW:
            self.new[key] = row
        return row

    def _person(self, name: str) -> Person:
        slug = _free(slug_for(Person, name), Person, Q(), "slugs__slug")
        person = Person(name=name, slug=slug)
        person.full_clean(exclude=["portrait"])
        person.save()
        self.added.people.append(person)
        return person

    def _character(self, name: str) -> Character:
        place = Q(credits__film=self.film)
        if self.franchise:
            place |= Q(franchise=self.franchise)
        slug = _free(slug_for(Character, name), Character, place, "slug")
        character = Character(name=name, slug=slug, franchise=self.franchise)
        character.full_clean(exclude=["franchise"])
        character.save()
        self.added.characters.append(character)
        return character


def _free(slug: str, model: type[Model], place: Q, column: str) -> str:
    """``slug``, with a number if a row of ``place`` has it in ``column``."""
    max_length: int = model._meta.get_field("slug").max_length  # type: ignore[assignment,union-attr]
    begun = {f"{column}__startswith": slug[: max_length - 12]}
    rows = model._default_manager.filter(place, **begun).order_by()
    taken = set(rows.values_list(column, flat=True))
    tries = (numbered(slug, number, max_length) for number in count(2))
    return slug if slug not in taken else next(each for each in tries if each not in taken)
