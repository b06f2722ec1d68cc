"""What a step would do to each of several reviews, and why it cannot be done to some."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from desk.findings import findings_of
from desk.public_state import PublicState, public_states
from desk.steps.leaks import unconfirmed
from desk.steps.step import Step
from editions.content import ReviewContent
from editions.manuscript import parsed_content, read_all
from editions.parsed_review import ParsedReview
from editions.permissions import may
from films.moments import in_words
from reviews.models import Review


@dataclass(frozen=True, slots=True)
class Outcome:
    """``sentences`` say what the step will do, ``reasons`` why it cannot be done; one of them is
    empty. ``manuscript`` is what `Step.run` takes."""

    review: Review
    sentences: Sequence[str]
    reasons: Sequence[str]
    manuscript: ParsedReview | None = None


def outcomes(
    step: Step, reviews: Sequence[Review], user: Any, live_from: datetime | None = None
) -> list[Outcome]:
    """What ``step`` of ``user`` would do to each of ``reviews``, in their order. ``live_from`` is
    the moment for which they would be scheduled, if it is known yet.

    The rows are read with as many queries for all reviews as for one. A step that makes editions
    then checks each review for leaks, which compares it with its own film and the reviews of
    earlier films of its franchise: these queries are made for each review.
    """
    contents = read_all(reviews) if step.makes_edition else {}
    states = public_states(reviews, contents or None)
    return [
        _outcome(step, review, user, states[review.pk], live_from, contents.get(review.pk))
        for review in reviews
    ]


def _outcome(
    step: Step,
    review: Review,
    user: Any,
    state: PublicState,
    live_from: datetime | None,
    content: ReviewContent | None,
) -> Outcome:
    if not may(user, step.action, review):
        return Outcome(review, [], [_("Your account may not do this to this review.")])
    sentences = step.describe(state)
    if not step.is_possible(state):
        return Outcome(review, [], sentences)
    if content is None:
        return Outcome(review, sentences, [])
    manuscript = parsed_content(content)
    reasons = [
        f"{found.place}: {found.message}" if found.place else found.message
        for found in findings_of(manuscript)
    ]
    if not reasons and unconfirmed(manuscript, review):
        reasons.append(
            _("Its public text gives hidden text away. Publish it alone, and judge each place.")
        )
    if live_from and state.embargo_until and live_from < state.embargo_until:
        said = _("The embargo ends on %(when)s. Schedule the edition for then or later.")
        reasons.append(said % {"when": in_words(state.embargo_until)})
    return Outcome(review, [] if reasons else sentences, reasons, manuscript)
