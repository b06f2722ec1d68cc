"""Form fields and forms for the texts of a review, which report problems at the field."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from markdownx.models import MarkdownxField

from desk.editor import MarkdownEditor
from editions.parts import SECTION_HEADING
from films.date_inputs import DateInput, MomentInput
from films.moments import DayField, MomentField


class LinesField(forms.CharField):
    """Text of several lines. Browsers send CRLF between lines; the field keeps LF."""

    def to_python(self, value: Any) -> str:
        return super().to_python(_with_line_feeds(value)) or ""


class MarkdownField(LinesField):
    """A `LinesField` that keeps the spaces before the first word: four make a code block."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"strip": False})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).rstrip()
        lines = text.split("\n")
        while len(lines) > 1 and not lines[0].strip():
            del lines[0]
        return "\n".join(lines)


FIELDS: dict[type[models.Field], dict[str, Any]] = {
    MarkdownxField: {"form_class": MarkdownField, "widget": MarkdownEditor},
    models.DateField: {"form_class": DayField, "widget": DateInput},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
    models.TextField: {"form_class": LinesField, "widget": AdminTextareaWidget(attrs={"rows": 3})},
}
"""The ``formfield_overrides`` of the admins that edit texts of a review."""


class ReviewTexts(forms.ModelForm):
    """Texts of a review. A draft may be half-written, so a malformed curtain is saved: the desk
    shows at the field what keeps the review from being published (`desk.draft_problems`)."""

    min_heading: ClassVar[int] = SECTION_HEADING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, MarkdownEditor):
                field.widget.min_heading = self.min_heading

    def _post_clean(self) -> None:
        # A review has many items, and each of their constraints is a query.
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()  # type: ignore[misc]


def _with_line_feeds(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
