"""Reads the keys of one mapping, each as the type that it should be."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.errors import Findings, quoted, shortened
from documents.facts import Named, SlugAt
from documents.yaml_nodes import Mapping, Node, Scalar, Sequence
from spoilers import Problem, ProblemCode, check_plain, plain

Value = TypeVar("Value")

SMALL = 2**15 - 1
INTEGER = 2**31 - 1

_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1888, 9998
"""Of the first film, and the last that is one in every time zone."""

_BOOLEANS = {"true": True, "false": False}


class Fields:
    """The keys of ``mapping``; ``name`` is what a message calls it: "the film".

    Each reader answers None for a key that is absent, or wrong: then it has been reported. Every
    reader makes its key a known one, so all are called before `finish`.
    """

    def __init__(self, mapping: Mapping, name: str, findings: Findings) -> None:
        self.mapping = mapping
        self.name = name
        self.findings = findings
        self.known: dict[str, None] = {}

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key, line in self.mapping.lines.items():
            if key not in self.known:
                hint = self.findings.did_you_mean(key, self.known)
                self.findings.error(
                    line,
                    _("Unknown key “%(key)s” in %(name)s.%(hint)s Possible are %(known)s.")
                    % {
                        "key": shortened(key),
                        "name": self.name,
                        "hint": hint,
                        "known": quoted(self.known),
                    },
                )

    def line(self, key: str) -> int:
        """Where ``key`` stands; where the mapping begins if it is not there."""
        return self.mapping.lines.get(key, self.mapping.line)

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """The value of ``key``, None if it is absent or null."""
        self.known[key] = None
        node = self.mapping.items.get(key)
        if isinstance(node, Scalar) and (self.cleared(key) or (required and not node.text.strip())):
            node = None
        if node is None and required:
            self.findings.error(
                self.line(key),
                _("“%(key)s” is missing in %(name)s.") % {"key": key, "name": self.name},
            )
        return node

    def cleared(self, key: str) -> bool:
        """Whether ``key`` is given, but empty."""
        node = self.mapping.items.get(key)
        return isinstance(node, Scalar) and (node.is_null or not node.text)

    def scalar(self, key: str, *, expects: str, required: bool = False) -> Scalar | None:
        node = self.node(key, required=required)
        if isinstance(node, Scalar) and plain(node.text) != node.text:
            self.findings.error(node.line, Problem.of(ProblemCode.MARK_IN_PLAIN).message)
            return None
        if isinstance(node, Scalar) and (problems := check_plain(node.text)):
            self.findings.error(node.line, problems[0].message)
            return None
        if node is None or isinstance(node, Scalar):
            return node
        self.wrong(key, expects)
        return None

    def wrong(self, key: str, expects: str) -> None:
        self.findings.error(
            self.line(key),
            _("“%(key)s” in %(name)s is wrong: expected %(expects)s.")
            % {"key": key, "name": self.name, "expects": expects},
        )

    def converted(
        self,
        key: str,
        convert: Callable[[str], Value | None],
        *,
        expects: str,
        field: Any = None,
        required: bool = False,
    ) -> Value | None:
        """``convert`` answers None for what is not of the type; ``field`` may object after it."""
        scalar = self.scalar(key, expects=expects, required=required)
        if scalar is None:
            return None
        value = convert(scalar.text)
        if value is None:
            self.wrong(key, expects)
        elif field is not None and not self.accepted(key, value, field):
            return None
        return value

    def accepted(self, key: str, value: Any, field: "models.Field[Any, Any]") -> bool:
        """Whether the model's field takes ``value``; if not, its words are reported."""
        try:
            field.run_validators(value)
        except ValidationError as error:
            for message in error.messages:
                self.findings.error(
                    self.line(key),
                    _("“%(key)s” in %(name)s: %(message)s")
                    % {"key": key, "name": self.name, "message": message},
                )
            return False
        return True

    def text(self, key: str, field: Any = None, *, required: bool = False) -> str | None:
        return self.converted(key, str, expects=_("a text"), field=field, required=required)

    def choice(self, key: str, choices: Iterable[str], *, required: bool = False) -> str | None:
        values = list(choices)
        scalar = self.scalar(key, expects=_("one of %s") % quoted(values), required=required)
        if scalar is None or scalar.text in values:
            return scalar.text if scalar else None
        self.findings.error(
            self.line(key),
            _("“%(key)s” in %(name)s cannot be “%(value)s”.%(hint)s Possible are %(values)s.")
            % {
                "key": key,
                "name": self.name,
                "value": shortened(scalar.text),
                "hint": self.findings.did_you_mean(scalar.text, values),
                "values": quoted(values),
            },
        )
        return None

    def whole(self, key: str, field: Any) -> int | None:
        # Not every database refuses what another cannot hold.
        limit = SMALL if isinstance(field, models.PositiveSmallIntegerField) else INTEGER
        number = self.converted(
            key,
            lambda text: int(text) if _NUMBER.fullmatch(text) else None,
            expects=_("a whole number of at most %d") % limit,
        )
        if number is not None and number > limit:
            self.wrong(key, _("a whole number of at most %d") % limit)
            return None
        return number

    def decimal(self, key: str, field: Any, *, required: bool = False) -> Decimal | None:
        return self.converted(
            key,
            lambda text: Decimal(text) if _DECIMAL.fullmatch(text) else None,
            expects=_("a number, such as 3.5"),
            field=field,
            required=required,
        )

    def boolean(self, key: str) -> bool | None:
        return self.converted(key, _BOOLEANS.get, expects=_("true or false"))

    def date(self, key: str) -> date | None:
        day = self.converted(key, _date, expects=_("a day, written like 2025-06-06"))
        return day if day and self._is_in_time(key, day.year) else None

    def moment(self, key: str) -> datetime | None:
        moment = self.converted(
            key,
            _moment,
            expects=_("a moment with its offset from UTC, written like 2025-06-06T09:00:00+02:00"),
        )
        return moment if moment and self._is_in_time(key, moment.year) else None

    def _is_in_time(self, key: str, year: int) -> bool:
        if FIRST_YEAR <= year <= LAST_YEAR:
            return True
        self.wrong(
            key,
            _("a year from %(first)d, when the first film was made, to %(last)d")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
        )
        return False

    def slug_of_film(self, key: str, field: Any) -> SlugAt | None:
        """None where the key is absent, an empty slug where it is empty."""
        slug = self.text(key, field)
        if slug is None and not self.cleared(key):
            return None
        return SlugAt(slug or "", self.line(key))

    def nested(self, key: str, name: str, *, required: bool = False) -> "Fields | None":
        node = self.node(key, required=required)
        if node is None or isinstance(node, Mapping):
            return Fields(node, name, self.findings) if node else None
        self.wrong(key, _("keys with values"))
        return None

    def each(self, key: str, name: str) -> Iterator["Fields"]:
        """The mappings of a list."""
        for node in self.elements(key, _("a list of keys with values")):
            if isinstance(node, Mapping):
                yield Fields(node, name, self.findings)
            else:
                self.findings.error(
                    node.line,
                    _("Each of “%(key)s” is written as keys with values.") % {"key": key},
                )

    def elements(self, key: str, expects: str) -> list[Node]:
        node = self.node(key)
        if isinstance(node, Sequence):
            return node.items
        if node is not None:
            self.wrong(key, expects)
        return []

    def named(
        self, key: str, name_field: Any, slug_field: Any, *, required: bool = False
    ) -> Named | None:
        node = self.node(key, required=required)
        return self.as_named(key, node, name_field, slug_field) if node else None

    def all_named(self, key: str, name_field: Any, slug_field: Any) -> tuple[Named, ...] | None:
        """None where the key is absent or not a list."""
        nodes = self.elements(key, _("a list, such as [Action, Thriller]"))
        found = [self.as_named(key, node, name_field, slug_field) for node in nodes]
        is_given = isinstance(self.mapping.items.get(key), Sequence) or self.cleared(key)
        return tuple(filter(None, found)) if is_given else None

    def as_named(self, key: str, node: Node, name_field: Any, slug_field: Any) -> Named | None:
        """``Ana de Armas``, or ``{name: Ana de Armas, slug: ana-de-armas-2}``."""
        slug: str | None
        if isinstance(node, Scalar) and not node.is_null and node.text.strip():
            fields = Fields(
                Mapping(node.line, {key: node}, {key: node.line}), self.name, self.findings
            )
            name, slug = fields.text(key, name_field), None
        elif isinstance(node, Mapping):
            fields = Fields(node, f"“{key}”", self.findings)
            name = fields.text("name", name_field, required=True)
            slug = fields.text("slug", slug_field)
            fields.finish()
        else:
            self.findings.error(
                node.line,
                _("“%(key)s” in %(name)s is a name, or {name: …, slug: …}.")
                % {"key": key, "name": self.name},
            )
            return None
        if name is None:
            return None
        if slug is None and not (slug := slugify(name)):
            self.findings.error(
                node.line,
                _("“%(value)s” gives no slug by itself. Write it as {name: …, slug: …}.")
                % {"value": shortened(name)},
            )
            return None
        return Named(name, slug, node.line) if self.accepted(key, slug, slug_field) else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
