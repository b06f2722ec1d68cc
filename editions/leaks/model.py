"""How sure the leak check is, from the `Signals` of a pair.

`bench/leaks/train.py` computes the weights from the labelled reviews. docs/decisions/0050 compares
this with other methods.
"""

from math import exp

from editions.leaks.comparison import Signals

THRESHOLD = 0.5
"""From this confidence on a leak is reported."""

WEIGHTS = {
    "words": -0.325,
    "meanings": 1.330,
    "matches": 2.585,
    "of_hidden": 5.572,
    "of_public": 2.504,
    "run": 1.365,
    "people": 4.751,
    "same_person": 2.941,
    "reveals": 0.941,
    "single": -0.196,
}
CONSTANT = -1.694


def confidence(signals: Signals) -> float:
    """The probability that the public sentence gives the hidden one away, 0 to 1."""
    total = CONSTANT + sum(
        weight * value for weight, value in zip(WEIGHTS.values(), signals.values(), strict=True)
    )
    return 1 / (1 + exp(-total))
