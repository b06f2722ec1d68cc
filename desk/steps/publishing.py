"""The steps that change what readers see of a review."""

from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.public_state import PublicState
from desk.steps.forms import (
    BackdateForm,
    EndingForm,
    PublishForm,
    ScheduleForm,
    UpdateForm,
)
from desk.steps.step import Step
from editions.models import Edition
from editions.parsed_review import ParsedReview
from editions.permissions import Action
from editions.publishing import PublishingRefused, cancel, publish, withdraw
from films.moments import in_words, time_zone_sentence
from reviews.models import Review


def _pending_is_dropped(state: PublicState) -> list[str]:
    if state.pending is None:
        return []
    return [
        _("Edition %(number)d, scheduled for %(when)s, is cancelled. It was never public.")
        % {"number": state.pending.number, "when": in_words(state.pending.live_from)}
    ]


def _describe_publish(state: PublicState) -> list[str]:
    if state.embargo_until and state.under_embargo:
        return [
            _(
                "Nothing yet: the review is under embargo until %(when)s. Schedule it for that "
                "time or later."
            )
            % {"when": in_words(state.embargo_until)}
        ]
    if state.live:
        first = _("The new edition replaces edition %(number)d immediately.") % {
            "number": state.live.number
        }
    elif state.was_live:
        first = _("The review was withdrawn. It becomes public again immediately.")
    else:
        first = _("The review becomes public immediately, for the first time.")
    sentences = [first, *_pending_is_dropped(state)]
    if state.has_changes is False:
        sentences.append(
            _(
                "The working copy has not changed since the live edition. The new edition will "
                "have the same text."
            )
        )
    return sentences


def _describe_schedule(state: PublicState) -> list[str]:
    sentences = [
        _(
            "The scheduled edition will have the text of the working copy as it is now. To include "
            "later changes, publish or schedule again."
        )
    ]
    if state.live:
        sentences.append(
            _("Until then readers see edition %(number)d.") % {"number": state.live.number}
        )
    return [*sentences, *_pending_is_dropped(state), time_zone_sentence()]


def _describe_update(state: PublicState) -> list[str]:
    if state.pending is None:
        return [_("No edition is scheduled.")]
    if not state.pending_lacks_changes:
        return [
            _("Edition %(number)d already has the text of the working copy.")
            % {"number": state.pending.number}
        ]
    return [
        _(
            "A new edition with the text of the working copy as it is now takes the place of "
            "edition %(number)d, which was never public. It goes live at the same moment: %(when)s."
        )
        % {"number": state.pending.number, "when": in_words(state.pending.live_from)}
    ]


def _describe_backdate(state: PublicState) -> list[str]:
    if state.was_live:
        return [_("This review was already public, so its first date cannot change any more.")]
    return [
        _("The review becomes public immediately, for the first time."),
        _(
            "The site and its feeds say that it was published at the earlier moment that you "
            "enter. This is meant for a review that first appeared elsewhere."
        ),
        *_pending_is_dropped(state),
        time_zone_sentence(),
    ]


def _describe_cancel(state: PublicState) -> list[str]:
    if state.pending is None:
        return [_("No edition is scheduled.")]
    sentences = [
        _("Edition %(number)d will not go live on %(when)s. The working copy does not change.")
        % {"number": state.pending.number, "when": in_words(state.pending.live_from)}
    ]
    if state.live:
        sentences.append(_("Edition %(number)d stays live.") % {"number": state.live.number})
    return sentences


def _describe_withdraw(state: PublicState) -> list[str]:
    if not (state.live or state.pending):
        return [_("No edition of this review is published or scheduled.")]
    sentences = []
    if state.live:
        sentences.append(
            _("The review is removed from the site. Its address tells readers that it is gone.")
        )
    return [
        *sentences,
        *_pending_is_dropped(state),
        _(
            "The working copy and all editions that were public are kept. You can publish the "
            "review again."
        ),
    ]


def _publish(
    review: Review,
    by: Any,
    data: dict[str, Any],
    manuscript: ParsedReview | None,
    *,
    backdated: bool = False,
) -> str:
    edition = publish(
        review=review,
        by=by,
        live_from=data.get("live_from"),
        backdated=backdated,
        note=data.get("note", ""),
        parsed=manuscript.texts.values() if manuscript else (),
    )
    _check_confirmed(edition)
    if edition.live_from > timezone.now():
        return _("Edition %(number)d goes live on %(when)s.") % {
            "number": edition.number,
            "when": in_words(edition.live_from),
        }
    return _("Edition %(number)d is live.") % {"number": edition.number}


def _check_confirmed(edition: Edition) -> None:
    """Raises `PublishingRefused` if ``edition`` has a leak that nobody has confirmed."""
    if any(not leak["confirmed"] for leak in edition.body.leaks):
        raise PublishingRefused(
            _(
                "The public text now gives other hidden text away that you have not seen yet. "
                "Check the list again."
            )
        )


def _update(review: Review, by: Any, data: dict[str, Any], manuscript: ParsedReview | None) -> str:
    pending = Edition.objects.filter(review=review).pending().first()
    if pending is None or pending.live_from.isoformat() != data["scheduled"]:
        raise PublishingRefused(
            _("What is scheduled has changed since you opened this page. Please open it again.")
        )
    return _publish(review, by, data | {"live_from": pending.live_from}, manuscript)


def _cancel(review: Review, by: Any, data: dict[str, Any], _unused: Any) -> str:
    cancel(review=review, by=by, why=data["why"])
    return _("The scheduled edition is cancelled.")


def _withdraw(review: Review, by: Any, data: dict[str, Any], _unused: Any) -> str:
    withdraw(review=review, by=by, why=data["why"])
    return _("The review is withdrawn.")


PUBLISHING_STEPS = (
    Step(
        name="publish",
        action=Action.PUBLISH,
        title=gettext_lazy("Publish now"),
        form=PublishForm,
        is_possible=lambda state: not state.under_embargo,
        describe=_describe_publish,
        run=_publish,
        is_checked=True,
    ),
    Step(
        name="schedule",
        action=Action.PUBLISH,
        title=gettext_lazy("Schedule publication"),
        form=ScheduleForm,
        is_possible=lambda state: True,
        describe=_describe_schedule,
        run=_publish,
        is_checked=True,
    ),
    Step(
        name="update",
        action=Action.PUBLISH,
        title=gettext_lazy("Update the scheduled edition"),
        form=UpdateForm,
        is_possible=lambda state: bool(state.pending_lacks_changes),
        describe=_describe_update,
        run=_update,
        is_checked=True,
    ),
    Step(
        name="backdate",
        action=Action.PUBLISH,
        title=gettext_lazy("Publish with an earlier date"),
        form=BackdateForm,
        is_possible=lambda state: not (state.was_live or state.under_embargo),
        describe=_describe_backdate,
        run=partial(_publish, backdated=True),
        is_checked=True,
    ),
    Step(
        name="cancel",
        action=Action.PUBLISH,
        title=gettext_lazy("Cancel the scheduled edition"),
        form=EndingForm,
        is_possible=lambda state: state.pending is not None,
        describe=_describe_cancel,
        run=_cancel,
    ),
    Step(
        name="withdraw",
        action=Action.WITHDRAW,
        title=gettext_lazy("Withdraw the review"),
        form=EndingForm,
        is_possible=lambda state: bool(state.live or state.pending),
        describe=_describe_withdraw,
        run=_withdraw,
    ),
)
