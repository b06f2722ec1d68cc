"""Operations on the editions of a review: publish, cancel, withdraw, set an embargo.

Each is one transaction. It first locks the generation by raising it, which invalidates the page
cache, and then the row of the review, so that two editors cannot publish the same review at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from editions.history import Kind, record
from editions.jumped_clock import INSTANT, begin_now
from editions.leaks.reviews import leaks_of, recorded
from editions.manuscript import read_manuscript
from editions.models import (
    Edition,
    EditionBody,
    EditionCredit,
    EditionFit,
    EditionImage,
    EditionSequence,
)
from editions.parsed_review import ParsedReview
from editions.publishing_problems import publishing_problems
from editions.rendering import NotRedacted, render
from editions.serialisation import CONTENT_SCHEMA, to_json
from films.moments import in_words
from images.public_changes import before_public_write, public_change
from reviews.models import Review, ReviewSlug
from spoilers import REDACTOR_VERSION, ParsedText
from verdicts.scales import ScaleKind


class PublishingRefused(ValidationError):
    """The operation is not possible. The messages say why and what to do."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The editions of a locked review at ``now``. ``first_live_from`` is None if it was never
    public."""

    sequence: EditionSequence
    now: datetime
    live: Edition | None
    pending: Edition | None
    first_live_from: datetime | None

    def proceed(self, moment: datetime) -> None:
        """Store ``moment`` as the earliest time of the next operation on the review."""
        self.sequence.moment = moment
        self.sequence.save(update_fields=["last", "moment"])

    def next_number(self) -> int:
        self.sequence.last += 1
        return self.sequence.last


@public_change()
def publish(
    *,
    review: Review,
    by: User | None = None,
    live_from: datetime | None = None,
    backdated: bool = False,
    note: str = "",
    parsed: Iterable[ParsedText] = (),
) -> Edition:
    """Freeze the manuscript into a new edition that is live now or from ``live_from``.

    Deletes a pending edition. The live one ends when the new one begins. ``live_from`` may be in
    the past only if it is ``backdated`` and the review was never public: for a review that first
    appeared elsewhere. Texts of the manuscript that are among ``parsed`` are not parsed again.

    Raises `PublishingRefused` if ``live_from`` is before the end of an embargo, if it is in the
    past and may not be, or if the manuscript has problems.
    """
    review = _lock(review)
    timeline = _timeline(review)
    begins = _beginning(review, timeline, live_from, backdated=backdated)

    manuscript = read_manuscript(review, parsed)
    film = manuscript.content.film.id
    found = publishing_problems(manuscript)
    if found or film is None:
        raise PublishingRefused([str(problem) for problem in found])

    if timeline.pending:
        timeline.pending.delete()
    if timeline.live:
        timeline.live.live_until = begins
        timeline.live.save(update_fields=["live_until"])
    number = timeline.next_number()
    timeline.proceed(timeline.now if live_from else begins)
    record(
        review,
        Kind.SCHEDULED if begins > timeline.now else Kind.PUBLISHED,
        by=by,
        why=note,
        edition_number=number,
        moment=begins,
        content=manuscript.content,
    )
    return _freeze(
        review,
        manuscript,
        film=film,
        number=number,
        live_from=begins,
        first_live_from=timeline.first_live_from or begins,
        by=by,
        note=note,
    )


@public_change()
def cancel(*, review: Review, by: Any = None, why: str = "") -> None:
    """Delete the pending edition. The live one has no end again.

    Raises `PublishingRefused` if no edition is pending.
    """
    review = _lock(review)
    timeline = _timeline(review)
    if timeline.pending is None:
        raise PublishingRefused(_("No edition of “%(review)s” is scheduled.") % {"review": review})
    number = timeline.pending.number
    timeline.pending.delete()
    timeline.proceed(timeline.now)
    record(review, Kind.CANCELLED, by=by, why=why, edition_number=number)
    if timeline.live:
        timeline.live.live_until = None
        timeline.live.save(update_fields=["live_until"])


@public_change()
def withdraw(*, review: Review, by: Any = None, why: str = "") -> None:
    """End the live edition now and delete the pending one.

    Raises `PublishingRefused` if no edition is live or pending.
    """
    review = _lock(review)
    timeline = _timeline(review)
    if not (timeline.live or timeline.pending):
        raise PublishingRefused(_("“%(review)s” is not published.") % {"review": review})
    if timeline.pending:
        timeline.pending.delete()
    timeline.proceed(_end_live(timeline))
    number = timeline.live.number if timeline.live else None
    record(review, Kind.WITHDRAWN, by=by, why=why, edition_number=number)


def _end_live(timeline: Timeline) -> datetime:
    """End the live edition, if there is one, and return when it ends."""
    if timeline.live is None:
        return timeline.now
    ends = max(timeline.now, timeline.live.live_from + INSTANT)
    timeline.live.live_until = ends
    timeline.live.save(update_fields=["live_until"])
    return ends


class LiveUnderEmbargo(PublishingRefused):
    """The embargo would not hide the edition that is live."""


def check_embargo(*, review: Review, until: datetime | None, withdrawing: bool = False) -> None:
    """Raise `PublishingRefused` if an edition is pending that begins before ``until``, and
    `LiveUnderEmbargo` if an edition is live, unless ``withdrawing`` ends it."""
    now = timezone.now()
    if until is None or until <= now:
        return
    editions = Edition.objects.filter(review=review)
    live = None if withdrawing else editions.live(now).first()
    if live:
        raise LiveUnderEmbargo(
            _(
                "Edition %(number)d is live, and an embargo does not hide it. First withdraw the "
                "review, or set no embargo."
            )
            % {"number": live.number}
        )
    pending = editions.pending(now).first()
    if pending and pending.live_from < until:
        raise PublishingRefused(
            _(
                "An edition is scheduled for %(when)s, before the end of this embargo. First "
                "cancel the edition or schedule it for later."
            )
            % {"when": in_words(pending.live_from)}
        )


@public_change()
def set_embargo(
    *,
    review: Review,
    until: datetime | None,
    withdrawing: bool = False,
    by: Any = None,
) -> None:
    """Set the end of the embargo, or remove it with None. ``withdrawing`` ends the live edition.

    Raises `PublishingRefused` if an edition is pending that begins before ``until``, and
    `LiveUnderEmbargo` if one is live and not withdrawn.
    """
    review = _lock(review)
    check_embargo(review=review, until=until, withdrawing=withdrawing)
    if withdrawing:
        timeline = _timeline(review)
        timeline.proceed(_end_live(timeline))
        number = timeline.live.number if timeline.live else None
        record(review, Kind.WITHDRAWN, by=by, edition_number=number)
    record(review, Kind.EMBARGOED if until else Kind.EMBARGO_LIFTED, by=by, moment=until)
    review.embargo_until = until
    review.save(update_fields=["embargo_until", "modified"])


@public_change()
def set_slug(*, review: Review, slug: str) -> None:
    """Set the slug, which is part of the address. The former address of a published review
    redirects to the new one."""
    review = _lock(review)
    if review.slug != slug:
        audit.record(audit.Action.ADDRESS_CHANGED, review)
    if review.slug != slug and review.editions.exists():
        ReviewSlug.objects.get_or_create(slug=review.slug, review=review)
    review.slug = slug
    review.save(update_fields=["slug", "modified"])


def _lock(review: Review) -> Review:
    before_public_write()
    return Review.objects.select_for_update().get(pk=review.pk)


def _timeline(review: Review) -> Timeline:
    sequence, _created = EditionSequence.objects.get_or_create(review=review)
    now = begin_now(review=review, now=timezone.now(), last=sequence.moment)
    editions = Edition.objects.filter(review=review)
    begun = editions.begun(now).order_by("live_from")
    first = begun.values_list("first_live_from", flat=True).first()
    return Timeline(sequence, now, editions.live(now).first(), editions.pending(now).first(), first)


def _beginning(
    review: Review, timeline: Timeline, live_from: datetime | None, *, backdated: bool
) -> datetime:
    """When the new edition begins. Raises `PublishingRefused` if ``live_from`` is not possible."""
    if live_from and live_from < timeline.now and timeline.first_live_from:
        raise PublishingRefused(
            _(
                "%(when)s has passed, and this review was already public. Choose a later time, "
                "or publish it now."
            )
            % {"when": in_words(live_from)}
        )
    if live_from and live_from < timeline.now and not backdated:
        raise PublishingRefused(
            _("%(when)s has passed. Choose a later time, or publish the review now.")
            % {"when": in_words(live_from)}
        )
    begins = live_from or timeline.now
    if review.embargo_until and begins < review.embargo_until:
        raise PublishingRefused(
            _("The embargo ends on %(when)s. Schedule the edition for then or later.")
            % {"when": in_words(review.embargo_until)}
        )
    if timeline.live:
        begins = max(begins, timeline.live.live_from + INSTANT)
    return begins


def _freeze(
    review: Review,
    manuscript: ParsedReview,
    *,
    film: int,
    number: int,
    live_from: datetime,
    first_live_from: datetime,
    by: User | None,
    note: str,
) -> Edition:
    content = manuscript.content
    try:
        rendering = render(manuscript, film=film, strict=True)
    except NotRedacted as error:
        raise PublishingRefused([str(finding) for finding in error.findings]) from error
    verdict = content.verdict.first
    leaks = leaks_of(manuscript, film=film, pk=review.pk, note=note)
    edition = Edition.objects.create(
        review=review,
        number=number,
        live_from=live_from,
        by=by,
        note=note,
        film_id=film,
        lead_image_id=review.lead_image_id,
        headline=rendering.headline,
        language=rendering.language,
        standfirst=rendering.standfirst,
        recommendation=verdict.recommendation if verdict else "",
        score=verdict.score if verdict else None,
        scale_best=verdict.scale_best if verdict else None,
        scale_kind=verdict.scale_kind if verdict else ScaleKind.POINTS,
        reading_minutes=rendering.minutes,
        first_live_from=first_live_from,
        redactor_version=REDACTOR_VERSION,
        open_leaks=sum(not leak.confirmed for leak in leaks),
    )
    EditionBody.objects.create(
        edition=edition,
        content=to_json(content),
        content_schema=CONTENT_SCHEMA,
        rendered=to_json(rendering),
        search_text=rendering.text,
        leaks=recorded(leaks),
    )
    edition.sign(critic.id for critic in content.critics if critic.id)
    EditionFit.objects.bulk_create(
        EditionFit(edition=edition, premise=fit.heading, answer=fit.answer)
        for fit in rendering.part("audience").items
    )
    EditionImage.objects.bulk_create(
        EditionImage(edition=edition, image_id=pk) for pk in sorted(content.image_ids())
    )
    EditionCredit.objects.bulk_create(
        EditionCredit(edition=edition, credit_id=pk) for pk in sorted(content.credit_ids())
    )
    return edition
