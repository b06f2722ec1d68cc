"""Form fields and forms of a review's words: what is malformed is an error where it stands."""

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from markdownx.models import MarkdownxField

from desk.editor import MarkdownEditor
from editions.parts import SECTION_HEADING
from films.models import Film
from spoilers import Problem, check_plain, parse


class LinesField(forms.CharField):
    """Text of several lines. Browsers post them with CRLF; they are kept with LF."""

    def to_python(self, value: Any) -> str:
        return super().to_python(_with_line_feeds(value)) or ""


class MarkdownField(LinesField):
    """Like it, but keeps the spaces before the first word: four of them are a code block."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"strip": False})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).rstrip()
        lines = text.split("\n")
        while len(lines) > 1 and not lines[0].strip():
            del lines[0]
        return "\n".join(lines)


class Moment(AdminSplitDateTime):
    """The admin's date and time, each with a name: Django's template only writes one beside."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        for widget, name in zip(self.widgets, (_lazy("Date"), _lazy("Time")), strict=True):
            widget.attrs["aria-label"] = name


FIELDS: dict[type[models.Field], dict[str, Any]] = {
    MarkdownxField: {"form_class": MarkdownField, "widget": MarkdownEditor},
    models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": Moment},
    models.TextField: {"form_class": LinesField, "widget": AdminTextareaWidget(attrs={"rows": 3})},
}
"""The ``formfield_overrides`` of whatever admin edits a review's words."""


class CheckedTexts(forms.ModelForm):
    """Refuses malformed curtains and high headings in Markdown, and marks in ``plain`` fields."""

    plain: ClassVar[tuple[str, ...]] = ()
    min_heading: ClassVar[int] = SECTION_HEADING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, MarkdownEditor):
                field.widget.min_heading = self.min_heading

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        film_id = film_finder()
        for name in self.fields:
            text = self.cleaned_data.get(name)
            if not text or name in self.errors:
                continue
            if name in self.plain:
                self._add_problems(name, text, check_plain(text))
            elif is_markdown(self._meta.model, name):
                parsed = parse(text, min_heading=self.min_heading)
                self._add_problems(name, text, parsed.check(film_id))
        return cleaned

    def _add_problems(self, name: str, text: str, problems: tuple[Problem, ...]) -> None:
        one_line = not isinstance(self.fields[name].widget, forms.Textarea)
        for problem in problems:
            self.add_error(name, problem.message if one_line else at_line(problem))


def at_line(problem: Problem) -> str:
    return _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}


def film_finder() -> Callable[[str], int | None]:
    """Which film a slug in a mark names, by primary key; each slug is looked up once."""

    @cache
    def find(slug: str) -> int | None:
        return Film.objects.by_slug(slug).values_list("pk", flat=True).first()

    return find


def is_markdown(model: type[models.Model], name: str) -> bool:
    if name not in {field.name for field in model._meta.get_fields()}:
        return False
    return isinstance(model._meta.get_field(name), MarkdownxField)


def _with_line_feeds(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
