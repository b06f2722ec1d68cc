"""Joins the changes of two editors to one field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from accounts.reconciling.form_values import Values, are_equal, inner_widget, plain_lines
from accounts.reconciling.texts import Choice, JoinedText, join

Row = Mapping[str, list[str]]
"""The values of a form or of a row of a formset, by names without the prefix of the row."""


@dataclass(frozen=True, slots=True)
class JoinedField:
    """``values`` are those to be stored, or mine where both are in conflict."""

    values: Values
    keeps_theirs: bool = False
    """Whether something of theirs that I did not change is kept."""
    is_conflict: bool = False
    theirs: tuple[str, ...] = ()
    text: JoinedText | None = None
    """For texts of several lines."""

    @property
    def choices(self) -> list[Choice]:
        return ["mine", "theirs", "both"] if self.text else ["mine", "theirs"]


def join_field(field: BoundField, base: Row | None, mine: Row, theirs: Values) -> JoinedField:
    """``theirs`` are the stored values of ``field``. ``base`` are the values with which the form
    was opened, None if they are unknown: then all that differs is in conflict."""
    names = list(theirs)
    ours = {name: mine.get(name, []) for name in names}
    if base is not None and not any(name in row for row in (base, mine) for name in names):
        return JoinedField(theirs)  # The form did not have this field.
    before = None if base is None else {name: base.get(name, []) for name in names}
    is_ordered = _is_ordered(field)
    if _same(ours, theirs, is_ordered):
        return JoinedField(ours)
    if before is not None and _same(ours, before, is_ordered):
        return JoinedField(theirs, keeps_theirs=True)
    if before is not None and _same(theirs, before, is_ordered):
        return JoinedField(ours)
    return _both_changed(field, before, ours, theirs)


def _both_changed(
    field: BoundField, base: Values | None, mine: Values, theirs: Values
) -> JoinedField:
    if field.name in getattr(field.form, "never_asked", ()):
        return JoinedField(mine)
    widget = inner_widget(field.field)
    (name, *_others) = theirs
    if isinstance(widget, forms.SelectMultiple) and not _is_ordered(field):
        if base is not None:
            return JoinedField({name: _chosen(base[name], mine[name], theirs[name])}, True)
    elif isinstance(widget, forms.Textarea):
        text = join(*(_text(values, name) for values in (base or {}, mine, theirs)))
        joined = {name: [text.text("mine")]}
        if not text.is_conflict:
            return JoinedField(joined, keeps_theirs=True)
        return JoinedField(joined, is_conflict=True, theirs=_flat(theirs), text=text)
    return JoinedField(mine, is_conflict=True, theirs=_flat(theirs))


def written(field: BoundField, values: Values) -> str:
    """``values`` of ``field`` as people read them."""
    given = [value for value in _flat(values) if value]
    widget = inner_widget(field.field)
    if isinstance(widget, forms.CheckboxInput):
        return _("yes") if given else _("no")
    if isinstance(field.field, forms.ModelChoiceField):
        return ", ".join(_names(field.field, given))
    if isinstance(field.field, forms.ChoiceField):
        labels = dict(_flattened(field.field.choices))
        return ", ".join(str(labels.get(value, value)) for value in given)
    return plain_lines(" ".join(given))


def _names(field: Any, keys: list[str]) -> list[str]:
    valid = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
    found = {row.pk: field.label_from_instance(row) for row in field.queryset.filter(pk__in=valid)}
    return [found[key] for key in valid if key in found]


def _flattened(choices: Any) -> list[tuple[str, Any]]:
    flat = []
    for value, label in choices:
        groups = label if isinstance(label, list | tuple) else [(value, label)]
        flat += [(str(each), name) for each, name in groups]
    return flat


def _chosen(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """What both chose and neither took away."""
    kept = [value for value in theirs if value in mine or value not in base]
    return kept + [value for value in mine if value not in base and value not in kept]


def differs(field: BoundField, base: Row, theirs: Values) -> bool:
    """Whether ``theirs`` are other values of ``field`` than those in ``base``."""
    before = {name: base.get(name, []) for name in theirs}
    return not _same(before, theirs, _is_ordered(field))


def _same(some: Values, others: Values, is_ordered: bool) -> bool:
    in_order: Any = list if is_ordered else sorted
    return all(are_equal(in_order(some[name]), in_order(others[name])) for name in some)


def _is_ordered(field: BoundField) -> bool:
    """Whether the order of several chosen values counts."""
    return getattr(inner_widget(field.field), "is_ordered", False)


def _text(values: Values, name: str) -> str:
    return plain_lines("".join(values.get(name, [])))


def _flat(values: Values) -> tuple[str, ...]:
    return tuple(value for each in values.values() for value in each)
