"""Compares public sentences with hidden ones. `Signals` of a pair are what `model` judges by."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, fields
from heapq import nlargest

from editions.leaks.statements import Facts, HiddenSentence, PublicSentence
from editions.leaks.words import Vocabulary, Word, tokens, vocabulary

CANDIDATES = 4
"""With how many hidden sentences each public one is compared in full: those it shares most with."""

PHRASE = 4
"""How many words in a row that are in both are a phrase. Three in a row are too often an idiom."""

LONGEST = 60
"""How many words of a sentence are compared. Text without any full stop stays fast."""

_PRONOUN = frozenset(
    "he she him her his they them er sie ihm ihn ihr sein seine ihre ihren seinen".split()  # noqa: SIM905
)
_NEITHER_NAME = frozenset("the der die das von van de of and und a an el la le".split())  # noqa: SIM905

# The weight of a word is multiplied by one of these factors if the word is

KNOWN = 0.15
"""in the title or the overview of the film,"""

SAID_OF_EVERY_FILM = 0.35
"""one of `OPINIONS`,"""

IMPLIED = 0.45
"""in the sentences of the opening that say what the film is about,"""

AGREED = 0.15
"""in these and at the beginning of the hidden plot, or of the same meaning as such a word,"""

OF_PREMISE = 0.7
"""in these sentences, where one of them is compared itself."""

TOLD_OFTEN = 2.0
"""What several public parts tell is no accident: the weight of a word is divided by their number to
this power."""

HIDDEN_OFTEN = 0.75
"""What several hidden parts have is what the film is about, and no secret. As `TOLD_OFTEN`."""

SMOOTHING = 2.0
"""Is added to the weights of a sentence, so that a short one is not covered by one word."""

TELLING_WORDS = 2
"""A public sentence with fewer words that say something tells nothing, and one that says what the
film is about tells nothing with fewer words in common."""

HALF = 0.5
"""The weight of a common word that is half a match."""

SIMILAR = 0.75
RELATED = 0.6
"""How much a common meaning, and a common part of two words, count beside a common word."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What a public sentence has in common with a hidden one. Sums are of weights of words."""

    words: float = 0
    """Common words."""
    meanings: float = 0
    """Words of the same meaning or family."""
    matches: float = 0
    """How many different ones; one that says little is a part of one."""
    of_hidden: float = 0
    """Their share of the hidden sentence."""
    of_public: float = 0
    """Their share of the public sentence."""
    run: float = 0
    """The words that say something in the longest common sequence, up to 6."""
    people: float = 0
    """Whether both are about the same person or character, by name, if they have a word in common
    that says something."""
    same_person: float = 0
    """The same, by name, by a pronoun or because the text is about them, times the weights."""
    reveals: float = 0
    """Words of the public sentence that tell how a film goes on, up to 2."""
    single: float = 0
    """Whether they have one word in common and no more."""

    def values(self) -> list[float]:
        return [getattr(self, each.name) for each in fields(self)]


@dataclass(slots=True)
class Prepared:
    """A sentence, as it is compared. ``weights`` are by stem. ``roles`` are the meanings of names
    in it: "Sergeant Breen" is of the police."""

    words: list[Word]
    weights: dict[str, float] = field(default_factory=dict)
    by_meaning: dict[str, str] = field(default_factory=dict)
    by_part: dict[str, str] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    named: frozenset[int] = frozenset()
    about: frozenset[int] = frozenset()
    total: float = 0


@dataclass(slots=True)
class Pair:
    public: int
    hidden: int
    signals: Signals
    shared: tuple[str, ...]
    is_verbatim: bool


class Comparison:
    """The public and the hidden sentences of one review."""

    def __init__(
        self, public: list[PublicSentence], hidden: list[HiddenSentence], facts: Facts
    ) -> None:
        self.facts = facts
        self.vocabulary: Vocabulary = vocabulary(facts.language)
        self.names = self._names()
        premise = self._words([facts.premise])
        self.premise = frozenset(word.stem for word in premise)
        self.premise_parts = frozenset(part for word in premise for part in word.parts)
        self.known = self.premise | self.names.keys()
        implied = self._words(each.text for each in public if each.is_premise)
        setup = self._words(each.text for each in hidden if each.is_setup)
        self.implied = frozenset(word.stem for word in implied)
        self.agreed = self.implied & {word.stem for word in setup}
        self.agreed_meanings = _meanings(implied) & _meanings(setup)
        self.public_sentences, self.hidden_sentences = public, hidden
        self.public_parts = self._spread(
            (each.part.partition("-")[0], each.text) for each in public
        )
        self.hidden_parts = self._spread((each.place, each.text) for each in hidden)
        self.public = list(self._prepared(public, public_text=True))
        self.hidden = list(self._prepared(hidden, public_text=False))

    def _names(self) -> dict[str, set[int]]:
        """Which of the names each stem of a name belongs to."""
        found: dict[str, set[int]] = {
            self.vocabulary.word(token).stem: set()
            for token in tokens(" ".join(self.facts.makers))
            if token not in _NEITHER_NAME
        }
        for index, names in enumerate(self.facts.names):
            for token in tokens(" ".join(names)):
                if token in _NEITHER_NAME or len(token) < 2:
                    continue
                word = self.vocabulary.word(token)
                found.setdefault(word.stem, set()).add(index)
                for part in word.parts:
                    if part != token[: len(part)]:
                        found.setdefault(part, set()).add(index)
        return found

    def _spread(self, texts: Iterable[tuple[str, str]]) -> Counter[str]:
        """The number of parts that each stem is in. ``texts`` are pairs of a part and a text."""
        return Counter(
            stem
            for stem, _part in {
                (self.vocabulary.word(token).stem, part)
                for part, text in texts
                for token in tokens(text)[:LONGEST]
            }
        )

    def _words(self, texts: Iterable[str]) -> list[Word]:
        return [word for text in texts for word in self.vocabulary.words(text)]

    def _prepared(
        self, sentences: Iterable[PublicSentence | HiddenSentence], *, public_text: bool
    ) -> Iterator[Prepared]:
        before: Prepared | None = None
        part = None
        for sentence in sentences:
            words = self.vocabulary.words(sentence.text[: LONGEST * 20])[:LONGEST]
            prepared = Prepared(words)
            named: set[int] = set()
            for word in words:
                known = self.names.get(word.stem)
                if known:
                    named |= known
                if known is not None:
                    prepared.roles |= word.meanings
                    continue
                for meaning in word.meanings:
                    prepared.by_meaning.setdefault(meaning, word.stem)
                if not word.weight:
                    continue
                weight = word.weight * self._novelty(word)
                prepared.weights[word.stem] = weight
                for name in word.parts:
                    prepared.by_part.setdefault(name, word.stem)
            prepared.named = frozenset(named)
            about = frozenset(named) or sentence.about
            if not named and before and part == sentence.part and _has_pronoun(words):
                about = before.about
            prepared.about = about
            prepared.total = sum(prepared.weights.values())
            before, part = prepared, sentence.part
            yield prepared

    def _novelty(self, word: Word) -> float:
        """The factor for the weight of ``word``: 1 if it is rare in this film and on this site."""
        share = 1 - self.facts.common.get(word.text, 0)
        if word.is_opinion:
            share *= SAID_OF_EVERY_FILM
        if word.stem in self.premise or not word.parts.isdisjoint(self.premise_parts):
            share *= KNOWN
        share /= max(1, self.public_parts[word.stem]) ** TOLD_OFTEN
        return share / max(1, self.hidden_parts[word.stem]) ** HIDDEN_OFTEN

    def pairs(self) -> Iterator[Pair]:
        """For each public sentence the hidden ones that it shares most with."""
        index: dict[str, list[int]] = {}
        for number, hidden in enumerate(self.hidden):
            keys = {*hidden.weights, *(f"#{each}" for each in hidden.by_meaning)}
            keys |= {f"~{each}" for each in hidden.by_part}
            for key in keys:
                index.setdefault(key, []).append(number)
        for number, public in enumerate(self.public):
            if sum(not word.is_grammar for word in public.words) < TELLING_WORDS:
                continue
            rough: defaultdict[int, float] = defaultdict(float)
            for stem, weight in public.weights.items():
                for other in index.get(stem, ()):
                    rough[other] += weight
            for meaning in public.by_meaning:
                for other in index.get(f"#{meaning}", ()):
                    rough[other] += 0.3
            for name in public.by_part:
                for other in index.get(f"~{name}", ()):
                    rough[other] += 0.2
            best = nlargest(
                CANDIDATES,
                rough,
                key=lambda other: (
                    rough[other]
                    * (1 + 0.3 * bool(self.public[number].about & self.hidden[other].about))
                ),
            )
            for other in best:
                pair = self._pair(number, other)
                if not (self._says_little(pair) or self._tells_premise(pair)):
                    yield pair

    def _says_little(self, pair: Pair) -> bool:
        """Whether the sentences have nothing but numbers in common."""
        return all(self.vocabulary.word(token).is_number for token in pair.shared)

    def _tells_premise(self, pair: Pair) -> bool:
        """Whether the public sentence stands where a review says what the film is about, and tells
        what the hidden text begins with, or has no two words in common with it."""
        return self.public_sentences[pair.public].is_premise and (
            self.hidden_sentences[pair.hidden].is_setup or len(pair.shared) < TELLING_WORDS
        )

    def _pair(self, number: int, other: int) -> Pair:
        public, hidden = self.public[number], self.hidden[other]
        tells_premise = self.public_sentences[number].is_premise
        exact = similar = matches = 0.0
        shared: list[str] = []
        used: set[str] = set()
        for word in public.words:
            weight = public.weights.get(word.stem)
            if weight is None or word.stem in used:
                continue
            is_agreed = word.stem in self.agreed or not word.meanings.isdisjoint(
                self.agreed_meanings
            )
            if is_agreed:
                weight *= AGREED
            elif word.stem in self.implied:
                weight *= OF_PREMISE if tells_premise else IMPLIED
            meaning = next(iter(word.meanings & hidden.by_meaning.keys()), None)
            if word.stem in hidden.weights:
                exact += weight
                found = weight
            elif meaning is not None and f"#{meaning}" not in used:
                used.add(f"#{meaning}")
                found = weight * SIMILAR
                similar += found
            elif meaning is None and _are_related(word, hidden):
                found = weight * RELATED
                similar += found
            else:
                continue
            used.add(word.stem)
            matches += found / (found + HALF)
            if not is_agreed and word.stem not in self.premise:
                shared.append(word.text)
        total = exact + similar
        by_role = any(not hidden.roles.isdisjoint(word.meanings) for word in public.words)
        people = by_role or bool(public.named & hidden.about or public.about & hidden.named)
        length, telling = _longest_run(public.words, hidden.words, self.known)
        signals = Signals(
            words=min(exact, 4),
            meanings=min(similar, 3),
            matches=min(matches, 4),
            of_hidden=total / (hidden.total + SMOOTHING),
            of_public=total / (public.total + SMOOTHING),
            run=min(telling, 6),
            people=float(people) * min(matches, 1),
            same_person=float(by_role or bool(public.about & hidden.about)) * min(total, 3),
            reveals=min(sum(word.is_reveal for word in public.words), 2),
            single=float(len(shared) == 1),
        )
        is_verbatim = length >= PHRASE and telling >= TELLING_WORDS
        return Pair(number, other, signals, tuple(shared), is_verbatim)


def _meanings(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(meaning for word in words for meaning in word.meanings)


def _are_related(word: Word, hidden: Prepared) -> bool:
    return word.stem in hidden.by_part or any(
        name in hidden.by_part or name in hidden.weights for name in word.parts
    )


def _has_pronoun(words: list[Word]) -> bool:
    return any(word.text in _PRONOUN for word in words)


def _longest_run(public: list[Word], hidden: list[Word], known: Container[str]) -> tuple[int, int]:
    """The number of words in the common sequence of two words or more with most words that say
    something, and the number of these. The stems ``known`` say nothing."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(hidden):
        places.setdefault(word.stem, []).append(place)
    best = (0, 0)
    lengths: dict[int, tuple[int, int]] = {}
    for word in public:
        here: dict[int, tuple[int, int]] = {}
        says = not (word.is_grammar or word.stem in known)
        for place in places.get(word.stem, ()):
            length, telling = lengths.get(place - 1, (0, 0))
            here[place] = (length + 1, telling + says)
            if length + 1 >= 2:
                best = max(best, here[place], key=lambda run: (run[1], run[0]))
        lengths = here
    return best
