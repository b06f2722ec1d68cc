"""What saving a cast list would do: who each name means, and which credits are new."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from cast.cast_list.jobs import KNOWN, Job
from cast.cast_list.lines import CastLine, possible_jobs, read_cast_list
from cast.cast_list.planned_credit import (
    ANOTHER,
    NEW,
    Meaning,
    PlannedCredit,
    character_field,
    person_field,
)
from cast.choosing import character_label, characters_to_choose, people_to_choose, person_label
from cast.models import Character, Credit, Person
from cast.sort_names import sort_name
from films.models import Film
from films.sorting import sort_key
from images.slugs import comparable_name, spellings_of_initials


def _posted_text(data: QueryDict, index: int) -> str:
    """The text of the line that had this ``index`` on the page."""
    proposed = data.get(f"proposed-{index}", "")
    return proposed or data.get(f"not-proposed-{index}", "")


class Plan:
    """The credits that ``text`` adds to ``film``.

    ``may_add`` tells for `Person` and `Character` whether the account may add one. The number of
    queries does not depend on the number of lines.
    """

    def __init__(self, film: Film, text: str, may_add: Mapping[type, bool]) -> None:
        self.film, self.may_add = film, may_add
        self.lines = read_cast_list(text, _jobs_in(text))
        understood = [line for line in self.lines if not line.problem]
        self.people = _by_key(
            people_to_choose(_people_like({line.person for line in understood})), sort_name
        )
        names = {name for line in understood for name in line.characters}
        self.characters = _by_key(
            characters_to_choose(characters_of(film).filter(sort_key__in=map(sort_key, names))), str
        )
        self.stored = list(film.credits.all().with_names().by_billing())
        self.first_lines: dict[tuple[type, Any], CastLine] = {}
        """The first line with each name."""
        self.credits = [self._planned(*each) for each in enumerate(self.lines)]

    @property
    def digest(self) -> str:
        """Differs if something else would be chosen among, or other credits are there."""
        seen = [
            (each.note, [[value for value, _label in it.choices] for it in each.meanings()])
            for each in sorted(self.credits, key=lambda each: each.index)
        ]
        return sha256(repr(seen).encode()).hexdigest()[:16]

    @property
    def problems(self) -> list[CastLine]:
        return [line for line in self.lines if line.problem]

    @property
    def added(self) -> list[PlannedCredit]:
        return [each for each in self.credits if each.is_added]

    def choose(self, data: QueryDict) -> bool:
        """Take the order and the choices in the posted ``data``; whether each choice that is needed
        was made."""
        for each in self.credits:
            if not each.line.problem:
                each.take(data)
        self._sort(data, {each.index: each.index for each in self.credits})
        for each in self.added:
            for it in each.meanings():
                if not it.chosen:
                    it.error = str(_("Choose who is meant."))
        return not any(it.error for each in self.credits for it in each.meanings())

    def keep(self, data: QueryDict) -> None:
        """Take the order and the choices that were posted with an earlier text, for those lines
        that this text has, too."""
        known: defaultdict[str, deque[int]] = defaultdict(deque)
        numbers = {each for each in data.getlist("order") if each.isdecimal() and len(each) < 6}
        for index in sorted(map(int, numbers)):
            known[_posted_text(data, index)].append(index)
        posted = {}
        for each in self.credits:
            if known[each.line.text] and not each.line.problem:
                posted[each.index] = known[each.line.text].popleft()
                each.keep(data, posted[each.index])
        self._sort(data, posted)

    def _sort(self, data: QueryDict, posted: Mapping[int, int]) -> None:
        """Put the credits into the order of the page, which numbers them as ``posted``."""
        given = {index: place for place, index in enumerate(data.getlist("order"))}
        places, last = {}, (-1, 0)
        for each in self.credits:
            place = given.get(str(posted.get(each.index)))
            # The page has no place for a new line, or for one that is not understood. Such a line
            # comes directly after the line above it in the text.
            last = (last[0], last[1] + 1) if place is None else (place, 0)
            places[each.index] = last
        self.credits.sort(key=lambda each: places[each.index])

    def _planned(self, index: int, line: CastLine) -> PlannedCredit:
        if line.problem:
            return PlannedCredit(index, line, is_proposed=False, is_added=False)
        planned = PlannedCredit(index, line, billing=line.billing)
        if line.person:
            planned.person = self._person(index, line)
        chosen = planned.person.chosen if planned.person else ""
        planned.characters = [
            self._character(character_field(index, number), name, line, chosen)
            for number, name in enumerate(line.characters)
        ]
        planned.errors = [error for it in planned.meanings() if (error := self._forbidden(it))]
        planned.note = self._note(planned)
        planned.is_proposed = planned.is_added = not (planned.note or planned.errors)
        return planned

    def _person(self, index: int, line: CastLine) -> Meaning:
        rows = self.people.get(sort_key(sort_name(line.person)), [])
        choices = [(str(row.pk), _existing(row, person_label(row))) for row in rows]
        exact = _named(rows, line.person)
        first = self._first_line(Person, sort_key(sort_name(line.person)), line)
        choices += self._new(Person, str(_("a new person")), line, first)
        is_spelled_alike = comparable_name(first.person) == comparable_name(line.person)
        chosen = _default(choices, rows, exact) if is_spelled_alike else ""
        return Meaning(line.person, person_field(index), choices, chosen)

    def _character(self, name: str, called: str, line: CastLine, person: str) -> Meaning:
        rows = self.characters.get(sort_key(called), [])
        if line.is_self:
            played = {
                character.pk
                for credit in self.stored
                if person and str(credit.person_id) == person
                for character in credit.characters.all()
            }
            rows = [row for row in rows if row.pk in played]
        choices = [(str(row.pk), _existing(row, character_label(row))) for row in rows]
        exact = _named(rows, called)
        first = line if line.is_self else self._first_line(Character, comparable_name(called), line)
        choices += self._new(Character, str(_("a new character")), line, first)
        if line.is_self:
            choices = [(ANOTHER if value == NEW else value, label) for value, label in choices]
        return Meaning(called, name, choices, _default(choices, rows, exact))

    def _new(
        self, model: type, label: str, line: CastLine, first: CastLine
    ) -> list[tuple[str, str]]:
        """What can be chosen for a name that ``first`` has, too."""
        if not self.may_add[model]:
            return []
        if first is line:
            return [(NEW, label)]
        values = {"new": label, "line": first.number}
        return [
            (NEW, _("%(new)s, the same as on line %(line)d") % values),
            (ANOTHER, _("%(new)s, another than on line %(line)d") % values),
        ]

    def _first_line(self, model: type, key: Any, line: CastLine) -> CastLine:
        return self.first_lines.setdefault((model, key), line)

    def _forbidden(self, it: Meaning) -> str:
        if it.choices:
            return ""
        return _("There is no “%(name)s” yet, and your account may not add it.") % {"name": it.name}

    def _note(self, planned: PlannedCredit) -> str:
        """Says that the credit, or one like it, is stored or on an earlier line."""
        line = planned.line
        chosen = planned.person.chosen if planned.person else ""
        is_undecided = bool(line.person) and not chosen
        names = set(map(comparable_name, line.characters))
        work = (line.department, line.job.lower())
        for credit in [] if is_undecided else self.stored:
            if (credit.department, credit.job.lower()) != work or str(
                credit.person_id or ""
            ) != chosen:
                continue
            played = {comparable_name(each.name) for each in credit.characters.all()}
            if names <= played:
                return _("already credited")
            if chosen:
                return _("already has a credit: %(credit)s") % {"credit": credit}
        who = (comparable_name(line.person), frozenset(names), *work)
        first = self._first_line(Credit, who, line)
        return "" if first is line else _("the same as line %(line)d") % {"line": first.number}


def characters_of(film: Film) -> Any:
    """Those of the franchises of ``film`` and those with a credit in it."""
    place = Q(franchise__entries__film=film) | Q(credits__film=film)
    return Character.objects.filter(pk__in=Character.objects.filter(place).order_by().values("pk"))


def _people_like(names: set[str]) -> Any:
    """The people whose names are one of ``names`` or are sorted like one."""
    spellings = {each for name in names for each in spellings_of_initials(name)}
    spellings |= {normalize(form, each) for each in spellings for form in ("NFC", "NFD")}
    keys = {sort_key(sort_name(name)) for name in names if name}
    return Person.objects.filter(Q(sort_key__in=keys) | Q(name__in=spellings))


def _by_key(rows: Iterable[Any], sorted_as: Callable[[str], str]) -> dict[bytes, list[Any]]:
    """``rows`` by their sort keys, and by those of their names if they are sorted otherwise."""
    found = defaultdict(list)
    for row in rows:
        for key in {bytes(row.sort_key), sort_key(sorted_as(row.name))}:
            found[key].append(row)
    return found


def _named(rows: list[Any], name: str) -> list[Any]:
    return [row for row in rows if comparable_name(row.name) == comparable_name(name)]


def _default(choices: list[tuple[str, str]], rows: list[Any], exact: list[Any]) -> str:
    """The only row of exactly this name, or a new row if no row is like it. Otherwise "": an
    identity is never made of two names without a word."""
    if len(exact) == 1:
        return str(exact[0].pk)
    return "" if rows or not choices else choices[0][0]


def _existing(row: Any, label: str) -> str:
    """``label``, which may tell ``row`` from others of its name, with a film if it has none."""
    return f"{label} · {row.newest_film}" if label == str(row) and row.newest_film else label


def _jobs_in(text: str) -> dict[str, Job]:
    """The jobs by which ``text`` may name somebody: known ones and those of stored credits."""
    unknown = possible_jobs(text) - KNOWN.keys()
    return {**_stored_jobs(unknown), **KNOWN}


def _stored_jobs(phrases: set[str]) -> dict[str, Job]:
    crew = Credit.objects.exclude(department=Credit.ACTING).order_by()
    # Jobs are written in one of these ways.
    spelled = {way(each) for each in phrases for way in (str, str.capitalize, str.title)}
    found = crew.filter(job__in=spelled).values_list("department", "job").distinct()
    return {job.lower(): (department, job) for department, job in found}
