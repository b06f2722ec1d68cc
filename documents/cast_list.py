"""Which credits a critique's heading means, and how to say it so that it means just these.

``### Ana de Armas as Eve`` is one credit. ``### The Band {credits="ian-mcshane eve"}`` is every
credit of these people and characters. Where somebody has several, ``rian-johnson/writer`` tells
them apart, by character or job; and ``#4`` is the fourth of the list, for those that nothing else
tells apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.errors import Findings, quoted, shortened

KNOWN = 30
"""How many slugs a message lists."""

_PLACE = re.compile(r"#\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Casting:
    """One credit of the film. ``characters`` are pairs of slug and name."""

    person: str
    name: str
    credited_as: str
    characters: tuple[tuple[str, str], ...]
    job: str

    def roles(self) -> list[str]:
        return [slug for slug, _name in self.characters]

    def names(self) -> list[str]:
        """What it can be called by, in ``credits``, by itself."""
        return [slug for slug in (self.person, *self.roles()) if slug]

    def slugs(self) -> set[str]:
        """What it can be told apart by."""
        return {*self.names(), slugify(self.job)} - {""}

    def headings(self) -> list[str]:
        """What a heading may call it, the usual one first."""
        names = [name for _slug, name in self.characters]
        roles = [", ".join(names), *names] if names else [self.job]
        people = [who for who in (self.credited_as, self.name) if who]
        if not people:
            return roles
        return [f"{who} as {role}" if role else who for role in roles for who in people]


class CastList:
    """The credits of one film, by their place in its list."""

    def __init__(self, castings: Sequence[Casting]) -> None:
        self.castings = castings
        self.usual: dict[str, list[int]] = {}
        self.other: dict[str, list[int]] = {}
        self.by_slug: dict[str, set[int]] = {}
        for index, each in enumerate(castings):
            usual, *other = map(_comparable, each.headings())
            self.usual.setdefault(usual, []).append(index)
            for heading in set(other):
                self.other.setdefault(heading, []).append(index)
            for slug in each.names():
                self.by_slug.setdefault(slug, set()).add(index)

    def named(self, heading: str) -> list[int]:
        """The credits that a heading may mean."""
        wanted = _comparable(heading)
        return self.usual.get(wanted) or self.other.get(wanted) or []

    def by_heading(self, heading: str, line: int, findings: Findings) -> tuple[int, ...]:
        """The one credit that ``heading`` names; none if it was reported."""
        matches = self.named(heading)
        if len(matches) == 1:
            return (matches[0],)
        if matches:
            sentence = _(
                "“%(heading)s” means %(count)d credits of the film. Say which, such as "
                '{credits="%(example)s"}.'
            ) % {
                "heading": shortened(heading),
                "count": len(matches),
                "example": self.words({matches[0]}),
            }
        else:
            usual = (each.headings()[0] for each in self.castings)
            sentence = _(
                "No credit of the film matches “%(heading)s”.%(hint)s Write “### Person as "
                'Character” as the credits have it, or name them: {credits="person-slug"}.'
            ) % {"heading": shortened(heading), "hint": findings.did_you_mean(heading, usual)}
        findings.error(line, sentence)
        return ()

    def by_words(self, words: str, line: int, findings: Findings) -> tuple[int, ...]:
        """All credits that the value of ``credits`` names, in the order of the list."""
        found: set[int] = set()
        for word in dict.fromkeys(words.split()):
            matches = self.matches(word)
            if not matches:
                findings.error(
                    line,
                    _("No credit of the film is of “%(word)s”.%(hint)s Known are %(known)s.")
                    % {
                        "word": shortened(word),
                        "hint": findings.did_you_mean(word, self.by_slug),
                        "known": quoted(islice(self.by_slug, KNOWN)) or _("none"),
                    },
                )
            found |= matches
        return tuple(sorted(found))

    def words(self, wanted: set[int]) -> str:
        """The value of ``credits`` that `by_words` reads as just ``wanted``."""
        words: list[str] = []
        said: set[int] = set()
        for index in sorted(wanted):
            if index not in said:
                word = self._word(index, wanted)
                words.append(word)
                said |= self.matches(word)
        return " ".join(words)

    def _word(self, index: int, wanted: set[int]) -> str:
        one = self.castings[index]
        exact = [f"{one.person}/{slug}" for slug in (*one.roles(), slugify(one.job)) if slug]
        for word in (*one.names(), *exact):
            if index in (matches := self.matches(word)) and matches <= wanted:
                return word
        return f"#{index + 1}"

    def matches(self, word: str) -> set[int]:
        if word.startswith("#"):
            place = int(word[1:]) if _PLACE.fullmatch(word) else 0
            return {place - 1} if 0 < place <= len(self.castings) else set()
        first, slash, second = word.partition("/")
        matches = self.by_slug.get(first, set())
        if not slash:
            return matches
        return {index for index in matches if second in self.castings[index].slugs()}


def _comparable(text: str) -> str:
    return " ".join(normalize("NFC", text).replace("’", "'").casefold().split())
