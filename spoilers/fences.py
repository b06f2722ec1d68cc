"""Block rules: `::: spoiler` curtains, and definitions, which belong to the body around them."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as markdown_reference
from markdown_it.rules_block import table as markdown_table
from mdit_py_plugins.footnote.index import footnote_def as plugin_definition

from spoilers.bodies import Body, Definition, Document, Veil
from spoilers.lookalikes import FENCE, deceptive
from spoilers.marks import SENTINEL, attributes_at, unescape
from spoilers.problems import Fault

MAX_CELLS = 10_000
"""Table cells in a field. Short rows are filled up to the header's width: 1 KB can make 65,000."""

MAX_STEPS = 150_000
"""How often the lines of one text may be looked at: each is, for each container around it."""

_FENCE = re.compile(r":{3,}[ \t]*(?P<rest>.*)")
_DISGUISED = re.compile(FENCE)
_SPOILER = re.compile(r"spoiler(?=[\s{]|$)[ \t]*(?P<label>.*)")
_DEFINITION = re.compile(r"\[[^\[\]]+\]:")
_COLONS = re.compile(r"(?:[^\\:]|\\.|:(?!::))*+:")
_BRACE = re.compile(r"(?:[^\\{]|\\.)*+(?P<brace>\{)")


class Exhausted(Exception):
    """Lines without end in containers in containers."""


def curtain(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with three colons: opens a curtain, closes one, or is a fault.

    No rule comes before this one, so it counts the steps. Raises `Exhausted`.
    """
    document = _document(state)
    document.steps += 1
    if document.steps > MAX_STEPS:
        raise Exhausted
    if state.is_code_block(start):
        return False
    text = _line(state, start)
    fence = _FENCE.match(text)
    if not (fence or _DISGUISED.match(text)):
        return False
    if silent:
        return True
    if not fence:
        document.findings.add(start + 1, Fault.DISGUISED_FENCE)
        state.line = start + 1
        return True
    opening = _SPOILER.match(fence["rest"])
    if opening:
        _hang(state, start, end, opening["label"])
    elif fence["rest"]:
        document.findings.add(start + 1, Fault.UNKNOWN_FENCE)
        state.line = start + 1
    else:
        _close(state, start, end)
    return True


def _hang(state: StateBlock, start: int, end: int, heading: str) -> None:
    """Parse what the curtain that opens at line `start` hides, up to its own closing fence."""
    outer_tokens, outer_body = state.tokens, state.env["body"]
    veil = _veil(state, start + 1, heading, Body(parent=outer_body))
    state.env["body"] = veil.hidden
    state.tokens = veil.hidden.tokens
    state.level += 1
    state.env["open"].append([state.level, None])

    state.line = start + 1
    state.md.block.tokenize(state, start + 1, end)

    _, closed = state.env["open"].pop()
    state.level -= 1
    state.tokens, state.env["body"] = outer_tokens, outer_body
    if closed is None:
        _document(state).findings.add(start + 1, Fault.UNCLOSED_BLOCK)
    else:
        state.line = closed + 1
    token = state.push("curtain", "", 0)
    token.map = [start, state.line]
    token.meta = {"veil": veil}


def _close(state: StateBlock, start: int, end: int) -> None:
    """End the innermost curtain if it began in the same container, at the same level."""
    opened = state.env["open"]
    if opened and opened[-1][0] == state.level:
        opened[-1][1] = start
        # The parser's loop over this container ends at `end`; `_hang` sets the true line.
        state.line = end
    else:
        _document(state).findings.add(start + 1, Fault.STRAY_FENCE)
        state.line = start + 1


def _veil(state: StateBlock, line: int, heading: str, hidden: Body) -> Veil:
    label, attributes = heading, {}
    brace = _BRACE.match(heading)
    if brace:
        label = heading[: brace.start("brace")]
        found, after = attributes_at(heading, brace.start("brace"))
        attributes = found or {}
        if "instead" in attributes:
            _document(state).findings.add(line, Fault.INSTEAD_ON_BLOCK)
        elif found is None or attributes.keys() - {"spoils"} or heading[after:].strip():
            _document(state).findings.add(line, Fault.MALFORMED_BLOCK_ATTRIBUTES)
    if SENTINEL.search(heading) or deceptive(heading) or _COLONS.match(heading):
        _document(state).findings.add(line, Fault.MARK_IN_ATTRIBUTE)
    slugs = tuple(attributes.get("spoils", "").split())
    veil = Veil("block", line, unescape(label), slugs, hidden)
    _document(state).veils.append(veil)
    return veil


def footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A footnote's definition; it leaves the flow and joins the body it stands in.

    None begins inside another, or they could stand in each other without end.
    """
    outer_tokens, outer_body, around = state.tokens, state.env["body"], state.env["noting"]
    nested = around is outer_body and not silent
    if nested or not _line(state, start).startswith("[^"):
        return False
    state.env["noting"] = outer_body
    body = Body(parent=outer_body)
    state.tokens = body.tokens
    found = plugin_definition(state, start, end, silent)
    state.tokens, state.env["noting"] = outer_tokens, around
    if found and not silent:
        label = body.tokens[0].meta["label"]
        del body.tokens[0], body.tokens[-1]
        size = state.bMarks[state.line] - state.bMarks[start]
        outer_body.definitions.setdefault(label, Definition(body, size))
        _document(state).labels.add(label)
        if SENTINEL.search(label):
            _document(state).findings.add(start + 1, Fault.MARK_IN_ATTRIBUTE)
        _refuse_loose_lines(state, end)
    return found


def _refuse_loose_lines(state: StateBlock, end: int) -> None:
    """What follows a footnote's text and is indented by one to three spaces was meant to be of it:
    hidden where the footnote is, but it would be public."""
    line = state.skipEmptyLines(state.line)
    if line < end and state.sCount[line] > state.blkIndent and not _is_definition(state, line):
        _document(state).findings.add(line + 1, Fault.LOOSE_NOTE)


def _is_definition(state: StateBlock, line: int) -> bool:
    return bool(_DEFINITION.match(_line(state, line)))


def reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A link reference; it can be used in the body it stands in only. `[^label]:` is never one."""
    if _line(state, start).startswith("[^"):
        return False
    state.env["references"] = state.env["body"].references
    found = markdown_reference(state, start, end, silent)
    if found:
        source = state.getLines(start, state.line, 0, False)
        if SENTINEL.search(source) or deceptive(source):
            _document(state).findings.add(start + 1, Fault.MARK_IN_ATTRIBUTE)
    return found


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """As Markdown's, until there are too many cells."""
    document, before = _document(state), len(state.tokens)
    if document.cells > MAX_CELLS or not markdown_table(state, start, end, silent):
        return False
    document.cells += sum(token.tag in {"th", "td"} for token in state.tokens[before:]) // 2
    if document.cells > MAX_CELLS:
        document.findings.add(start + 1, Fault.TOO_DENSE)
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _document(state: StateBlock) -> Document:
    document: Document = state.env["document"]
    return document
