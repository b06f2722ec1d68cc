"""The filters of a list of reviews: by facts of the film, by critic, by verdict, by audience.

A filter offers only values that a live review has. `pages.facets` says which these are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from films.folding import clean, folded_words
from films.sorting import sort_key
from pages.facets import values
from pages.facets.counting import Value
from verdicts.models import Verdict

MAX_VALUE_LENGTH = 200
MAX_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter and the number of reviews that have it; None if it is not known."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of editions. ``name`` is its parameter in the URL.

    ``no_choice`` is the label of the empty choice. ``value_labels`` translates the labels of the
    values. ``is_indexed``: search engines may index a list with this filter alone.
    """

    name: str
    label: str | Promise
    no_choice: str | Promise
    sort_key: Callable[[Choice], Any] = lambda choice: (sort_key(choice.label), choice.value)
    value_labels: Mapping[str, Any] = field(default_factory=dict)
    is_number: bool = False
    is_indexed: bool = True

    def choices(self, found: Iterable[Value], chosen: str) -> list[Choice]:
        """The values ``found``, at most `MAX_CHOICES`: the chosen one and those of the most
        reviews. Values of one label have their slugs beside it."""
        found = list(found)
        shared = Counter(folded_words(each.label) for each in found if each.label != each.value)
        choices = [
            Choice(
                each.value,
                f"{each.label} · {each.value}"
                if shared[folded_words(each.label)] > 1
                else self.printed(each.label),
                each.count,
                each.value == chosen,
            )
            for each in found
        ]
        most = sorted(choices, key=lambda choice: (-choice.is_chosen, -(choice.count or 0)))
        return sorted(most[:MAX_CHOICES], key=self.sort_key)

    def printed(self, label: str) -> str:
        return str(self.value_labels.get(label, label))

    def is_valid(self, value: str) -> bool:
        """Whether ``value`` can be looked up in the database without an error."""
        if self.is_number:
            return value.isascii() and value.isdecimal() and 1 <= len(value) <= 4 and int(value) > 0
        return 0 < len(value) <= MAX_VALUE_LENGTH and clean(value) == value


def _by_recommendation(choice: Choice) -> int:
    return Verdict.Recommendation.values.index(choice.value)


FILTERS = (
    Filter(values.GENRE, _("Genre"), _("All genres")),
    Filter(values.FRANCHISE, _("Franchise"), _("All franchises")),
    Filter(
        values.YEAR,
        _("Year of the film"),
        _("All years"),
        sort_key=lambda choice: -int(choice.value),
        is_number=True,
    ),
    Filter(values.CRITIC, _("Critic"), _("All critics")),
    Filter(
        values.RECOMMENDATION,
        _("Verdict"),
        _("All verdicts"),
        sort_key=_by_recommendation,
        value_labels=dict(Verdict.Recommendation.choices),
    ),
    Filter(
        values.AUDIENCE,
        _("For you if"),
        pgettext_lazy("reader", "Whoever you are"),
        is_indexed=False,
    ),
)
"""In the order of their parameters in a URL."""

SEARCH_FILTERS = tuple(
    each for each in FILTERS if each.name in ("genre", "year", "critic", "recommendation")
)
