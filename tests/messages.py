"""Reads the messages of sources and of .po files without GNU gettext."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from pages.templating import page_environment

ROOT = Path(settings.BASE_DIR)
LOCALES = ROOT / "locale"
PACKAGES = (
    "accounts",
    "cast",
    "config",
    "desk",
    "documents",
    "editions",
    "films",
    "images",
    "monitoring",
    "moving",
    "outreach",
    "site_settings",
    "pages",
    "reviews",
    "spoilers",
    "verdicts",
)
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
BOTH = {"npgettext", "npgettext_lazy"}
CALL = re.compile(rf"(?<!\w)(?:{'|'.join(PLAIN | PLURAL | CONTEXT | BOTH)})\(")

Key = tuple[str, str, str]
"""Context, singular and plural of a message. Context and plural may be ""."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a .po file. ``words`` is the translation, or those of singular and plural."""

    key: Key
    words: tuple[str, ...]
    flags: str


def marked_in_python(source: str) -> Iterator[Key]:
    """The marked messages of Python ``source``, also those inside the braces of an f-string."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            match words:
                case [str(one), *_] if name in PLAIN:
                    yield "", one, ""
                case [str(one), str(many)] if name in PLURAL:
                    yield "", one, many
                case [str(context), str(one)] if name in CONTEXT:
                    yield context, one, ""
                case [str(context), str(one), str(many)] if name in BOTH:
                    yield context, one, many


def marked_in_django_template(source: str) -> Iterator[Key]:
    """The marked messages of a template, in the form in which Django passes it to xgettext."""
    code = templatize(source)
    for start in (match.start() for match in CALL.finditer(code)):
        for end in (match.end() for match in re.finditer(r"\)", code[start:])):
            try:
                ast.parse(code[start : start + end], mode="eval")
            except SyntaxError:
                continue
            yield from marked_in_python(code[start : start + end])
            break


def marked_in_jinja_template(source: str) -> Iterator[Key]:
    for _line, function, messages in page_environment().extract_translations(source):
        words = (messages,) if isinstance(messages, str) else messages
        match [word for word in words if word is not None]:
            case [one] if function in PLAIN:
                yield "", one, ""
            case [one, many] if function in PLURAL:
                yield "", one, many
            case [context, one] if function in CONTEXT:
                yield context, one, ""
            case [context, one, many] if function in BOTH:
                yield context, one, many


MARKED_IN_TEMPLATE = {"django": marked_in_django_template, "jinja2": marked_in_jinja_template}
"""By the folder in templates/."""


def marked() -> dict[Key, str]:
    """All marked messages, each with one file that marks it."""
    found: dict[Key, str] = {}
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            found |= dict.fromkeys(marked_in_python(file.read_text()), str(file.relative_to(ROOT)))
    for folder, marked_in_template in MARKED_IN_TEMPLATE.items():
        for file in (ROOT / "templates" / folder).rglob("*.html"):
            place = str(file.relative_to(ROOT))
            found |= dict.fromkeys(marked_in_template(file.read_text()), place)
    return found


def read_po(text: str) -> list[Entry]:
    """The entries of a .po file, without its header and without obsolete entries."""
    entries = []
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        keyword, flags = "", ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags += line[2:]
            elif not line.startswith("#"):
                named = re.match(r"(msg\w+(?:\[\d\])?) ", line)
                keyword = named[1] if named else keyword
                parts[keyword] = parts.get(keyword, "") + ast.literal_eval(line[line.index('"') :])
        key = (parts.get("msgctxt", ""), parts.get("msgid", ""), parts.get("msgid_plural", ""))
        words = tuple(value for name, value in parts.items() if name.startswith("msgstr"))
        if key[1]:
            entries.append(Entry(key, words, flags))
    return entries
