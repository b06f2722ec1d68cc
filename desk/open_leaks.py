"""Live reviews with leaks that nobody has confirmed: most were imported."""

from django.db.models import QuerySet

from editions.models import Edition, LeakConfirmation

MOST = 300
"""How many of the newest live editions with leaks are looked at."""

UNREAD_TEXTS = ("body__content", "body__rendered", "body__search_text")
"""What stays in the database of the bodies of editions."""


def with_open_leaks(live: QuerySet[Edition]) -> dict[Edition, int]:
    """Those of the editions ``live`` that have leaks which nobody has confirmed since they were
    published, the newest first, and how many. Two queries."""
    newest = live.filter(open_leaks__gt=0).order_by("-live_from", "-pk")[:MOST]
    recorded = {
        edition: [leak["key"] for leak in edition.body.leaks if not leak["confirmed"]]
        for edition in newest.select_related("body").defer(*UNREAD_TEXTS)
    }
    reviews = [edition.review_id for edition in recorded]
    confirmed = set(
        LeakConfirmation.objects.filter(review__in=reviews).values_list("review", "key")
    )
    left = {
        edition: sum((edition.review_id, key) not in confirmed for key in keys)
        for edition, keys in recorded.items()
    }
    return {edition: count for edition, count in left.items() if count}
