"""Where the pieces that were found in a source stand: the parser says which of them are text.

Each piece gets a probe of its own in its place, characters without a meaning in Markdown, and
what becomes of a probe in the parse became of the piece. A probe that is found nowhere stands in
an address, a title or another place that holds no text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from django.utils.translation import gettext
from markdown_it.token import Token

from spoilers.bodies import Body, Veil
from spoilers.foreign.atoms import BARS, names_spoiler, seen
from spoilers.lookalikes import visible
from spoilers.parser import MAX_LENGTH, parse
from spoilers.problems import Fault

_BEGIN, _END = "\ufdd4", "\ufdd5"
_FORBIDDEN = re.compile(f"[{_BEGIN}{_END}]")
_PROBE = re.compile(rf"{_BEGIN}(\d+){_END}")
_CONTAINERS = {"list_item", "blockquote"}
_ESCAPABLE = "".join(map(chr, range(0x21, 0x7F)))


def probe(number: int) -> str:
    """What stands in a source for the piece `number`."""
    return f"{_BEGIN}{number}{_END}"


def without_probes(source: str) -> str:
    """`source` without the characters that probes are made of, each replaced by one other."""
    return _FORBIDDEN.sub("\ufffd", source)


class Kind(Enum):
    TEXT = auto()
    CODE = auto()
    UNTRUSTED_CODE = auto()
    """Indented, or in a fence that never closes: nobody can tell whether that was meant."""
    FENCE = auto()
    """The label of a `::: spoiler`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one piece stands."""

    kind: Kind
    passage: int = 0
    """Which paragraph, heading or cell, counted from 1."""
    container: int = 0
    """Which list item, quotation, curtain or footnote is the innermost around it."""
    veils: tuple[int, ...] = ()
    """The curtains around it, from the outermost."""
    in_paragraph: bool = False
    first: bool = False
    """Whether nothing stands before it on its line, within its container."""
    last: bool = False
    text: str = ""
    """All of its passage, sealed, with the probes."""


@dataclass
class Sighting:
    """What the parse of a probed source showed."""

    standings: dict[int, Standing] = field(default_factory=dict)
    disguised: list[tuple[int, str]] = field(default_factory=list)
    """Line and syntax of what a reader would take for a spoiler, but not by its characters."""
    code_names: list[int] = field(default_factory=list)
    """The lines of code blocks that are named a spoiler."""
    unclosed: bool = False
    """Whether a fence of code never closes, so that nobody knows which of them was to open."""
    unworkable: bool = False
    """Whether there was too much to look at all of it."""


def sighting(probed: str) -> Sighting:
    """Parse `probed`, a source in which probes stand for pieces."""
    # The line's end at the end tells a fence that closes there from one that is cut off there.
    document = parse(f"{probed}\n")
    walk = _Walk()
    walk.body(document.body, ())
    too_much = {
        gettext(Fault.TOO_DENSE.value),
        gettext(Fault.TOO_LONG.value).format(limit=MAX_LENGTH),
    }
    walk.found.unworkable = any(each.message in too_much for each in document.findings.found)
    return walk.found


class _Walk:
    """Goes through the tokens of a document, and notes the probes."""

    def __init__(self) -> None:
        self.found = Sighting()
        self.passages = 0

    def body(self, body: Body, veils: tuple[int, ...]) -> None:
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
                self.passage(token, containers[-1], around, veils)
            elif token.type in {"fence", "code_block"}:
                self.code(token)
            elif token.type == "curtain":
                veil: Veil = token.meta["veil"]
                self.note(veil.label, Standing(Kind.FENCE))
                self.body(veil.hidden, (*veils, id(veil)))
        for definition in body.definitions.values():
            self.body(definition.body, veils)

    def code(self, token: Token) -> None:
        start, stop = token.map or (0, 0)
        closed = token.type == "fence" and stop - start == token.content.count("\n") + 2
        self.found.unclosed |= token.type == "fence" and not closed
        self.note(token.content, Standing(Kind.CODE if closed else Kind.UNTRUSTED_CODE))
        if names_spoiler(_PROBE.sub("", token.info)):
            self.found.code_names.append(start + 1)

    def passage(self, token: Token, container: int, around: str, veils: tuple[int, ...]) -> None:
        self.passages += 1
        outermost = _outermost(token.content)
        line = token.map[0] + 1 if token.map else 1
        for kind, words, inside in self.pieces(token.children or (), line, around, veils):
            for number in map(int, _PROBE.findall(words)):
                self.found.standings[number] = Standing(
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
        self, tokens: Sequence[Token], line: int, around: str, veils: tuple[int, ...]
    ) -> Iterator[tuple[Kind, str, tuple[int, ...]]]:
        """The texts of a stretch and of the marks in it, each with the curtains around it."""
        self.look(tokens, line, in_cell=around in {"td", "th"})
        for token in tokens:
            if token.type == "text":
                yield Kind.TEXT, token.content, veils
            elif token.type == "code_inline":
                yield Kind.CODE, token.content, veils
            elif token.type == "curtain":
                veil: Veil = token.meta["veil"]
                for inner in veil.hidden.tokens:
                    inside = (*veils, id(veil))
                    yield from self.pieces(inner.children or (), veil.line, around, inside)

    def look(self, tokens: Iterable[Token], line: int, *, in_cell: bool) -> None:
        """Note what is seen as a spoiler although no piece of the source is one."""
        words = _PROBE.sub("\ufffc", "".join(visible(tokens, _ESCAPABLE)))
        for number, words_of_line in enumerate(words.split("\n"), start=line):
            syntax = seen(words_of_line)
            # A cell's own \| has lost its backslash by now.
            if syntax and not (in_cell and syntax == BARS):
                self.found.disguised.append((number, syntax))

    def note(self, words: str, standing: Standing) -> None:
        for number in map(int, _PROBE.findall(words)):
            self.found.standings[number] = standing


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
