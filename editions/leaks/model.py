"""How sure the leak check is, from the `Signals` of a pair.

`bench/leaks/train.py` computes the weights from the labelled reviews. docs/decisions/0050 compares
this with other methods.
"""

from math import exp

from editions.leaks.comparison import Signals

THRESHOLD = 0.5
"""From this confidence on a leak is reported."""

WEIGHTS = {
    "words": -0.230,
    "meanings": 1.242,
    "matches": 2.316,
    "of_hidden": 6.091,
    "of_public": 2.415,
    "run": 1.369,
    "people": 4.384,
    "same_person": 3.733,
    "reveals": 1.101,
    "single": -0.195,
}
CONSTANT = -1.730


def confidence(signals: Signals) -> float:
    """The probability that the public sentence gives the hidden one away, 0 to 1."""
    total = CONSTANT + sum(
        weight * value for weight, value in zip(WEIGHTS.values(), signals.values(), strict=True)
    )
    return 1 / (1 + exp(-total))
