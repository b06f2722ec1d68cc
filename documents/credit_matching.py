"""The credits of a film: those that a document lists and those that are stored, matched."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from cast.models import Credit
from documents.credit_names import CreditNames
from documents.facts import CreditFacts
from films.models import Film


@dataclass(frozen=True, slots=True)
class FilmCredit:
    """A credit that the document lists (``facts``), that is stored (``row``), or both."""

    facts: CreditFacts | None
    row: Credit | None

    @property
    def names(self) -> CreditNames:
        if self.facts:
            return names_in(self.facts)
        return names_of(self.row) if self.row else CreditNames()

    @property
    def is_spoiler(self) -> bool:
        """Whether the credit is, or is to be, a surprise."""
        return bool(
            (self.facts and self.facts.columns.get("is_spoiler"))
            or (self.row and self.row.is_spoiler)
        )


def film_credits(listed: tuple[CreditFacts, ...], film: Film | None) -> list[FilmCredit]:
    """The credits that a document lists, in its order, then the others that ``film`` has."""
    credits = Credit.objects.filter(film=film).select_related("person")
    stored = list(credits.prefetch_related("characters").by_billing()) if film else []
    rows = _matched(listed, stored)
    taken = {row.pk for row in rows if row}
    return [
        *(FilmCredit(facts, row) for facts, row in zip(listed, rows, strict=True)),
        *(FilmCredit(None, row) for row in stored if row.pk not in taken),
    ]


def names_in(facts: CreditFacts) -> CreditNames:
    return CreditNames(
        person=facts.person.slug if facts.person else "",
        name=facts.person.name if facts.person else "",
        credited_as=facts.columns.get("credited_as", ""),
        characters=_by_name((each.slug, each.name) for each in facts.characters),
        job=facts.columns.get("job", ""),
    )


def names_of(credit: Credit) -> CreditNames:
    """``credit`` has its person and its characters loaded."""
    return CreditNames(
        person=credit.person.slug if credit.person else "",
        name=credit.person.name if credit.person else "",
        credited_as=credit.credited_as,
        characters=_by_name((each.slug, each.name) for each in credit.characters.all()),
        job=credit.job,
    )


def _by_name(characters: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Pairs of slug and name, by name, then by slug."""
    return tuple(sorted(characters, key=lambda pair: (pair[1], pair[0])))


_Key = tuple[str, frozenset[str], str, str]
"""The person's slug, the characters' slugs, department and job."""


def _matched(listed: tuple[CreditFacts, ...], stored: list[Credit]) -> list[Credit | None]:
    """For each of ``listed`` its row: the one with the same key, else one of the same person that
    shares a character, else one of that character without a person. No row is used twice."""
    same_key: dict[_Key, list[Credit]] = defaultdict(list)
    for row in reversed(stored):
        same_key[_key(names_of(row), row.department)].append(row)
    keys = [_key(names_in(facts), facts.columns["department"]) for facts in listed]
    found = [same_key[key].pop() if same_key.get(key) else None for key in keys]
    by_role: dict[tuple[str, str], deque[Credit]] = defaultdict(deque)
    for (person, roles, *_rest), left in same_key.items():
        for row in left:
            for role in roles:
                by_role[person, role].append(row)
    taken: set[int] = set()
    for index, (person, roles, *_rest) in enumerate(keys):
        if found[index] is None:
            places = [(who, role) for who in dict.fromkeys((person, "")) for role in sorted(roles)]
            candidates = (
                _first_left(by_role[place], taken) for place in places if place in by_role
            )
            if match := next(filter(None, candidates), None):
                found[index] = match
                taken.add(match.pk)
    return found


def _first_left(rows: deque[Credit], taken: set[int]) -> Credit | None:
    """The first of ``rows`` that is not ``taken``; those before it are removed."""
    while rows and rows[0].pk in taken:
        rows.popleft()
    return rows[0] if rows else None


def _key(names: CreditNames, department: str) -> _Key:
    return (names.person, frozenset(names.roles()), department, names.job)
