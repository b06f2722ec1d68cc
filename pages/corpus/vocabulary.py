"""The words of a corpus, as frequent as they are in English."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random

FILE = Path(__file__).with_name("words.tsv")

COMMON = 250
"""The most frequent words, which everybody uses everywhere. No topic is one of them."""

SECRET_EVERY = 12
"""Of the words that are not common, one in so many is used in hidden text only."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words with the sums of their frequencies, as `random.Random.choices` takes them."""

    texts: tuple[str, ...]
    sums: tuple[int, ...]

    def some(self, rng: Random, count: int) -> list[str]:
        return rng.choices(self.texts, cum_weights=self.sums, k=count)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``public`` words are used anywhere. ``secret`` words are used in hidden text only, so that a
    phrase with one of them is never in public text. ``topics`` are the public words that are
    rare enough to tell one film from another."""

    public: Words
    secret: Words
    topics: tuple[str, ...]


@lru_cache
def vocabulary() -> Vocabulary:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    counts = [(word, int(count)) for word, count in pairs]
    is_secret = [
        rank >= COMMON and rank % SECRET_EVERY == SECRET_EVERY - 1 for rank in range(len(counts))
    ]
    public = [pair for pair, secret in zip(counts, is_secret, strict=True) if not secret]
    secret = [pair for pair, secret in zip(counts, is_secret, strict=True) if secret]
    topics = tuple(word for word, _count in public[COMMON:] if len(word) > 3)
    return Vocabulary(_words(public), _words(secret), topics)


def _words(counts: list[tuple[str, int]]) -> Words:
    return Words(
        tuple(word for word, _count in counts), tuple(accumulate(count for _word, count in counts))
    )
