"""A divided text as HTML and plain text: what is public, and what each curtain hides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape

from spoilers.figures import FigureRenderer
from spoilers.marks import SENTINEL, normalise, restore
from spoilers.problems import Problem
from spoilers.regions import Region
from spoilers.rendering import ImageRenderer, RegionRenderer
from spoilers.sanitising import sanitise
from spoilers.slots import slot
from spoilers.syntax_tree import ParsedCurtain
from spoilers.text_output import bracketed, plain_text

Films = Mapping[ParsedCurtain, tuple[int, ...]]
"""The primary keys of the films that each curtain spoils."""


@dataclass(frozen=True)
class Curtain:
    """One curtain of a redacted text, with what it hides."""

    key: str
    parent: str
    """The key of the curtain around this one, "" for none."""
    kind: str
    """"inline": `html` is inside a paragraph; "block": `html` is block elements."""
    label: str
    """What readers see while the curtain is closed, plain text; "" if the author gave none."""
    films: tuple[int, ...]
    """The primary keys of the films that it spoils."""
    html: str
    text: str


@dataclass(frozen=True)
class Redacted:
    """A redacted text. `html` and `text` are public, what the curtains hold is not."""

    html: str
    text: str
    curtains: tuple[Curtain, ...]
    """All curtains, nested ones too, in the order of the text."""
    problems: tuple[Problem, ...]


class Redaction:
    """Redacts the text with the key `key` whose curtains spoil `films`."""

    def __init__(
        self,
        key: str,
        films: Films,
        image: ImageRenderer,
        figure: FigureRenderer,
        min_heading: int,
    ) -> None:
        self.key = key
        self.films = films
        self.image = image
        self.figure = figure
        self.min_heading = min_heading

    def redact(self, public: Region, problems: tuple[Problem, ...]) -> Redacted:
        html, text = self._rendered(public)
        curtains = (each for region in public.inner for each in self._curtains(region, ""))
        return Redacted(html, text, tuple(curtains), problems)

    def _curtains(self, region: Region, parent: str) -> Iterable[Curtain]:
        """The curtain that hides `region`, then those inside it."""
        curtain = region.curtain
        assert curtain, "only the public region has no curtain"
        key = f"{self.key}{region.suffix}"
        html, text = self._rendered(region)
        kind = "inline" if region.is_inline else "block"
        yield Curtain(key, parent, kind, curtain.label, self.films[curtain], html, text)
        for inner in region.inner:
            yield from self._curtains(inner, key)

    def _rendered(self, region: Region) -> tuple[str, str]:
        html = RegionRenderer(region, self.key, self.image, self.figure, self.min_heading).render()
        text = plain_text(region.bodies())
        if SENTINEL.search(html) or SENTINEL.search(text):
            raise AssertionError("a part of a spoiler mark was taken for text")
        return sanitise(html), text


def closed(
    markdown: str, key: str, films: tuple[int, ...], problems: tuple[Problem, ...]
) -> Redacted:
    """All of `markdown`, as it was written, behind one curtain that spoils `films`."""
    source = restore(normalise(markdown))
    paragraphs = (escape(part.strip("\n")).replace("\n", "<br>\n") for part in source.split("\n\n"))
    html = "".join(f"<p>{part}</p>\n" for part in paragraphs if part)
    curtain = Curtain(f"{key}-1", "", "block", "", films, html, source)
    return Redacted(slot(curtain.key), bracketed(""), (curtain,), problems)
