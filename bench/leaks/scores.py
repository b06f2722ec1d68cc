"""Precision and recall over the confidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Judged:
    """One labelled sentence: the confidence that it is a leak, and whether it is one."""

    confidence: float
    is_leak: bool


def precision_and_recall(judged: Iterable[Judged], threshold: float) -> tuple[float, float]:
    """Of those with at least ``threshold``. Precision is 1 if there are none."""
    judged = list(judged)
    reported = [each for each in judged if each.confidence >= threshold]
    right = sum(each.is_leak for each in reported)
    leaks = sum(each.is_leak for each in judged)
    return right / len(reported) if reported else 1.0, right / leaks if leaks else 1.0


def curve(judged: list[Judged]) -> Iterator[str]:
    """A line for each threshold, for people."""
    yield f"{'confidence':>10} {'precision':>10} {'recall':>8}"
    for threshold in STEPS:
        precision, recall = precision_and_recall(judged, threshold)
        yield f"{threshold:10.1f} {precision:10.2f} {recall:8.2f}"
