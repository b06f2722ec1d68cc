"""A list of reviews narrowed by the filters in a URL.

Every selection has one URL, with the parameters in the order of `FILTERS`. Each choice of a filter
counts the reviews that also match the other active filters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from editions.models import EditionQuerySet
from films.folding import clean
from pages.reviews.filters import FILTERS, MAX_VALUE_LENGTH, Choice, Filter


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices, for the form. ``no_choice`` is the label of the empty choice."""

    name: str
    label: str
    no_choice: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and its value, with the ``url`` of the list without this filter."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter with a value that at least one review has; ``label`` is that of the value."""

    filter: Filter
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Selection:
    """``all_editions`` narrowed by the ``active`` filters.

    ``unknown`` holds label and value of each filter whose value no review has. It is ignored.
    """

    filters: Sequence[Filter]
    all_editions: EditionQuerySet
    active: tuple[ActiveFilter, ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def editions(self) -> EditionQuerySet:
        """The editions that match all active filters."""
        return self._filtered_except(None)

    @property
    def query(self) -> str:
        """The query string of the active filters; "" if there are none."""
        return _query(self.active)

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may index the list: without a filter, or with one such filter."""
        if self.unknown or len(self.active) > 1:
            return False
        return all(each.filter.is_indexed for each in self.active)

    def facets(self) -> list[Facet]:
        """The filters with the choices that the other active filters leave. One query per filter.

        A filter with a single choice is left out, unless it is active.
        """
        active = {each.filter.name: each for each in self.active}
        facets = []
        for each in self.filters:
            own = active.get(each.name)
            choices = each.choices(self._filtered_except(each), own.value if own else "")
            if own and not any(choice.is_chosen for choice in choices):
                choices = [Choice(own.value, own.label, 0, is_chosen=True), *choices]
            if own or len(choices) > 1:
                facets.append(Facet(each.name, str(each.label), str(each.no_choice), choices))
        return facets

    def chips(self, path: str, query: str = "") -> list[Chip]:
        """The active filters of the list at ``path``. ``query`` precedes the filters in its URL."""
        return [
            Chip(
                str(each.filter.label),
                each.label,
                url_with_query(
                    path, query, _query([other for other in self.active if other is not each])
                ),
            )
            for each in self.active
        ]

    def _filtered_except(self, left_out: Filter | None) -> EditionQuerySet:
        editions = self.all_editions
        for each in self.active:
            if each.filter is not left_out:
                editions = each.filter.apply(editions, each.value)
        return editions


def select(
    parameters: Mapping[str, str],
    editions: EditionQuerySet,
    filters: Sequence[Filter] = FILTERS,
) -> Selection:
    """``editions`` narrowed by ``parameters``, the query of a request. One query per parameter."""
    active, unknown = [], []
    for each in filters:
        value = parameters.get(each.name, "")
        if not value:
            continue
        label = each.label_for(editions, value)
        if label is None:
            unknown.append((str(each.label), clean(value[:MAX_VALUE_LENGTH])))
        else:
            active.append(ActiveFilter(each, value, label))
    return Selection(filters, editions, tuple(active), tuple(unknown))


def normalized_query(parameters: Mapping[str, str], filters: Sequence[Filter] = FILTERS) -> str:
    """The filters in ``parameters`` that are not empty, in the order of ``filters``."""
    values = [(each.name, parameters.get(each.name, "")) for each in filters]
    return urlencode([(name, value) for name, value in values if value])


def url_with_query(path: str, *queries: str) -> str:
    """``path`` with those of ``queries`` that are not empty."""
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


def _query(active: Sequence[ActiveFilter]) -> str:
    return urlencode([(each.filter.name, each.value) for each in active])
