"""Logistic regression, small enough to need no package: a dozen signals, some hundred sentences."""

from dataclasses import dataclass
from math import exp, sqrt

PENALTY = 0.02
"""Of the squares of the weights, as a share of the loss. Keeps weights small that few sentences
decide."""
STEPS = 1500
RATE = 0.5


@dataclass(frozen=True)
class Fitted:
    """``weights`` are for the signals as they are; the last one is the constant."""

    weights: list[float]

    def probability(self, signals: list[float]) -> float:
        total = self.weights[-1] + sum(
            weight * value for weight, value in zip(self.weights, signals, strict=False)
        )
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def fit(rows: list[list[float]], answers: list[bool], shares: list[float]) -> Fitted:
    """Minimises the mean logarithmic loss by gradient descent with momentum. ``shares`` say how
    much each row counts."""
    size, width = sum(shares), len(rows[0])
    means = [sum(row[i] for row in rows) / len(rows) for i in range(width)]
    spreads = [
        sqrt(sum((row[i] - means[i]) ** 2 for row in rows) / len(rows)) or 1.0 for i in range(width)
    ]
    scaled = [[(row[i] - means[i]) / spreads[i] for i in range(width)] for row in rows]
    weights, speed = [0.0] * width, [0.0] * width
    constant, constant_speed = 0.0, 0.0
    for _step in range(STEPS):
        slope, constant_slope = [PENALTY * weight for weight in weights], 0.0
        for row, answer, share in zip(scaled, answers, shares, strict=True):
            total = constant + sum(map(float.__mul__, weights, row))
            error = (1 / (1 + exp(-max(-30.0, min(30.0, total)))) - answer) * share / size
            constant_slope += error
            for i, value in enumerate(row):
                slope[i] += error * value
        for i in range(width):
            speed[i] = 0.8 * speed[i] - RATE * slope[i]
            weights[i] += speed[i]
        constant_speed = 0.8 * constant_speed - RATE * constant_slope
        constant += constant_speed
    plain = [weight / spread for weight, spread in zip(weights, spreads, strict=True)]
    constant -= sum(weight * mean for weight, mean in zip(plain, means, strict=True))
    return Fitted([*plain, constant])
