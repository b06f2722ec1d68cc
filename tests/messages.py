"""What the sources mark for translation, and what a catalogue says of it, without GNU gettext."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

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
"""Context, singular and plural, each "" where there is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``words``: the translation, or those for one and for many."""

    key: Key
    words: tuple[str, ...]
    flags: str


def marked_in_python(source: str) -> Iterator[Key]:
    """The literals that are marked in ``source``, in the braces of an f-string too."""
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


def marked_in_template(source: str) -> Iterator[Key]:
    """As Django hands a template to xgettext: calls between what is crossed out."""
    code = templatize(source)
    for start in (match.start() for match in CALL.finditer(code)):
        for end in (match.end() for match in re.finditer(r"\)", code[start:])):
            try:
                ast.parse(code[start : start + end], mode="eval")
            except SyntaxError:
                continue
            yield from marked_in_python(code[start : start + end])
            break


def marked() -> dict[Key, str]:
    """All that is marked, each with a file that does."""
    found: dict[Key, str] = {}
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            found |= dict.fromkeys(marked_in_python(file.read_text()), str(file.relative_to(ROOT)))
    for file in (ROOT / "templates").rglob("*"):
        if file.suffix in {".html", ".txt"}:
            place = str(file.relative_to(ROOT))
            found |= dict.fromkeys(marked_in_template(file.read_text()), place)
    return found


def read_po(text: str) -> list[Entry]:
    """The entries of a .po file but for its head; obsolete ones are comments, and left out."""
    entries = []
    for block in text.split("\n\n"):
        said: dict[str, str] = {}
        keyword, flags = "", ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags += line[2:]
            elif not line.startswith("#"):
                named = re.match(r"(msg\w+(?:\[\d\])?) ", line)
                keyword = named[1] if named else keyword
                said[keyword] = said.get(keyword, "") + ast.literal_eval(line[line.index('"') :])
        key = (said.get("msgctxt", ""), said.get("msgid", ""), said.get("msgid_plural", ""))
        words = tuple(value for name, value in said.items() if name.startswith("msgstr"))
        if key[1]:
            entries.append(Entry(key, words, flags))
    return entries
