"""When a review last changed, as far as the public is told.

An edition without a note changes no date: nothing may tell that one was made that differs in hidden
text alone. So the date is that of the last edition that said what it corrected.
"""

from datetime import datetime

from django.db.models import DateTimeField, OuterRef, Subquery

from editions.models import Edition, EditionQuerySet


def with_corrections(editions: EditionQuerySet) -> EditionQuerySet:
    """``editions``, each with ``corrected``: when the last one with a note began, or None."""
    noted = (
        Edition.objects.begun()
        .filter(review=OuterRef("review"), live_from__gt=OuterRef("first_live_from"))
        .exclude(note="")
        .order_by("-live_from")
    )
    corrected = Subquery(noted.values("live_from")[:1], output_field=DateTimeField())
    return editions.annotate(corrected=corrected)


def modified(edition: Edition) -> datetime:
    """Of an edition from `with_corrections`: its correction, or its first publication."""
    corrected: datetime | None = edition.corrected  # type: ignore[attr-defined]
    return corrected or edition.first_live_from
