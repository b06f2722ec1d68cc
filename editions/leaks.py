"""The leak check: finds public text that repeats hidden text.

Redaction hides what the author marked, but the author may say the same in public elsewhere. The
check looks for phrases that are both in hidden and in public text, and for the names of people and
characters that the film credits only as surprises. Its results are warnings; an editor decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from cast.models import Credit
from editions.content import ReviewContent
from editions.rendered import Rendering

PHRASE = 4
"""How many words in a row are a phrase. Three in a row are too often an idiom."""

TELLING = 2
"""How many words of a phrase must not be in `GRAMMAR`."""

GRAMMAR = frozenset(
    (  # noqa: SIM905
        "a about after again all an and any are as at be because been before but by can could "
        "did do does for from get gets had has have he her hers him his how i if in into is "
        "it its just like made make makes me more most my no not now of off on one only or "
        "our out over own she so some than that the their them then there these they this "
        "those through to too two under until up upon us very was we were what when where "
        "which while who whom why will with would you your der die das ein eine einer eines "
        "einem einen und oder aber doch nicht ist sind war waren wird wie als auch auf aus "
        "bei bis dass dem den des er es für hat haben ich ihr im in ist man mit nach noch nur "
        "sein seine sich sie so über um und uns von vor was wenn wer wir zu zum zur "
    ).split()
)

MARGIN = 5
"""How many words before and after a phrase are quoted with it."""

BREAK = "\n\n"
"""What separates paragraphs. No phrase continues from one paragraph into the next."""

SURPRISE = "credits"
"""Replaces the key of a curtain in a leak of a surprise credit."""

_WORD = re.compile(r"\n\s*\n|[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Leak:
    """``phrase`` is in the hidden text of the curtain with the key ``hidden``, and in public.

    ``public`` is an excerpt of the public text around it. ``confirmed`` means that an editor saw
    the leak and published the review with it.
    """

    phrase: str
    hidden: str
    public: str
    confirmed: bool = False


def leaks(content: ReviewContent, rendering: Rendering) -> list[Leak]:
    """The leaks of one review, in the order of the page. Each is a common phrase at its full
    length. Two queries."""
    public = _Words(_public_text(rendering))
    found: dict[tuple[str, str], Leak] = {}
    for curtain in rendering.curtains:
        for start, length in public.shared_with(_Words(curtain.text)):
            leak = Leak(public.quote(start, length), curtain.key, public.around(start, length))
            found.setdefault((leak.phrase, leak.public), leak)
    for name in _surprises(content):
        for start, length in public.find(_Words(name)):
            leak = Leak(name, SURPRISE, public.around(start, length))
            found.setdefault((leak.phrase, leak.public), leak)
    return list(found.values())


def _public_text(rendering: Rendering) -> str:
    return BREAK.join([rendering.text, rendering.meta_description, rendering.disclosure])


def _surprises(content: ReviewContent) -> list[str]:
    """The names of the people and characters that the film credits only as surprises."""
    credits = Credit.objects.filter(film=content.film.id)
    names: dict[bool, set[str]] = {}
    for secret in (False, True):
        some = credits.filter(is_spoiler=secret).values_list("person__name", "characters__name")
        names[secret] = {name for pair in some for name in pair if name}
    return sorted(names[True] - names[False])


class _Words:
    """The words of a text, with their positions. A break between paragraphs counts as a word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.words = [text[start:end].casefold().replace("’", "'") for start, end in self.spans]

    def runs(self, length: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """All runs of ``length`` words within one paragraph, with the index of the first word."""
        for start in range(len(self.words) - length + 1):
            run = tuple(self.words[start : start + length])
            if all(map(_is_word, run)):
                yield start, run

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], list[int]]:
        """Where each phrase begins. Each curtain is compared with the same public text."""
        found: dict[tuple[str, ...], list[int]] = {}
        for start, run in self.runs(PHRASE):
            found.setdefault(run, []).append(start)
        return found

    def shared_with(self, hidden: "_Words") -> Iterator[tuple[int, int]]:
        """The longest runs of words that are in both: the index of the first word, the length."""
        theirs = {run for _start, run in hidden.runs(PHRASE)}
        hits = {start for run in theirs for start in self._phrases.get(run, ())}
        for start in sorted(hits):
            if start - 1 in hits:
                continue
            end = start
            while end + 1 in hits:
                end += 1
            length = end - start + PHRASE
            telling = [word for word in self.words[start : start + length] if word not in GRAMMAR]
            if len(telling) >= TELLING:
                yield start, length

    def find(self, needle: "_Words") -> Iterator[tuple[int, int]]:
        """All runs that are the words of ``needle``: the index of the first word, the length."""
        length = len(needle.words)
        for start, run in self.runs(length):
            if length and run == tuple(needle.words):
                yield start, length

    def quote(self, start: int, length: int) -> str:
        """The text of ``length`` words from the word ``start`` on."""
        return self.text[self.spans[start][0] : self.spans[start + length - 1][1]]

    def around(self, start: int, length: int) -> str:
        """As `quote`, with up to `MARGIN` words of the paragraph on each side, on one line."""
        before = self.words[max(0, start - MARGIN) : start]
        after = self.words[start + length : start + length + MARGIN]
        first = start - len(list(takewhile(_is_word, reversed(before))))
        last = start + length + len(list(takewhile(_is_word, after)))
        return " ".join(self.quote(first, last - first).split())


def _is_word(word: str) -> bool:
    return not word.isspace()
