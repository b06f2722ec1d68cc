"""What a browser posts for the fields of a form: lists of texts by HTML name.

The values of a stored row, those that a form was opened with and those that an editor posts are
compared in this shape, so that no kind of field needs code of its own.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.boundfield import BoundField
from django.http import QueryDict

Values = dict[str, list[str]]


def posted(data: QueryDict) -> Values:
    return {name: [str(value) for value in values] for name, values in data.lists()}


def shown(form: forms.BaseForm) -> Values:
    """What ``form``, which must not be bound, posts unchanged. A field that posts nothing, such as
    a box that is not ticked, has an empty list."""
    return {name: values for field in form for name, values in shown_in(field).items()}


def shown_in(field: BoundField) -> Values:
    if field.field.disabled:
        return {}
    return dict(_of_widget(field.field.widget, field.html_name, field.value()))


def inner_widget(field: forms.Field) -> forms.Widget:
    """The widget of ``field`` without the buttons that the admin puts beside it."""
    widget = field.widget
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def are_equal(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two lists of posted texts mean the same. Browsers change line ends, and post an empty
    text for a field of which nothing is chosen."""
    return _normal(some) == _normal(others)


def plain_lines(text: str) -> str:
    """``text`` with the line ends that are stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _normal(values: Iterable[str]) -> list[str]:
    texts = (plain_lines(value).rstrip() for value in values)
    return [text for text in texts if text]


def _of_widget(widget: Any, name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.MultiWidget):
        multi: Any = widget
        parts: Any = value if isinstance(value, list | tuple) else multi.decompress(value)
        for suffix, inner, part in zip(multi.widgets_names, multi.widgets, parts, strict=False):
            yield from _of_widget(inner, f"{name}{suffix}", part)
    elif isinstance(widget, forms.FileInput):
        return
    elif isinstance(widget, forms.CheckboxInput):
        yield name, ["on"] if widget.check_test(value) else []
    else:
        yield name, _texts(widget.format_value(value))


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return ["" if value is None else str(value)]
