"""What the leak check compares: public and hidden sentences, and what everybody knows of a film."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

SURPRISES = "credits"
"""Replaces the key of a curtain in a leak of a surprise credit."""


@dataclass(frozen=True, slots=True)
class PublicSentence:
    """``part`` is the key of the text, or the name of a field of the review or of a fact.
    ``field`` is the field of the item or of the review that has it. ``about`` are the indexes in
    `Facts.names` of those whom the text is about. ``is_premise``: it stands where reviews say what
    the film is about."""

    part: str
    field: str
    text: str
    about: frozenset[int] = frozenset()
    is_premise: bool = False
    shown: str = ""

    @property
    def excerpt(self) -> str:
        return self.shown or self.text


@dataclass(frozen=True, slots=True)
class HiddenSentence:
    """``part`` is the key of the innermost curtain around it, or `SURPRISES`. ``is_setup``: it is
    near the beginning of the first hidden section, where summaries repeat the premise. ``review``
    is the slug of the review that hides it, "" for the one that is checked."""

    part: str
    text: str
    is_setup: bool = False
    about: frozenset[int] = frozenset()
    review: str = ""

    @property
    def place(self) -> str:
        """``part``, after the slug of another review: "alien:story-2"."""
        return f"{self.review}:{self.part}" if self.review else self.part


@dataclass(frozen=True, slots=True)
class Facts:
    """What everybody may know. ``names`` are the public credits of the cast: the names of each
    person and of the characters. ``makers`` are the names of the crew. ``surprises`` are the names
    that only surprise credits have. ``premise`` is the film's title, tagline and overview.
    ``common`` is the share of the site's other reviews that a word is in, 0 to 1."""

    language: str
    names: tuple[tuple[str, ...], ...] = ()
    makers: tuple[str, ...] = ()
    surprises: tuple[str, ...] = ()
    premise: str = ""
    common: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leak:
    """One public sentence that gives a hidden one away. ``shared`` are the words that it has in
    common with it, as it writes them. ``confidence`` is 0 to 1."""

    public: PublicSentence
    hidden: HiddenSentence
    shared: tuple[str, ...]
    confidence: float
    confirmed: bool = False

    @property
    def public_digest(self) -> str:
        return _digest(self.public.part, self.public.text)

    @property
    def hidden_digest(self) -> str:
        return _digest(self.hidden.review, self.hidden.text)

    @property
    def key(self) -> str:
        """Stays the same until one of the sentences changes."""
        return _digest(self.public_digest, self.hidden_digest)[:16]


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
