"""Credits that a document lists beside those that the film has: which row each of them is."""

from collections import defaultdict, deque
from dataclasses import dataclass

from cast.models import Credit
from documents.cast_list import Casting
from documents.facts import CreditFacts
from films.models import Film


@dataclass(frozen=True, slots=True)
class StoredCredit:
    """What matching needs of a row: a film may have thousands, and most are not written."""

    pk: int
    casting: Casting
    department: str
    is_spoiler: bool


def credits_of(film: Film) -> list[StoredCredit]:
    """As billed. Two queries, however many there are."""
    cast: dict[int, list[tuple[str, str]]] = defaultdict(list)
    roles = Credit.characters.through._default_manager.filter(credit__film=film)
    for pk, *role in roles.values_list("credit_id", "character__slug", "character__name"):
        cast[pk].append((role[0], role[1]))
    credits = Credit.objects.filter(film=film).by_billing()
    columns = ("person__slug", "person__name", "credited_as", "job", "department", "is_spoiler")
    return [
        StoredCredit(
            pk,
            Casting(slug or "", name or "", credited_as, _by_name(cast[pk]), job),
            department,
            is_spoiler,
        )
        for pk, slug, name, credited_as, job, department, is_spoiler in credits.values_list(
            "pk", *columns
        )
    ]


def _by_name(characters: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """By name, then by slug; each is a pair of slug and name."""
    return tuple(sorted(characters, key=lambda pair: (pair[1], pair[0])))


def casting_in(facts: CreditFacts) -> Casting:
    characters = [(character.slug, character.name) for character in facts.characters]
    return Casting(
        person=facts.person.slug if facts.person else "",
        name=facts.person.name if facts.person else "",
        credited_as=facts.columns.get("credited_as", ""),
        characters=_by_name(characters),
        job=facts.columns.get("job", ""),
    )


def casting_of(credit: Credit) -> Casting:
    """Of a credit whose person and characters are loaded."""
    characters = [(character.slug, character.name) for character in credit.characters.all()]
    return Casting(
        person=credit.person.slug if credit.person else "",
        name=credit.person.name if credit.person else "",
        credited_as=credit.credited_as,
        characters=_by_name(characters),
        job=credit.job,
    )


_Key = tuple[str, frozenset[str], str, str]


def matched(wanted: tuple[CreditFacts, ...], rows: list[StoredCredit]) -> list[StoredCredit | None]:
    """For each of ``wanted`` the row that it is: the same in all, else the same person in a role
    that they share, else that role before somebody was cast for it."""
    exact: dict[_Key, list[StoredCredit]] = defaultdict(list)
    for row in reversed(rows):
        exact[_row_key(row)].append(row)
    keys = [_facts_key(facts) for facts in wanted]
    found = [exact[key].pop() if exact.get(key) else None for key in keys]
    by_role: dict[tuple[str, str], deque[StoredCredit]] = defaultdict(deque)
    for (person, roles, *_rest), left in exact.items():
        for row in left:
            for role in roles:
                by_role[person, role].append(row)
    taken: set[int] = set()
    for index, (person, roles, *_rest) in enumerate(keys):
        if found[index] is None:
            places = [(who, role) for who in dict.fromkeys((person, "")) for role in sorted(roles)]
            rows_left = (_first_left(by_role[place], taken) for place in places if place in by_role)
            if match := next(filter(None, rows_left), None):
                found[index] = match
                taken.add(match.pk)
    return found


def _first_left(rows: deque[StoredCredit], taken: set[int]) -> StoredCredit | None:
    """The first of ``rows`` that is not ``taken``; those before it are dropped for good."""
    while rows and rows[0].pk in taken:
        rows.popleft()
    return rows[0] if rows else None


def _row_key(row: StoredCredit) -> _Key:
    casting = row.casting
    return (casting.person, frozenset(casting.roles()), row.department, casting.job)


def _facts_key(facts: CreditFacts) -> _Key:
    roles = frozenset(character.slug for character in facts.characters)
    person = facts.person.slug if facts.person else ""
    return (person, roles, facts.columns["department"], facts.columns.get("job", ""))
