"""The front matter of Hugo, Jekyll and Eleventy: YAML, TOML or JSON before a text in Markdown."""

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from moving.storable import storable
from moving.yaml_values import AliasRefused, yaml_values

MAX_CHARACTERS = 192 * 1024
_FENCED = re.compile(
    r"(?P<fence>---|\+\+\+)(?P<kind>yaml|toml|json)?[ \t]*\n"
    r"(?P<front>.*?)^(?P=fence)[ \t]*(?:\n|\Z)",
    re.S | re.M,
)
_HIDDEN = {"draft", "private", "pending", "trash"}
_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


class BrokenFrontMatter(ValueError):
    """The message says what is wrong; ``line`` is that of the file."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values by their keys in lower case, and the text below them."""

    values: dict[str, Any]
    body: str

    def text(self, *names: str) -> str:
        """The first of ``names`` with a text or a number."""
        for name in names:
            value = self.values.get(name)
            is_text = isinstance(value, str | int | float) and not isinstance(value, bool)
            if is_text and (text := str(value).strip()):
                return text
        return ""

    def texts(self, *names: str) -> list[str]:
        """All texts in ``names``, each a text with commas or a list."""
        found: list[str] = []
        for name in names:
            value = self.values.get(name)
            if isinstance(value, str):
                found += [each.strip() for each in value.split(",")]
            elif isinstance(value, list):
                found += [str(each).strip() for each in value if isinstance(each, str | int)]
        return [each for each in dict.fromkeys(found) if each]

    def mapping(self, *names: str) -> dict[str, Any]:
        """The first of ``names`` with keys and values of its own."""
        values = (self.values.get(name) for name in names)
        return next((lowered(value) for value in values if isinstance(value, dict)), {})

    def _flag(self, name: str) -> bool | None:
        """Also of a text such as "true"; None for what is neither true nor false."""
        value = str(self.values.get(name, "")).strip().lower()
        return True if value in _YES else False if value in _NO else None

    @property
    def is_hidden(self) -> bool:
        """Whether the old site did not show the post, or does not show it any more."""
        ended = self.moment("expirydate", "unpublishdate")
        return (
            self._flag("draft") is True
            or self._flag("private") is True
            or self._flag("published") is False
            or self.text("status").lower() in _HIDDEN
            or (ended is not None and ended < timezone.now())
        )

    def moment(self, *names: str) -> datetime | None:
        found = (moment_of(self.values.get(name)) for name in names)
        return next(filter(None, found), None)


def read_front_matter(source: str) -> FrontMatter | None:
    """None for a text without front matter. Raises `BrokenFrontMatter`."""
    if source.startswith("{"):
        return _json(source)
    match = _FENCED.match(source)
    if match is None:
        return None
    front = match["front"]
    if len(front) > MAX_CHARACTERS:
        raise BrokenFrontMatter(1, _("The front matter is too long."))
    kind = match["kind"] or ("toml" if match["fence"] == "+++" else "yaml")
    values = {"yaml": _yaml_values, "toml": _toml_values, "json": _json_values}[kind](front)
    if not isinstance(values, dict):
        raise BrokenFrontMatter(1, _("The front matter has no keys with values."))
    return FrontMatter(lowered(storable(values)), source[match.end() :])


def lowered(values: dict[Any, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in values.items()}


def moment_of(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else timezone.make_aware(value)
    if isinstance(value, date):
        return timezone.make_aware(datetime(value.year, value.month, value.day))  # noqa: DTZ001
    if not isinstance(value, str):
        return None
    text = re.sub(r" (?=[+-]\d{2}:?\d{2}\Z)", "", value.strip())
    try:
        return moment_of(parse_datetime(text) or parse_date(text[:10]))
    except ValueError:
        return None


def _yaml_values(front: str) -> Any:
    try:
        return yaml_values(front) or {}
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        sentence = _("The front matter is not valid YAML. Check the indentation and the quotes.")
        if isinstance(error, AliasRefused):
            sentence = str(error.problem)
        raise BrokenFrontMatter(line, sentence) from error


def _toml_values(front: str) -> Any:
    try:
        return tomllib.loads(front)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise BrokenFrontMatter(
            int(line[1]) + 1 if line else 1, _("The front matter is not valid TOML.")
        ) from error


def _json_values(front: str) -> Any:
    found = _json(front)
    return found.values if found else None


def _json(source: str) -> FrontMatter | None:
    try:
        values, end = json.JSONDecoder().raw_decode(source)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BrokenFrontMatter(line, _("The front matter is not valid JSON.")) from error
    return (
        FrontMatter(lowered(storable(values)), source[end:]) if isinstance(values, dict) else None
    )
