"""The leaks that an editor must judge before a step makes an edition."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from desk.findings import describe_leak
from desk.step_forms import ShownLeak
from editions.leaks.reviews import confirm, leaks_of
from editions.leaks.statements import Leak
from editions.parsed_review import ParsedReview
from editions.permissions import reviews_visible_to
from reviews.models import Review


def unconfirmed(manuscript: ParsedReview, review: Review, note: str = "") -> list[Leak]:
    """The leaks that nobody has confirmed, also those of the ``note`` that was typed."""
    leaks = leaks_of(manuscript, film=review.film_id, pk=review.pk, note=note)
    return [leak for leak in leaks if not leak.confirmed]


def shown(leaks: Iterable[Leak], request: HttpRequest) -> list[ShownLeak]:
    """``leaks`` for the form. Hidden text is quoted only from reviews that the account may see."""
    readable = {"", *reviews_visible_to(request.user).values_list("slug", flat=True)}
    return [
        ShownLeak(leak.key, describe_leak(leak, may_read=leak.hidden.review in readable))
        for leak in leaks
    ]


def keep_confirmed(
    review: Review, leaks: Iterable[Leak], reasons: Mapping[str, str], by: Any
) -> None:
    """Store the ``reasons`` why leaks may stay public, by their keys."""
    for leak in leaks:
        if leak.key in reasons:
            confirm(review=review.pk, leak=leak, reason=reasons[leak.key], by=by)
