"""Scales of scores: points, stars, percent and letter grades.

Every score is stored as a number on its scale. A letter grade is its place among `GRADES`, from 1.
No models: settings read the house scale with this module.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

GRADES = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
"""The worst first."""

MAX_STARS = 10
MAX_LISTED = 13
"""An error lists so many possible scores at most."""

_LIMIT = Decimal(1000)
_HUNDREDTH = Decimal("0.01")
_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,6})?"
_NOTATION = re.compile(
    rf"(?:(?P<kind>[a-z]+)(?: |$))?"
    rf"(?:(?P<worst>{_NUMBER}) ?[-–] ?(?P<best>{_NUMBER}))?"
    rf"(?: ?step (?P<step>{_NUMBER}))?"
)
_DASHES = str.maketrans("−–‐‑", "----")
_FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75"}


class ScaleKind(StrEnum):
    POINTS = "points"
    STARS = "stars"
    PERCENT = "percent"
    LETTERS = "letters"


SCALE_KINDS = [
    (ScaleKind.POINTS.value, gettext_lazy("points")),
    (ScaleKind.STARS.value, gettext_lazy("stars")),
    (ScaleKind.PERCENT.value, gettext_lazy("percent")),
    (ScaleKind.LETTERS.value, gettext_lazy("letter grades, A+ to F")),
]
"""Each with its name, as choices of a field."""


class NotOnScale(ValueError):
    """A score that the scale does not have. The message is a sentence with the possible scores."""


class NoScale(ValueError):
    """What is given is no scale. The message is a sentence that says what would be one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``worst`` to ``best`` in steps of ``step``. Raises `NoScale`."""

    kind: ScaleKind
    worst: Decimal
    best: Decimal
    step: Decimal

    def __post_init__(self) -> None:
        for number in (self.worst, self.best, self.step):
            if not 0 <= number < _LIMIT or number % _HUNDREDTH:
                raise NoScale(
                    _("The numbers of a scale are less than 1000, with two decimals at most.")
                )
        if self.step <= 0:
            raise NoScale(_("The step must be more than 0."))
        if self.worst >= self.best:
            raise NoScale(_("The best score must be more than the worst."))
        if self.kind == ScaleKind.STARS and (
            self.best > MAX_STARS
            or self.best % 1
            or self.step % Decimal("0.25")
            or self.worst % Decimal("0.25")
        ):
            raise NoScale(
                _("Stars are at most %(most)d, and have whole, half or quarter steps.")
                % {"most": MAX_STARS}
            )

    @classmethod
    def of(
        cls,
        kind: ScaleKind,
        worst: Decimal | None = None,
        best: Decimal | None = None,
        step: Decimal | None = None,
    ) -> Self:
        """The scale of this ``kind``; what is None has the usual value of the kind.

        Percent and letters have one worst and best score. Raises `NoScale`.
        """
        if kind == ScaleKind.LETTERS:
            return cls(kind, Decimal(1), Decimal(len(GRADES)), Decimal(1))
        if kind == ScaleKind.PERCENT:
            return cls(kind, Decimal(0), Decimal(100), Decimal(1) if step is None else step)
        if kind == ScaleKind.STARS:
            best = Decimal(5) if best is None else best
            step = Decimal("0.5") if step is None else step
        if best is None or step is None:
            raise NoScale(_("Points need a best score and a step."))
        return cls(kind, worst or Decimal(0), best, step)

    @classmethod
    def from_notation(cls, text: str) -> Self:
        """The scale that settings and documents write as ``text``: "letters", "percent", "stars",
        "1-6", "0-10 step 0.5", "stars 1-5 step 1". Raises `NoScale`."""
        match = _NOTATION.fullmatch(" ".join(text.lower().split()))
        given = match.groupdict() if match else {}
        kind = given.get("kind") or (ScaleKind.POINTS if given.get("best") else "")
        is_fixed = kind == ScaleKind.LETTERS or (kind == ScaleKind.PERCENT and given["best"])
        if kind not in {*ScaleKind} or (is_fixed and match and match[0] != kind):
            raise NoScale(
                _(
                    "A scale is written “letters”, “percent”, “stars” or like “1-6”, "
                    "“0-10 step 0.5” or “stars 1-5 step 1”."
                )
            )
        numbers = (given[name] for name in ("worst", "best", "step"))
        worst, best, step = (Decimal(number) if number else None for number in numbers)
        if kind == ScaleKind.POINTS and best is not None:
            step = Decimal(1) if step is None else step
        return cls.of(ScaleKind(kind), worst, best, step)

    def read(self, text: str) -> Decimal:
        """The score that is written as ``text``: "B+", "3.5", "3,5", "3½", "85%".

        Raises `NotOnScale`.
        """
        written = text.strip().translate(_DASHES)
        number: Decimal | None = None
        if self.kind == ScaleKind.LETTERS:
            if written.upper() in GRADES:
                number = Decimal(GRADES.index(written.upper()) + 1)
        else:
            if self.kind == ScaleKind.PERCENT:
                written = written.removesuffix("%").rstrip()
            for sign, decimals in _FRACTIONS.items():
                if written.endswith(sign):
                    written = f"{written.removesuffix(sign).rstrip() or 0}{decimals}"
            if re.fullmatch(_NUMBER, written := written.replace(",", ".")):
                number = Decimal(written)
        if number is None or not self._has(number):
            raise NotOnScale(
                _("“%(score)s” is not on the scale. Possible scores: %(possible)s.")
                % {"score": text.strip()[:40], "possible": self.possible()}
            )
        return number

    def _has(self, score: Decimal) -> bool:
        return self.worst <= score <= self.best and not (score - self.worst) % self.step

    def possible(self) -> str:
        """The scores of the scale for an error: a list, the best first for letters, or a range."""
        if self.kind == ScaleKind.LETTERS:
            return ", ".join(reversed(GRADES))
        count = int((self.best - self.worst) / self.step) + 1
        if count <= MAX_LISTED:
            return ", ".join(plain_number(self.worst + self.step * n) for n in range(count))
        numbers = {name: plain_number(getattr(self, name)) for name in ("worst", "best", "step")}
        return _("from %(worst)s to %(best)s in steps of %(step)s") % numbers

    def written(self, score: Decimal) -> str:
        """``score`` as forms and documents write it and `read` reads it: "B+", "3.5", "85"."""
        return grade(score) if self.kind == ScaleKind.LETTERS else plain_number(score)


class Scored(Protocol):
    """A verdict, as a row or as content.

    Without a score, ``scale_best`` and ``scale_step`` are None as well."""

    @property
    def score(self) -> Any: ...

    @property
    def scale_kind(self) -> Any: ...

    @property
    def scale_worst(self) -> Any: ...

    @property
    def scale_best(self) -> Any: ...

    @property
    def scale_step(self) -> Any: ...


def scale_of(verdict: Scored) -> Scale | None:
    """The scale of the score of ``verdict``; None without a score."""
    if verdict.score is None:
        return None
    kind = ScaleKind(verdict.scale_kind)
    return Scale.of(kind, verdict.scale_worst, verdict.scale_best, verdict.scale_step)


def grade(score: Decimal) -> str:
    """The letter grade at the place ``score``; "" if there is none."""
    place = int(score)
    return GRADES[place - 1] if 1 <= place <= len(GRADES) else ""


def plain_number(number: Decimal) -> str:
    """``number`` without trailing zeros: "7.5", "8"."""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
