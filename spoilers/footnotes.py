"""Which footnotes are listed in which region of a text."""

from collections import Counter
from collections.abc import Iterable

from markdown_it.token import Token

from spoilers.syntax_tree import Definition


class Footnotes:
    """The footnotes that one region lists at its end, in the order of first citation.

    `suffix` is what the key of the region adds to the key of the whole text. `outer` are the
    footnotes of the region around this one. A region lists the footnotes that it cites, unless a
    region around it lists them already; then the citation links there. So a hidden citation changes
    nothing outside its curtain, and no list repeats what an outer list holds.
    """

    def __init__(self, suffix: str, outer: "Footnotes | None", tokens: Iterable[Token]) -> None:
        self.suffix = suffix
        self.outer = outer
        self.listed: list[Definition] = []
        self.citations: Counter[Definition] = Counter()
        self._count(tokens)
        # A listed footnote may cite others, which extends the list during this loop.
        for definition in self.listed:
            self._count(definition.body.tokens)
        self._numbers = {definition: n for n, definition in enumerate(self.listed, start=1)}

    def _count(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            for child in token.children or ():
                if child.type == "note" and not self._listed_outside(child.meta["definition"]):
                    definition = child.meta["definition"]
                    if definition not in self.citations:
                        self.listed.append(definition)
                    self.citations[definition] += 1

    def _listed_outside(self, definition: Definition) -> bool:
        return self.outer is not None and self.outer.listing(definition) is not None

    def listing(self, definition: Definition) -> "Footnotes | None":
        """The footnotes of this region or of one around it that list `definition`."""
        notes: Footnotes | None = self
        while notes and definition not in notes.citations:
            notes = notes.outer
        return notes

    def number(self, definition: Definition) -> int:
        return self._numbers[definition]

    def anchor(self, key: str, definition: Definition) -> str:
        """The id of a footnote listed here, in the text with the key `key`."""
        return f"fn-{key}{self.suffix}_{self.number(definition)}"

    def back_anchor(self, key: str, definition: Definition, citation: int) -> str:
        """The id of one citation of a footnote listed here; citations count from 1."""
        return f"fnref-{key}{self.suffix}_{self.number(definition)}_{citation}"
