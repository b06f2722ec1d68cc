"""What looks like a class but stands where it means nothing.

``## Secret {.spoiler`` would be an ordinary heading, and what its author meant to hide would be
public. So a brace with a known class behind it is an error wherever it is not read as one, but in
code that is marked as such. Indented code is not: it takes four blanks too many to get there.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markdown_it.token import Token

from publishing.document.findings import Findings
from spoilers.bodies import Body
from spoilers.parser import parse

PLACEMENTS = {"spoiler": "full_story", "closing": "closing"}
ONCE = ("cast", "audience", "good", "bad", "verdict")
CLASSES = ("spoiler", *ONCE, "closing")

_WORD = r"[\w#:.-]+(?:=\"[^\"]*\")?"
_CLASS = re.compile(
    rf"\{{\s*(?:{_WORD}\s+)*?(?:\.[\w-]+)*?\.(?P<class>spoilers?|{'|'.join(CLASSES)})(?![\w-])",
    re.I,
)
_HINT = re.compile(rf"\{{[^{{]*?\.(?:{'|'.join(CLASSES)})", re.I)
_TICKS = re.compile("`+")

MAX_TRIED = 50
"""How many near misses of one text are escaped: each takes a parse of the text."""


@dataclass(frozen=True, order=True, slots=True)
class NearMiss:
    """``line`` counts from 1 within the text; ``name`` is the class."""

    line: int
    name: str


def near_misses(markdown: str) -> list[NearMiss]:
    """Those of one Markdown text, in the order of its lines."""
    if not _HINT.search(markdown):
        return []
    # The line's end at the end tells a fence that closes there from one that is cut off there.
    tokens = list(_tokens(parse(f"{markdown}\n").body))
    # After a fence that does not close, nobody knows which of them was meant to open.
    trusted = all(_is_closed(token) for token in tokens if token.type == "fence")
    return sorted(miss for token in tokens for miss in _of_token(token, trusted=trusted))


def bare_class(plain: str) -> str:
    """The first class in ``plain``, a heading or a label as it was typed, that is not escaped."""
    return next((match["class"] for match in _bare(plain)), "")


def report(findings: Findings, line: int, name: str) -> None:
    if name.lower().startswith("spoiler"):
        sentence = _(
            "“{.%(name)s” hides nothing here. To hide a section or a critique, end its heading "
            "with one pair of braces, “## Heading {.spoiler}”; to hide an item of the good or the "
            "bad, begin it with “- {.spoiler} ”; to hide a passage, use >!…!< or ::: spoiler. "
            "Write \\{ for a brace of the text itself, or put code into a fence that closes."
        )
    else:
        sentence = _(
            "“{.%(name)s” means nothing here. A class stands alone in one pair of braces at the "
            "end of a heading that begins with “## ”, such as “## Heading {.%(name)s}”. Write \\{ "
            "for a brace of the text itself, or put code into a fence that closes."
        )
    findings.error(line, sentence % {"name": name})


def escaped(markdown: str) -> str:
    """``markdown`` with a backslash before the near misses that are text: in code it would be seen,
    so there they stay."""
    left = len(near_misses(markdown))
    if left:
        for match in reversed(list(_bare(markdown))[:MAX_TRIED]):
            tried = f"{markdown[: match.start()]}\\{markdown[match.start() :]}"
            if len(near_misses(tried)) < left:
                markdown, left = tried, left - 1
    return markdown


def _tokens(body: Body) -> Iterator[Token]:
    """The blocks of ``body``, of the curtains that hang in it, and of its footnotes."""
    for token in body.tokens:
        yield token
        if token.type == "curtain":
            yield from _tokens(token.meta["veil"].hidden)
    for definition in body.definitions.values():
        yield from _tokens(definition.body)


def _is_closed(fence: Token) -> bool:
    start, stop = fence.map or (0, 0)
    return stop - start == fence.content.count("\n") + 2


def _of_token(token: Token, *, trusted: bool) -> Iterator[NearMiss]:
    """``trusted`` fences may hold what they like."""
    first = token.map[0] + 1 if token.map else 1
    if token.type == "inline":
        yield from _by_line(_bare(_without_code(token.content)), first)
    elif token.type == "fence":
        yield from _by_line(_bare(token.info), first)
    if token.type == "code_block" or (token.type == "fence" and not trusted):
        first += token.type == "fence"
        yield from _by_line(_CLASS.finditer(token.content), first)


def _by_line(matches: Iterator[re.Match[str]], line: int) -> Iterator[NearMiss]:
    """``line`` is that of the text in which ``matches`` were found."""
    position = 0
    for match in matches:
        line += match.string.count("\n", position, match.start())
        position = match.start()
        yield NearMiss(line, match["class"])


def _bare(text: str) -> Iterator[re.Match[str]]:
    return (each for each in _CLASS.finditer(text) if not _is_escaped(text, each.start()))


def _is_escaped(text: str, position: int) -> bool:
    start = position
    while start and text[start - 1] == "\\":
        start -= 1
    return (position - start) % 2 == 1


def _without_code(text: str) -> str:
    """``text`` with blanks for its code spans; lines stay where they are."""
    starts: dict[int, list[int]] = defaultdict(list)
    for run in _TICKS.finditer(text):
        starts[len(run[0])].append(run.start())
    pieces, position = [], 0
    for run in _TICKS.finditer(text):
        opening = run.start() + _is_escaped(text, run.start())
        closing = starts[run.end() - opening]
        found = bisect_left(closing, run.end())
        if run.start() >= position and found < len(closing):
            stop = closing[found] + run.end() - opening
            code = text[opening:stop]
            pieces += [text[position:opening], re.sub(r"[^\n]", " ", code)]
            position = stop
    return "".join([*pieces, text[position:]])
