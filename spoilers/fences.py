"""Block rules for markdown-it: `::: spoiler` curtains, footnote and link definitions, tables."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as markdown_reference
from markdown_it.rules_block import table as markdown_table
from mdit_py_plugins.footnote.index import footnote_def as plugin_definition

from spoilers.lookalikes import FENCE, deceptive
from spoilers.marks import SENTINEL, attributes_at, unescape
from spoilers.problems import ProblemCode
from spoilers.syntax_tree import Body, Definition, ParsedCurtain, SyntaxTree

MAX_CELLS = 10_000
"""Table cells in one text. Markdown fills short rows up to the width of the header, so that 1 KB of
source can make 65,000 cells."""

MAX_STEPS = 150_000
"""How often the rules may look at a line of one text. They look at each line once for each
container around it."""

_FENCE = re.compile(r":{3,}[ \t]*(?P<rest>.*)")
_DISGUISED = re.compile(FENCE)
_SPOILER = re.compile(r"spoiler(?=[\s{]|$)[ \t]*(?P<label>.*)")
_DEFINITION = re.compile(r"\[[^\[\]]+\]:")
_COLONS = re.compile(r"(?>(?:[^\\:]|\\.|:(?!::))*):")
_BRACE = re.compile(r"(?>(?:[^\\{]|\\.)*)(?P<brace>\{)")


class Exhausted(Exception):
    """The text needs more than `MAX_STEPS` steps."""


def curtain_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with three colons opens a curtain, closes one, or is a problem.

    This rule comes before all others, so it also counts the steps. Raises `Exhausted`.
    """
    tree = _tree(state)
    tree.steps += 1
    if tree.steps > MAX_STEPS:
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
        tree.problems.add(start + 1, ProblemCode.DISGUISED_FENCE)
        state.line = start + 1
        return True
    opening = _SPOILER.match(fence["rest"])
    if opening:
        _parse_curtain(state, start, end, opening["label"])
    elif fence["rest"]:
        tree.problems.add(start + 1, ProblemCode.UNKNOWN_FENCE)
        state.line = start + 1
    else:
        _close_curtain(state, start, end)
    return True


def _parse_curtain(state: StateBlock, start: int, end: int, heading: str) -> None:
    """Parse the curtain that opens at line `start`, up to its closing fence."""
    outer_tokens, outer_body = state.tokens, state.env["body"]
    curtain = _read_heading(state, start + 1, heading, Body(parent=outer_body))
    state.env["body"] = curtain.hidden
    state.tokens = curtain.hidden.tokens
    state.level += 1
    state.env["open"].append([state.level, None])

    state.line = start + 1
    state.md.block.tokenize(state, start + 1, end)

    _, closed = state.env["open"].pop()
    state.level -= 1
    state.tokens, state.env["body"] = outer_tokens, outer_body
    if closed is None:
        _tree(state).problems.add(start + 1, ProblemCode.UNCLOSED_BLOCK)
    else:
        state.line = closed + 1
    token = state.push("curtain", "", 0)
    token.map = [start, state.line]
    token.meta = {"curtain": curtain}


def _close_curtain(state: StateBlock, start: int, end: int) -> None:
    """Close the innermost open curtain if it began in the same container, at the same level."""
    opened = state.env["open"]
    if opened and opened[-1][0] == state.level:
        opened[-1][1] = start
        # This ends the parser's loop over the container. `_parse_curtain` sets the right line.
        state.line = end
    else:
        _tree(state).problems.add(start + 1, ProblemCode.STRAY_FENCE)
        state.line = start + 1


def _read_heading(state: StateBlock, line: int, heading: str, hidden: Body) -> ParsedCurtain:
    """The curtain whose opening fence has `heading`, the label and attributes, after "spoiler"."""
    problems = _tree(state).problems
    label, attributes = heading, {}
    brace = _BRACE.match(heading)
    if brace:
        label = heading[: brace.start("brace")]
        found, after = attributes_at(heading, brace.start("brace"))
        attributes = found or {}
        if "instead" in attributes:
            problems.add(line, ProblemCode.INSTEAD_ON_BLOCK)
        elif found is None or attributes.keys() - {"spoils"} or heading[after:].strip():
            problems.add(line, ProblemCode.MALFORMED_BLOCK_ATTRIBUTES)
    if SENTINEL.search(heading) or deceptive(heading) or _COLONS.match(heading):
        problems.add(line, ProblemCode.MARK_IN_ATTRIBUTE)
    slugs = tuple(attributes.get("spoils", "").split())
    curtain = ParsedCurtain("block", line, unescape(label), slugs, hidden)
    _tree(state).curtains.append(curtain)
    return curtain


def footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The definition of a footnote. It is stored in the body around it, not among the tokens.

    A definition inside a definition is not allowed: they could nest without end.
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
        _tree(state).footnote_labels.add(label)
        if SENTINEL.search(label):
            _tree(state).problems.add(start + 1, ProblemCode.MARK_IN_ATTRIBUTE)
        _refuse_loose_lines(state, end)
    return found


def _refuse_loose_lines(state: StateBlock, end: int) -> None:
    """Report a line after the footnote that is indented by one to three spaces: its author meant it
    for the footnote, which may be hidden, but the line would be public."""
    line = state.skipEmptyLines(state.line)
    if line < end and state.sCount[line] > state.blkIndent and not _is_definition(state, line):
        _tree(state).problems.add(line + 1, ProblemCode.LOOSE_NOTE)


def _is_definition(state: StateBlock, line: int) -> bool:
    return bool(_DEFINITION.match(_line(state, line)))


def reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The definition of a link reference, stored in the body around it. Never `[^label]:`."""
    if _line(state, start).startswith("[^"):
        return False
    state.env["references"] = state.env["body"].references
    found = markdown_reference(state, start, end, silent)
    if found:
        source = state.getLines(start, state.line, 0, False)
        if SENTINEL.search(source) or deceptive(source):
            _tree(state).problems.add(start + 1, ProblemCode.MARK_IN_ATTRIBUTE)
    return found


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Markdown's rule for tables, until the text has more than `MAX_CELLS` cells."""
    tree, before = _tree(state), len(state.tokens)
    if tree.cells > MAX_CELLS or not markdown_table(state, start, end, silent):
        return False
    tree.cells += sum(token.tag in {"th", "td"} for token in state.tokens[before:]) // 2
    if tree.cells > MAX_CELLS:
        tree.problems.add(start + 1, ProblemCode.TOO_DENSE)
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _tree(state: StateBlock) -> SyntaxTree:
    tree: SyntaxTree = state.env["tree"]
    return tree
