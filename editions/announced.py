"""Plain texts of a review that announce spoilers, such as a heading "Spoilers"."""

from collections.abc import Iterator

from editions.content import ReviewContent
from editions.parts import PARTS, PlainText, markdown_texts, plain_texts
from spoilers import announces


def hidden_keys(content: ReviewContent) -> set[str]:
    """The keys of the items that are hidden as a whole."""
    return {key for part in PARTS for key, item in part.items(content) if part.hides(item)}


def announcing(content: ReviewContent) -> Iterator[PlainText]:
    """The plain texts that announce spoilers, unless a curtain begins the text below them, or the
    item is hidden. A headline may name them: it says nothing about the text."""
    hidden = hidden_keys(content)
    below = {text.key: text.markdown for text in markdown_texts(content)}
    for plain in plain_texts(content):
        is_public = plain.key in below if plain.key else plain.name != "headline"
        is_public = is_public and plain.key not in hidden
        if is_public and announces(plain.text, below.get(plain.key, "")):
            yield plain
