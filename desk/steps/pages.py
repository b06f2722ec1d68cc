"""All steps, and the page that confirms each of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from desk.checks.look_at import look_at
from desk.findings import PlacedFinding, findings_of, placed_leaks
from desk.public_state import PublicState, public_state
from desk.steps.forms import PublishForm, ScheduleForm, UpdateForm
from desk.steps.handing_in import HANDING_IN_STEPS
from desk.steps.leaks import keep_confirmed, shown, unconfirmed
from desk.steps.publishing import PUBLISHING_STEPS
from desk.steps.step import Step
from editions.leaks.statements import Leak
from editions.manuscript import read_manuscript
from editions.parsed_review import ParsedReview
from editions.permissions import may
from editions.publishing import PublishingRefused
from films.moments import in_words
from reviews.models import Review

# The date picker of the admin depends on this script.
MEDIA = forms.Media(js=["admin/js/core.js"])

STEPS = {step.name: step for step in (*HANDING_IN_STEPS, *PUBLISHING_STEPS)}


def permitted_steps(request: HttpRequest, review: Review) -> list[Step]:
    return [step for step in STEPS.values() if may(request.user, step.action, review)]


def step_view(
    request: HttpRequest,
    step: Step,
    review: Review,
    context: dict[str, Any],
    desk_url: str,
) -> HttpResponseBase:
    """Show the confirmation page of a step. A valid POST runs it and redirects to ``desk_url``."""
    if not may(request.user, step.action, review):
        raise PermissionDenied
    manuscript = read_manuscript(review) if step.is_checked else None
    state = public_state(review, manuscript.content if manuscript else None)
    findings = findings_of(manuscript) if manuscript else []
    advice = look_at(manuscript) if manuscript else []
    is_stopped = bool(findings) and step.makes_edition
    is_possible = step.is_possible(state) and not is_stopped

    kwargs: dict[str, Any] = {"initial": _initial(step, review, state)}
    leaks: list[Leak] = []
    if manuscript and step.makes_edition:
        if not findings:
            leaks = unconfirmed(manuscript, review, request.POST.get("note", ""))
        kwargs["leaks"] = shown(leaks, request)
    form = step.form(request.POST if request.method == "POST" else None, **kwargs)
    asked = None
    if request.method == "POST" and is_possible and form.is_valid() and not (asked := form.ask()):
        try:
            with transaction.atomic():
                if isinstance(form, PublishForm):
                    keep_confirmed(review, leaks, form.reasons, request.user)
                message = run_step(step, review, request.user, form.cleaned_data, manuscript)
        except PublishingRefused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, message)
            return redirect(desk_url)
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
            "asked": asked and in_words(asked),
            "media": MEDIA + form.media,
            "is_stopped": is_stopped,
            "is_possible": is_possible,
            "sentences": step.describe(state),
            "findings": findings,
            "leaks": _listed_leaks(step, manuscript, review, request.user),
            "advice": advice,
            "desk_url": desk_url,
        },
    )


def _listed_leaks(
    step: Step, manuscript: ParsedReview | None, review: Review, user: Any
) -> list[PlacedFinding]:
    """The leaks that nobody has confirmed. A step that makes an edition lists none: its form asks
    about each of them."""
    if manuscript is None or step.makes_edition:
        return []
    return placed_leaks(unconfirmed(manuscript, review), user)


def _initial(step: Step, review: Review, state: PublicState) -> dict[str, Any]:
    """Suggests the end of an embargo as the time of publication. A scheduled edition keeps its
    note when it is updated."""
    initial: dict[str, Any] = {"version": review.version}
    if step.form is ScheduleForm and state.under_embargo:
        initial["live_from"] = state.embargo_until
    if step.form is UpdateForm and state.pending:
        initial["scheduled"] = state.pending.live_from.isoformat()
        initial["note"] = state.pending.note
    return initial


@transaction.atomic
def run_step(
    step: Step,
    review: Review,
    by: Any,
    data: dict[str, Any],
    manuscript: ParsedReview | None,
) -> str:
    """Do ``step``, unless ``review`` has another version than that in ``data``. Returns a message.

    Raises `PublishingRefused`.
    """
    message = step.run(review, by, data, manuscript)
    # The step has locked the review, so the version cannot change before the commit.
    version = Review.objects.values_list("version", flat=True).get(pk=review.pk)
    if version != data["version"]:
        raise PublishingRefused(
            _(
                "Somebody else has changed the working copy since you opened this page. Please "
                "check the page again."
            )
        )
    return message
