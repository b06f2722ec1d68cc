"""Finds leaks among sentences."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from editions.leaks.comparison import Comparison
from editions.leaks.model import THRESHOLD, confidence
from editions.leaks.statements import (
    SURPRISES,
    Facts,
    HiddenSentence,
    Leak,
    PublicSentence,
)
from editions.leaks.words import tokens, vocabulary

VERBATIM = 0.9
"""The least confidence that a common phrase gives."""

SURE = 0.95
"""The confidence that a whole name of a surprise credit is one."""

LIKELY = 0.7
"""The same for the family name alone."""

RARE = 0.6
"""The weight of a word from which on it alone tells who is meant."""


def find_leaks(
    public: list[PublicSentence],
    hidden: list[HiddenSentence],
    facts: Facts,
    threshold: float = THRESHOLD,
) -> list[Leak]:
    """The leaks with at least ``threshold`` as their confidence, in the order of ``public``, one
    for each sentence.

    The latest results are remembered: a publishing step compares the sentences of a review to
    describe what it will do, and again when the review is locked.
    """
    given = (list(public), list(hidden), facts, threshold)
    for earlier, leaks in list(_latest):
        if earlier == given:
            return list(leaks)
    leaks = find_leaks_anew(public, hidden, facts, threshold)
    _latest.append((given, leaks))
    return list(leaks)


_Given = tuple[list[PublicSentence], list[HiddenSentence], Facts, float]

_latest: deque[tuple[_Given, list[Leak]]] = deque(maxlen=4)
"""What was compared, and its leaks. A step compares two things: the text, and the film's facts."""


def find_leaks_anew(
    public: list[PublicSentence], hidden: list[HiddenSentence], facts: Facts, threshold: float
) -> list[Leak]:
    """As `find_leaks`, without its memory."""
    found: dict[int, Leak] = {}
    for pair in Comparison(public, hidden, facts).pairs() if hidden else ():
        sure = max(confidence(pair.signals), VERBATIM * pair.is_verbatim)
        best = found.get(pair.public)
        if sure >= threshold and (best is None or sure > best.confidence):
            found[pair.public] = Leak(
                public[pair.public], hidden[pair.hidden], pair.shared, round(sure, 2)
            )
    for number, leak in surprise_leaks(public, facts):
        best = found.get(number)
        if leak.confidence >= threshold and (best is None or leak.confidence >= best.confidence):
            found[number] = leak
    return [found[number] for number in sorted(found)]


def surprise_leaks(public: list[PublicSentence], facts: Facts) -> Iterator[tuple[int, Leak]]:
    """The public sentences that name a surprise credit, with their indexes."""
    names = list(_telling_names(facts))
    for number, sentence in enumerate(public if names else ()):
        said = f" {' '.join(tokens(sentence.text))} "
        for words, name, sure in names:
            if f" {words} " in said:
                hidden = HiddenSentence(SURPRISES, name)
                yield number, Leak(sentence, hidden, (words,), sure)
                break


def _telling_names(facts: Facts) -> Iterator[tuple[str, str, float]]:
    """What tells of a surprise credit: the words, the name, and how surely. A name such as "the
    caller" tells nothing."""
    words = vocabulary(facts.language)
    public = {token for names in facts.names for name in names for token in tokens(name)}
    public.update(tokens(facts.premise))
    whole, family = [], []
    for name in facts.surprises:
        said = [token for token in tokens(name) if not token[0].isdigit()]
        if len(said) > 1 and any(words.word(each).weight >= RARE for each in said):
            whole.append((" ".join(said), name, SURE))
        elif len(said) == 1 and words.word(said[0]).weight >= RARE and said[0] not in public:
            whole.append((said[0], name, LIKELY))
        if len(said) > 1 and words.word(said[-1]).weight >= RARE and said[-1] not in public:
            family.append((said[-1], name, LIKELY))
    yield from whole
    yield from family


def with_confirmed(leaks: Iterable[Leak], confirmed: set[str]) -> list[Leak]:
    """``leaks``, each once, confirmed where their keys are in ``confirmed``. A pull quote is often
    in the summary, too."""
    unique = {leak.key: leak for leak in leaks}
    return [replace(leak, confirmed=key in confirmed) for key, leak in unique.items()]
