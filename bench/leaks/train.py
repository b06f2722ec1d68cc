"""Computes the weights of `editions.leaks.model` and how well such weights do on reviews that they
have not seen: `python -m bench.leaks.train`.

Each review of the tuning part is judged by weights from the other ones.
"""

import re
import sys
from dataclasses import fields, replace
from math import log

from bench.leaks.fitting import Fitted, fit
from bench.leaks.labelled import LabelledReview, labelled_reviews
from bench.leaks.scores import STEPS, Judged, curve
from editions.leaks.comparison import Comparison, Pair, Signals
from editions.leaks.finding import surprise_leaks

ROUNDS = 3
"""A labelled sentence says which section it gives away, but not which sentence of it. In the first
round it is the one with most in common, then the one of which the last weights are surest."""

EXCHANGES = 2
"""With the hidden text of how many other reviews each review is judged as well. In the labelled
reviews 2 of 5 sentences are leaks, in a real review few are."""

EXCHANGED_WEIGHT = 0.3
"""How much such a sentence counts in the training."""

DEMO_WEIGHT = 0.5
"""How much a sentence of the demo reviews counts in the training. Hardly any of them is a leak."""

REPORTED_FROM = 0.2
"""The probability from which on a leak is reported. Leaks are rarer in real reviews than here, but
to overlook one is worse than to look at a sentence in vain. The constant is shifted so that it
becomes the confidence one half."""

Pairs = dict[int, list[Pair]]


def pairs_of(review: LabelledReview) -> Pairs:
    comparison = Comparison(
        [label.sentence for label in review.labels], review.hidden, review.facts
    )
    found: Pairs = {}
    for pair in comparison.pairs():
        found.setdefault(pair.public, []).append(pair)
    return found


def exchanged(review: LabelledReview, other: LabelledReview) -> LabelledReview:
    """``review`` with what ``other`` hides, told of the people of ``review``. What both texts have
    in common is chance."""
    names = {
        theirs: ours
        for their, our in zip(other.facts.names, review.facts.names, strict=False)
        for theirs, ours in zip(their, our, strict=False)
    }
    hidden = []
    for each in other.hidden:
        text = each.text
        for theirs, ours in names.items():
            for part in theirs.split():
                if part[0].isupper() and len(part) > 2:
                    text = re.sub(rf"\b{re.escape(part)}\b", ours.split()[-1], text)
        hidden.append(replace(each, text=text))
    labels = [replace(label, kind="", hidden="") for label in review.labels]
    return replace(review, labels=labels, hidden=hidden, weight=EXCHANGED_WEIGHT)


def with_exchanged(reviews: list[LabelledReview]) -> list[tuple[LabelledReview, Pairs]]:
    """``reviews``, and each with what the next ones in its language hide."""
    found = [(review, pairs_of(review)) for review in reviews]
    for language in {review.facts.language for review in reviews}:
        alike = [
            review for review in reviews if review.facts.language == language and not review.earlier
        ]
        for index, review in enumerate(alike):
            for step in range(1, 1 + min(EXCHANGES, len(alike) - 1)):
                mixed = exchanged(review, alike[(index + step) % len(alike)])
                found.append((mixed, pairs_of(mixed)))
    return found


def train(reviews: list[tuple[LabelledReview, Pairs]]) -> Fitted:
    width = len(fields(Signals))
    fitted = Fitted([1.0, 1.0] + [0.0] * (width - 1))
    for _round in range(ROUNDS):
        rows, answers, weights = [], [], []
        for review, pairs in reviews:
            for number, label in enumerate(review.labels):
                if label.kind == "surprise":
                    continue
                found = pairs.get(number, [])
                right = [pair for pair in found if review.hidden[pair.hidden].place == label.hidden]
                rows.append(
                    max(
                        (pair.signals.values() for pair in right or found),
                        key=fitted.probability,
                        default=Signals().values(),
                    )
                )
                answers.append(bool(label.kind))
                weights.append(review.weight)
        fitted = fit(rows, answers, weights)
    constant = fitted.weights[-1] + log(1 / REPORTED_FROM - 1)
    return Fitted([*fitted.weights[:-1], constant])


def judged(fitted: Fitted, review: LabelledReview, pairs: Pairs) -> list[Judged]:
    found = []
    named = dict(surprise_leaks([label.sentence for label in review.labels], review.facts))
    for number, label in enumerate(review.labels):
        confidence = max(
            (fitted.probability(pair.signals.values()) for pair in pairs.get(number, ())),
            default=0.0,
        )
        if number in named:
            confidence = max(confidence, named[number].confidence)
        found.append(Judged(confidence, bool(label.kind)))
    return found


def main() -> None:
    labelled = labelled_reviews("tuning")
    demo = [replace(review, weight=DEMO_WEIGHT) for review in labelled_reviews("demo")]
    reviews = with_exchanged(labelled) + [(review, pairs_of(review)) for review in demo]
    found: dict[float, list[Judged]] = {}
    for name in dict.fromkeys(review.name for review, _pairs in reviews):
        fitted = train([each for each in reviews if each[0].name != name])
        for review, pairs in reviews:
            if review.name == name:
                found.setdefault(review.weight, []).extend(judged(fitted, review, pairs))
    fitted = train(reviews)
    lines = ["Each review judged by weights from the others:", *curve(found[1.0])]
    for title, weight in ("exchanged", EXCHANGED_WEIGHT), ("demo", DEMO_WEIGHT):
        lines += ["", f"Reported of {len(found[weight])} sentences, {title}:"]
        lines += [
            f"{threshold:10.1f} {sum(each.confidence >= threshold for each in found[weight]):10}"
            for threshold in STEPS
        ]
    lines += ["", "WEIGHTS = {"]
    lines += [
        f'    "{each.name}": {weight:.3f},'
        for each, weight in zip(fields(Signals), fitted.weights, strict=False)
    ]
    lines += ["}", f"CONSTANT = {fitted.weights[-1]:.3f}"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
