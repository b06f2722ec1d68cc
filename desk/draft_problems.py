"""What keeps a draft from being published, shown on the desk at the field to mend."""

from typing import Any

from django.forms import Textarea
from django.utils.translation import gettext as _

from desk.findings import PlacedFinding, number_of, placed
from desk.layout import DeskPart
from editions.parsed_review import ParsedReview
from editions.parts import part_of
from editions.publishing_problems import PublishingProblem, publishing_problems


def show_problems(manuscript: ParsedReview, parts: list[DeskPart]) -> list[PlacedFinding]:
    """The problems of the stored ``manuscript``. Those of a field are also set as ``notices`` on
    the field of the unbound form in ``parts``. Parses each text once."""
    found = []
    for problem in publishing_problems(manuscript):
        found.append(placed(problem))
        form = form_of(problem.key, problem.field, parts)
        if form is not None and (field := form.fields.get(problem.field)):
            is_long = isinstance(field.widget, Textarea)
            notice = _at_line(problem) if is_long and problem.line else problem.message
            field.notices = [*getattr(field, "notices", []), notice]
    return found


def form_of(key: str, field: str, parts: list[DeskPart]) -> Any:
    """The form with ``field`` of the text or item with ``key``; None if the page does not show
    it."""
    forms = {part.key: part for part in parts}
    part = part_of(key)
    if part is None or field in part.own_fields:
        return forms["review"].fieldset.form
    items = forms[part.key].inline
    index = (number_of(key) or 1) - 1
    if items is None or index >= len(items.formset.forms):
        return None
    return items.formset.forms[index]


def _at_line(problem: PublishingProblem) -> str:
    return _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}
