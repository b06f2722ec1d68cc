"""The names by which the heading of a critique means credits: finding credits, and naming them.

``### Ana de Armas as Eve`` means one credit. ``### The Band {credits="ian-mcshane eve"}`` means
every credit of this person and of this character. ``rian-johnson/writer`` adds a character or a
job, for a person with several credits. ``#4`` is the fourth credit of the list, for credits that
have the same names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from documents.errors import Findings, quoted, shortened
from images.slugs import comparable_name, slug_of

KNOWN = 30
"""How many slugs a message lists."""

MAX_LENGTH = 200
"""The longest slug of a job."""

_PLACE = re.compile(r"#\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CreditNames:
    """The names of one credit of the film. ``characters`` are pairs of slug and name."""

    person: str = ""
    name: str = ""
    credited_as: str = ""
    characters: tuple[tuple[str, str], ...] = ()
    job: str = ""

    def roles(self) -> list[str]:
        return [slug for slug, _name in self.characters]

    def words(self) -> list[str]:
        """The slugs that mean this credit, and perhaps others, in ``credits``."""
        return [slug for slug in (self.person, *self.roles()) if slug]

    def second_words(self) -> set[str]:
        """The slugs that may follow another and a slash."""
        return {*self.words(), slug_of(self.job, MAX_LENGTH)} - {""}

    def headings(self) -> list[str]:
        """The headings that mean this credit, the usual one first."""
        names = [name for _slug, name in self.characters]
        roles = [", ".join(names), *names] if names else [self.job]
        people = [who for who in (self.credited_as, self.name) if who]
        if not people:
            return roles
        return [f"{who} as {role}" if role else who for role in roles for who in people]


class CreditLookup:
    """Finds credits of one film, and returns their indexes in ``credits``."""

    def __init__(self, credits: Sequence[CreditNames]) -> None:
        self.credits = credits
        self.usual: dict[str, list[int]] = {}
        self.other: dict[str, list[int]] = {}
        self.by_slug: dict[str, set[int]] = {}
        for index, each in enumerate(credits):
            usual, *other = map(comparable_name, each.headings())
            self.usual.setdefault(usual, []).append(index)
            for heading in set(other):
                self.other.setdefault(heading, []).append(index)
            for slug in each.words():
                self.by_slug.setdefault(slug, set()).add(index)

    def matches(self, heading: str) -> list[int]:
        """The credits that ``heading`` may mean."""
        wanted = comparable_name(heading)
        return self.usual.get(wanted) or self.other.get(wanted) or []

    def by_heading(self, heading: str, line: int, findings: Findings) -> tuple[int, ...]:
        """The one credit that ``heading`` means; none if an error was reported."""
        matches = self.matches(heading)
        if len(matches) == 1:
            return (matches[0],)
        if matches:
            findings.error(
                line,
                _(
                    "“%(heading)s” matches %(count)d credits of the film. Say which one is "
                    'meant, such as {credits="%(example)s"}.'
                ),
                heading=shortened(heading),
                count=len(matches),
                example=self.words_for({matches[0]}),
            )
        else:
            usual = (each.headings()[0] for each in self.credits)
            findings.error(
                line,
                _(
                    "No credit of the film matches “%(heading)s”.%(hint)s Write “### Person as "
                    "Character” with the names in the credits, or name the credit with "
                    '{credits="person-slug"}.'
                ),
                heading=shortened(heading),
                hint=findings.did_you_mean(heading, usual),
            )
        return ()

    def by_words(self, words: str, line: int, findings: Findings) -> tuple[int, ...]:
        """All credits that the attribute ``credits="…"`` of a heading means, in their order."""
        found: set[int] = set()
        for word in dict.fromkeys(words.split()):
            matches = self.of_word(word)
            if not matches:
                findings.error(
                    line,
                    _("The film has no credit for “%(word)s”.%(hint)s Possible here: %(known)s."),
                    word=shortened(word),
                    hint=findings.did_you_mean(word, self.by_slug),
                    known=quoted(islice(self.by_slug, KNOWN)) or _("none"),
                )
            found |= matches
        return tuple(sorted(found))

    def words_for(self, wanted: set[int]) -> str:
        """The attribute that `by_words` reads as ``wanted``."""
        words: list[str] = []
        said: set[int] = set()
        for index in sorted(wanted):
            if index not in said:
                word = self._word(index, wanted)
                words.append(word)
                said |= self.of_word(word)
        return " ".join(words)

    def _word(self, index: int, wanted: set[int]) -> str:
        one = self.credits[index]
        exact = [
            f"{one.person}/{slug}" for slug in (*one.roles(), slug_of(one.job, MAX_LENGTH)) if slug
        ]
        for word in (*one.words(), *exact):
            if index in (matches := self.of_word(word)) and matches <= wanted:
                return word
        return f"#{index + 1}"

    def of_word(self, word: str) -> set[int]:
        """The credits that one word of the attribute means."""
        if word.startswith("#"):
            place = int(word[1:]) if _PLACE.fullmatch(word) else 0
            return {place - 1} if 0 < place <= len(self.credits) else set()
        first, slash, second = word.partition("/")
        matches = self.by_slug.get(first, set())
        if not slash:
            return matches
        return {index for index in matches if second in self.credits[index].second_words()}
