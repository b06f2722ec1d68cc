"""Where the words that a comment is about are in the working copy as it is now.

A comment keeps the words and the key of their passage. Sections move, and a restored working copy
has other rows, so the words are looked for: first where they were, then in the same part, then
anywhere. Letters and digits count, but not capitals, spaces, punctuation and marks: a word that
becomes bold is still the same word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk.comments.models import Comment
from desk.findings import placed
from desk.history.names import names_in
from desk.history.passages import Passage, passages_of
from editions.content import ReviewContent
from editions.parts import BY_KEY
from editions.publishing_problems import PublishingProblem

CHOSEN = ("film", "critics", "slug", "lead_image", "language")
"""The names of passages that are not written, but chosen."""

_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that can be commented on. ``anchor`` is the id of its item or part on the desk,
    ``field`` the name of its field there; "" for an item, which has several."""

    key: str
    passage: Passage
    anchor: str
    field: str
    words: str


def places_of(content: ReviewContent) -> list[Place]:
    """The passages of ``content`` that have words of the review, in the order of the page. Five
    queries at most, for the names of films, critics and credits."""
    passages = passages_of(content, names_in(content))
    return [_place(passage) for passage in passages if passage.name not in CHOSEN]


def has_words(text: str, quote: str) -> bool:
    """Whether ``quote`` has words, and ``text`` has them in this order."""
    words = words_of(quote)
    return bool(words) and words in words_of(text)


def place_now(comment: Comment, places: Sequence[Place]) -> Place | None:
    """The place of the words of ``comment``; None if it is about no words, or if they are nowhere
    any more."""
    words = words_of(comment.quote)
    found = [place for place in places if words and words in place.words]
    group = comment.passage.partition(".")[0]

    def distance(place: Place) -> tuple[bool, bool]:
        return place.key != comment.passage, place.passage.group != group

    return min(found, key=distance, default=None)


def words_of(text: str) -> str:
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def by_place(
    comments: Iterable[Comment], places: Sequence[Place]
) -> tuple[dict[str, list[Comment]], list[Comment]]:
    """The ``comments`` by the key of the place of their words, and those that have none."""
    at: dict[str, list[Comment]] = {}
    nowhere = []
    for comment in comments:
        if place := place_now(comment, places):
            at.setdefault(place.key, []).append(comment)
        else:
            nowhere.append(comment)
    return at, nowhere


def _place(passage: Passage) -> Place:
    return Place(
        key=f"{passage.group}.{passage.number or passage.name}",
        passage=passage,
        anchor=_anchor(passage),
        field=_field(passage),
        words=words_of(passage.text),
    )


def _field(passage: Passage) -> str:
    part = BY_KEY.get(passage.group)
    if part is None:
        return passage.name
    columns = {"heading": part.heading_field, "introduction": part.introduction_field}
    return columns.get(passage.name, "")


def _anchor(passage: Passage) -> str:
    if part := BY_KEY.get(passage.group):
        key = part.item_key(passage.number) if passage.number else part.key
    else:
        key = ""
    return placed(PublishingProblem(key, 0, "", _field(passage))).anchor
