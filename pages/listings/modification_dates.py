"""When a review last changed, for feeds and the sitemap.

Only an edition with a note counts as a change. The date of an edition without a note stays secret,
because such an edition may differ in hidden text only.
"""

from datetime import datetime

from django.db.models import DateTimeField, OuterRef, Subquery

from editions.models import Edition, EditionQuerySet


def with_correction_date(editions: EditionQuerySet) -> EditionQuerySet:
    """``editions`` with ``corrected``: when the newest later edition with a note began, or None."""
    corrected = Subquery(_corrections().values("live_from")[:1], output_field=DateTimeField())
    return editions.annotate(corrected=corrected)


def with_correction(editions: EditionQuerySet) -> EditionQuerySet:
    """`with_correction_date`, also with ``correction_note``: the note of that edition, or None."""
    note = Subquery(_corrections().values("note")[:1])
    return with_correction_date(editions).annotate(correction_note=note)


def _corrections() -> EditionQuerySet:
    """The later editions with a note of the review of an outer query, the newest first."""
    return (
        Edition.objects.begun()
        .filter(review=OuterRef("review"), live_from__gt=OuterRef("first_live_from"))
        .exclude(note="")
        .order_by("-live_from")
    )


def modification_date(edition: Edition) -> datetime:
    """When ``edition``, from `with_correction_date`, was corrected, or else first published."""
    corrected: datetime | None = edition.corrected  # type: ignore[attr-defined]
    return corrected or edition.first_live_from
