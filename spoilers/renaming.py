"""Rewriting the films that curtains name, when a film's slug has changed."""

import re
from collections.abc import Mapping

from spoilers.redaction import malformed

_SPOILS = re.compile(r'(?<=spoils=")[^"]*')
_WORD = re.compile(r"\S+")


def rename_films(markdown: str, mapping: Mapping[str, str]) -> str:
    """`markdown` with the slugs in the spoils="…" of its curtains rewritten as `mapping` says.

    Every other byte stays, also what looks like an attribute but is code or plain text. Which is
    which is the parser's to say: each candidate gets a slug of its own, and those that the parse
    asks for are real.
    """
    places = list(_SPOILS.finditer(markdown))
    if not places:
        return markdown
    real: set[str] = set()
    numbers = iter(range(len(places)))
    malformed(
        _SPOILS.sub(lambda place: f"candidate-{next(numbers)}", markdown),
        film_id=lambda slug: real.add(slug),
    )
    numbers = iter(range(len(places)))

    def renamed(place: re.Match[str]) -> str:
        if f"candidate-{next(numbers)}" not in real:
            return place[0]
        return _WORD.sub(lambda word: mapping.get(word[0], word[0]), place[0])

    return _SPOILS.sub(renamed, markdown)
