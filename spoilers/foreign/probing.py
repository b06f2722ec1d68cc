"""Where the atoms of a source are in its parse.

Only the parser can tell whether an atom is text or code. So each atom is replaced by a probe of its
own, characters without a meaning in Markdown, and the source is parsed with them. What becomes of a
probe would become of its atom. A probe that is found nowhere is in an address, a title or another
place that holds no text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from markdown_it.token import Token

from spoilers.foreign.atoms import BARS, names_spoiler, visible_syntax
from spoilers.lookalikes import visible
from spoilers.marks import CLOSE, OPEN
from spoilers.parser import build_tree
from spoilers.problems import ProblemCode
from spoilers.syntax_tree import Body, ParsedCurtain, SyntaxTree

_BEGIN, _END = "\ufdd4", "\ufdd5"
_FORBIDDEN = re.compile(f"[{_BEGIN}{_END}]")
_PROBE = re.compile(rf"{_BEGIN}(\d+){_END}")
_CONTAINERS = {"list_item", "blockquote"}
_ESCAPABLE = "".join(map(chr, range(0x21, 0x7F)))


def probe(number: int) -> str:
    """The probe that replaces the atom `number` in a source."""
    return f"{_BEGIN}{number}{_END}"


def without_probes(source: str) -> str:
    """`source` with U+FFFD for each character that probes are made of."""
    return _FORBIDDEN.sub("\ufffd", source)


class ContextKind(Enum):
    TEXT = auto()
    CODE = auto()
    UNTRUSTED_CODE = auto()
    """Indented code, or code in a fence that is not closed: perhaps not meant as code."""
    FENCE = auto()
    """The label of a `::: spoiler`."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where one atom is in the parsed text."""

    kind: ContextKind
    passage: int = 0
    """The number of its paragraph, heading or table cell, from 1."""
    container: int = 0
    """Identifies the innermost list item, quotation, curtain or footnote around it."""
    curtains: tuple[int, ...] = ()
    """Identify the curtains around it, the outermost first."""
    in_paragraph: bool = False
    first: bool = False
    """Whether nothing precedes it on its line, within its container."""
    last: bool = False
    """Whether nothing follows it on its line."""
    text: str = ""
    """The source of its passage, sealed, with the probes."""


@dataclass
class ProbedText:
    """What the parse of a source with probes shows."""

    contexts: dict[int, Context] = field(default_factory=dict)
    """By the number of the atom."""
    disguised: list[tuple[int, str]] = field(default_factory=list)
    """Line and syntax of what readers would take for a spoiler, though no atom of the source is."""
    code_names: list[int] = field(default_factory=list)
    """The lines of code blocks that are named a spoiler."""
    has_quoted_paragraph: bool = False
    """Whether a paragraph begins each of its lines with `>!` and holds no `!<`."""
    has_unclosed_code: bool = False
    """Whether a fence of code is not closed, so that it is unknown which fences open code."""
    is_unworkable: bool = False
    """Whether the text is too long, or has too much markup, to be parsed."""


def parse_probed(source: str, *, disguised: bool = True) -> ProbedText:
    """Parse `source`, in which probes replace atoms. Without `disguised` that is not looked for."""
    # With a line break at the end, a fence that closes there differs from one that is cut off.
    return examine(build_tree(f"{source}\n"), disguised=disguised)


def examine(tree: SyntaxTree, *, disguised: bool = True) -> ProbedText:
    """What `tree` shows."""
    walk = _Walk(disguised=disguised)
    walk.body(tree.body, ())
    unworkable = {ProblemCode.TOO_DENSE, ProblemCode.TOO_LONG}
    walk.found.is_unworkable = not unworkable.isdisjoint(tree.problems.codes())
    return walk.found


class _Walk:
    """Walks through the tokens of a tree and records the probes."""

    def __init__(self, *, disguised: bool) -> None:
        self.found = ProbedText()
        self.looks_for_disguised = disguised
        self.passages = 0

    def body(self, body: Body, curtains: tuple[int, ...]) -> None:
        containers, around = [id(body)], ""
        for token in body.tokens:
            name, _, edge = token.type.rpartition("_")
            if name in _CONTAINERS and edge == "open":
                containers.append(id(token))
            elif name in _CONTAINERS:
                containers.pop()
            elif edge == "open":
                around = name
            elif token.type == "inline":
                self.passage(token, containers[-1], around, curtains)
            elif token.type in {"fence", "code_block"}:
                self.code(token)
            elif token.type == "curtain":
                curtain: ParsedCurtain = token.meta["curtain"]
                self.record(curtain.label, Context(ContextKind.FENCE))
                self.body(curtain.hidden, (*curtains, id(curtain)))
        for definition in body.definitions.values():
            self.body(definition.body, curtains)

    def code(self, token: Token) -> None:
        start, stop = token.map or (0, 0)
        closed = token.type == "fence" and stop - start == token.content.count("\n") + 2
        self.found.has_unclosed_code |= token.type == "fence" and not closed
        self.record(
            token.content, Context(ContextKind.CODE if closed else ContextKind.UNTRUSTED_CODE)
        )
        if names_spoiler(_PROBE.sub("", token.info)):
            self.found.code_names.append(start + 1)

    def passage(self, token: Token, container: int, around: str, curtains: tuple[int, ...]) -> None:
        self.passages += 1
        if around == "paragraph" and _is_quoted(token.content):
            self.found.has_quoted_paragraph = True
        outermost: tuple[set[int], set[int]] = (
            _outermost(token.content) if _BEGIN in token.content else (set(), set())
        )
        line = token.map[0] + 1 if token.map else 1
        for kind, words, inside in self.pieces(token.children or (), line, around, curtains):
            for number in map(int, _PROBE.findall(words)):
                self.found.contexts[number] = Context(
                    kind,
                    self.passages,
                    container,
                    inside,
                    around == "paragraph",
                    number in outermost[0],
                    number in outermost[1],
                    token.content,
                )

    def pieces(
        self, tokens: Sequence[Token], line: int, around: str, curtains: tuple[int, ...]
    ) -> Iterator[tuple[ContextKind, str, tuple[int, ...]]]:
        """The texts of a segment and of the marks in it, each with the curtains around it."""
        if self.looks_for_disguised:
            self.find_disguised(tokens, line, in_cell=around in {"td", "th"})
        for token in tokens:
            if token.type == "text":
                yield ContextKind.TEXT, token.content, curtains
            elif token.type == "code_inline":
                yield ContextKind.CODE, token.content, curtains
            elif token.type == "curtain":
                curtain: ParsedCurtain = token.meta["curtain"]
                for inner in curtain.hidden.tokens:
                    inside = (*curtains, id(curtain))
                    yield from self.pieces(inner.children or (), curtain.line, around, inside)

    def find_disguised(self, tokens: Iterable[Token], line: int, *, in_cell: bool) -> None:
        """Record what readers see as a spoiler although no atom of the source is one."""
        words = _PROBE.sub("\ufffc", "".join(visible(tokens, _ESCAPABLE)))
        for number, words_of_line in enumerate(words.split("\n"), start=line):
            syntax = visible_syntax(words_of_line)
            # The \| of a table cell has lost its backslash at this point.
            if syntax and not (in_cell and syntax == BARS):
                self.found.disguised.append((number, syntax))

    def record(self, words: str, context: Context) -> None:
        for number in map(int, _PROBE.findall(words)):
            self.found.contexts[number] = context


def _is_quoted(text: str) -> bool:
    return CLOSE not in text and all(line.strip().startswith(OPEN) for line in text.split("\n"))


def _outermost(text: str) -> tuple[set[int], set[int]]:
    """The probes that begin a line of `text`, and those that end one."""
    first, last = set(), set()
    for line in text.split("\n"):
        probes = list(_PROBE.finditer(line))
        if probes and not line[: probes[0].start()].strip():
            first.add(int(probes[0][1]))
        if probes and not line[probes[-1].end() :].strip():
            last.add(int(probes[-1][1]))
    return first, last
