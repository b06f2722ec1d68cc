"""What looks like a class but stands where it means nothing.

``## Secret {.spoiler`` would be an ordinary heading, and what its author meant to hide would be
public. So a brace with a known class behind it is an error wherever it is not read as one, but in
code that is marked as such. Indented code is not: it takes four blanks too many to get there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.errors import Findings
from editions.parts import PARTS
from spoilers.foreign.probing import (
    ContextKind,
    ProbedText,
    parse_probed,
    probe,
    without_probes,
)

PART_OF_CLASS = {part.document_class: part for part in PARTS if part.document_class}
CLASSES = ("spoiler", *(name for name in PART_OF_CLASS if name != "spoiler"))

_WORD = r"[\w#:.-]+(?:=\"[^\"]*\")?"
_CLASS = re.compile(
    rf"\{{\s*(?:{_WORD}\s+)*?(?:\.[\w-]+)*?\.(?P<class>spoilers?|{'|'.join(CLASSES)})(?![\w-])",
    re.I,
)
_HINT = re.compile(rf"\{{[^{{]*?\.(?:{'|'.join(CLASSES)})", re.I)

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
    found = list(_CLASS.finditer(markdown))
    probes = (probe(number) for number in range(len(found)))

    def probed(match: re.Match[str]) -> str:
        return next(probes) + "\n" * match[0].count("\n")

    seen = parse_probed(_CLASS.sub(probed, without_probes(markdown)))
    if seen.is_unworkable:
        return []
    misses = []
    line = 1
    position = 0
    for number, match in enumerate(found):
        line += markdown.count("\n", position, match.start())
        position = match.start()
        if _means_nothing(seen, number, is_escaped=_is_escaped(markdown, position)):
            misses.append(NearMiss(line, match["class"]))
    return sorted(misses)


def _means_nothing(seen: ProbedText, number: int, *, is_escaped: bool) -> bool:
    """Whether the class ``number`` stands where it would be shown, and nothing says that it should
    be."""
    context = seen.contexts.get(number)
    if context is None or context.kind is ContextKind.TEXT:
        return not is_escaped
    if context.kind is ContextKind.CODE:
        return seen.has_unclosed_code and not context.passage
    return context.kind is ContextKind.UNTRUSTED_CODE


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


def _bare(text: str) -> Iterator[re.Match[str]]:
    return (each for each in _CLASS.finditer(text) if not _is_escaped(text, each.start()))


def _is_escaped(text: str, position: int) -> bool:
    start = position
    while start and text[start - 1] == "\\":
        start -= 1
    return (position - start) % 2 == 1
