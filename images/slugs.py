"""Slugs: the part of an address that is made from a name. The admin and the importer use this."""

import re
import unicodedata

from anyascii import anyascii
from django.db.models import Model
from django.utils.text import slugify

_FRACTION_SLASH = "\N{FRACTION SLASH}"
_AFTER_INITIAL = re.compile(r"(?<=(?<!\w)[^\W\d_]\.) (?=\w)")
_BETWEEN_INITIALS = re.compile(r"(?<=(?<!\w)[^\W\d_])\. (?=[^\W\d_]\.)")
_BEFORE_LETTER = re.compile(r"(?<=(?<!\w)[^\W\d_])\.(?=[^\W\d_])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)/(?=\d)", re.ASCII)


def slug_of(text: str, max_length: int) -> str:
    """The slug of ``text``: lower-case ASCII, at most ``max_length`` characters.

    Letters of every script are transliterated. A text without letters and digits, such as "!!!",
    gets the Unicode names of its characters. Only blank text has the slug "".
    """
    text = unicodedata.normalize("NFC", text)
    words = _BETWEEN_DIGITS.sub("-", anyascii(_with_separate_fractions(text)))
    slug = slugify(words) or slugify(" ".join(map(_character_name, text.split())))
    return _shortened(slug, max_length)


def slug_for(model: type[Model], text: str) -> str:
    """The slug of ``text`` in the length that the field ``slug`` of ``model`` takes."""
    max_length: int = model._meta.get_field("slug").max_length  # type: ignore[union-attr,assignment]
    return slug_of(text, max_length)


def comparable_name(name: str) -> str:
    """``name`` for a comparison: without differences in case, spaces, apostrophes and Unicode
    normalization. Two names are one name if this is equal. "Weiß" and "Weiss" are two, "J.J. Doe"
    and "J. J. Doe" are one."""
    words = unicodedata.normalize("NFC", name).replace("’", "'").lower().split()
    return _AFTER_INITIAL.sub("", " ".join(words))


def spellings_of_initials(name: str) -> set[str]:
    """``name`` with and without spaces after its initials: "J. J. Abrams", "J.J. Abrams"."""
    apart = _BEFORE_LETTER.sub(". ", name)
    return {name, apart, _BETWEEN_INITIALS.sub(".", apart), _AFTER_INITIAL.sub("", apart)}


def numbered(slug: str, number: int, max_length: int) -> str:
    """``slug`` with ``number`` at its end: "ann-alpha-2"."""
    ending = f"-{number}"
    return slug[: max_length - len(ending)].rstrip("-_") + ending


def _with_separate_fractions(text: str) -> str:
    """ "8½" → "8 ½": it would become "812" otherwise."""
    return "".join(
        f" {sign}" if _FRACTION_SLASH in unicodedata.normalize("NFKC", sign) else sign
        for sign in text
    )


def _character_name(word: str) -> str:
    return " ".join(unicodedata.name(sign, f"u{ord(sign):04x}") for sign in word)


def _shortened(slug: str, max_length: int) -> str:
    """``slug`` cut after its last whole word that fits; within a word if none fits."""
    if len(slug) <= max_length:
        return slug
    whole, hyphen, _rest = slug[: max_length + 1].rpartition("-")
    return (whole if hyphen else slug[:max_length]).strip("-_") or slug[:max_length]
