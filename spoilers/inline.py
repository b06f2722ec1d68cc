"""Inline rules: `>!hidden!<` marks, and what Markdown's own rules must know about them."""

import re
from bisect import bisect_left
from functools import cached_property
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import autolink as markdown_autolink
from markdown_it.token import Token

from spoilers.bodies import Body, Document, Veil
from spoilers.crossing import Edge, crossings
from spoilers.lookalikes import FENCE, deceptive, folded, sights, visible
from spoilers.marks import CLOSE, OPEN, SENTINEL, attributes_at, pair, restore
from spoilers.problems import Fault

MAX_DEPTH = 20
"""How many containers may stand in each other: quotations, lists and curtains."""

_AUTOLINK = re.compile("<[^\\s<>\ufdd0-\ufdd3]+>")
_CITATION = re.compile(r"\[\^([^\n\[\]]+)\]")
_REFERENCE = re.compile(r"^[ \t]*\[([^\[\]^][^\[\]]*)\]:", re.M)
_TICKS = re.compile("`+")
_LATE_FENCE = re.compile(rf"\n{FENCE}")


class Passage:
    """One paragraph, heading or table cell, and what the marks in it share."""

    def __init__(self, text: str, line: int, depth: int, body: Body, document: Document) -> None:
        self.text = text
        self.line = line
        self.depth = depth
        self.body = body
        self.document = document
        self.pairs = pair(text)
        self.edges: list[Edge] = []
        references = body.visible_references()
        self.env = {"references": references} if references else {}
        self.late_fences: set[int] = set()
        self._breaks = [match.start() for match in re.finditer("\n", text)]

    @cached_property
    def deceptive(self) -> bool:
        return deceptive(self.text)

    def line_at(self, position: int) -> int:
        return self.line + bisect_left(self._breaks, position)

    def fault(self, position: int, fault: Fault) -> None:
        self.document.findings.add(self.line_at(position), fault, limit=MAX_DEPTH)


class Stretch(StateInline):
    """The parser's state inside one mark, or outside all of a passage's marks.

    The edges of a mark are thereby edges to emphasis, links and code as those of a paragraph are.
    """

    def __init__(
        self, passage: Passage, md: MarkdownIt, begin: int, end: int, depth: int, link: int
    ) -> None:
        super().__init__(passage.text[begin:end], md, passage.env, [])
        self.passage = passage
        self.begin = begin
        self.depth = depth
        self.link = self.outer_link = link

    def parse(self) -> list[Token]:
        self.md.inline.tokenize(self)
        for rule in self.md.inline.ruler2.getRules(""):
            rule(self)
        return self.tokens

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """As the parser's, but the token's map says where in the passage it begins."""
        token = super().push(ttype, tag, nesting)
        token.map = [self.begin + self.pos]
        if nesting:
            self.link = token.map[0] if nesting > 0 else self.outer_link
        return token

    def pushPending(self) -> Token:  # noqa: N802
        """As the parser's, with a map too: of text it says where it ends, on the same line."""
        token = super().pushPending()
        token.map = [self.begin + self.pos]
        return token

    def fault(self, fault: Fault) -> None:
        self.passage.fault(self.begin + self.pos, fault)


def parse_passage(passage: Passage, md: MarkdownIt) -> list[Token]:
    """The inline tokens of `passage`; what is wrong with it goes to its document's findings."""
    for late in _LATE_FENCE.finditer(passage.text):
        passage.late_fences.add(passage.line_at(late.end()))
        passage.fault(late.end(), Fault.UNKNOWN_FENCE)
    for broken in _REFERENCE.finditer(passage.text):
        if normalizeReference(broken[1]) in passage.document.mentions:
            passage.fault(broken.end(), Fault.BROKEN_REFERENCE)
    tokens = Stretch(passage, md, 0, len(passage.text), passage.depth, 0).parse()
    for position in crossings(passage.edges):
        passage.fault(position, Fault.CROSSING)
    return tokens


def mark(state: Stretch, silent: bool) -> bool:
    """A whole curtain is one token, its inside parsed as a stretch of its own."""
    if not state.src.startswith((OPEN, CLOSE), state.pos):
        return False
    passage, start = state.passage, state.begin + state.pos
    close = passage.pairs.get(start)
    if close is None:
        if not silent:
            opens = state.src.startswith(OPEN, state.pos)
            state.fault(Fault.UNCLOSED_MARK if opens else Fault.STRAY_MARK)
        state.pos += len(OPEN)
        return True
    attributes, end = attributes_at(passage.text, close + len(CLOSE))
    if not silent:
        hidden = _hidden(state, start + len(OPEN), close)
        source = passage.text[close + len(CLOSE) : end]
        if SENTINEL.search(source) or deceptive(source):
            passage.fault(close, Fault.MARK_IN_ATTRIBUTE)
        elif attributes is None or attributes.keys() - {"instead", "spoils"}:
            passage.fault(close, Fault.MALFORMED_ATTRIBUTES)
        attributes = attributes or {}
        slugs = tuple(attributes.get("spoils", "").split())
        line = passage.line_at(start)
        veil = Veil("inline", line, attributes.get("instead", ""), slugs, hidden)
        passage.document.veils.append(veil)
        state.push("curtain", "", 0).meta = {"veil": veil}
    state.pos = end - state.begin
    return True


def _hidden(state: Stretch, begin: int, end: int) -> Body:
    passage, token = state.passage, Token("inline", "", 0)
    if state.depth < MAX_DEPTH:
        inner = Stretch(passage, state.md, begin, end, state.depth + 1, state.link)
        token.children = inner.parse()
    else:
        state.fault(Fault.TOO_DEEP)
    return Body(parent=passage.body, tokens=[token])


def citation(state: Stretch, silent: bool) -> bool:
    """`[^label]`, which always means a footnote, even before an address."""
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        definition = state.passage.body.definition(found[1])
        if SENTINEL.search(found[1]):
            state.fault(Fault.MARK_IN_ATTRIBUTE)
        elif not definition:
            known = found[1] in state.passage.document.labels
            state.fault(Fault.HIDDEN_NOTE if known else Fault.MISSING_NOTE)
        state.push("note", "", 0).meta = {"definition": definition}
    state.pos = found.end()
    return True


def autolink(state: Stretch, silent: bool) -> bool:
    """As Markdown's, but a curtain comes before it, and looking for its end is linear."""
    return bool(_AUTOLINK.match(state.src, state.pos)) and markdown_autolink(state, silent)


def bracket(state: Stretch, silent: bool) -> bool:
    """Never matches: takes down the brackets that no link or image took."""
    sign = state.src[state.pos]
    if not silent and sign in "[]" and state.passage.pairs:
        linked = state.src.startswith("](", state.pos)
        edge = Edge(state.begin + state.pos, sign, state.begin, 0, sign == "[", linked)
        state.passage.edges.append(edge)
    return False


def loose_delimiters(state: Stretch) -> None:
    """Takes down the delimiters that found no partner, before they become text."""
    if not state.passage.pairs:
        return
    loose: dict[int, Any] = {}
    metas = (meta["delimiters"] for meta in state.tokens_meta if meta)
    for delimiters in (state.delimiters, *metas):
        closers = {delimiter.end for delimiter in delimiters}
        for index, delimiter in enumerate(delimiters):
            if delimiter.end < 0 and index not in closers:
                loose[delimiter.token] = delimiter
    link = state.outer_link
    for index, token in enumerate(state.tokens):
        if token.type in {"link_open", "link_close"}:
            link = _position(token) if token.type == "link_open" else state.outer_link
        elif index in loose:
            sign, delimiter = chr(loose[index].marker), loose[index]
            edge = (_position(token), sign, state.begin, link, delimiter.open, delimiter.close)
            state.passage.edges.append(Edge(*edge))


def _position(token: Token) -> int:
    """Where in its passage a token begins, if `Stretch.push` made it."""
    return token.map[0] if token.map else 0


def look(state: Stretch) -> None:
    """Takes down what only looks like a curtain in the text that is seen, line by line."""
    if sights(folded("".join(visible(state.tokens)))) == (False, -1, -1):
        return
    lines: dict[int, str] = {}
    for token, text in zip(state.tokens, visible(state.tokens), strict=True):
        line = state.passage.line_at(_position(token))
        lines[line] = lines.get(line, "") + text
    for line, text in lines.items():
        named, opening, closing = sights(folded(text))
        if named and line not in state.passage.late_fences:
            state.passage.document.findings.add(line, Fault.MISPLACED_FENCE)
        state.passage.document.lookalikes.add(line, opening, closing)


def settle(state: Stretch) -> None:
    """Code gets its own characters back; a mark in a link's or an image's attributes is a fault."""
    for token in state.tokens:
        if token.type == "code_inline":
            if SENTINEL.search(token.content) and _is_within_words(state, token):
                state.passage.fault(_position(token), Fault.MARK_IN_WORDS)
            token.content = restore(token.content)
        elif token.type in {"link_open", "image"}:
            texts = (token.content, *map(str, token.attrs.values()))
            title = str(token.attrs.get("title", ""))
            # A title has lost its backslashes: only the source tells whether it had any.
            disguised = deceptive(title) and state.passage.deceptive
            if disguised or any(map(SENTINEL.search, texts)):
                state.passage.fault(_position(token), Fault.MARK_IN_ATTRIBUTE)


def _is_within_words(state: Stretch, code: Token) -> bool:
    """Whether a letter touches the backticks of `code`: then they may have been apostrophes."""
    text, start, ticks = state.passage.text, _position(code), len(code.markup)
    runs = _TICKS.finditer(text, start + ticks)
    end = next(run.end() for run in runs if len(run[0]) == ticks)
    return text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()
