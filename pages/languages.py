"""The language of a text on a page whose own language is that of the site."""

from django.conf import settings
from django.utils.translation import get_language_info


def direction_of(language: str) -> str:
    """The direction in which ``language``, a BCP 47 tag, is written: "rtl" or "ltr"."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def foreign_language(language: str) -> str:
    """``language``, a BCP 47 tag, for an attribute; "" if it is the language of the site."""
    return "" if language.lower() == settings.LANGUAGE_CODE.lower() else language
