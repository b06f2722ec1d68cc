"""The one parser, and the one parse that everything else is made from."""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.parser_inline import ParserInline
from markdown_it.token import Token

from spoilers import fences, inline
from spoilers.bodies import Body, Document
from spoilers.fences import Exhausted
from spoilers.inline import MAX_DEPTH, Passage, parse_passage
from spoilers.lookalikes import CONTROL, deceptive
from spoilers.marks import CLOSE, OPEN, SENTINEL, normalise, restore
from spoilers.problems import Fault, Findings

MAX_LENGTH = 1_000_000
"""Characters in one field. A million of prose take about a second and a half."""
MAX_MARKUP = 40_000
"""Characters with a meaning in Markdown in one field, line breaks counted twice. The worst
arrangement of them takes about a second (`bench/redact.py`); 10,000 words have about 2,000."""

_MARKUP = re.compile(r"[\n\\`*_~\[\]<>!&|#+:\ufdd0-\ufdd3-]")
_COLONS = re.compile(r"\s*:{3,}")
_MENTION = re.compile(r"\[([^\[\]]+)\](?!:)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SCHEMES = ("http:", "https:", "mailto:")
_CONTAINERS = {"blockquote", "bullet_list", "ordered_list"}


class _AlternativeText(ParserInline):
    """`parse` is called by Markdown's image rule alone, for the alternative text."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        return _plain.inline.parse(src, _plain, {}, tokens)


class _Parser(MarkdownIt):
    def __init__(self, max_nesting: int) -> None:
        super().__init__()
        self.inline = _AlternativeText()
        self.configure("commonmark", {"html": False, "maxNesting": max_nesting})
        self.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
        after = ["paragraph", "reference", "blockquote", "list"]
        self.block.ruler.before("table", "curtain", fences.curtain, {"alt": after})
        self.block.ruler.before("reference", "footnote", fences.footnote, {"alt": after[:2]})
        self.block.ruler.at("reference", fences.reference)
        self.block.ruler.at("table", fences.table, {"alt": after[:2]})
        for character in (OPEN[0], CLOSE[0]):
            self.inline.add_terminator_char(character)
        # Markdown's own states are known to these rules as `inline.Stretch`, which they all are.
        rules: Any = self.inline.ruler
        rules.after("backticks", "mark", inline.mark)
        rules.before("link", "citation", inline.citation)
        rules.at("autolink", inline.autolink)
        rules.push("bracket", inline.bracket)
        closing_rules: Any = self.inline.ruler2
        closing_rules.before("fragments_join", "loose", inline.loose_delimiters)
        closing_rules.push("look", inline.look)
        closing_rules.push("settle", inline.settle)
        _compile(self)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """A mark in an address is left as it is, so that it is seen there."""
        return url if SENTINEL.search(url) else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return not _SCHEME.match(url) or url.lower().startswith(_SCHEMES)


def _compile(md: MarkdownIt) -> None:
    """Let `md` sort its rules now: while one thread does it at first use, another would see none,
    and without rules a mark is plain text."""
    for ruler in (md.block.ruler, md.inline.ruler, md.inline.ruler2):
        ruler.getRules("")


_plain = MarkdownIt("commonmark", {"html": False}).disable("image")
_compile(_plain)
# A list is two levels to the parser, so twice as many and a few: what is deeper than MAX_DEPTH is
# then still seen, and refused by `_read`.
_blocks = _Parser(2 * MAX_DEPTH + 8)
_passages = _Parser(MAX_DEPTH)


def markup(text: str) -> int:
    """How much there is to work through in `text`, whatever its arrangement."""
    return len(_MARKUP.findall(text)) + text.count("\n")


def parse(markdown: str, min_heading: int = 1) -> Document:
    """Parse `markdown`. The document's findings hold all that is wrong but unknown slugs, headings
    above `min_heading` included; if it is too much to work through, they hold that alone."""
    document = Document(Findings())
    text = normalise(markdown)
    if len(text) > MAX_LENGTH:
        document.findings.add(1, Fault.TOO_LONG, limit=MAX_LENGTH)
    elif markup(text) > MAX_MARKUP:
        document.findings.add(1, Fault.TOO_DENSE)
    else:
        _refuse_control_characters(text, document)
        document.mentions = frozenset(map(normalizeReference, _MENTION.findall(text)))
        try:
            _parse_blocks(text, document)
            _read(document.body, 0, min_heading, document)
            _read_code(document)
            for line in document.lookalikes.lines():
                document.findings.add(line, Fault.LOOKALIKE)
        except Exhausted:
            document.findings.add(1, Fault.TOO_DENSE)
    return document


def parse_blocks(markdown: str) -> tuple[str, list[Token]]:
    """The normalised text and its block tokens alone, whatever is wrong with them.

    Raises `Exhausted`.
    """
    text, body = parse_body(markdown)
    return text, body.tokens


def parse_body(markdown: str) -> tuple[str, Body]:
    """As `parse_blocks`, with the definitions too. Raises `Exhausted`."""
    document = Document(Findings())
    text = normalise(markdown)
    _parse_blocks(text, document)
    return text, document.body


def _refuse_control_characters(text: str, document: Document) -> None:
    if CONTROL.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if CONTROL.search(line):
                document.findings.add(number, Fault.CONTROL_CHARACTER)


def _parse_blocks(text: str, document: Document) -> None:
    env = {"document": document, "body": document.body, "open": [], "noting": None}
    _blocks.block.parse(text, _blocks, env, document.body.tokens)


def _read(body: Body, depth: int, min_heading: int, document: Document) -> None:
    """Parse the passages of `body`, which stands `depth` containers deep, and of all inside it."""
    base = depth
    for token in body.tokens:
        if token.type.rpartition("_")[0] in _CONTAINERS:
            depth += token.nesting
            if depth > MAX_DEPTH and token.map:
                document.findings.add(token.map[0] + 1, Fault.TOO_DEEP, limit=MAX_DEPTH)
        elif token.type == "heading_open" and token.map and int(token.tag[1]) < min_heading:
            hashes = "#" * min_heading
            document.findings.add(token.map[0] + 1, Fault.HEADING_LEVEL, hashes=hashes)
        elif token.content and token.type == "inline" and token.map:
            passage = Passage(token.content, token.map[0] + 1, depth, body, document)
            token.children = parse_passage(passage, _passages)
        elif token.type == "curtain" and token.map:
            if depth >= MAX_DEPTH:
                document.findings.add(token.map[0] + 1, Fault.TOO_DEEP, limit=MAX_DEPTH)
            _read(token.meta["veil"].hidden, depth + 1, min_heading, document)
        elif token.type in {"fence", "code_block"} and token.map:
            if SENTINEL.search(token.info):
                document.findings.add(token.map[0] + 1, Fault.MARK_IN_ATTRIBUTE)
            if token.type == "code_block":
                _refuse_marks(token.content, token.map[0] + 1, Fault.INDENTED_MARK, document)
                token.content = restore(token.content)
            else:
                document.code.append(token)
    for definition in body.definitions.values():
        _read(definition.body, base, min_heading, document)


def _read_code(document: Document) -> None:
    """Where one fence never closes, nobody knows which of them were to open: no code between any
    of them may hold a curtain."""
    is_certain = all(map(_is_closed, document.code))
    for token in document.code:
        if not is_certain and token.map:
            _refuse_marks(token.content, token.map[0] + 2, Fault.MARK_IN_OPEN_CODE, document)
        token.content = restore(token.content)


def _is_closed(code: Token) -> bool:
    """Whether a fence ends `code`, a fence's token, and not the text or a container around it."""
    begin, end = code.map or (0, 0)
    whole = not code.content or code.content.endswith("\n")
    return whole and end - begin == code.content.count("\n") + 2


def _refuse_marks(code: str, first: int, fault: Fault, document: Document) -> None:
    """Nobody can tell whether `code`, from the line `first` on, was meant as such: it holds no
    curtains. Behind four spaces a fence of three colons alone closes none."""
    may_close = fault is Fault.MARK_IN_OPEN_CODE
    for number, line in enumerate(code.split("\n"), start=first):
        closes = may_close and _COLONS.match(line)
        if closes or SENTINEL.search(line) or deceptive(line):
            document.findings.add(number, fault)
