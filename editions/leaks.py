"""Public text that gives hidden text away.

Redaction hides what the author marked; it cannot know that a closing remark repeats it. This looks
for phrases of hidden text that stand in public text too, and for people and characters that are
known only through surprise credits. It warns, and never decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from cast.models import Credit
from editions.content import ReviewContent
from editions.rendered import Rendering

PHRASE = 4
"""Words in a row that count as a phrase; three are too often an idiom."""

TELLING = 2
"""How many words of a phrase must be more than grammar."""

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
"""How many words of the text around a phrase are quoted with it, on each side."""

BREAK = "\n\n"
"""Between paragraphs: no phrase runs from one into the next."""

SURPRISE = "credits"
"""What stands for a curtain's key where the secret is a surprise credit."""

_WORD = re.compile(r"\n\s*\n|[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Leak:
    """``phrase`` stands in the hidden text of the curtain ``hidden`` and in ``public``.

    ``public`` is an excerpt of the public text around it. ``confirmed``: an editor saw it and let
    it stand.
    """

    phrase: str
    hidden: str
    public: str
    confirmed: bool = False


def leaks(content: ReviewContent, rendering: Rendering) -> list[Leak]:
    """The leaks of one review, a longest common phrase each, in the order of the page."""
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
    """Names of the people and characters that the film credits as surprises only."""
    credits = Credit.objects.filter(film=content.film.id)
    names: dict[bool, set[str]] = {}
    for secret in (False, True):
        some = credits.filter(is_spoiler=secret).values_list("person__name", "characters__name")
        names[secret] = {name for pair in some for name in pair if name}
    return sorted(names[True] - names[False])


class _Words:
    """A text as its words, each with its place; a break between paragraphs counts as one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.words = [text[start:end].casefold().replace("’", "'") for start, end in self.spans]

    def runs(self, length: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Every ``length`` words in a row, of one paragraph, with the index of the first."""
        for start in range(len(self.words) - length + 1):
            run = tuple(self.words[start : start + length])
            if all(map(_is_word, run)):
                yield start, run

    def shared_with(self, hidden: "_Words") -> Iterator[tuple[int, int]]:
        """The longest runs of words that both have: the index of the first word, the length."""
        theirs = {run for _start, run in hidden.runs(PHRASE)}
        hits = {start for start, run in self.runs(PHRASE) if run in theirs}
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
        length = len(needle.words)
        for start, run in self.runs(length):
            if length and run == tuple(needle.words):
                yield start, length

    def quote(self, start: int, length: int) -> str:
        return self.text[self.spans[start][0] : self.spans[start + length - 1][1]]

    def around(self, start: int, length: int) -> str:
        before = self.words[max(0, start - MARGIN) : start]
        after = self.words[start + length : start + length + MARGIN]
        first = start - len(list(takewhile(_is_word, reversed(before))))
        last = start + length + len(list(takewhile(_is_word, after)))
        return " ".join(self.quote(first, last - first).split())


def _is_word(word: str) -> bool:
    return not word.isspace()
