"""The fields that a browser would post from the desk's form, for tests."""

import re
from typing import Any

from django.contrib.messages import WARNING, get_messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from editions.parts import PARTS
from reviews.models import Review
from tests.factories import CriticFactory, FilmFactory
from tests.unrendered import page_context, unrendered

ADD = "/admin/reviews/review/add/"


def address(review: Review, page: str = "change") -> str:
    return reverse(f"admin:reviews_review_{page}", args=[review.pk])


def values(form: BaseForm) -> dict[str, Any]:
    """The fields that ``form`` posts unchanged."""
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "decompress"):
            for number, part in enumerate(field.field.widget.decompress(value)):
                found[f"{field.html_name}_{number}"] = "" if part is None else str(part)
        elif value is True:
            found[field.html_name] = "on"
        elif value is not None and value is not False:
            found[field.html_name] = value
    return found


def form_of(context: Any) -> dict[str, Any]:
    """The fields that the desk's page with ``context`` posts unchanged."""
    found = values(context["adminform"].form)
    if context.get("base"):
        found["base"] = context["base"]
    for inline in context["inline_admin_formsets"]:
        for form in (inline.formset.management_form, *inline.formset.forms):
            found |= values(form)
    return found


def opened(client: Client, review: Review) -> dict[str, Any]:
    """The fields that the desk's page for ``review`` posts unchanged."""
    return form_of(page_context(client, address(review)))


def empty_parts() -> dict[str, Any]:
    """The fields of a new review, whose parts have no items."""
    found = {}
    for part in PARTS:
        found |= {f"{part.key}-TOTAL_FORMS": 0, f"{part.key}-INITIAL_FORMS": 0}
    return found


def items(part: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The fields of a part with ``rows``, of which the first ``initial`` are stored."""
    found: dict[str, Any] = {
        f"{part}-TOTAL_FORMS": len(rows),
        f"{part}-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(rows):
        found |= {f"{part}-{number}-{name}": value for name, value in row.items()}
    return found


def notices_of(context: Any, kind: str = "notices") -> dict[str, list[str]]:
    """What the desk's page with ``context`` says at the fields of the form and of its items: the
    problems, or with ``kind`` "comments" the comments."""
    inlines = context["inline_admin_formsets"]
    items = [form for inline in inlines for form in inline.formset.forms]
    return {
        form.add_prefix(name): getattr(field, kind)
        for form in (context["adminform"].form, *items)
        for name, field in form.fields.items()
        if hasattr(field, kind)
    }


def errors_of(response: HttpResponse) -> dict[str, list[str]]:
    """The errors of the page's form and of its items, by field. Empty if the form was saved."""
    context: Any = getattr(response, "context_data", None)
    if not context or "adminform" not in context:
        return {}
    found = {name: list(messages) for name, messages in context["adminform"].form.errors.items()}
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        if formset.non_form_errors():
            found[formset.prefix] = list(formset.non_form_errors())
        for number, errors in enumerate(formset.errors):
            found |= {f"{formset.prefix}-{number}-{name}": list(e) for name, e in errors.items()}
    return found


def retyped(response: HttpResponse, choice: str = "") -> dict[str, Any]:
    """The fields that the page which refuses a form posts, with ``choice`` in each conflict that
    offers it."""
    context: Any = response.context_data  # type: ignore[attr-defined]
    inlines = context["inline_admin_formsets"]
    forms = [context["adminform"].form, *(form for each in inlines for form in each.formset.forms)]
    radios = re.compile(rf'name="(choose-[^"]+)" value="({choice}-[^"]+)"')
    errors = " ".join(str(form.errors) for form in forms)
    return form_of(context) | dict(radios.findall(errors))


def new_review(**fields: Any) -> dict[str, Any]:
    return (
        empty_parts()
        | {
            "film": FilmFactory().pk,
            "byline": [CriticFactory().pk],
            "headline": "The ballet of bullets",
            "slug": "the-ballet-of-bullets",
            "language": "en",
        }
        | fields
    )


def stored(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def warnings_after(desk: Client, response: Any) -> list[str]:
    """The warnings on the page to which ``response`` redirects."""
    with unrendered():
        page = desk.get(response.url)
    return [str(each) for each in get_messages(page.wsgi_request) if each.level == WARNING]


def notices_after(desk: Client, review: Review, form: dict[str, Any]) -> dict[str, list[str]]:
    """Save ``form``, and return what the page then says at its fields."""
    assert errors_of(desk.post(address(review), form)) == {}
    return notices_of(page_context(desk, address(review)))
