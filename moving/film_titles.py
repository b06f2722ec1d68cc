"""Reads the film under review from the title of a post."""

import re
from html import unescape

from moving.imported import ImportedFilm

_KIND = r"(?:(?:film|movie|cinema|blu-?ray|dvd|4k|short|advance|early|classic|retro)[ -]*)"
_REVIEW = rf"{_KIND}*(?:review|kritik|critique|reseña|recensione)"
_BEFORE = re.compile(rf"\W*{_REVIEW}s?\s*[:–—|-]+\s*", re.I)
_AFTER = re.compile(rf"(?:\s*[:–—|(\[-]+\s*|\s+){_REVIEW}\W*\Z", re.I)
_YEAR = re.compile(r"\s*[(\[](18[89]\d|19\d\d|20\d\d)[)\]]")
_QUOTES = re.compile(r"[“„‘'\"«](?P<title>[^“”„‘\"«»]{1,200})[”“’'\"»]")


def film_of_title(title: str) -> ImportedFilm:
    """The film in "Review: Heat (1995)", "Heat – Film Review" or "Heat (1995): a second look".

    Without a year and without a word for review, the title may be about anything: no film.
    """
    words = " ".join(unescape(title).split())
    rest = _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words
    year = _YEAR.search(rest)
    if year and year.start():
        rest = rest[: year.start()]
    elif year:
        year = None
    shorter = _AFTER.sub("", rest)
    if not year and shorter == words:
        return ImportedFilm()
    quoted = _QUOTES.fullmatch(shorter.strip())
    name = (quoted["title"] if quoted else shorter).strip(" \t:–—|-")
    return ImportedFilm(name[:200], int(year[1]) if year else None, is_from_title=True)
