"""Where the curtains are in the source of a text, to mark them for editors.

This is for display beside the source itself, and never decides what is public: `spoilers.parse`
does. It follows marks and fences by line, without the nesting of lists and quotations.
"""

import re

from spoilers.marks import attributes_at, pair, seal

_FENCE = re.compile(r" {0,3}(?:>[ \t]?)*[ \t]*:{3,}[ \t]*(?P<rest>[^\n]*)")
_CODE = re.compile(r" {0,3}(?P<ticks>`{3,}|~{3,})")
_SPOILER = re.compile(r"spoiler(?=[\s{]|$)")
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")


def hidden_spans(markdown: str) -> list[tuple[int, int]]:
    """The start and end of each outermost curtain in ``markdown``, with its marks and attributes,
    in order. One that is not closed ends with the text. Line ends must be LF."""
    sealed = seal(markdown)
    spans = [*_blocks(markdown)]
    for start, close in pair(sealed).items():
        _attributes, end = attributes_at(sealed, close + 2)
        spans.append((start, end))
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return outermost


def _blocks(markdown: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    code = ""
    for line in _LINE.finditer(markdown):
        if ticks := _CODE.match(line[0]):
            if not code:
                code = ticks["ticks"]
            elif ticks["ticks"].startswith(code):
                code = ""
        elif not code and (fence := _FENCE.match(line[0])):
            if _SPOILER.match(fence["rest"]):
                opened.append(line.start())
            elif opened and not fence["rest"].strip():
                found.append((opened.pop(), line.end()))
    return found + [(start, len(markdown)) for start in opened[:1]]
