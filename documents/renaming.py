"""Renames the films and pictures that a text names."""

import re
from collections.abc import Mapping

from editions.mentions import LIBRARY
from spoilers import redact

_SLUGS = r'(?<=spoils=")[^"]*'
_PICTURE = rf"(?<![\w./-]){re.escape(LIBRARY)}[\w.-]+"
_CANDIDATE = re.compile(f"(?P<slugs>{_SLUGS})|(?P<picture>{_PICTURE})")
_WORD = re.compile(r"\S+")


def rename(markdown: str, *, films: Mapping[str, str], pictures: Mapping[str, str]) -> str:
    """``markdown`` with the slugs in ``films`` and the names in ``pictures`` replaced.

    Every other byte stays, also what looks like a name but is code or plain text. Only the parser
    can tell: in a copy of the text each candidate gets a name of its own, and real names are those
    that the redaction of the copy asks for.
    """
    names = {LIBRARY + old: LIBRARY + new for old, new in pictures.items()} | films
    real: set[str] = set()

    def numbered(match: re.Match[str]) -> str:
        number = f"candidate-{match.start()}"
        return number if match["picture"] is None else f"{LIBRARY}{number}.png"

    def is_wanted(match: re.Match[str]) -> bool:
        return not names.keys().isdisjoint(match[0].split())

    def renamed(match: re.Match[str]) -> str:
        if numbered(match) not in real:
            return match[0]
        return _WORD.sub(lambda word: names.get(word[0], word[0]), match[0])

    if any(map(is_wanted, _CANDIDATE.finditer(markdown))):
        redact(
            _CANDIDATE.sub(numbered, markdown),
            film=0,
            key="",
            film_id=lambda slug: real.add(slug) or 0,
            image=lambda source, alt, title: real.add(source) or "",
        )
        return _CANDIDATE.sub(renamed, markdown)
    return markdown
