"""Inline rules for markdown-it: `>!hidden!<` marks, footnote citations, and what they disturb."""

import re
from bisect import bisect_left
from functools import cached_property
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import autolink as markdown_autolink
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from spoilers.crossing import Edge, crossings
from spoilers.emphasis import scan_delimiters
from spoilers.lookalikes import FENCE, deceptive, find_marks, folded, visible
from spoilers.marks import CLOSE, OPEN, SENTINEL, attributes_at, pair, restore
from spoilers.problems import ProblemCode
from spoilers.syntax_tree import Body, ParsedCurtain, SyntaxTree

MAX_DEPTH = 20
"""How many containers (quotations, lists and curtains) may be nested in each other."""

_TERMINATORS = re.compile(f"[\n!&*<\\[\\\\\\]_`~{OPEN[0]}{CLOSE[0]}]")
"""Where a rule may begin. markdown-it stops at more characters, for rules that are not used."""

_AUTOLINK = re.compile("<[^\\s<>\ufdd0-\ufdd3]+>")
_CITATION = re.compile(r"\[\^([^\n\[\]]+)\]")
_REFERENCE = re.compile(r"^[ \t]*\[([^\[\]^][^\[\]]*)\]:", re.M)
_TICKS = re.compile("`+")
_LATE_FENCE = re.compile(rf"\n{FENCE}")


class InlineSource:
    """The source of one paragraph, heading or table cell, with what all its segments share."""

    def __init__(self, text: str, line: int, depth: int, body: Body, tree: SyntaxTree) -> None:
        self.text = text
        self.line = line
        self.depth = depth
        self.body = body
        self.tree = tree
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

    def report(self, position: int, code: ProblemCode) -> None:
        self.tree.problems.add(self.line_at(position), code, limit=MAX_DEPTH)


class SegmentState(StateInline):
    """markdown-it's state for one segment: the text inside one mark, or outside all marks.

    Emphasis, links and code pair within a segment only, as if it were a paragraph.
    """

    def __init__(
        self, source: InlineSource, md: MarkdownIt, begin: int, end: int, depth: int, link: int
    ) -> None:
        super().__init__(source.text[begin:end], md, source.env, [])
        self.source = source
        self.begin = begin
        self.depth = depth
        self.link = self.outer_link = link

    def parse(self) -> list[Token]:
        self.md.inline.tokenize(self)
        for rule in self.md.inline.ruler2.getRules(""):
            rule(self)
        return self.tokens

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """As markdown-it's, and `map` of the token is its position in the source."""
        token = super().push(ttype, tag, nesting)
        token.map = [self.begin + self.pos]
        if nesting:
            self.link = token.map[0] if nesting > 0 else self.outer_link
        return token

    def pushPending(self) -> Token:  # noqa: N802
        """As markdown-it's, and `map` of a text token is the position of its end, which is on the
        same line."""
        token = super().pushPending()
        token.map = [self.begin + self.pos]
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """As markdown-it's, and also right beside Chinese, Japanese and Korean punctuation."""
        return scan_delimiters(self.src, start, self.posMax, inside_words=canSplitWord)

    def report(self, code: ProblemCode) -> None:
        self.source.report(self.begin + self.pos, code)


def parse_inline(source: InlineSource, md: MarkdownIt) -> list[Token]:
    """The inline tokens of `source`. Its problems are added to those of its tree."""
    for late in _LATE_FENCE.finditer(source.text):
        source.late_fences.add(source.line_at(late.end()))
        source.report(late.end(), ProblemCode.UNKNOWN_FENCE)
    for broken in _REFERENCE.finditer(source.text):
        if normalizeReference(broken[1]) in source.tree.bracketed:
            source.report(broken.end(), ProblemCode.BROKEN_REFERENCE)
    tokens = SegmentState(source, md, 0, len(source.text), source.depth, 0).parse()
    for position in crossings(source.edges):
        source.report(position, ProblemCode.CROSSING)
    return tokens


def mark(state: SegmentState, silent: bool) -> bool:
    """`>!hidden!<{attributes}` is one token. The hidden text is a segment of its own."""
    if not state.src.startswith((OPEN, CLOSE), state.pos):
        return False
    source, start = state.source, state.begin + state.pos
    close = source.pairs.get(start)
    if close is None:
        if not silent:
            opens = state.src.startswith(OPEN, state.pos)
            state.report(ProblemCode.UNCLOSED_MARK if opens else ProblemCode.STRAY_MARK)
        state.pos += len(OPEN)
        return True
    attributes, end = attributes_at(source.text, close + len(CLOSE))
    if not silent:
        hidden = _parse_hidden(state, start + len(OPEN), close)
        braces = source.text[close + len(CLOSE) : end]
        if SENTINEL.search(braces) or deceptive(braces):
            source.report(close, ProblemCode.MARK_IN_ATTRIBUTE)
        elif attributes is None or attributes.keys() - {"instead", "spoils"}:
            source.report(close, ProblemCode.MALFORMED_ATTRIBUTES)
        attributes = attributes or {}
        slugs = tuple(attributes.get("spoils", "").split())
        line = source.line_at(start)
        curtain = ParsedCurtain("inline", line, attributes.get("instead", ""), slugs, hidden)
        source.tree.curtains.append(curtain)
        state.push("curtain", "", 0).meta = {"curtain": curtain}
    state.pos = end - state.begin
    return True


def _parse_hidden(state: SegmentState, begin: int, end: int) -> Body:
    source, token = state.source, Token("inline", "", 0)
    if state.depth < MAX_DEPTH:
        inner = SegmentState(source, state.md, begin, end, state.depth + 1, state.link)
        token.children = inner.parse()
    else:
        state.report(ProblemCode.TOO_DEEP)
    return Body(parent=source.body, tokens=[token])


def citation(state: SegmentState, silent: bool) -> bool:
    """`[^label]` is always a footnote citation, even before an address in parentheses."""
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        definition = state.source.body.definition(found[1])
        if SENTINEL.search(found[1]):
            state.report(ProblemCode.MARK_IN_ATTRIBUTE)
        elif not definition:
            known = found[1] in state.source.tree.footnote_labels
            state.report(ProblemCode.HIDDEN_NOTE if known else ProblemCode.MISSING_NOTE)
        state.push("note", "", 0).meta = {"definition": definition}
    state.pos = found.end()
    return True


def autolink(state: SegmentState, silent: bool) -> bool:
    """Markdown's rule for `<address>`, but a spoiler mark ends the address, and the search for the
    end takes linear time."""
    return bool(_AUTOLINK.match(state.src, state.pos)) and markdown_autolink(state, silent)


def unmatched_bracket(state: SegmentState, silent: bool) -> bool:
    """Record a bracket that belongs to no link or image. The rule itself never matches."""
    sign = state.src[state.pos]
    if not silent and sign in "[]" and state.source.pairs:
        linked = state.src.startswith("](", state.pos)
        edge = Edge(state.begin + state.pos, sign, state.begin, 0, sign == "[", linked)
        state.source.edges.append(edge)
    return False


def unmatched_delimiters(state: SegmentState) -> None:
    """Record the emphasis delimiters that have no partner, before they become text."""
    if not state.source.pairs:
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
            state.source.edges.append(Edge(*edge))


def _position(token: Token) -> int:
    """The position of a token in its source, if `SegmentState.push` made it."""
    return token.map[0] if token.map else 0


def collect_lookalikes(state: SegmentState) -> None:
    """Record what only looks like a curtain in the visible text, line by line."""
    if find_marks(folded("".join(visible(state.tokens)))) == (False, -1, -1):
        return
    lines: dict[int, str] = {}
    for token, text in zip(state.tokens, visible(state.tokens), strict=True):
        line = state.source.line_at(_position(token))
        lines[line] = lines.get(line, "") + text
    for line, text in lines.items():
        named, opening, closing = find_marks(folded(text))
        if named and line not in state.source.late_fences:
            state.source.tree.problems.add(line, ProblemCode.MISPLACED_FENCE)
        state.source.tree.lookalikes.add(line, opening, closing)


def restore_code(state: SegmentState) -> None:
    """Give inline code its own characters back, report marks in the attributes of links and images,
    and note the line of each image in its `meta`."""
    for token in state.tokens:
        if token.type == "code_inline":
            if SENTINEL.search(token.content) and _is_within_words(state, token):
                state.source.report(_position(token), ProblemCode.MARK_IN_WORDS)
            token.content = restore(token.content)
        elif token.type in {"link_open", "image"}:
            texts = (token.content, *map(str, token.attrs.values()))
            title = str(token.attrs.get("title", ""))
            # A title has lost its backslashes: only the source tells whether it had any.
            disguised = deceptive(title) and state.source.deceptive
            if disguised or any(map(SENTINEL.search, texts)):
                state.source.report(_position(token), ProblemCode.MARK_IN_ATTRIBUTE)
            if token.type == "image":
                token.meta["line"] = state.source.line_at(_position(token))


def _is_within_words(state: SegmentState, code: Token) -> bool:
    """Whether a letter touches the backticks of `code`: they may be meant as apostrophes."""
    text, start, ticks = state.source.text, _position(code), len(code.markup)
    runs = _TICKS.finditer(text, start + ticks)
    end = next(run.end() for run in runs if len(run[0]) == ticks)
    return text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()


def add_inline_rules(inline: ParserInline) -> None:
    """Add the rules above to the inline parser of markdown-it.

    markdown-it calls them with its own state. It is always a `SegmentState`, because
    `parse_inline` is the only caller.
    """
    inline.terminator_re = _TERMINATORS
    rules: Any = inline.ruler
    rules.after("backticks", "mark", mark)
    rules.before("link", "citation", citation)
    rules.at("autolink", autolink)
    rules.push("unmatched_bracket", unmatched_bracket)
    closing_rules: Any = inline.ruler2
    closing_rules.before("fragments_join", "unmatched_delimiters", unmatched_delimiters)
    closing_rules.push("collect_lookalikes", collect_lookalikes)
    closing_rules.push("restore_code", restore_code)
