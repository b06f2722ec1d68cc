"""Reads the labelled reviews; README.md describes their format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from editions.leaks.sentences import sentences
from editions.leaks.statements import Facts, HiddenSentence, PublicSentence

REVIEWS = Path(__file__).parent / "reviews"

PREMISE = ("standfirst", "description")

_HIDDEN = re.compile(r"(\S+) ([^:]+): (.+)")


@dataclass
class Label:
    """A public sentence; ``kind`` and ``hidden`` are "" if it gives nothing away."""

    sentence: PublicSentence
    kind: str = ""
    hidden: str = ""


@dataclass
class LabelledReview:
    """``weight`` is how much one of its sentences counts in the training."""

    name: str
    facts: Facts
    labels: list[Label]
    hidden: list[HiddenSentence]
    earlier: tuple[str, ...] = ()
    weight: float = 1.0


def labelled_reviews(folder: str) -> list[LabelledReview]:
    """The reviews in a ``folder`` of `REVIEWS`, by name. What an earlier film's review hides is
    among the hidden sentences, with the keys REVIEW:KEY."""
    reviews = {
        path.stem: _read(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((REVIEWS / folder).glob("*.txt"))
    }
    for review in reviews.values():
        review.hidden += [
            replace(each, review=name)
            for name in review.earlier
            for each in reviews[name].hidden
            if not each.review
        ]
    return list(reviews.values())


def _read(name: str, text: str) -> LabelledReview:
    lines = [line.split(" ", 1) for line in text.splitlines() if line.strip()]
    values = {key.removesuffix(":"): value for key, value in lines}
    names: list[tuple[str, ...]] = []
    makers: list[str] = []
    surprises: list[str] = []
    sections: dict[str, list[str]] = {}
    for key, value in lines:
        if key == "credit:":
            who = tuple(value.split(" = "))
            if len(who) > 1:
                names.append(who)
            else:
                makers += who
        elif key == "surprise:":
            surprises += value.split(" = ")
        elif key == "hidden" and (match := _HIDDEN.fullmatch(value)):
            sections.setdefault(match[1], []).extend(sentences(match[3]))
    facts = Facts(
        language=values["language"],
        names=tuple(names),
        makers=tuple(makers),
        surprises=tuple(surprises),
        premise=f"{values['title']}. {values.get('overview', '')}",
    )
    hidden = [each for key, said in sections.items() for each in _section(key, said)]
    review = LabelledReview(name, facts, [], hidden, tuple(values.get("earlier", "").split()))
    review.labels = list(_labels(review, lines))
    return review


def _section(key: str, said: list[str]) -> Iterator[HiddenSentence]:
    for number, each in enumerate(said):
        yield HiddenSentence(key, each, is_setup=key == "story-1" and number < len(said) / 2)


def _labels(review: LabelledReview, lines: list[list[str]]) -> Iterator[Label]:
    opening = 0
    for key, value in lines:
        if key not in {"public", "leak"}:
            continue
        if key == "leak":
            kind, hidden, value = value.split(" ", 2)
        else:
            kind = hidden = ""
        place, text = value.split(":", 1)
        *before, text = [piece.strip() for piece in text.split(" :: ")]
        about = frozenset(
            index
            for index, names in enumerate(review.facts.names)
            if place == "cast" and before and not set(before[0].split("; ")).isdisjoint(names)
        )
        opening += place == "opening"
        sentence = PublicSentence(
            place,
            place,
            text,
            about,
            is_premise=opening <= 3 if place == "opening" else place in PREMISE,
        )
        yield Label(sentence, kind, hidden)
