"""Rewrites the films that curtains name, when the slug of a film has changed."""

import re
from collections.abc import Iterator, Mapping
from itertools import count

from spoilers.parsed_text import parse

_SPOILS = re.compile(r'(?<=spoils=")[^"]*')
_WORD = re.compile(r"\S+")


def rename_films(markdown: str, mapping: Mapping[str, str]) -> str:
    """`markdown` with the slugs in the spoils="…" of its curtains replaced as `mapping` says.

    Every other byte stays, also what looks like an attribute but is code or plain text. Only the
    parser can tell which is which: in a copy of the text each candidate gets a slug of its own, and
    the slugs that the parsed copy names are those of real attributes.
    """
    if not _SPOILS.search(markdown):
        return markdown
    numbers = _numbered()
    copy = _SPOILS.sub(lambda match: next(numbers), markdown)
    real = {film.slug for film in parse(copy).films}
    numbers = _numbered()

    def renamed(match: re.Match[str]) -> str:
        if next(numbers) not in real:
            return match[0]
        return _WORD.sub(lambda word: mapping.get(word[0], word[0]), match[0])

    return _SPOILS.sub(renamed, markdown)


def _numbered() -> Iterator[str]:
    return (f"candidate-{number}" for number in count())
