"""What readers see of a review now and later, and whether its manuscript has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.date_style import day_and_time
from desk.first_rows import first_rows
from editions.content import ReviewContent
from editions.history_models import ReviewEvent
from editions.manuscript import read_all
from editions.models import Edition
from editions.unpublished_changes import differing
from films.moments import in_words
from reviews.models import Review

MAX_EDITIONS = 20
"""How many editions the desk lists, newest first."""


@dataclass(frozen=True, slots=True)
class PublicState:
    """``was_live``: an edition is or was public. ``has_changes``: the manuscript differs from the
    live edition, and ``pending_lacks_changes``: from the pending one; each is None without such an
    edition, and if the texts were not compared. ``stage`` is that of the manuscript; if it
    ``is_waiting``, it is handed in and was not published or scheduled since."""

    stage: str
    is_waiting: bool
    live: Edition | None
    pending: Edition | None
    was_live: bool
    has_changes: bool | None
    pending_lacks_changes: bool | None
    embargo_until: datetime | None

    @property
    def under_embargo(self) -> bool:
        return self.embargo_until is not None and timezone.now() < self.embargo_until

    def where_it_stands(self) -> list[str]:
        """Where the review stands, in phrases that together are one line."""
        return [*self._now(), *self._later(), *self._embargo()]

    def _now(self) -> list[str]:
        phrases = []
        if self.live:
            said = _("Live: edition %(number)d")
            if self.has_changes:
                said = _("Live with unpublished changes: edition %(number)d")
            phrases.append(said % {"number": self.live.number})
        elif self.was_live:
            phrases.append(_("Withdrawn"))
        if self._shows_stage():
            phrases.append(capfirst(str(Review.Stage(self.stage).label)))
        return phrases

    def _shows_stage(self) -> bool:
        """A draft that was never published is one. Publishing does not change the stage of what was
        submitted, so that the stage alone does not say whether it waits for an editor."""
        if self.stage == Review.Stage.DRAFT:
            return not (self.was_live or self.pending)
        return self.is_waiting

    def _later(self) -> list[str]:
        if self.pending is None:
            return []
        said = _("Edition %(number)d goes live on %(when)s, with the latest changes")
        if self.pending_lacks_changes:
            said = _("Edition %(number)d goes live on %(when)s, without the latest changes")
        return [said % {"number": self.pending.number, "when": in_words(self.pending.live_from)}]

    def _embargo(self) -> list[str]:
        if not (self.embargo_until and self.under_embargo):
            return []
        said = _("Under embargo until %(when)s")
        if self.live:
            said = _("The embargo until %(when)s does not hide the live edition")
        return [said % {"when": in_words(self.embargo_until)}]


def not_published_since(kind: str) -> QuerySet[ReviewEvent]:
    """The events of ``kind`` after which their review was not published or scheduled."""
    later = ReviewEvent.objects.filter(
        review=OuterRef("review"),
        pk__gt=OuterRef("pk"),
        kind__in=(ReviewEvent.Kind.PUBLISHED, ReviewEvent.Kind.SCHEDULED),
    )
    return ReviewEvent.objects.filter(~Exists(later), kind=kind)


def handed_in() -> QuerySet[ReviewEvent]:
    """The events that handed a review in which was not published or scheduled since."""
    return not_published_since(ReviewEvent.Kind.SUBMITTED)


def public_state(review: Review, content: ReviewContent | None = None) -> PublicState:
    """The state of ``review``. ``content`` is that of its manuscript; without it the rows are read
    if an edition is live or pending. Parses no text."""
    return public_states([review], {review.pk: content} if content else None)[review.pk]


def public_states(
    reviews: Iterable[Review],
    manuscripts: dict[int, ReviewContent] | None = None,
    *,
    compares: bool = True,
    are_as_stored: bool = False,
) -> dict[int, PublicState]:
    """The state of each of ``reviews`` by its primary key, with as many queries as for one.

    Compares no texts if ``compares`` is False. The reviews are not read again if they
    ``are_as_stored``, with their films, lead images and bylines.
    """
    now = timezone.now()
    reviews = list(reviews)
    editions = Edition.objects.filter(review__in=reviews)
    loaded = editions
    if compares:
        loaded = editions.select_related("body").defer("body__rendered", "body__search_text")
    # Two may be pending if the clocks of servers differ. The last one here is the next to go live.
    current = list(loaded.live_or_pending(now).order_by("-live_from"))
    live = {each.review_id: each for each in current if each.live_from <= now}
    pending = {each.review_id: each for each in current if each.live_from > now}
    begun = live.keys() | _begun(now, [review for review in reviews if review.pk not in live])
    if are_as_stored and manuscripts is None:
        with_editions = live.keys() | pending.keys()
        manuscripts = read_all(review for review in reviews if review.pk in with_editions)
    waiting = _waiting(reviews, begun | pending.keys())
    differ = differing(current, manuscripts) if compares else set()

    def differs(edition: Edition | None) -> bool | None:
        return edition.pk in differ if edition and compares else None

    return {
        review.pk: PublicState(
            stage=review.stage,
            is_waiting=review.pk in waiting,
            live=live.get(review.pk),
            pending=pending.get(review.pk),
            was_live=review.pk in begun,
            has_changes=differs(live.get(review.pk)),
            pending_lacks_changes=differs(pending.get(review.pk)),
            embargo_until=review.embargo_until,
        )
        for review in reviews
    }


def _begun(now: datetime, reviews: list[Review]) -> set[int]:
    """Those of ``reviews`` of which an edition was live at ``now`` or before."""
    if not reviews:
        return set()
    begun = Edition.objects.filter(review__in=reviews).begun(now).order_by()
    return set(begun.values_list("review", flat=True))


def _waiting(reviews: list[Review], with_editions: set[int]) -> set[int]:
    """Those of ``reviews`` that wait for an editor, of which ``with_editions`` were published or
    are scheduled. One query, none if no such review is submitted."""
    submitted = {review.pk for review in reviews if review.stage == Review.Stage.SUBMITTED}
    again = submitted & with_editions
    if not again:
        return submitted
    handed = handed_in().filter(review__in=again).values_list("review", flat=True)
    return (submitted - again) | set(handed)


def newest_editions(review: Review, state: PublicState) -> tuple[list[dict[str, Any]], int]:
    """What the desk lists of the editions of ``review``, newest first, and how many older ones
    there are. ``ref`` names the edition among the states of the review, and ``url`` is its page."""
    editions = Edition.objects.filter(review=review).select_related("by").order_by("-number")
    newest, older = first_rows(editions, MAX_EDITIONS)
    rows = [
        {
            "ref": (ref := f"edition-{edition.number}"),
            "url": reverse("admin:reviews_review_state", args=[review.pk, ref]),
            "number": edition.number,
            "begins": day_and_time(edition.live_from),
            "ends": day_and_time(edition.live_until) if edition.live_until else "",
            "by": edition.by,
            "note": edition.note,
            "is_live": edition == state.live,
            "is_pending": edition == state.pending,
        }
        for edition in newest
    ]
    return rows, older
