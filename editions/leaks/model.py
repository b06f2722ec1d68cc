"""How sure the leak check is, from the `Signals` of a pair.

`bench/leaks/train.py` computes the weights from the labelled reviews. docs/decisions/0050 compares
this with other methods.
"""

from math import exp

from editions.leaks.comparison import Signals

THRESHOLD = 0.5
"""From this confidence on a leak is reported."""

WEIGHTS = {
    "words": -0.078,
    "meanings": 1.507,
    "matches": 2.409,
    "of_hidden": 5.194,
    "of_public": 2.839,
    "run": 1.258,
    "people": 4.484,
    "same_person": 2.610,
    "reveals": 0.995,
    "single": 0.098,
}
CONSTANT = -1.853


def confidence(signals: Signals) -> float:
    """The probability that the public sentence gives the hidden one away, 0 to 1."""
    total = CONSTANT + sum(
        weight * value for weight, value in zip(WEIGHTS.values(), signals.values(), strict=True)
    )
    return 1 / (1 + exp(-total))
