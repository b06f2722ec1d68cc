"""Reads the values of the front matter: each key as the type it should have, or an error."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cast.models import Person
from documents.errors import Findings, quoted, shortened
from documents.facts import Named, SlugAt
from documents.front_matter_types import FLAG, TEXT, ValueType, is_possible_year, type_of
from documents.yaml_reader import NULL, line_of
from films.known_date_fields import KnownDateField
from films.known_dates import FIRST_YEAR, LAST_YEAR
from films.models import Film
from images.slugs import slug_for
from spoilers import check_plain

Model = type[models.Model]


class Fields:
    """The keys of one mapping of the front matter; ``name`` is what a message calls it: "the film".

    Each reader returns None for a key that is absent, and for a wrong value, which it reports. The
    keys that were read are the known ones: `finish` reports all others. ``of_review``: the values
    are the review's own, not those of a film, a person or a project, which are public already.
    """

    def __init__(
        self, mapping: MappingNode, name: str, findings: Findings, *, of_review: bool = False
    ) -> None:
        self.name = name
        self.findings = findings
        self.of_review = of_review
        self.first_line = line_of(mapping)
        self.nodes: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        self.known: dict[str, None] = {}
        for key, value in mapping.value:
            if key.value in self.nodes:
                findings.error(
                    line_of(key),
                    _("The key “%(key)s” appears twice, first on line %(line)d. Keep one."),
                    key=shortened(key.value),
                    line=self.lines[key.value],
                )
            else:
                self.nodes[key.value] = value
                self.lines[key.value] = line_of(key)

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key, line in self.lines.items():
            if key not in self.known:
                hint = self.findings.did_you_mean(key, self.known)
                self.findings.error(
                    line,
                    _("Unknown key “%(key)s” in %(name)s.%(hint)s Possible keys: %(known)s."),
                    key=shortened(key),
                    name=self.name,
                    hint=hint,
                    known=quoted(self.known),
                )

    def line(self, key: str) -> int:
        """The line of ``key``; the first line of the mapping if the key is absent."""
        return self.lines.get(key, self.first_line)

    def error(self, key: str, sentence: str, /, **values: Any) -> None:
        """``key`` and ``name`` are among the values for ``sentence``."""
        self.findings.error(self.line(key), sentence, key=key, name=self.name, **values)

    def wrong(self, key: str, expects: object) -> None:
        self.error(key, _("“%(key)s” in %(name)s is wrong: expected %(expects)s."), expects=expects)

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """The value of ``key``, None if it is absent or empty."""
        self.known[key] = None
        node = self.nodes.get(key)
        is_blank = isinstance(node, ScalarNode) and not node.value.strip()
        if self.is_empty(key) or (required and is_blank):
            node = None
        if node is None and required:
            self.error(key, _("“%(key)s” is missing in %(name)s."))
        return node

    def is_empty(self, key: str) -> bool:
        """Whether ``key`` is given without a value."""
        node = self.nodes.get(key)
        return isinstance(node, ScalarNode) and (node.tag == NULL or not node.value)

    # One value

    def text(self, key: str) -> str | None:
        return self._value(key, self.node(key), TEXT)

    def flag(self, key: str) -> bool | None:
        return self._value(key, self.node(key), FLAG)

    def column(self, key: str, model: Model, name: str = "", *, required: bool = False) -> Any:
        """The value of ``key``, of the type of the column ``name`` of ``model``. An empty ``name``
        means ``key``."""
        column: Any = model._meta.get_field(name or key)
        node = self.node(key, required=required)
        if column.choices:
            return self._choice(key, node, [value for value, _label in column.choices])
        value = self._value(key, node, type_of(column))
        if not is_possible_year(value):
            self.wrong(
                key,
                _("a year from %(first)d, when the first film was made, to %(last)d")
                % {"first": FIRST_YEAR, "last": LAST_YEAR},
            )
            return None
        return value if self._is_accepted(key, value, column) else None

    def columns(self, model: Model, *keys: str) -> dict[str, Any]:
        """The values of the ``keys`` that are given, for the columns of ``model`` with these names;
        a date is the value of the attribute that combines its columns.

        A key that is given empty clears its column if that may be empty.
        """
        values = {}
        for key in keys:
            column: Any = model._meta.get_field(key)
            name = column.attribute if isinstance(column, KnownDateField) else key
            value = self.column(key, model)
            if value is not None:
                values[name] = value
            elif self.is_empty(key) and (column.blank or isinstance(column, models.BooleanField)):
                values[name] = column.get_default()
        return values

    def _value(self, key: str, node: Node | None, value_type: ValueType) -> Any:
        if isinstance(node, ScalarNode) and (problems := check_plain(node.value)):
            if not (self.of_review and self.findings.unfinished):
                self.findings.error(line_of(node), problems[0].message)
                return None
            self.findings.warn(line_of(node), problems[0].message)
        value = value_type.read(node.value) if isinstance(node, ScalarNode) else None
        if value is None and node is not None:
            self.wrong(key, value_type.expects)
        return value

    def _choice(self, key: str, node: Node | None, choices: list[str]) -> str | None:
        word: str | None = self._value(key, node, ValueType(_("one of %s") % quoted(choices), str))
        if word is None or word in choices:
            return word
        self.error(
            key,
            _("“%(key)s” in %(name)s cannot be “%(value)s”.%(hint)s Possible values: %(values)s."),
            value=shortened(word),
            hint=self.findings.did_you_mean(word, choices),
            values=quoted(choices),
        )
        return None

    def _is_accepted(self, key: str, value: Any, column: Any) -> bool:
        """Whether the validators of ``column`` accept ``value``; if not, what they say is
        reported."""
        try:
            column.run_validators(value)
        except ValidationError as error:
            for message in error.messages:
                self.error(key, _("“%(key)s” in %(name)s: %(message)s"), message=message)
            return False
        return True

    def film_slug(self, key: str) -> SlugAt | None:
        """None where the key is absent, an empty slug where it is given empty."""
        slug = self.column(key, Film, "slug")
        if slug is None and not self.is_empty(key):
            return None
        return SlugAt(slug or "", self.line(key))

    # Mappings and lists

    def nested(self, key: str, name: str) -> "Fields | None":
        node = self.node(key)
        if isinstance(node, MappingNode):
            return Fields(node, name, self.findings, of_review=self.of_review)
        if node is not None:
            self.wrong(key, _("keys with values"))
        return None

    def each(self, key: str, name: str) -> Iterator["Fields"]:
        """The mappings of a list."""
        for node in self.elements(key, _("a list of keys with values")):
            if isinstance(node, MappingNode):
                yield Fields(node, name, self.findings)
            else:
                sentence = _("Each entry of “%(key)s” must be keys with values.")
                self.findings.error(line_of(node), sentence, key=key)

    def elements(self, key: str, expects: str) -> list[Node]:
        node = self.node(key)
        if isinstance(node, SequenceNode):
            elements: list[Node] = node.value
            return elements
        if node is not None:
            self.wrong(key, expects)
        return []

    # Names, which are matched by slug

    def named(
        self, key: str, model: Model, name: str = "name", *, required: bool = False
    ) -> Named | None:
        """``Ana de Armas``, or ``{name: Ana de Armas, slug: ana-de-armas-2}``, for ``model``, whose
        column ``name`` holds the name."""
        node = self.node(key, required=required)
        return self._named(key, node, model, name) if node else None

    def one_or_more_named(
        self, key: str, model: Model, name: str, *, required: bool
    ) -> tuple[Named, ...]:
        """One name as `named` reads it, or a list of one name at least."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        if not nodes:
            self.wrong(key, _("a name, or a list such as [Ada Test, Bo Proof]"))
        found = [self._named(key, each, model, name) for each in nodes]
        return tuple(filter(None, found))

    def all_named(self, key: str, model: Model) -> tuple[Named, ...] | None:
        """A list of names; None where the key is absent or not a list."""
        nodes = self.elements(key, _("a list, such as [Action, Thriller]"))
        found = [self._named(key, node, model, "name") for node in nodes]
        is_given = isinstance(self.nodes.get(key), SequenceNode) or self.is_empty(key)
        return tuple(filter(None, found)) if is_given else None

    def _named(self, key: str, node: Node, model: Model, name: str) -> Named | None:
        line, slug, sort_name = line_of(node), None, ""
        if isinstance(node, MappingNode):
            fields = Fields(node, f"“{key}”", self.findings)
            value = fields.column("name", model, name, required=True)
            slug = fields.column("slug", model)
            if model is Person:
                sort_name = fields.column("sort_name", model) or ""
            fields.finish()
        elif isinstance(node, ScalarNode) and node.tag != NULL and node.value.strip():
            fields = Fields(_single(key, node), self.name, self.findings)
            value = fields.column(key, model, name)
        else:
            sentence = _("“%(key)s” in %(name)s must be a name, or {name: …, slug: …}.")
            self.findings.error(line, sentence, key=key, name=self.name)
            return None
        if value is None:
            return None
        if slug is None:
            return Named(value, slug_for(model, value), line, sort_name=sort_name)
        is_accepted = fields._is_accepted(key, slug, model._meta.get_field("slug"))
        if not is_accepted:
            return None
        return Named(value, slug, line, has_own_slug=True, sort_name=sort_name)


def _single(key: str, node: ScalarNode) -> MappingNode:
    """The mapping of ``key`` to ``node``, on the line of ``node``."""
    word = ScalarNode("", key, node.start_mark, node.end_mark)
    return MappingNode("", [(word, node)], node.start_mark, node.end_mark)
