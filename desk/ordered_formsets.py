"""Formsets of a review's parts, ordered."""

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from editions.parts import Part

LAST = 32_767
"""The position of an item without a number: the largest `PositiveSmallIntegerField`."""


class OrderedForm(forms.ModelForm):
    """An item with a position. A new item in which only ``place_fields`` are filled in counts as
    empty and is not stored."""

    place_fields: ClassVar[tuple[str, ...]] = ("position",)
    never_asked: ClassVar[tuple[str, ...]] = ("position",)
    """Fields of which the editor's own value is stored even if others have changed them, too."""

    position = forms.IntegerField(
        label=_("Position"),
        required=False,
        min_value=0,
        max_value=LAST,
        widget=forms.NumberInput(attrs={"class": "item__number"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["position"] = None

    @cached_property
    def changed_data(self) -> list[str]:
        names: list[str] = super().changed_data
        if self.instance._state.adding:
            return [name for name in names if name not in self.place_fields]
        return names

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return LAST if position is None else position

    def place(self) -> tuple[int, int]:
        """The sort key: the given position, then -1, 0 or 1 for an item that moved up, stayed, or
        moved down. So of two items with the same position, one that moved up comes first."""
        given, before = self.cleaned_data.get("position", LAST), self.initial.get("position")
        if before is None:
            return given, 1
        return given, (given > before) - (given < before)


class PartFormSet(forms.BaseInlineFormSet):
    """The items of ``part``, whose key begins the names of the fields."""

    part: ClassVar[Part]

    @classmethod
    def get_default_prefix(cls) -> str:
        return cls.part.key

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance._state.adding:
            for name, value in self.part.where.items():
                setattr(form.instance, name, value)

    def kept_forms(self) -> list[Any]:
        """The forms of the items that are in the part once it is saved."""
        gone = self.deleted_forms
        return [form for form in self.forms if form.instance.pk and form not in gone]


class OrderedFormSet(PartFormSet):
    """Numbers its items from 1 when it is saved."""

    def save(self, commit: bool = True) -> list[Any]:
        saved = super().save(commit)
        self._renumber()
        return saved

    def _renumber(self) -> None:
        for number, form in enumerate(sorted(self.kept_forms(), key=OrderedForm.place), 1):
            item: Model = form.instance
            if item.position != number:  # type: ignore[attr-defined]
                item.position = number  # type: ignore[attr-defined]
                item.save(update_fields=["position"])
