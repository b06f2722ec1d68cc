"""What keeps a draft from being published, shown on the desk at the field to mend."""

from typing import Any

from django.forms import Textarea
from django.utils.translation import gettext as _

from desk.findings import PlacedFinding, number_of, placed
from desk.layout import DeskPart
from editions.manuscript import read_manuscript
from editions.parts import part_of
from editions.publishing_problems import PublishingProblem, publishing_problems
from reviews.models import Review


def show_problems(review: Review, parts: list[DeskPart]) -> list[PlacedFinding]:
    """The problems of the stored ``review``. Those of a field are also set as ``notices`` on the
    field of the unbound form in ``parts``. Parses each text once."""
    forms = {part.key: part for part in parts}
    found = []
    for problem in publishing_problems(read_manuscript(review)):
        placed_problem = placed(problem)
        found.append(placed_problem)
        form = _form_of(problem, forms)
        if form is not None and (field := form.fields.get(problem.field)):
            is_long = isinstance(field.widget, Textarea)
            notice = _at_line(problem) if is_long and problem.line else problem.message
            field.notices = [*getattr(field, "notices", []), notice]
    return found


def _form_of(problem: PublishingProblem, parts: dict[str, DeskPart]) -> Any:
    """The form with the field of ``problem``; None if the page does not show it."""
    part = part_of(problem.key)
    if part is None or problem.field in part.own_fields:
        return parts["review"].fieldset.form
    items = parts[part.key].inline
    index = (number_of(problem.key) or 1) - 1
    if items is None or index >= len(items.formset.forms):
        return None
    return items.formset.forms[index]


def _at_line(problem: PublishingProblem) -> str:
    return _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}
