"""A list of reviews narrowed by the filters in a URL.

Every selection has one URL, with the parameters in the order of `FILTERS`. Each choice of a filter
counts the reviews that also match the other active filters.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from films.folding import clean
from pages.facets.counting import Value
from pages.facets.values import ROWS
from pages.reviews import filters as filters_module
from pages.reviews.filters import FILTERS, MAX_VALUE_LENGTH, Choice, Filter


class Counts(Protocol):
    """What is counted: all live reviews, or those that a search has found."""

    def known(self, wanted: Collection[tuple[str, str]]) -> dict[str, Value]: ...

    def count(self, values: Sequence[Value]) -> int | None: ...

    def choices(
        self, values: Sequence[Value], filters: Collection[str], limit: int
    ) -> list[Value]: ...


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices, for the form. ``no_choice`` is the label of the empty choice.

    ``is_cut``: there are more choices, of fewer reviews.
    """

    name: str
    label: str
    no_choice: str
    choices: list[Choice]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and its value, with the ``url`` of the list without this filter."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter with a value that at least one review has."""

    filter: Filter
    value: Value


@dataclass(frozen=True, slots=True)
class Selection:
    """The reviews of ``counts`` narrowed by the ``active`` filters.

    ``unknown`` holds label and value of each filter whose value no review has. It is ignored.
    """

    filters: Sequence[Filter]
    counts: Counts
    active: tuple[ActiveFilter, ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def values(self) -> list[Value]:
        """The values that a review must have."""
        return [each.value for each in self.active]

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
        """The filters with the choices that the other active filters leave.

        A filter with a single choice is left out, unless it is active.
        """
        active = {each.filter.name: each for each in self.active}
        found = self._choices([each.name for each in self.filters if each.name not in active])
        for name in active:
            found += self._choices([name])
        facets = []
        for each in self.filters:
            own = active.get(each.name)
            values = [value for value in found if value.filter == each.name]
            if own and not any(value.pk == own.value.pk for value in values):
                values.append(replace(own.value, count=self.counts.count(self.values)))
            choices = each.choices(values, own.value.value if own else "")
            if own or len(choices) > 1:
                is_cut = len(values) > filters_module.MAX_CHOICES
                labels = (str(each.label), str(each.no_choice))
                facets.append(Facet(each.name, *labels, choices, is_cut))
        return facets

    def chips(self, facets: Iterable[Facet], path: str, query: str = "") -> list[Chip]:
        """The active filters of the list at ``path``, labelled as in ``facets``. ``query`` precedes
        the filters in its URL."""
        chosen = {
            facet.name: choice.label
            for facet in facets
            for choice in facet.choices
            if choice.is_chosen
        }
        return [
            Chip(
                str(each.filter.label),
                chosen[each.filter.name],
                url_with_query(
                    path, query, _query([other for other in self.active if other is not each])
                ),
            )
            for each in self.active
        ]

    def _choices(self, names: Sequence[str]) -> list[Value]:
        """The choices of the filters ``names``, beside the active ones of other filters."""
        others = [each.value for each in self.active if each.filter.name not in names]
        return self.counts.choices(others, names, filters_module.MAX_CHOICES + 1)


def select(
    parameters: Mapping[str, str],
    counts: Counts,
    filters: Sequence[Filter] = FILTERS,
) -> Selection:
    """The reviews of ``counts`` narrowed by ``parameters``, the query of a request. One query."""
    given = [(each, parameters.get(each.name, "")) for each in filters]
    known = counts.known([(each.name, value) for each, value in given if each.is_valid(value)])
    active, unknown = [], []
    for each, value in given:
        if each.name in known:
            active.append(ActiveFilter(each, known[each.name]))
        elif value:
            unknown.append((str(each.label), clean(value[:MAX_VALUE_LENGTH])))
    return Selection(filters, counts, tuple(active), tuple(unknown))


def normalized_query(parameters: Mapping[str, str], filters: Sequence[Filter] = FILTERS) -> str:
    """The filters in ``parameters`` that are not empty, in the order of ``filters``."""
    values = [(each.name, parameters.get(each.name, "")) for each in filters]
    return urlencode([(name, value) for name, value in values if value])


def query_with_present_slugs(
    parameters: Mapping[str, str], counts: Counts, filters: Sequence[Filter] = FILTERS
) -> str:
    """The normalized query of ``parameters`` with the present slug in place of each former one of a
    genre, franchise or critic that the reviews have; "" if there is none. Two queries at most for
    each filter."""
    present = {}
    for each in filters:
        value = parameters.get(each.name, "")
        if each.name not in ROWS or not each.is_valid(value):
            continue
        model, _label = ROWS[each.name]
        rows = model._default_manager.filter(slugs__slug=value).exclude(slug=value)
        slug = rows.values_list("slug", flat=True).first()
        if slug and counts.known([(each.name, slug)]):
            present[each.name] = slug
    return normalized_query({**parameters, **present}, filters) if present else ""


def url_with_query(path: str, *queries: str) -> str:
    """``path`` with those of ``queries`` that are not empty."""
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


def _query(active: Sequence[ActiveFilter]) -> str:
    return urlencode([(each.filter.name, each.value.value) for each in active])
