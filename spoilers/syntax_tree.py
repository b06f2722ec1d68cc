"""The result of the parser: bodies of markdown-it tokens, and everything found on the way.

This is internal to `spoilers`. Callers outside get a `spoilers.parsed_text.ParsedText`.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from spoilers.lookalikes import Lookalikes
from spoilers.problems import ProblemCollector


@dataclass(eq=False)
class Body:
    """The block tokens of the public text, of one block curtain or of one footnote.

    A curtain is one token of type "curtain" in `tokens`, or in an inline token's children; its
    `meta["curtain"]` is the `ParsedCurtain`. A footnote citation is one token of type "note"; its
    `meta["definition"]` is the `Definition`. Link references and footnotes that are defined in a
    body can be used in that body and in the bodies inside it.
    """

    parent: "Body | None" = None
    tokens: list[Token] = field(default_factory=list)
    references: dict[str, Any] = field(default_factory=dict)
    definitions: dict[str, "Definition"] = field(default_factory=dict)

    def visible_references(self) -> Mapping[str, Any]:
        return ChainMap(*(body.references for body in self._with_ancestors() if body.references))

    def definition(self, label: str) -> "Definition | None":
        """The footnote that `label` names in this body: the innermost definition wins."""
        found = (body.definitions.get(label) for body in self._with_ancestors())
        return next(filter(None, found), None)

    def _with_ancestors(self) -> "list[Body]":
        return [self, *(self.parent._with_ancestors() if self.parent else ())]


@dataclass(eq=False)
class Definition:
    """The definition of a footnote."""

    body: Body
    size: int
    """Its length in the source, in characters."""


@dataclass(eq=False)
class ParsedCurtain:
    """One curtain as the parser finds it."""

    kind: str
    """"inline" for `>!…!<`, "block" for `::: spoiler`."""
    line: int
    label: str
    slugs: tuple[str, ...]
    """The slugs of the films in spoils="…"; empty if the curtain names none."""
    hidden: Body
    """The hidden text. For an inline curtain it holds one inline token."""


@dataclass(eq=False)
class SyntaxTree:
    """One parsed text. The parser's rules fill it."""

    problems: ProblemCollector = field(default_factory=ProblemCollector)
    body: Body = field(default_factory=Body)
    curtains: list[ParsedCurtain] = field(default_factory=list)
    """All curtains, nested ones and those in uncited footnotes included."""
    footnote_labels: set[str] = field(default_factory=set)
    """The label of every footnote that is defined anywhere in the text."""
    bracketed: frozenset[str] = frozenset()
    """Every text in brackets that could use a link reference, normalised as Markdown does."""
    lookalikes: Lookalikes = field(default_factory=Lookalikes)
    code_fences: list[Token] = field(default_factory=list)
    """The tokens of fenced code. Their spoiler marks are still sealed (`spoilers.marks`)."""
    cells: int = 0
    """The number of table cells."""
    steps: int = 0
    """How often a block rule has looked at a line."""
