"""What a parse yields: bodies of tokens, one for each place that text can be hidden in."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from spoilers.lookalikes import Lookalikes
from spoilers.problems import Findings


@dataclass(eq=False)
class Body:
    """The public text, or what one block curtain or one footnote definition holds.

    A curtain stands in `tokens` (or in an inline token's children) as one token of type
    "curtain", a citation as one of type "note". Link references and footnotes that are defined in
    a body serve it and the bodies inside it.
    """

    parent: "Body | None" = None
    tokens: list[Token] = field(default_factory=list)
    references: dict[str, Any] = field(default_factory=dict)
    definitions: dict[str, "Definition"] = field(default_factory=dict)

    def visible_references(self) -> Mapping[str, Any]:
        return ChainMap(*(body.references for body in self._outwards() if body.references))

    def definition(self, label: str) -> "Definition | None":
        """The footnote that `label` means here: the innermost definition wins."""
        found = (body.definitions.get(label) for body in self._outwards())
        return next(filter(None, found), None)

    def _outwards(self) -> "list[Body]":
        return [self, *(self.parent._outwards() if self.parent else ())]


@dataclass(eq=False)
class Definition:
    """A footnote's text."""

    body: Body
    size: int
    """Its length in the source, in characters."""


@dataclass(eq=False)
class Veil:
    """A curtain where it hangs."""

    kind: str
    line: int
    label: str
    slugs: tuple[str, ...]
    hidden: Body
    """What a block curtain hides; an inline one's is a single inline token."""
    films: tuple[int, ...] = ()
    """The films behind `slugs`, once they are looked up."""


@dataclass(eq=False)
class Document:
    """One field, parsed."""

    findings: Findings
    body: Body = field(default_factory=Body)
    veils: list[Veil] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    """Every footnote label that is defined anywhere."""
    mentions: frozenset[str] = frozenset()
    """Every text in brackets that could use a link reference, as Markdown compares them."""
    lookalikes: Lookalikes = field(default_factory=Lookalikes)
    code: list[Token] = field(default_factory=list)
    """The blocks of code between fences, their marks still sealed."""
    cells: int = 0
    """How many table cells there are."""
    steps: int = 0
    """How often a line was looked at."""
