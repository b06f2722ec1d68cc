"""Fonts as Pillow loads them, and the characters that they have."""

from functools import lru_cache

from PIL import ImageFont


@lru_cache(maxsize=256)
def load_font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


@lru_cache(maxsize=4096)
def has_glyph(file: str, character: str) -> bool:
    """Whether the font has ``character``. A font draws a character that it lacks as .notdef.

    Raises OSError for a file that is not a font, or whose font is not scalable.
    """
    if character.isspace():
        return True
    font = ImageFont.truetype(file, 32, layout_engine=ImageFont.Layout.BASIC)
    glyph, notdef = font.getmask(character), font.getmask("\U0010ffff")
    return (glyph.size, bytes(glyph)) != (notdef.size, bytes(notdef))


def missing_characters(files: tuple[str, ...], text: str) -> str:
    """The characters of ``text`` that none of the fonts ``files`` has, each once, sorted."""
    return "".join(
        character
        for character in sorted(set(text))
        if not any(has_glyph(file, character) for file in files)
    )
