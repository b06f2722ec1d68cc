"""How sure the leak check is, from the `Signals` of a pair.

`bench/leaks/train.py` computes the weights from the labelled reviews. docs/decisions/0050 compares
this with other methods.
"""

from math import exp

from editions.leaks.comparison import Signals

THRESHOLD = 0.5
"""From this confidence on a leak is reported."""

WEIGHTS = {
    "words": -0.001,
    "meanings": 2.169,
    "matches": 0.801,
    "of_hidden": 6.395,
    "of_public": 4.541,
    "run": 0.927,
    "people": 1.920,
    "same_person": 2.109,
    "reveals": 0.903,
    "single": -0.688,
}
CONSTANT = -1.869


def confidence(signals: Signals) -> float:
    """The probability that the public sentence gives the hidden one away, 0 to 1."""
    total = CONSTANT + sum(
        weight * value for weight, value in zip(WEIGHTS.values(), signals.values(), strict=True)
    )
    return 1 / (1 + exp(-total))
