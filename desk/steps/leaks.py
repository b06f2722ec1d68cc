"""The leaks that an editor must judge before a step makes an edition."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from desk.findings import described_leaks
from desk.steps.forms import ShownLeak
from editions.leaks.reviews import confirm, leaks_of
from editions.leaks.statements import Leak
from editions.parsed_review import ParsedReview
from reviews.models import Review


def unconfirmed(manuscript: ParsedReview, review: Review, note: str = "") -> list[Leak]:
    """The leaks that nobody has confirmed, also those of the ``note`` that was typed."""
    leaks = leaks_of(manuscript, film=review.film_id, pk=review.pk, note=note)
    return [leak for leak in leaks if not leak.confirmed]


def shown(leaks: Sequence[Leak], request: HttpRequest) -> list[ShownLeak]:
    """``leaks`` for the form."""
    return [
        ShownLeak(leak.key, sentence) for leak, sentence in described_leaks(leaks, request.user)
    ]


def keep_confirmed(
    review: Review, leaks: Iterable[Leak], reasons: Mapping[str, str], by: Any
) -> None:
    """Store the ``reasons`` why leaks may stay public, by their keys."""
    for leak in leaks:
        if leak.key in reasons:
            confirm(review=review.pk, leak=leak, reason=reasons[leak.key], by=by)
