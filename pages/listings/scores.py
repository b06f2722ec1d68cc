"""Scores as pages print them."""

from django.utils.formats import get_format


def localized_score(number: str) -> str:
    """``number``, such as "7.5" or "", with the decimal separator of the active language."""
    return number.replace(".", str(get_format("DECIMAL_SEPARATOR")))
