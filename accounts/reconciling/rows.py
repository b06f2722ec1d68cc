"""The rows of a formset by the names of their fields: ``opening-0-body`` is a field of row 0."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseModelFormSet
from django.forms.formsets import (
    DELETION_FIELD_NAME,
    INITIAL_FORM_COUNT,
    ORDERING_FIELD_NAME,
    TOTAL_FORM_COUNT,
)

from accounts.reconciling.form_values import Values, are_equal, shown

NOT_TYPED = (DELETION_FIELD_NAME, ORDERING_FIELD_NAME)


@dataclass(slots=True)
class PostedRow:
    """``base`` is None if the form did not have this row when it was opened, or does not say."""

    number: int
    pk: str
    mine: Values
    base: Values | None

    @property
    def is_deleted(self) -> bool:
        return bool(self.mine.get(DELETION_FIELD_NAME))

    def as_text(self) -> str:
        return "\n\n".join(text for each in self.mine.values() for text in each if text)


@dataclass(slots=True)
class Part:
    """A formset that is not bound, with the name of one of its rows."""

    formset: BaseModelFormSet
    title: str
    theirs: dict[str, Any] = field(init=False)
    """The forms of the stored rows, by primary key."""

    def __post_init__(self) -> None:
        forms = self.formset.initial_forms
        self.theirs = {str(form.instance.pk): form for form in forms}

    @property
    def prefix(self) -> str:
        return str(self.formset.prefix)

    @property
    def key(self) -> str:
        model: Any = self.formset.model
        return str(model._meta.pk.name)

    @property
    def is_single(self) -> bool:
        return self.formset.max_num == 1

    @property
    def may_add(self) -> bool:
        return self.formset.max_num > 0 and not getattr(self.formset, "edit_only", False)

    @property
    def never_asked(self) -> tuple[str, ...]:
        """The fields of which a conflict is not worth a question, such as positions."""
        return getattr(self.formset.form, "never_asked", ())

    def is_changed(self, row: PostedRow) -> bool:
        """Whether the editor has changed ``row``."""
        base = row.base or {}
        names = {*row.mine, *base}.difference(NOT_TYPED, self.never_asked)
        return any(
            not are_equal(sorted(row.mine.get(name, [])), sorted(base.get(name, [])))
            for name in names
        )

    def rows(self, values: Values) -> dict[int, Values]:
        """The rows in ``values`` by their numbers, with the names of fields without the prefix."""
        pattern = re.compile(rf"{re.escape(self.prefix)}-([0-9]+)-(\D.*)")
        found: dict[int, Values] = {}
        for name, each in values.items():
            if match := pattern.fullmatch(name):
                found.setdefault(int(match[1]), {})[match[2]] = each
        return dict(sorted(found.items()))

    def by_key(self, values: Values) -> dict[str, Values]:
        rows = self.rows(values).values()
        return {pk: row for row in rows if (pk := self.key_of(row))}

    def key_of(self, row: Values) -> str:
        return "".join(row.get(self.key, [])).strip()

    def counts(self, values: Values) -> tuple[int, int] | None:
        """The numbers of all posted rows and of the stored ones among them; None if unreadable."""
        texts = [
            "".join(values.get(f"{self.prefix}-{name}", []))
            for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)
        ]
        if not all(text.isascii() and text.isdecimal() and len(text) < 6 for text in texts):
            return None
        total, initial = map(int, texts)
        return total, initial

    def shown_in(self, form: Any) -> Values:
        """The values of the stored row of ``form``, with names without the prefix."""
        length = len(form.prefix) + 1
        return {name[length:]: values for name, values in shown(form).items()}
