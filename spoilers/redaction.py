"""Markdown with spoilers in; what is public and what each curtain hides out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import escape
from markdown_it.token import Token

from spoilers.bodies import Document
from spoilers.footnotes import Notes
from spoilers.foreign import foreign_problems
from spoilers.inline import MAX_DEPTH
from spoilers.marks import SENTINEL, normalise, restore
from spoilers.parser import parse
from spoilers.problems import Fault, Findings, Problem
from spoilers.reading import bracketed, text
from spoilers.rendering import Image, Place, plain_image
from spoilers.sanitising import sanitise
from spoilers.slots import slot

FilmId = Callable[[str], int | None]

MAX_COPIED = 100_000
"""Characters of footnotes in all lists behind curtains; one cited behind many is in each."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Curtain:
    """What one curtain hides."""

    key: str
    parent: str
    """The key of the curtain that this one hangs behind, "" for none."""
    kind: str
    """"inline": html stands inside a paragraph; "block": html is blocks."""
    label: str
    """What a reader sees while it is closed, plain text; "" when the author gave none."""
    films: tuple[int, ...]
    """The films that it spoils, by primary key."""
    html: str
    text: str


@dataclass(frozen=True)
class Redacted:
    """One field after redaction: `html` and `text` are public, the curtains are not."""

    html: str
    text: str
    curtains: tuple[Curtain, ...]
    """All of them, nested ones too, in document order."""
    problems: tuple[Problem, ...]


def no_film(slug: str) -> int | None:
    return None


def redact(
    markdown: str,
    *,
    film: int,
    key: str,
    film_id: FilmId = no_film,
    image: Image | None = None,
    min_heading: int = 3,
) -> Redacted:
    """Divide `markdown` into what is public and what its curtains hide.

    `film` is what a curtain spoils unless it names others by slug, which `film_id` turns into
    primary keys. Keys count by position: `key`-1, `key`-2 in public, `key`-1-1 behind the first.
    `image` makes an image's HTML from source, alternative text and title; it is sanitised like the
    rest. A heading above `min_heading` is lowered to it.

    It fails closed. If anything but a heading's level is wrong, or goes wrong, all of the field is
    one curtain. It never raises.
    """
    try:
        document = parse(markdown, min_heading)
        _look_up(document, film, film_id)
        if document.findings.closes:
            return _closed(markdown, film, key, document)
        return _Drawing(film, image or plain_image, min_heading).draw(document, key)
    except _Unrenderable as error:
        document.findings.add(error.line, error.fault, limit=MAX_DEPTH)
    except Exception:
        logger.exception("A field could not be redacted and was closed.")
        document = Document(Findings())
        document.findings.add(1, Fault.NOT_UNDERSTOOD)
    return _closed(markdown, film, key, document)


def malformed(
    markdown: str, *, film_id: FilmId = no_film, min_heading: int = 3
) -> tuple[Problem, ...]:
    """What is wrong with the curtains and headings of `markdown`, by line."""
    return redact(markdown, film=0, key="check", film_id=film_id, min_heading=min_heading).problems


def check(markdown: str, *, film_id: FilmId = no_film, min_heading: int = 3) -> tuple[Problem, ...]:
    """All that keeps `markdown` from being shown as its author meant it, by line: what is
    malformed, and spoilers in another site's syntax, which would be public."""
    found = malformed(markdown, film_id=film_id, min_heading=min_heading)
    return tuple(sorted({*found, *foreign_problems(markdown)}))


def _look_up(document: Document, film: int, film_id: FilmId) -> None:
    """Fill in the films of every curtain; a slug without a film is a fault."""
    known: dict[str, int | None] = {}
    for veil in document.veils:
        for slug in veil.slugs:
            if slug not in known:
                known[slug] = film_id(slug)
            if known[slug] is None:
                document.findings.add(veil.line, Fault.UNKNOWN_FILM, slug=slug)
        named = dict.fromkeys(known[slug] for slug in veil.slugs)
        veil.films = tuple(pk for pk in named if pk is not None) or (film,)


def _closed(markdown: str, film: int, key: str, document: Document) -> Redacted:
    """All of the field behind one curtain, as it was written, for all the films that it names."""
    source = restore(normalise(markdown))
    paragraphs = (escape(part.strip("\n")).replace("\n", "<br>\n") for part in source.split("\n\n"))
    html = "".join(f"<p>{part}</p>\n" for part in paragraphs if part)
    named = (pk for veil in document.veils for pk in veil.films)
    films = tuple(dict.fromkeys((film, *named)))
    curtain = Curtain(f"{key}-1", "", "block", "", films, html, source)
    return Redacted(slot(curtain.key), bracketed(""), (curtain,), document.findings.sorted())


class _Unrenderable(Exception):
    """What only drawing shows: footnotes that lead too deep, or to too much."""

    def __init__(self, line: int, fault: Fault) -> None:
        super().__init__(fault.name)
        self.line = line
        self.fault = fault


class _Drawing:
    """Draws one document: the public place, then place after place behind its curtains."""

    def __init__(self, film: int, image: Image, min_heading: int) -> None:
        self.film = film
        self.image = image
        self.min_heading = min_heading
        self.curtains: list[Curtain] = []
        self._copied = 0

    def draw(self, document: Document, key: str) -> Redacted:
        tokens = document.body.tokens
        place = Place(key, Notes(key, None, tokens), self.image, self.min_heading)
        html, words = self._drawn(place, tokens)
        self._behind(place, "", 1)
        return Redacted(html, words, tuple(self.curtains), document.findings.sorted())

    def _behind(self, outer: Place, parent: str, depth: int) -> None:
        """Draw what the curtains hide that hang in `outer`."""
        for position, (veil, link) in enumerate(outer.curtains, start=1):
            if depth > MAX_DEPTH:
                raise _Unrenderable(veil.line, Fault.TOO_DEEP)
            key = f"{outer.key}-{position}"
            tokens = veil.hidden.tokens
            notes = Notes(key, outer.notes, tokens)
            self._copied += sum(definition.size for definition in notes.listed)
            if self._copied > MAX_COPIED:
                raise _Unrenderable(veil.line, Fault.TOO_MANY_COPIES)
            flat = outer.flat or veil.kind == "inline"
            place = Place(key, notes, self.image, self.min_heading, flat, link)
            html, words = self._drawn(place, tokens)
            kind = "inline" if flat else "block"
            self.curtains.append(Curtain(key, parent, kind, veil.label, veil.films, html, words))
            self._behind(place, key, depth + 1)

    def _drawn(self, place: Place, tokens: list[Token]) -> tuple[str, str]:
        html = place.draw(tokens)
        words = text([tokens, *(note.body.tokens for note in place.notes.listed)])
        if SENTINEL.search(html) or SENTINEL.search(words):
            raise AssertionError("a mark was taken for text")
        return sanitise(html), words
