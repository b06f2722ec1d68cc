"""Logistic regression, small enough to need no package."""

from dataclasses import dataclass
from math import exp, sqrt

PENALTY = 0.02
"""Of the squares of the weights, as a share of the loss. Keeps weights small that few sentences
decide."""

STEPS = 8
"""Of Newton's method. The weights do not change any more after six."""


@dataclass(frozen=True)
class Fitted:
    """``weights`` are for the signals as they are; the last one is the constant."""

    weights: list[float]

    def probability(self, signals: list[float]) -> float:
        return _logistic(
            self.weights[-1]
            + sum(weight * value for weight, value in zip(self.weights, signals, strict=False))
        )


def fit(rows: list[list[float]], answers: list[bool], shares: list[float]) -> Fitted:
    """Minimises the mean logarithmic loss. ``shares`` say how much each row counts."""
    size, width = sum(shares), len(rows[0])
    means = [sum(row[i] for row in rows) / len(rows) for i in range(width)]
    spreads = [
        sqrt(sum((row[i] - means[i]) ** 2 for row in rows) / len(rows)) or 1.0 for i in range(width)
    ]
    scaled = [[(row[i] - means[i]) / spreads[i] for i in range(width)] + [1.0] for row in rows]
    penalties = [PENALTY * size] * width + [0.0]
    weights = [0.0] * (width + 1)
    for _step in range(STEPS):
        slope = [-penalty * weight for penalty, weight in zip(penalties, weights, strict=True)]
        curvature = [[0.0] * (width + 1) for _ in weights]
        for i, penalty in enumerate(penalties):
            curvature[i][i] = penalty
        for row, answer, share in zip(scaled, answers, shares, strict=True):
            probability = _logistic(sum(map(float.__mul__, weights, row)))
            error, bend = (
                share * (answer - probability),
                share * probability * (1 - probability),
            )
            for i, value in enumerate(row):
                slope[i] += error * value
                bent, line = bend * value, curvature[i]
                for j in range(i + 1):
                    line[j] += bent * row[j]
        for i in range(width + 1):
            for j in range(i):
                curvature[j][i] = curvature[i][j]
        weights = [
            weight + step for weight, step in zip(weights, _solved(curvature, slope), strict=True)
        ]
    plain = [weight / spread for weight, spread in zip(weights, spreads, strict=False)]
    constant = weights[-1] - sum(weight * mean for weight, mean in zip(plain, means, strict=True))
    return Fitted([*plain, constant])


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations, by Gaussian elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda number: abs(rows[number][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        head = rows[i][i] or 1e-9
        rows[i] = [value / head for value in rows[i]]
        for j, row in enumerate(rows):
            if j != i and row[i]:
                factor = row[i]
                rows[j] = [a - factor * b for a, b in zip(row, rows[i], strict=True)]
    return [row[-1] for row in rows]


def _logistic(total: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))
