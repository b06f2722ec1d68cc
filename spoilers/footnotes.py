"""Which footnotes are listed where: each place that text can be hidden in has a list of its own."""

from collections import Counter
from collections.abc import Iterable

from markdown_it.token import Token

from spoilers.bodies import Definition


class Notes:
    """The footnotes of one place: those that its own text cites, in the order of first citation.

    What a curtain cites is listed behind that curtain, unless a place around it lists it already:
    then it is linked there. So a hidden citation changes nothing outside, and lists do not repeat
    inwards.
    """

    def __init__(self, key: str, outer: "Notes | None", tokens: Iterable[Token]) -> None:
        self.key = key
        self.outer = outer
        self.listed: list[Definition] = []
        self.citations: Counter[Definition] = Counter()
        self._drawn: Counter[Definition] = Counter()
        self._count(tokens)
        # A listed footnote may cite others: the list grows while it is walked.
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
        return self.outer is not None and self.outer.home(definition) is not None

    def home(self, definition: Definition) -> "Notes | None":
        """The place, here or further out, that lists `definition`."""
        place: Notes | None = self
        while place and definition not in place.citations:
            place = place.outer
        return place

    def number(self, definition: Definition) -> int:
        return self._numbers[definition]

    def anchor(self, definition: Definition) -> str:
        """The id of a footnote listed here."""
        return f"fn-{self.key}_{self.number(definition)}"

    def back_anchors(self, definition: Definition) -> list[str]:
        """The ids of all the citations of a footnote listed here."""
        times = range(1, self.citations[definition] + 1)
        return [f"fnref-{self.key}_{self.number(definition)}_{n}" for n in times]

    def next_back_anchor(self, definition: Definition) -> str:
        """The id of the citation that is drawn now, of a footnote listed here."""
        self._drawn[definition] += 1
        return f"fnref-{self.key}_{self.number(definition)}_{self._drawn[definition]}"
