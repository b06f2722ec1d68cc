"""Keeps what the check of a working copy found, for pages about many reviews.

To parse a review and to check it for leaks takes a tenth of a second. What was found is kept until
the text changes. Facts of the site may have changed since, which can add a problem or a leak or
take one away: `kept_leaks` returns leaks only if nothing public has changed, and `publish` checks
every review again.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from django.db import DatabaseError, transaction

from editions.content import ReviewContent
from editions.leaks.statements import Leak
from editions.models import Generation, LeakConfirmation, TextCheck
from editions.serialisation import canonical_json
from spoilers import REDACTOR_VERSION


@dataclass(frozen=True, slots=True)
class Checked:
    """``content`` is that of a stored working copy that had no problems in ``generation``, which
    was read before the check."""

    review: int
    content: ReviewContent
    leaks: Iterable[Leak]
    generation: int


def keep(checks: Iterable[Checked]) -> None:
    """Store ``checks``, in one query. It does nothing if the database cannot store them now: the
    next page checks the reviews again."""
    rows = [
        TextCheck(
            review_id=check.review,
            digest=_digest(check.content),
            generation=check.generation,
            leaks=[leak.key for leak in check.leaks],
        )
        for check in checks
    ]
    with suppress(DatabaseError), transaction.atomic():
        TextCheck.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["review"],
            update_fields=["digest", "generation", "leaks"],
        )


def kept_leaks(contents: Mapping[int, ReviewContent]) -> dict[int, set[str]]:
    """The keys of the leaks that nobody has confirmed, for those working copies that were checked
    as they are; ``contents`` are by the primary key of the review. Three queries.

    A check with such leaks counts only for the generation in which it was made.
    """
    checks = list(TextCheck.objects.filter(review__in=list(contents)))
    confirmed = set(
        LeakConfirmation.objects.filter(review__in=list(contents)).values_list("review", "key")
    )
    generation = Generation.objects.current()
    found = {}
    for check in checks:
        left = {key for key in check.leaks if (check.review_id, key) not in confirmed}
        is_current = check.generation == generation or not left
        if is_current and check.digest == _digest(contents[check.review_id]):
            found[check.review_id] = left
    return found


def _digest(content: ReviewContent) -> str:
    text = canonical_json(content)
    return sha256(b"%d\n%b" % (REDACTOR_VERSION, text)).hexdigest()
