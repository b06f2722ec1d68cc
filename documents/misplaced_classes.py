"""Finds known classes, such as ``{.spoiler``, where the document format does not read them.

``## Secret {.spoiler`` would be an ordinary heading, and text that its author meant to hide would
be public. So a brace with a known class after it is an error wherever it is not read as a class,
except in code spans and closed code fences. In indented code it is an error: four spaces too many
are easily typed.
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

MAX_ESCAPED = 50
"""How many misplaced classes of one text are escaped: each takes a parse of the text."""


@dataclass(frozen=True, order=True, slots=True)
class MisplacedClass:
    """``line`` counts from 1 within the text; ``name`` is the class."""

    line: int
    name: str


def misplaced_classes(markdown: str) -> list[MisplacedClass]:
    """The misplaced classes of one Markdown text, sorted by line."""
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
        if _is_misplaced(seen, number, is_escaped=_is_escaped(markdown, position)):
            misses.append(MisplacedClass(line, match["class"]))
    return sorted(misses)


def _is_misplaced(seen: ProbedText, number: int, *, is_escaped: bool) -> bool:
    """Whether the class ``number`` would be shown as text, and is neither escaped nor in code."""
    context = seen.contexts.get(number)
    if context is None or context.kind is ContextKind.TEXT:
        return not is_escaped
    if context.kind is ContextKind.CODE:
        return seen.has_unclosed_code and not context.passage
    return context.kind is ContextKind.UNTRUSTED_CODE


def first_class(plain: str) -> str:
    """The first class in a heading or label that is not escaped; "" if there is none."""
    return next((match["class"] for match in _unescaped(plain)), "")


def report(findings: Findings, line: int, name: str) -> None:
    if name.lower().startswith("spoiler"):
        sentence = _(
            "“{.%(name)s” hides nothing here. To hide a section or a critique, end its heading "
            "with one pair of braces, “## Heading {.spoiler}”. To hide an item of the good or "
            "the bad, begin it with “- {.spoiler} ”. To hide a passage, use >!…!< or ::: "
            "spoiler. To show the brace, write \\{ or put it into a closed code block."
        )
    else:
        sentence = _(
            "“{.%(name)s” has no effect here. A class must be alone in one pair of braces at "
            "the end of a heading that begins with “## ”, such as “## Heading {.%(name)s}”. To "
            "show the brace, write \\{ or put it into a closed code block."
        )
    findings.problem(line, sentence, name=name)


def escaped(markdown: str) -> str:
    """``markdown`` with a backslash before the misplaced classes, except in code, where the
    backslash would be shown."""
    left = len(misplaced_classes(markdown))
    if left:
        for match in reversed(list(_unescaped(markdown))[:MAX_ESCAPED]):
            tried = f"{markdown[: match.start()]}\\{markdown[match.start() :]}"
            if len(misplaced_classes(tried)) < left:
                markdown, left = tried, left - 1
    return markdown


def _unescaped(text: str) -> Iterator[re.Match[str]]:
    return (each for each in _CLASS.finditer(text) if not _is_escaped(text, each.start()))


def _is_escaped(text: str, position: int) -> bool:
    start = position
    while start and text[start - 1] == "\\":
        start -= 1
    return (position - start) % 2 == 1
