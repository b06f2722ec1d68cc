"""Scores as pages print them."""

from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verdicts.scales import ScaleKind, grade

_PARTS_OF_A_STAR = {
    Decimal("0.25"): "¼",
    Decimal("0.5"): "½",
    Decimal("0.75"): "¾",
    Decimal(0): "",
}
_SIGNS = {"+": gettext_lazy("plus"), "-": gettext_lazy("minus")}


def localized_number(number: str) -> str:
    """``number``, such as "7.5" or "", with the decimal separator of the active language."""
    return number.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def printed_score(kind: str, score: str, best: str) -> str:
    """The number ``score`` on a scale of this ``kind`` up to ``best``, in the active language:
    "7.5/10", "★★★½☆", "85%", "B+"; "" without a score."""
    match kind if score else "":
        case "":
            return ""
        case ScaleKind.LETTERS:
            return grade(Decimal(score))
        case ScaleKind.PERCENT:
            return _("%(number)s%%") % {"number": localized_number(score)}
        case ScaleKind.STARS:
            whole, part = divmod(Decimal(score), 1)
            empty = int(best) - int(whole) - bool(part)
            return "★" * int(whole) + _PARTS_OF_A_STAR.get(part, "") + "☆" * empty
    return f"{localized_number(score)}/{localized_number(best)}"


def spoken_score(kind: str, score: str, best: str) -> str:
    """The same in words, for readers who hear it: "7.5 out of 10", "3.5 out of 5 stars", "85%",
    "B plus"; "" without a score."""
    numbers = {"score": localized_number(score), "best": localized_number(best)}
    match kind if score else "":
        case "":
            return ""
        case ScaleKind.LETTERS:
            letters = grade(Decimal(score))
            return " ".join(str(_SIGNS.get(letter, letter)) for letter in letters)
        case ScaleKind.PERCENT:
            return printed_score(kind, score, best)
        case ScaleKind.STARS:
            return _("%(score)s out of %(best)s stars") % numbers
    return _("%(score)s out of %(best)s") % numbers


def line_score(kind: str, score: str, best: str) -> str:
    """The score in a line of text for media whose fonts may have no stars."""
    written = spoken_score if kind == ScaleKind.STARS else printed_score
    return written(kind, score, best)
