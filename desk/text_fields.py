"""Form fields and forms for the texts of a review, which report problems at the field."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext as _
from markdownx.models import MarkdownxField

from desk.editor import MarkdownEditor
from editions.parts import SECTION_HEADING
from films.date_inputs import MomentInput
from films.models import Film
from films.moments import MomentField
from spoilers import ParsedText, Problem, check_plain, parse


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
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
    models.TextField: {"form_class": LinesField, "widget": AdminTextareaWidget(attrs={"rows": 3})},
}
"""The ``formfield_overrides`` of the admins that edit texts of a review."""


class CheckedTexts(forms.ModelForm):
    """Refuses malformed curtains and headings above ``min_heading`` in Markdown fields, and spoiler
    marks in the fields named in ``plain``. Parses each Markdown field once."""

    plain: ClassVar[tuple[str, ...]] = ()
    min_heading: ClassVar[int] = SECTION_HEADING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, MarkdownEditor):
                field.widget.min_heading = self.min_heading

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        parsed: dict[str, ParsedText] = {}
        for name in self.fields:
            text = self.cleaned_data.get(name)
            if not text or name in self.errors:
                continue
            if name in self.plain:
                self._add_problems(name, check_plain(text))
            elif _is_markdown(self._meta.model, name):
                parsed[name] = parse(text, min_heading=self.min_heading)
        known = _film_keys(parsed.values())
        for name, each in parsed.items():
            self._add_problems(name, each.check(known.get))
        return cleaned

    def _add_problems(self, name: str, problems: tuple[Problem, ...]) -> None:
        one_line = not isinstance(self.fields[name].widget, forms.Textarea)
        for problem in problems:
            self.add_error(name, problem.message if one_line else at_line(problem))


def at_line(problem: Problem) -> str:
    return _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}


def _film_keys(texts: Iterable[ParsedText]) -> dict[str, int]:
    """The primary keys of the films that ``texts`` name, by slug. One query, none without names."""
    slugs = {film.slug for text in texts for film in text.films}
    return dict(Film.objects.filter(slugs__slug__in=slugs).values_list("slugs__slug", "pk"))


def _is_markdown(model: type[models.Model], name: str) -> bool:
    if name not in {field.name for field in model._meta.get_fields()}:
        return False
    return isinstance(model._meta.get_field(name), MarkdownxField)


def _with_line_feeds(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
