"""Warns who saves a fact that it gives away what a review hides."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from desk.findings import described_leaks
from editions.leaks.film_facts import FIELDS
from editions.leaks.reviews import leaks_of_fact


class LeakWarnings(ModelAdmin):
    """Mixin for the admin of a fact, also of projects in its rows."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        leaks = [leak for fact in _changed(form, formsets) for leak in leaks_of_fact(fact)]
        for _leak, sentence in described_leaks(leaks, request.user):
            messages.warning(request, sentence)


def _changed(form: Any, formsets: Any) -> Iterator[Any]:
    """The facts of which a text was changed."""
    saved = [(form.instance, form.changed_data)]
    for formset in formsets:
        saved += [(row, FIELDS.get(type(row), ())) for row in formset.new_objects]
        saved += formset.changed_objects
    for row, names in saved:
        if not set(FIELDS.get(type(row), ())).isdisjoint(names):
            yield row
