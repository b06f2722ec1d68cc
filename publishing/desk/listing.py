"""The desk's list of reviews: where each of them stands, in a word or two."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.models import Edition
from reviews.models import Review


def with_public_state(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """With ``live_number`` and ``pending_from``, None where there is none, and ``was_live``."""
    own = {"review": OuterRef("pk")}
    return reviews.annotate(
        live_number=Subquery(Edition.objects.live().filter(**own).values("number")[:1]),
        pending_from=Subquery(Edition.objects.pending().filter(**own).values("live_from")[:1]),
        was_live=Exists(Edition.objects.begun().filter(**own)),
    )


def standing(review: Any) -> str:
    """What readers see of ``review``, of `with_public_state`; its stage while they see nothing."""
    said = []
    if review.live_number:
        said.append(_("Live: edition %(number)d") % {"number": review.live_number})
    elif review.was_live:
        said.append(_("Withdrawn"))
    if review.pending_from:
        when = date_format(timezone.localtime(review.pending_from), "SHORT_DATETIME_FORMAT")
        said.append(_("Goes live %(when)s") % {"when": when})
    return ", ".join(said) or review.get_stage_display()
