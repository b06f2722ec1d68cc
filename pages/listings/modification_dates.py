"""When a review last changed, for feeds and the sitemap.

Only an edition with a note counts as a change. The date of an edition without a note stays secret,
because such an edition may differ in hidden text only.
"""

from datetime import datetime

from django.db.models import DateTimeField, OuterRef, Subquery

from editions.models import Edition, EditionQuerySet, Moment


def with_correction_date(editions: EditionQuerySet, at: Moment | None = None) -> EditionQuerySet:
    """``editions`` with ``corrected``: when the newest later edition with a note began, or None.

    Editions that begin after ``at``, by default after now, do not count.
    """
    corrected = Subquery(_corrections(at).values("live_from")[:1], output_field=DateTimeField())
    return editions.annotate(corrected=corrected)


def with_correction(editions: EditionQuerySet, at: Moment | None = None) -> EditionQuerySet:
    """`with_correction_date`, also with ``correction_note``: the note of that edition, or None."""
    note = Subquery(_corrections(at).values("note")[:1])
    return with_correction_date(editions, at).annotate(correction_note=note)


def _corrections(at: Moment | None) -> EditionQuerySet:
    """The later editions with a note of the review of an outer query, the newest first."""
    return (
        Edition.objects.begun(at)
        .filter(review=OuterRef("review"), live_from__gt=OuterRef("first_live_from"))
        .exclude(note="")
        .order_by("-live_from")
    )


def modification_date(edition: Edition) -> datetime:
    """When ``edition``, from `with_correction_date`, was corrected, or else first published."""
    corrected: datetime | None = edition.corrected  # type: ignore[attr-defined]
    return corrected or edition.first_live_from
