"""Narrowing a list of reviews: by facts of their films, by their critics, by what they found.

Every selection has one address, its parameters in the order of `FILTERS`. A choice is there only if
a live review stands behind it, and counts those that fit what else is chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from editions.models import Edition, EditionQuerySet
from pages.folding import clean
from verdicts.models import AudienceFit, Verdict

LONGEST_VALUE = 200
MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow editions: by a field, what of it is printed, and in which order.

    ``only`` says which of the related rows count. ``is_indexed``: a list narrowed by this one
    filter is worth an address in a search engine.
    """

    name: str
    label: str | Promise
    everything: str | Promise
    value: str
    title: str
    order: Callable[[Choice], Any] = lambda choice: choice.label.casefold()
    only: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    is_number: bool = False
    is_indexed: bool = True

    def narrow(self, editions: EditionQuerySet, value: str) -> EditionQuerySet:
        fitting = Edition.objects.filter(**{self.value: value}, **self.only)
        return editions.filter(pk__in=fitting.values("pk"))

    def label_of(self, editions: EditionQuerySet, value: str) -> str | None:
        """What is printed for ``value``; None where none of ``editions`` has it."""
        if not self._is_one(value):
            return None
        rows = editions.filter(**{self.value: value}, **self.only).order_by()
        title = rows.values_list(self.title, flat=True).first()
        return None if title is None else self._printed(title)

    def choices(self, editions: EditionQuerySet, chosen: str) -> list[Choice]:
        rows = (
            editions.filter(**self.only)
            .values_list(self.value, self.title)
            .order_by()
            .annotate(count=Count("pk", distinct=True))
        )
        found = [
            Choice(str(value), self._printed(title), count, str(value) == chosen)
            for value, title, count in rows
            if value not in ("", None)
        ]
        most = sorted(found, key=lambda choice: (-choice.is_chosen, -choice.count))[:MOST_CHOICES]
        return sorted(most, key=self.order)

    def _printed(self, title: Any) -> str:
        return str(self.labels.get(str(title), title))

    def _is_one(self, value: str) -> bool:
        if self.is_number:
            return value.isascii() and value.isdecimal() and 1 <= len(value) <= 4 and int(value) > 0
        return 0 < len(value) <= LONGEST_VALUE and clean(value) == value


def _by_enum(choice: Choice) -> int:
    return Verdict.Recommendation.values.index(choice.value)


FILTERS = (
    Filter(
        "genre",
        _("Genre"),
        _("All genres"),
        value="film__genres__slug",
        title="film__genres__name",
    ),
    Filter(
        "franchise",
        _("Franchise"),
        _("All franchises"),
        value="film__franchises__slug",
        title="film__franchises__name",
    ),
    Filter(
        "year",
        _("Year of the film"),
        _("All years"),
        value="film__release_date__year",
        title="film__release_date__year",
        order=lambda choice: -int(choice.value),
        is_number=True,
    ),
    Filter(
        "critic",
        _("Critic"),
        _("All critics"),
        value="critic__slug",
        title="critic__display_name",
    ),
    Filter(
        "recommendation",
        _("Verdict"),
        _("All verdicts"),
        value="recommendation",
        title="recommendation",
        order=_by_enum,
        labels=dict(Verdict.Recommendation.choices),
    ),
    Filter(
        "audience",
        _("For you if"),
        pgettext_lazy("reader", "Whoever you are"),
        value="fits__premise",
        title="fits__premise",
        only={"fits__answer": AudienceFit.Answer.YES},
        is_indexed=False,
    ),
)
IN_SEARCH = tuple(
    each for each in FILTERS if each.name in ("genre", "year", "critic", "recommendation")
)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter and its choices, as a form prints it."""

    name: str
    label: str
    everything: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """What is chosen, and the address of the list without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Chosen:
    filter: Filter
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Selection:
    """``editions`` narrowed from ``everything`` by what was ``chosen``; ``unknown`` was asked for
    as well, and is nothing that a review has."""

    filters: Sequence[Filter]
    everything: EditionQuerySet
    chosen: tuple[Chosen, ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def editions(self) -> EditionQuerySet:
        return self._narrowed_but_for(None)

    @property
    def query(self) -> str:
        """The one query string of what is chosen; "" for nothing."""
        return _query(self.chosen)

    @property
    def is_indexed(self) -> bool:
        """Whether the list is one for search engines: whole, or narrowed by one good filter."""
        if self.unknown or len(self.chosen) > 1:
            return False
        return all(each.filter.is_indexed for each in self.chosen)

    def facets(self) -> list[Facet]:
        """Each filter with the choices that the others leave. One query a filter.

        What has one choice and none chosen narrows nothing, and is left out.
        """
        values = {each.filter.name: each for each in self.chosen}
        facets = []
        for each in self.filters:
            chosen = values.get(each.name)
            choices = each.choices(self._narrowed_but_for(each), chosen.value if chosen else "")
            if chosen and not any(choice.is_chosen for choice in choices):
                choices = [Choice(chosen.value, chosen.label, 0, is_chosen=True), *choices]
            if chosen or len(choices) > 1:
                facets.append(Facet(each.name, str(each.label), str(each.everything), choices))
        return facets

    def chips(self, path: str, before: str = "") -> list[Chip]:
        """For a list at ``path``, whose query has ``before`` in front of the filters."""
        return [
            Chip(
                str(each.filter.label),
                each.label,
                address(path, before, _query([one for one in self.chosen if one is not each])),
            )
            for each in self.chosen
        ]

    def _narrowed_but_for(self, left_out: Filter | None) -> EditionQuerySet:
        editions = self.everything
        for each in self.chosen:
            if each.filter is not left_out:
                editions = each.filter.narrow(editions, each.value)
        return editions


def select(
    parameters: Mapping[str, str],
    editions: EditionQuerySet,
    filters: Sequence[Filter] = FILTERS,
) -> Selection:
    """What ``parameters`` ask of ``editions``. One query for each value that is asked for."""
    chosen, unknown = [], []
    for each in filters:
        value = parameters.get(each.name, "")
        if not value:
            continue
        label = each.label_of(editions, value)
        if label is None:
            unknown.append((str(each.label), clean(value[:LONGEST_VALUE])))
        else:
            chosen.append(Chosen(each, value, label))
    return Selection(filters, editions, tuple(chosen), tuple(unknown))


def asked(parameters: Mapping[str, str], filters: Sequence[Filter] = FILTERS) -> str:
    """The filters in ``parameters`` that ask for something, in their order, as a query string."""
    values = [(each.name, parameters.get(each.name, "")) for each in filters]
    return urlencode([(name, value) for name, value in values if value])


def address(path: str, *queries: str) -> str:
    """``path`` with those of ``queries`` that ask for something."""
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


def _query(chosen: Sequence[Chosen]) -> str:
    return urlencode([(each.filter.name, each.value) for each in chosen])
