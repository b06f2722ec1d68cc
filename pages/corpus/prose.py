"""Sentences and titles of random words.

They contain letters, digits, spaces, hyphens, commas and full stops only: nothing that Markdown,
HTML or JSON write in another way. `pages.corpus.templates` relies on it.
"""

from collections.abc import Sequence
from random import Random

from pages.corpus.vocabulary import vocabulary

TOPIC_EVERY = 9
"""One word in so many of a public text is about its topics."""

NAME_EVERY = 35
"""One word in so many of a public text is a name."""

SECRET_EVERY = 4
"""One word in so many of a hidden text is secret. As a phrase of the leak check has four words,
each phrase of a hidden text has a secret word."""


class Prose:
    """Writes texts with ``rng``. ``topics`` and ``names`` recur in the public ones."""

    def __init__(self, rng: Random, topics: Sequence[str] = (), names: Sequence[str] = ()) -> None:
        self.rng, self.topics, self.names = rng, topics, names

    def public(self, length: int) -> str:
        """One paragraph of about ``length`` words."""
        words = self._words(length)
        for every, texts in ((TOPIC_EVERY, self.topics), (NAME_EVERY, self.names)):
            if texts:
                for _time in range(length // every):
                    words[self.rng.randrange(length)] = self.rng.choice(texts)
        return self._sentences(words)

    def hidden(self, length: int) -> str:
        """As `public`, of words that no public text has in this order."""
        return self._sentences(self._with_secrets(self._words(length)))

    def phrase(self, length: int) -> str:
        """``length`` words without a full stop: a label, the words of a link."""
        return capitalised(" ".join(self._words(length)))

    def hidden_phrase(self, length: int) -> str:
        return capitalised(" ".join(self._with_secrets(self._words(length))))

    def title(self, length: int) -> str:
        """``length`` words that are not common, each with a capital letter."""
        return " ".join(map(capitalised, self.rng.choices(vocabulary().topics, k=length)))

    def _words(self, length: int) -> list[str]:
        return vocabulary().public.some(self.rng, length)

    def _with_secrets(self, words: list[str]) -> list[str]:
        places = range(0, len(words), SECRET_EVERY)
        words[::SECRET_EVERY] = vocabulary().secret.some(self.rng, len(places))
        return words

    def _sentences(self, words: list[str]) -> str:
        sentences = []
        start = 0
        while start < len(words):
            length = self.rng.randint(6, 26)
            sentence = words[start : start + length]
            if len(sentence) > 12:
                sentence[len(sentence) // 2] += ","
            sentences.append(f"{capitalised(' '.join(sentence))}.")
            start += length
        return " ".join(sentences)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
