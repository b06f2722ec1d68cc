"""Measures the leak check on reviews that it was not made with: `python -m bench.leaks.measure`.

"heldout" is by the author of the check; "blind" and "blind2" are by two people who had not seen it.
Prints precision and recall over the confidence, and the processor time for a review of 5,000 words.
Exits 1 if a target is missed.
"""

import sys
import time
from dataclasses import replace
from typing import TypeVar

from bench.leaks.labelled import LabelledReview, labelled_reviews
from bench.leaks.scores import Judged, curve, precision_and_recall
from editions.leaks.finding import find_leaks, find_leaks_anew
from editions.leaks.model import THRESHOLD
from editions.leaks.statements import HiddenSentence, PublicSentence

Sentence = TypeVar("Sentence", PublicSentence, HiddenSentence)

PRECISION = 0.75
RECALL = 0.7
SECONDS = 0.3
WORDS = 5_000
RUNS = 3


def judged(review: LabelledReview) -> list[Judged]:
    public = [label.sentence for label in review.labels]
    confidence = {
        id(leak.public): leak.confidence
        for leak in find_leaks(public, review.hidden, review.facts, threshold=0)
    }
    return [
        Judged(confidence.get(id(label.sentence), 0.0), bool(label.kind)) for label in review.labels
    ]


def long_review() -> tuple[LabelledReview, list[PublicSentence], list[HiddenSentence]]:
    """`WORDS` words of the reviews in English, a fourth of them hidden."""
    public: list[PublicSentence] = []
    hidden: list[HiddenSentence] = []
    reviews = [r for r in labelled_reviews("demo") if r.facts.language == "en"]
    for number, review in enumerate(reviews):
        public += [replace(label.sentence, part=f"opening-{number}") for label in review.labels]
        hidden += [replace(each, part=f"story-{number}") for each in review.hidden]
    return reviews[0], _first(public, WORDS * 3 // 4), _first(hidden, WORDS // 4)


def _first(sentences: list[Sentence], words: int) -> list[Sentence]:
    found = []
    for each in sentences:
        words -= len(each.text.split())
        if words < 0:
            break
        found.append(each)
    return found


def seconds() -> float:
    review, public, hidden = long_review()
    least = float("inf")
    for _run in range(RUNS):
        start = time.process_time()
        find_leaks_anew(public, hidden, review.facts, THRESHOLD)
        least = min(least, time.process_time() - start)
    return least


def measured(folder: str) -> bool:
    """Prints the figures of the reviews in ``folder``; whether the targets are reached."""
    found = [each for review in labelled_reviews(folder) for each in judged(review)]
    precision, recall = precision_and_recall(found, THRESHOLD)
    lines = [
        f"{folder}: {len(found)} sentences, {sum(each.is_leak for each in found)} of them leaks",
        *curve(found),
        f"reported from {THRESHOLD}: precision {precision:.2f}, recall {recall:.2f}",
        "",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return precision >= PRECISION and recall >= RECALL


def main() -> int:
    reached = [measured(folder) for folder in ("heldout", "blind", "blind2")]
    spent = seconds()
    sys.stdout.write(f"{WORDS} words: {spent:.2f} s\n")
    return int(not all(reached) or spent > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
