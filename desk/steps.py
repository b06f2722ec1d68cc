"""The steps of a review into the public and out of it. Each says what it will do, and asks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.findings import PlacedFinding, findings_of, leak_key, leaks_of
from desk.public_state import State, state_of
from desk.step_forms import PublishForm, ScheduleForm, StepForm
from editions.leaks import Leak
from editions.manuscript import read_manuscript
from editions.models import Edition
from editions.parsed_review import ParsedReview
from editions.permissions import Action, may
from editions.publishing import PublishingRefused, cancel, publish, withdraw
from editions.serialisation import from_json, to_json
from reviews.models import Review

# The admin's calendar needs what its own forms bring along.
MEDIA = forms.Media(js=["admin/js/core.js"])


@dataclass(frozen=True, slots=True)
class Step:
    """``sentences``: what will happen. ``run`` does it and says what has happened; it may raise
    `PublishingRefused`. It is given the manuscript as parsed for the page, if the step freezes it.
    ``possible``: whether there is anything to be done."""

    name: str
    action: Action
    title: Any
    button: Any
    form: type[StepForm]
    possible: Callable[[State], bool]
    sentences: Callable[[State], list[str]]
    run: Callable[[Review, Any, dict[str, Any], ParsedReview | None], str]

    @property
    def freezes(self) -> bool:
        """Whether it makes an edition of the manuscript, which has to be fit for that."""
        return issubclass(self.form, PublishForm)


def _moment(when: Any) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")


def _pending_is_dropped(state: State) -> list[str]:
    if state.pending is None:
        return []
    return [
        _("Edition %(number)d, scheduled for %(when)s, is dropped. Nobody has read it.")
        % {"number": state.pending.number, "when": _moment(state.pending.live_from)}
    ]


def _publish_sentences(state: State) -> list[str]:
    said = []
    if state.live:
        said.append(
            _("Readers see the new edition at once, in the place of edition %(number)d.")
            % {"number": state.live.number}
        )
    elif state.was_live:
        said.append(_("The review, which was withdrawn, is public again at once."))
    else:
        said.append(_("Readers see the review at once, for the first time."))
    said += _pending_is_dropped(state)
    if state.differs is False:
        said.append(_("The manuscript says what the live edition says: nothing has changed."))
    return said


def _schedule_sentences(state: State) -> list[str]:
    said = [
        _("The manuscript is frozen as it stands now. What is written later needs an edition more.")
    ]
    if state.live:
        said.append(_("Until then readers see edition %(number)d.") % {"number": state.live.number})
    said += _pending_is_dropped(state)
    said.append(_("Times are those of %(zone)s.") % {"zone": timezone.get_current_timezone_name()})
    return said


def _cancel_sentences(state: State) -> list[str]:
    if state.pending is None:
        return [_("Nothing is scheduled.")]
    said = [
        _("Edition %(number)d will not go live on %(when)s. The manuscript stays as it is.")
        % {"number": state.pending.number, "when": _moment(state.pending.live_from)}
    ]
    if state.live:
        said.append(_("Edition %(number)d stays live.") % {"number": state.live.number})
    return said


def _withdraw_sentences(state: State) -> list[str]:
    if not (state.live or state.pending):
        return [_("Nothing of this review is published or scheduled.")]
    said = []
    if state.live:
        said.append(_("Readers no longer find the review: its address says that it is gone."))
    said += _pending_is_dropped(state)
    said.append(_("The manuscript and the editions are kept, and it can be published again."))
    return said


def _publish(
    review: Review, by: Any, given: dict[str, Any], manuscript: ParsedReview | None
) -> str:
    edition = publish(
        review=review,
        by=by,
        live_from=given.get("live_from"),
        note=given.get("note", ""),
        parsed=manuscript.texts.values() if manuscript else (),
    )
    _confirm(edition, given.get("leaks", []))
    if edition.live_from > timezone.now():
        return _("Edition %(number)d goes live on %(when)s.") % {
            "number": edition.number,
            "when": _moment(edition.live_from),
        }
    return _("Edition %(number)d is live.") % {"number": edition.number}


def _confirm(edition: Edition, confirmed: list[str]) -> None:
    """Record on ``edition`` the leaks that were confirmed.

    Raises `PublishingRefused` if it has others.
    """
    found = [from_json(Leak, leak) for leak in edition.leaks]
    if any(leak_key(leak) not in confirmed for leak in found):
        raise PublishingRefused(
            _("Public text gives something else away by now. Look at it again.")
        )
    if found:
        edition.leaks = to_json([replace(leak, confirmed=True) for leak in found])
        edition.save(update_fields=["leaks"])


def _cancel(review: Review, *_given: Any) -> str:
    cancel(review=review)
    return _("What was scheduled is cancelled.")


def _withdraw(review: Review, *_given: Any) -> str:
    withdraw(review=review)
    return _("The review is withdrawn.")


STEPS = {
    step.name: step
    for step in (
        Step(
            name="publish",
            action=Action.PUBLISH,
            title=gettext_lazy("Publish now"),
            button=gettext_lazy("Publish now"),
            form=PublishForm,
            possible=lambda state: not state.under_embargo,
            sentences=_publish_sentences,
            run=_publish,
        ),
        Step(
            name="schedule",
            action=Action.PUBLISH,
            title=gettext_lazy("Publish at …"),
            button=gettext_lazy("Schedule it"),
            form=ScheduleForm,
            possible=lambda state: True,
            sentences=_schedule_sentences,
            run=_publish,
        ),
        Step(
            name="cancel",
            action=Action.PUBLISH,
            title=gettext_lazy("Cancel the scheduled edition"),
            button=gettext_lazy("Cancel it"),
            form=StepForm,
            possible=lambda state: state.pending is not None,
            sentences=_cancel_sentences,
            run=_cancel,
        ),
        Step(
            name="withdraw",
            action=Action.WITHDRAW,
            title=gettext_lazy("Withdraw"),
            button=gettext_lazy("Withdraw it"),
            form=StepForm,
            possible=lambda state: bool(state.live or state.pending),
            sentences=_withdraw_sentences,
            run=_withdraw,
        ),
    )
}


def permitted(request: HttpRequest, review: Review) -> list[Step]:
    return [step for step in STEPS.values() if may(request.user, step.action, review)]


def take(
    request: HttpRequest, step: Step, review: Review, context: dict[str, Any], desk: str
) -> HttpResponseBase:
    """The page that asks, and on POST the step itself; then back to ``desk``, an address."""
    if not may(request.user, step.action, review):
        raise PermissionDenied
    manuscript = read_manuscript(review) if step.freezes else None
    state = state_of(review, manuscript.content if manuscript else None)
    findings: list[PlacedFinding] = []
    extra: dict[str, Any] = {"initial": {"version": review.version}}
    if manuscript:
        findings = findings_of(manuscript)
        found = [] if findings else leaks_of(manuscript, film=review.film_id)
        extra = {"leaks": found, "initial": _initial(review)}

    possible = step.possible(state) and not findings
    form = step.form(request.POST if request.method == "POST" else None, **extra)
    if request.method == "POST" and possible and form.is_valid():
        try:
            done = _run(step, review, request.user, form.cleaned_data, manuscript)
        except PublishingRefused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, done)
            return redirect(desk)
    return TemplateResponse(
        request,
        "admin/desk/step.html",
        context
        | {
            "title": step.title,
            "subtitle": str(review),
            "step": step,
            "review": review,
            "form": form,
            "media": MEDIA + form.media,
            "possible": possible,
            "sentences": step.sentences(state),
            "findings": findings,
            "state": state,
            "desk_url": desk,
        },
    )


def _initial(review: Review) -> dict[str, Any]:
    later = review.embargo_until and review.embargo_until > timezone.now()
    return {"version": review.version, "live_from": review.embargo_until if later else None}


@transaction.atomic
def _run(
    step: Step, review: Review, by: Any, given: dict[str, Any], manuscript: ParsedReview | None
) -> str:
    done = step.run(review, by, given, manuscript)
    # The verb has locked the review: nobody changes it between this look and the commit.
    version = Review.objects.values_list("version", flat=True).get(pk=review.pk)
    if version != given["version"]:
        raise PublishingRefused(
            _("Somebody has changed the manuscript since this page was opened. Look at it again.")
        )
    return done
