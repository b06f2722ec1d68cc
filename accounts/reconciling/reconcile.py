"""Joins what an editor posts with what others have stored since the form was opened.

Three versions of each field are compared: the one that the form was opened with (base), the posted
one (mine) and the stored one (theirs). What only one side has changed is taken from that side. What
both have changed is joined if it can be, or else the editor chooses.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import (
    DELETION_FIELD_NAME,
    INITIAL_FORM_COUNT,
    TOTAL_FORM_COUNT,
)
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.reconciling.fields import JoinedField, differs, join_field, written
from accounts.reconciling.form_values import Values, posted, shown, shown_in
from accounts.reconciling.opened_form import BASE, Lost, OpenedForm, read_opened
from accounts.reconciling.reconciled import Conflict, Reconciled
from accounts.reconciling.rows import NOT_TYPED, Part, PostedRow
from accounts.reconciling.texts import Choice


def opened(form: BaseForm | None, formsets: Iterable[Any]) -> OpenedForm:
    """What ``form`` and ``formsets``, which must not be bound, are opened with."""
    every = [*([form] if form else []), *(each for formset in formsets for each in formset.forms)]
    return OpenedForm({name: each for one in every for name, each in shown(one).items()})


def reconcile(data: QueryDict, form: BaseForm | None, parts: Iterable[Part]) -> Reconciled:
    """Join the posted ``data`` with the stored values in ``form`` and ``parts``, which must not be
    bound."""
    return _Reconciliation(data, form, [*parts]).run()


class _Reconciliation:
    def __init__(self, data: QueryDict, form: BaseForm | None, parts: list[Part]) -> None:
        self.form, self.parts = form, parts
        self.mine = posted(data)
        self.before = read_opened(data.get(BASE, ""))
        values: Values | None = None if self.before.values is None else {}
        self.result = Reconciled(data.copy(), replace(self.before, values=values, is_asked=False))

    def run(self) -> Reconciled:
        if self.form:
            self._join_form(self.form)
        readable = [part for part in self.parts if part.counts(self.mine)]
        rows = {part.prefix: self._rows(part) for part in readable}
        self._follow_moved_rows(readable, rows)
        for part in readable:
            self._join_rows(part, rows[part.prefix])
        self.result.opened.is_asked = bool(self.result.conflicts)
        return self.result

    # The form itself

    def _join_form(self, form: BaseForm) -> None:
        for bound in form:
            theirs = shown_in(bound)
            if bound.is_hidden:
                self._write(theirs)  # The version of the row.
            if bound.is_hidden or not theirs:
                continue
            base, mine = self.before.values, self.mine
            joined = self._joined(bound, base, mine, theirs, label=str(bound.label))
            self._write(joined.values)
            self._open_with(base if joined.is_conflict else theirs, theirs)

    # Rows of formsets

    def _rows(self, part: Part) -> list[PostedRow]:
        total, initial = part.counts(self.mine) or (0, 0)
        known = part.by_key(self.before.values) if self.before.values is not None else {}
        blank = part.rows(self.before.values or {})
        rows = []
        for number, mine in part.rows(self.mine).items():
            if number >= total:
                continue
            pk = part.key_of(mine) if number < initial else ""
            base = known.get(pk) if pk else blank.get(number)
            rows.append(PostedRow(number, pk, mine, base))
        return rows

    def _follow_moved_rows(self, parts: list[Part], rows: dict[str, list[PostedRow]]) -> None:
        """A row that somebody has moved to another formset of its model is joined there."""
        for part in parts:
            for row in [*rows[part.prefix]]:
                if not row.pk or row.pk in part.theirs:
                    continue
                for other in parts:
                    is_alike = other.formset.model is part.formset.model
                    if is_alike and row.pk in other.theirs:
                        rows[part.prefix].remove(row)
                        rows[other.prefix].append(row)

    def _join_rows(self, part: Part, rows: list[PostedRow]) -> None:
        stored: list[tuple[PostedRow, Any]] = []
        new: list[PostedRow] = []
        adopted = next(iter(part.theirs), "") if part.is_single else ""
        for row in rows:
            if not row.pk and adopted:
                # Both have given the only row of this part.
                if part.is_changed(row):
                    row.pk, row.mine[part.key] = adopted, [adopted]
                    stored.append((row, part.theirs[adopted]))
            elif not row.pk:
                new.append(row)
            elif row.pk in part.theirs:
                stored.append((row, part.theirs[row.pk]))
            elif row.is_deleted or not part.is_changed(row):
                self._keep(_("%(item)s (removed)") % {"item": self._title(part, row)})
            elif part.may_add:
                self.result.stored_again.append(self._title(part, row))
                del row.mine[part.key]
                new.append(row)
            else:
                self._lose(self._title(part, row), row.as_text(), is_mine=True)
        self._note_additions(part, rows)
        self._clear(part)
        for number, (row, form) in enumerate(stored):
            self._join_row(part, row, form, number)
        for number, row in enumerate(new, len(stored)):
            self._write(row.mine, part, number)
            if part.is_single:
                self._open_with(row.base, row.mine, part, number)
        self.result.data[f"{part.prefix}-{TOTAL_FORM_COUNT}"] = str(len(stored) + len(new))
        self.result.data[f"{part.prefix}-{INITIAL_FORM_COUNT}"] = str(len(stored))

    def _join_row(self, part: Part, row: PostedRow, form: Any, number: int) -> None:
        stored = part.shown_in(form)
        self._write(row.mine, part, number)
        self._open_with({part.key: [row.pk]}, [part.key], part, number)
        fields = [
            (bound, theirs)
            for bound in form
            if not bound.is_hidden and bound.name not in NOT_TYPED
            if (theirs := _local(stored, bound, form))
        ]
        if row.is_deleted and self._is_deleted(part, row, fields, number):
            self._open_with(row.base, stored, part, number)
            return
        for bound, theirs in fields:
            label = f"{self._title(part, row)}: {bound.label}"
            joined = self._joined(
                bound, row.base, row.mine, theirs, label=label, part=part, pk=row.pk, number=number
            )
            self._write(joined.values, part, number)
            self._open_with(row.base if joined.is_conflict else theirs, theirs, part, number)

    def _is_deleted(
        self,
        part: Part,
        row: PostedRow,
        fields: list[tuple[BoundField, Values]],
        number: int,
    ) -> bool:
        """Whether ``row``, which I delete, stays deleted. If somebody has changed it meanwhile, I
        am asked, and it can be kept."""
        asked = [(bound, theirs) for bound, theirs in fields if bound.name not in part.never_asked]
        base = row.base
        if base is not None and not any(differs(bound, base, theirs) for bound, theirs in asked):
            return True
        texts = ((bound.label, written(bound, theirs)) for bound, theirs in asked)
        conflict = self._conflict(
            label=self._title(part, row),
            mine="",
            theirs="\n\n".join(f"{label}: {text}" for label, text in texts if text),
            stored=[theirs for _bound, theirs in asked],
            choices=["mine", "theirs"],
            part=part,
            pk=row.pk,
            number=number,
        )
        choice = self._choice(conflict)
        if choice == "theirs":
            self.result.data.pop(f"{part.prefix}-{number}-{DELETION_FIELD_NAME}", None)
            return False
        if choice == "mine":
            self._lose(conflict.label, conflict.theirs, is_mine=False)
        else:
            self.result.conflicts.append(conflict)
        return True

    def _note_additions(self, part: Part, rows: list[PostedRow]) -> None:
        if self.before.values is None:
            return
        known = {row.pk for row in rows} | part.by_key(self.before.values).keys()
        for _pk in part.theirs.keys() - known:
            self._keep(_("%(item)s (new)") % {"item": part.title})

    # One field

    def _joined(
        self,
        bound: BoundField,
        base: Values | None,
        mine: Values,
        theirs: Values,
        *,
        label: str,
        part: Part | None = None,
        pk: str = "",
        number: int | None = None,
    ) -> JoinedField:
        joined = join_field(bound, base, mine, theirs)
        if joined.keeps_theirs and bound.name not in getattr(bound.form, "never_asked", ()):
            self._keep(label)
        if not joined.is_conflict:
            return joined
        texts = written(bound, joined.values), written(bound, theirs)
        conflict = self._conflict(
            label=label,
            mine=texts[0],
            theirs=joined.text.text("theirs") if joined.text else texts[1],
            stored=theirs,
            choices=joined.choices,
            field=bound.name,
            part=part,
            pk=pk,
            number=number,
        )
        choice = self._choice(conflict)
        if not choice:
            self.result.conflicts.append(conflict)
            return joined
        if choice != "both":
            is_mine = choice == "theirs"
            self._lose(label, texts[0 if is_mine else 1], is_mine, bound.name, part, pk)
        if joined.text:
            (name,) = theirs
            return JoinedField({name: [joined.text.text(choice)]})
        return JoinedField(theirs if choice == "theirs" else joined.values)

    def _conflict(
        self, *, stored: Any, part: Part | None = None, pk: str = "", **described: Any
    ) -> Conflict:
        prefix = part.prefix if part else ""
        place = [each for each in (prefix, pk and f"pk{pk}", described.get("field")) if each]
        seen = sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:16]
        return Conflict("-".join(["choose", *place]), seen, prefix=prefix, **described)

    def _choice(self, conflict: Conflict) -> Choice | None:
        """What the editor has chosen, if it was between these two values."""
        choice, _separator, seen = "".join(self.mine.get(conflict.name, [])).partition("-")
        return next((c for c in conflict.choices if c == choice and seen == conflict.seen), None)

    # The result

    def _keep(self, label: str) -> None:
        if label not in self.result.kept:
            self.result.kept.append(label)

    def _lose(
        self,
        label: str,
        text: str,
        is_mine: bool,
        field: str = "",
        part: Part | None = None,
        pk: str = "",
    ) -> None:
        if text.strip():
            prefix = part.prefix if part else ""
            self.result.lost.append(Lost(label, text, is_mine, field, prefix, pk))

    def _title(self, part: Part, row: PostedRow) -> str:
        return part.title if part.is_single else f"{part.title} {row.number + 1}"

    def _clear(self, part: Part) -> None:
        for number, row in part.rows(self.mine).items():
            for name in row:
                del self.result.data[f"{part.prefix}-{number}-{name}"]

    def _write(self, values: Values, part: Part | None = None, number: int | None = None) -> None:
        for name, each in values.items():
            full = f"{part.prefix}-{number}-{name}" if part else name
            if each:
                self.result.data.setlist(full, each)
            else:
                self.result.data.pop(full, None)

    def _open_with(
        self,
        values: Values | None,
        names: Iterable[str],
        part: Part | None = None,
        number: int | None = None,
    ) -> None:
        """Let the form that is shown next be opened with these of ``values``."""
        if self.result.opened.values is None or values is None:
            return
        for name in names:
            if name in values:
                full = f"{part.prefix}-{number}-{name}" if part else name
                self.result.opened.values[full] = values[name]


def _local(stored: Values, bound: BoundField, form: Any) -> Values:
    """The values of the field ``bound`` in ``stored``, which has all those of ``form``."""
    length = len(form.prefix) + 1
    return {name[length:]: stored[name[length:]] for name in shown_in(bound)}
