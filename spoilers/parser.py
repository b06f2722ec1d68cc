"""The only parser. It makes the syntax tree from which everything else is made."""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.parser_inline import ParserInline
from markdown_it.token import Token

from spoilers import fences
from spoilers.fences import Exhausted
from spoilers.inline import MAX_DEPTH, InlineSource, add_inline_rules, parse_inline
from spoilers.lookalikes import CONTROL, deceptive
from spoilers.marks import SENTINEL, normalise, restore
from spoilers.problems import ProblemCode
from spoilers.syntax_tree import Body, SyntaxTree

MAX_LENGTH = 1_000_000
"""Characters in one text. A million characters of prose take about 1.5 seconds."""

MAX_MARKUP = 40_000
"""Characters with a meaning in Markdown in one text, weighted by `markup`. The worst arrangement of
them takes about a second (`bench/redact.py`). 10,000 words have about 2,000."""

_MARKUP = re.compile(r"[\n\\`*_~\[\]<>!&|#+:\ufdd0-\ufdd3-]")
_MARKS = re.compile("[\ufdd0-\ufdd3]")
_INDENTATION = " " * 8
_COLONS = re.compile(r"\s*:{3,}")
_BRACKETED = re.compile(r"\[([^\[\]]+)\](?!:)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SCHEMES = ("http:", "https:", "mailto:")
_CONTAINERS = {"blockquote", "bullet_list", "ordered_list"}


class _AlternativeText(ParserInline):
    """`parse` is called only by Markdown's image rule, for the alternative text."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        return _plain.inline.parse(src, _plain, {}, tokens)


class _Parser(MarkdownIt):
    def __init__(self, max_nesting: int) -> None:
        super().__init__()
        self.inline = _AlternativeText()
        self.configure("commonmark", {"html": False, "maxNesting": max_nesting})
        self.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
        after = ["paragraph", "reference", "blockquote", "list"]
        self.block.ruler.before("table", "curtain", fences.curtain_fence, {"alt": after})
        self.block.ruler.before("reference", "footnote", fences.footnote, {"alt": after[:2]})
        self.block.ruler.at("reference", fences.reference)
        self.block.ruler.at("table", fences.table, {"alt": after[:2]})
        add_inline_rules(self.inline)
        _compile(self)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """An address with a spoiler mark stays as it is, so that the mark is found there."""
        return url if SENTINEL.search(url) else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return not _SCHEME.match(url) or url.lower().startswith(_SCHEMES)


def _compile(md: MarkdownIt) -> None:
    """Make markdown-it sort its rules now. It would do so at first use, and a second thread would
    meanwhile see no rules: without rules a spoiler mark is plain text."""
    for ruler in (md.block.ruler, md.inline.ruler, md.inline.ruler2):
        ruler.getRules("")


_plain = MarkdownIt("commonmark", {"html": False}).disable("image")
_compile(_plain)
# markdown-it counts a list as two levels. With twice the limit and a few more levels, what is
# nested deeper than MAX_DEPTH is still parsed, and `_parse_inlines` reports it.
_block_parser = _Parser(2 * MAX_DEPTH + 8)
_inline_parser = _Parser(MAX_DEPTH)


def markup(text: str) -> int:
    """The number of characters with a meaning in Markdown in `text`, which is sealed or not. A line
    break counts twice, and a spoiler mark three times; eight spaces count as one, because every
    level of nested lists looks at them."""
    weights = text.count("\n") + 2 * len(_MARKS.findall(text)) + text.count(_INDENTATION)
    return len(_MARKUP.findall(text)) + weights


def build_tree(markdown: str, min_heading: int = 1) -> SyntaxTree:
    """Parse `markdown`. The problems of the tree are all but unknown films, and what
    `spoilers.regions` finds. A heading above `min_heading` is a problem.

    A text that is too long or has too much markup is not parsed: that is its only problem.
    """
    tree = SyntaxTree()
    text = normalise(markdown)
    if len(text) > MAX_LENGTH:
        tree.problems.add(1, ProblemCode.TOO_LONG, limit=MAX_LENGTH)
    elif markup(text) > MAX_MARKUP:
        tree.problems.add(1, ProblemCode.TOO_DENSE)
    else:
        _refuse_control_characters(text, tree)
        tree.bracketed = frozenset(map(normalizeReference, _BRACKETED.findall(text)))
        try:
            _parse_blocks(text, tree)
            _parse_inlines(tree.body, 0, min_heading, tree)
            _check_code(tree)
            for line in tree.lookalikes.lines():
                tree.problems.add(line, ProblemCode.LOOKALIKE)
        except Exhausted:
            tree.problems.add(1, ProblemCode.TOO_DENSE)
    return tree


def build_block_tree(markdown: str) -> tuple[str, SyntaxTree]:
    """The normalised text, and its tree without the inline tokens. Its problems are only those of
    the block structure. Raises `Exhausted`."""
    tree = SyntaxTree()
    text = normalise(markdown)
    _parse_blocks(text, tree)
    return text, tree


def _refuse_control_characters(text: str, tree: SyntaxTree) -> None:
    if CONTROL.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if CONTROL.search(line):
                tree.problems.add(number, ProblemCode.CONTROL_CHARACTER)


def _parse_blocks(text: str, tree: SyntaxTree) -> None:
    env = {"tree": tree, "body": tree.body, "open": [], "noting": None}
    _block_parser.block.parse(text, _block_parser, env, tree.body.tokens)


def _parse_inlines(body: Body, depth: int, min_heading: int, tree: SyntaxTree) -> None:
    """Parse the inline text of `body`, which is `depth` containers deep, and of bodies in it."""
    base = depth
    for token in body.tokens:
        if token.type.rpartition("_")[0] in _CONTAINERS:
            depth += token.nesting
            if depth > MAX_DEPTH and token.map:
                tree.problems.add(token.map[0] + 1, ProblemCode.TOO_DEEP, limit=MAX_DEPTH)
        elif token.type == "heading_open" and token.map and int(token.tag[1]) < min_heading:
            hashes = "#" * min_heading
            tree.problems.add(token.map[0] + 1, ProblemCode.HEADING_LEVEL, hashes=hashes)
        elif token.content and token.type == "inline" and token.map:
            source = InlineSource(token.content, token.map[0] + 1, depth, body, tree)
            token.children = parse_inline(source, _inline_parser)
        elif token.type == "curtain" and token.map:
            if depth >= MAX_DEPTH:
                tree.problems.add(token.map[0] + 1, ProblemCode.TOO_DEEP, limit=MAX_DEPTH)
            _parse_inlines(token.meta["curtain"].hidden, depth + 1, min_heading, tree)
        elif token.type in {"fence", "code_block"} and token.map:
            if SENTINEL.search(token.info):
                tree.problems.add(token.map[0] + 1, ProblemCode.MARK_IN_ATTRIBUTE)
            if token.type == "code_block":
                _refuse_marks(token.content, token.map[0] + 1, ProblemCode.INDENTED_MARK, tree)
                token.content = restore(token.content)
            else:
                tree.code_fences.append(token)
    for definition in body.definitions.values():
        _parse_inlines(definition.body, base, min_heading, tree)


def _check_code(tree: SyntaxTree) -> None:
    """Report curtains in fenced code if any fence of the text is not closed: then it is unknown
    which fences were meant to open code. Give the code its own characters back."""
    is_certain = all(map(_is_closed, tree.code_fences))
    for token in tree.code_fences:
        if not is_certain and token.map:
            _refuse_marks(token.content, token.map[0] + 2, ProblemCode.MARK_IN_OPEN_CODE, tree)
        token.content = restore(token.content)


def _is_closed(code: Token) -> bool:
    """Whether the code of a fence token ends with a fence, not with the text or a container."""
    begin, end = code.map or (0, 0)
    whole = not code.content or code.content.endswith("\n")
    return whole and end - begin == code.content.count("\n") + 2


def _refuse_marks(code: str, first: int, problem: ProblemCode, tree: SyntaxTree) -> None:
    """Report each line of `code` that holds a part of a curtain. `first` is its first line.

    A line of three colons alone closes a curtain, except after four spaces of indentation.
    """
    may_close = problem is ProblemCode.MARK_IN_OPEN_CODE
    for number, line in enumerate(code.split("\n"), start=first):
        closes = may_close and _COLONS.match(line)
        if closes or SENTINEL.search(line) or deceptive(line):
            tree.problems.add(number, problem)
