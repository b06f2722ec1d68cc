"""How sure the leak check is, from the `Signals` of a pair.

`bench/leaks/train.py` computes the weights from the labelled reviews. docs/decisions/0050 compares
this with other methods.
"""

from math import exp

from editions.leaks.comparison import Signals

THRESHOLD = 0.5
"""From this confidence on a leak is reported."""

WEIGHTS = {
    "words": -0.263,
    "meanings": 1.247,
    "matches": 2.579,
    "of_hidden": 5.813,
    "of_public": 2.503,
    "run": 1.337,
    "people": 4.947,
    "same_person": 3.135,
    "reveals": 0.942,
    "single": -0.207,
}
CONSTANT = -1.533


def confidence(signals: Signals) -> float:
    """The probability that the public sentence gives the hidden one away, 0 to 1."""
    total = CONSTANT + sum(
        weight * value for weight, value in zip(WEIGHTS.values(), signals.values(), strict=True)
    )
    return 1 / (1 + exp(-total))
