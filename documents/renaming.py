"""Renames the films and pictures that a text names."""

import re
from collections.abc import Mapping

from editions.library_pictures import LIBRARY
from spoilers import parse

_SLUGS = r'(?<=spoils=")[^"]*'
_PICTURE = rf"(?<![\w./-]){re.escape(LIBRARY)}[\w.-]+"
_CANDIDATE = re.compile(f"(?P<slugs>{_SLUGS})|(?P<picture>{_PICTURE})")
_WORD = re.compile(r"\S+")


def rename(markdown: str, *, films: Mapping[str, str], pictures: Mapping[str, str]) -> str:
    """``markdown`` with the slugs in ``films`` and the names in ``pictures`` replaced.

    Every other byte stays, also what looks like a name but is code or plain text. Only the parser
    can tell: in a copy of the text each candidate gets a name of its own, and real names are those
    that the parsed copy has.
    """
    names = {LIBRARY + old: LIBRARY + new for old, new in pictures.items()} | dict(films)
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
        parsed = parse(_CANDIDATE.sub(numbered, markdown))
        real |= {film.slug for film in parsed.films}
        real |= {picture.source for picture in parsed.pictures}
        return _CANDIDATE.sub(renamed, markdown)
    return markdown
