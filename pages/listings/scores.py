"""Scores as pages print them."""

from django.utils.formats import get_format


def printed(number: str) -> str:
    """``number``, such as "7.5" or "", with the decimal sign of the page's language."""
    return number.replace(".", str(get_format("DECIMAL_SEPARATOR")))
