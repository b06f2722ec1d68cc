"""Reviews with gaps: the content and the rendering of a review in which tokens stand for its texts
and keys.

Rendering 100,000 reviews one by one takes half an hour. So a template is rendered once, by the
site's own code, and its tokens are then replaced in the JSON of both. That gives what the site
would make of the filled review, because no token and no text that replaces one contains a character
that Markdown, HTML or JSON write in another way.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from editions.content import ReviewContent
from editions.parsed_review import parse_review
from editions.rendering import render
from editions.serialisation import to_json

_TOKEN = re.compile(r"zq[a-z]+qz|\b91\d{7}\b")


def text_token(name: str, number: int = 0) -> str:
    """The token of the text ``name``, which is lower-case letters. It may stand in a slug too."""
    return f"zq{name}{_letters(number)}qz"


def key_token(number: int) -> int:
    """The token of a primary key; ``number`` is below ten million."""
    return 910_000_000 + number


@dataclass(frozen=True, slots=True)
class Gaps:
    """JSON as a list of pieces: every second one is a token."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, value: Any) -> Self:
        text = json.dumps(to_json(value), ensure_ascii=False)
        pieces: list[str] = []
        end = 0
        for match in _TOKEN.finditer(text):
            pieces += [text[end : match.start()], match[0]]
            end = match.end()
        return cls((*pieces, text[end:]))

    def filled(self, values: Mapping[str, str]) -> Any:
        """The JSON with the token of each key of ``values`` replaced by its value."""
        pieces = list(self.pieces)
        pieces[1::2] = [values[token] for token in pieces[1::2]]
        return json.loads("".join(pieces))


@dataclass(frozen=True, slots=True)
class Template:
    content: Gaps
    rendering: Gaps

    @classmethod
    def of(cls, content: ReviewContent) -> Self:
        """Two queries."""
        assert content.film.id is not None
        rendering = render(parse_review(content), film=content.film.id, strict=True)
        return cls(Gaps.of(content), Gaps.of(rendering))


def _letters(number: int) -> str:
    """``number`` in letters, three of them: "aab" for 1."""
    letters = ""
    for _place in range(3):
        number, digit = divmod(number, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
