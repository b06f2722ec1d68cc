"""Headings with classes and attributes: ``## The Ending {.spoiler label="Ending"}``."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from documents import misplaced_classes
from documents.errors import Findings, quoted, shortened
from documents.escapes import escape, one_line, quote, unescape, unquote

MAX_CHARACTERS = 4_000
"""The limit of a heading's line: five times what the longest possible heading needs."""

_CLOSING = re.compile(r"(?:(?<=[ \t])|^)#+\Z")
_ATTRIBUTES = re.compile(
    r"\{[ \t]*(?P<inside>(?:(?:\.[\w-]+|[\w-]+=\"(?:[^\"\\]|\\.)*\")(?:[ \t]+|(?=\})))*)\}"
)
_ATTRIBUTE = re.compile(r"\.(?P<class>[\w-]+)|(?P<name>[\w-]+)=\"(?P<value>(?:[^\"\\]|\\.)*)\"")
_OPENING = re.compile(r"(?:^|(?<=[ \t]))\{")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    line: int
    classes: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)


def read_heading(source: str, line: int, findings: Findings) -> Heading:
    """Read the ATX heading in the line ``source``; report errors in its braces."""
    content = source.lstrip(" ")
    level = len(content) - len(content.lstrip("#"))
    content = _CLOSING.sub("", content[level:].strip(" \t")).rstrip(" \t")
    if len(content) > MAX_CHARACTERS:
        sentence = _("This heading is longer than %d characters. Shorten it.")
        findings.error(line, sentence % MAX_CHARACTERS)
        return Heading(level, "", line)
    text, inside = _split(content, line, findings)
    if misplaced := misplaced_classes.first_class(text):
        misplaced_classes.report(findings, line, misplaced)
    classes: list[str] = []
    attributes: dict[str, str] = {}
    for attribute in _ATTRIBUTE.finditer(inside):
        name = attribute["class"] or attribute["name"]
        if name in classes or name in attributes:
            sentence = _("“%s” appears twice in the braces of this heading. Keep one.")
            findings.error(line, sentence % shortened(name))
        elif attribute["class"]:
            classes.append(name)
        else:
            attributes[name] = unquote(attribute["value"])
    return Heading(level, unescape(text), line, tuple(classes), attributes)


def _split(content: str, line: int, findings: Findings) -> tuple[str, str]:
    """The heading's text, and the inside of the braces at its end."""
    if not _ends_with_bare_brace(content):
        return content, ""
    for opening in _OPENING.finditer(content):
        attributes = _ATTRIBUTES.fullmatch(content, opening.start())
        if attributes:
            return content[: opening.start()].rstrip(" \t"), attributes["inside"]
    findings.error(
        line,
        _(
            "The braces at the end of this heading cannot be read. They may contain classes and "
            'values, such as {.spoiler label="Ending"}. Write \\} to show a brace in the '
            "heading."
        ),
    )
    return content, ""


def _ends_with_bare_brace(content: str) -> bool:
    before = content.removesuffix("}")
    backslashes = len(before) - len(before.rstrip("\\"))
    return before != content and backslashes % 2 == 0


def expect(
    heading: Heading, findings: Findings, *, classes: tuple[str, ...], attributes: tuple[str, ...]
) -> None:
    """Report the classes and attributes of ``heading`` that are not among these."""
    for name in heading.classes:
        if name not in classes:
            findings.error(
                heading.line,
                _("Unknown class “.%(name)s”.%(hint)s Possible here: %(known)s."),
                name=shortened(name),
                hint=findings.did_you_mean(name, classes),
                known=quoted(f".{name}" for name in classes),
            )
    for name in heading.attributes:
        if name not in attributes:
            findings.error(
                heading.line,
                _("Unknown attribute “%(name)s”.%(hint)s Possible here: %(known)s."),
                name=shortened(name),
                hint=findings.did_you_mean(name, attributes),
                known=quoted(attributes) if attributes else _("none"),
            )


def write_heading(
    level: int, text: str, classes: tuple[str, ...] = (), attributes: dict[str, str] | None = None
) -> str:
    """The line that `read_heading` reads as a heading with these values."""
    words = escape(one_line(text), "{}")
    if words.endswith("#"):
        words = f"{words[:-1]}\\#"
    inside = [f".{name}" for name in classes]
    inside += [f"{name}={quote(value)}" for name, value in (attributes or {}).items()]
    braces = f"{{{' '.join(inside)}}}" if inside else ""
    return " ".join(filter(None, ["#" * level, words, braces]))
