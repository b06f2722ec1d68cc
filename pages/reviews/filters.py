"""The filters of a list of reviews: by facts of the film, by critic, by verdict, by audience.

A filter offers only values that a live review has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from editions.models import Edition, EditionQuerySet
from films.folding import clean
from films.sorting import sort_key
from verdicts.models import AudienceFit, Verdict

MAX_VALUE_LENGTH = 200
MAX_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter and the number of reviews that have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of editions. ``name`` is its parameter in the URL.

    ``value_field`` and ``label_field`` are lookups from an edition: the value in the URL, and what
    is printed for it (translated by ``value_labels``, if it is there). ``conditions`` restrict the
    related rows that count. ``no_choice`` is the label of the empty choice. ``is_indexed``: search
    engines may index a list with this filter alone.
    """

    name: str
    label: str | Promise
    no_choice: str | Promise
    value_field: str
    label_field: str
    sort_key: Callable[[Choice], Any] = lambda choice: (sort_key(choice.label), choice.value)
    conditions: Mapping[str, Any] = field(default_factory=dict)
    value_labels: Mapping[str, Any] = field(default_factory=dict)
    is_number: bool = False
    is_indexed: bool = True

    def apply(self, editions: EditionQuerySet, value: str) -> EditionQuerySet:
        """Those of ``editions`` that have ``value``."""
        fitting = Edition.objects.filter(**{self.value_field: value}, **self.conditions)
        return editions.filter(pk__in=fitting.values("pk"))

    def label_for(self, editions: EditionQuerySet, value: str) -> str | None:
        """The label of ``value``; None if none of ``editions`` has it. One query at most."""
        if not self._is_valid(value):
            return None
        rows = editions.filter(**{self.value_field: value}, **self.conditions).order_by()
        label = rows.values_list(self.label_field, flat=True).first()
        return None if label is None else self._printed(label)

    def choices(self, editions: EditionQuerySet, chosen: str) -> list[Choice]:
        """The values that ``editions`` have, at most `MAX_CHOICES`: the chosen one and those of the
        most reviews. One query."""
        rows = (
            editions.filter(**self.conditions)
            .values_list(self.value_field, self.label_field)
            .order_by()
            .annotate(count=Count("pk", distinct=True))
        )
        found = [
            Choice(str(value), self._printed(label), count, str(value) == chosen)
            for value, label, count in rows
            if value not in ("", None)
        ]
        most = sorted(found, key=lambda choice: (-choice.is_chosen, -choice.count))[:MAX_CHOICES]
        return sorted(most, key=self.sort_key)

    def _printed(self, label: Any) -> str:
        return str(self.value_labels.get(str(label), label))

    def _is_valid(self, value: str) -> bool:
        """Whether ``value`` can be looked up in the database without an error."""
        if self.is_number:
            return value.isascii() and value.isdecimal() and 1 <= len(value) <= 4 and int(value) > 0
        return 0 < len(value) <= MAX_VALUE_LENGTH and clean(value) == value


def _by_recommendation(choice: Choice) -> int:
    return Verdict.Recommendation.values.index(choice.value)


FILTERS = (
    Filter(
        "genre",
        _("Genre"),
        _("All genres"),
        value_field="film__genres__slug",
        label_field="film__genres__name",
    ),
    Filter(
        "franchise",
        _("Franchise"),
        _("All franchises"),
        value_field="film__franchises__slug",
        label_field="film__franchises__name",
    ),
    Filter(
        "year",
        _("Year of the film"),
        _("All years"),
        value_field="film__release_date__year",
        label_field="film__release_date__year",
        sort_key=lambda choice: -int(choice.value),
        is_number=True,
    ),
    Filter(
        "critic",
        _("Critic"),
        _("All critics"),
        value_field="critics__slug",
        label_field="critics__display_name",
    ),
    Filter(
        "recommendation",
        _("Verdict"),
        _("All verdicts"),
        value_field="recommendation",
        label_field="recommendation",
        sort_key=_by_recommendation,
        value_labels=dict(Verdict.Recommendation.choices),
    ),
    Filter(
        "audience",
        _("For you if"),
        pgettext_lazy("reader", "Whoever you are"),
        value_field="fits__premise",
        label_field="fits__premise",
        conditions={"fits__answer": AudienceFit.Answer.YES},
        is_indexed=False,
    ),
)
"""In the order of their parameters in a URL."""

SEARCH_FILTERS = tuple(
    each for each in FILTERS if each.name in ("genre", "year", "critic", "recommendation")
)
