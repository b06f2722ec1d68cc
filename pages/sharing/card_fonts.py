"""The fonts of a share card: the site's own typefaces, and fonts of the server for other scripts.

A character that no font has is left out of the card, where it would show as an empty box.
"""

import unicodedata
from functools import lru_cache

from django.contrib.staticfiles import finders

from pages.sharing.glyphs import missing_characters
from pages.sharing.system_fonts import system_font

SUBSETS = ("latin", "polish", "czech", "turkish", "latin-ext")
"""The subsets of a typeface in static/fonts/, made by scripts/subset_fonts.py."""

DISPLAY = tuple(f"display-{subset}" for subset in SUBSETS)
ITALIC = tuple(f"text-italic-{subset}" for subset in SUBSETS)


@lru_cache
def site_font(name: str) -> str:
    """The path of static/fonts/``name``.woff2."""
    file = finders.find(f"fonts/{name}.woff2")
    assert isinstance(file, str), f"static/fonts/{name}.woff2 is missing"
    return file


@lru_cache(maxsize=1024)
def font_files(typeface: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The font files for ``text``: the subsets of ``typeface``, then fonts of the server.

    One font of the server for all characters that the typeface lacks, if there is one, so that they
    look alike. Otherwise also a font for each character that is still missing.
    """
    files = tuple(site_font(name) for name in typeface)
    missing = missing_characters(files, text)
    for characters in (missing, *missing):
        font = system_font(missing_characters(files, characters))
        if font:
            files += (font,)
    return files


def drawable_text(text: str, typeface: tuple[str, ...]) -> str:
    """``text`` on one line without the symbols that no font has; "" if a letter is missing."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    missing = missing_characters(font_files(typeface, composed), composed)
    if any(character.isalnum() for character in missing):
        return ""
    return " ".join(composed.translate(dict.fromkeys(map(ord, missing))).split())
