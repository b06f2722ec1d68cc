"""What a step would do to each of several reviews, and why it cannot be done to some."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from desk.findings import PlacedFinding, findings_of
from desk.public_state import PublicState, public_states
from desk.steps.step import Step
from editions.content import ReviewContent
from editions.leaks.reviews import leaks_of
from editions.manuscript import parsed_content, read_all
from editions.models import Generation
from editions.parsed_review import ParsedReview
from editions.permissions import may
from editions.text_checks import Checked, keep, kept_leaks
from films.moments import in_words
from reviews.models import Review


@dataclass(frozen=True, slots=True)
class Outcome:
    """``sentences`` say what the step will do, ``reasons`` why it cannot be done; one of them is
    empty. ``manuscript`` is what `Step.run` takes; None if it has not been parsed."""

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
    also checks each review, with queries of its own, unless `editions.text_checks` has the result.
    """
    contents = read_all(reviews) if step.makes_edition else {}
    states = public_states(reviews, contents or None, compares=step.makes_edition)
    checks = _Checks(contents)
    found = [
        _outcome(step, review, user, states[review.pk], live_from, checks) for review in reviews
    ]
    checks.keep()
    return found


class _Checks:
    """Checks working copies, ``contents`` by the primary key of the review, and keeps what it
    finds."""

    def __init__(self, contents: dict[int, ReviewContent]) -> None:
        self.contents = contents
        self.kept = kept_leaks(contents) if contents else {}
        self.generation = Generation.objects.current() if contents else 0
        self.new: list[Checked] = []

    def reasons(self, review: Review) -> tuple[list[str], ParsedReview | None]:
        """Why no edition can be made of ``review``, and its manuscript if it had to be parsed."""
        if review.pk in self.kept:
            return _reasons([], has_leaks=bool(self.kept[review.pk])), None
        manuscript = parsed_content(self.contents[review.pk])
        problems = findings_of(manuscript)
        if problems:
            return _reasons(problems, has_leaks=False), manuscript
        leaks = leaks_of(manuscript, film=review.film_id, pk=review.pk)
        self.new.append(Checked(review.pk, manuscript.content, leaks, self.generation))
        has_leaks = any(not leak.confirmed for leak in leaks)
        return _reasons([], has_leaks=has_leaks), manuscript

    def keep(self) -> None:
        if self.new:
            keep(self.new)


def _reasons(problems: Sequence[PlacedFinding], *, has_leaks: bool) -> list[str]:
    reasons = [
        f"{found.place}: {found.message}" if found.place else found.message for found in problems
    ]
    if has_leaks:
        reasons.append(
            _("Its public text gives hidden text away. Publish it alone, and judge each place.")
        )
    return reasons


def _outcome(
    step: Step,
    review: Review,
    user: Any,
    state: PublicState,
    live_from: datetime | None,
    checks: _Checks,
) -> Outcome:
    sentences = step.describe(state)
    # Before the permission: a critic may not hand in what is handed in already.
    if not step.is_possible(state):
        return Outcome(review, [], sentences)
    if not may(user, step.action, review):
        return Outcome(review, [], [_("Your account may not do this to this review.")])
    if not step.makes_edition:
        return Outcome(review, sentences, [])
    reasons, manuscript = checks.reasons(review)
    if live_from and state.embargo_until and live_from < state.embargo_until:
        said = _("The embargo ends on %(when)s. Schedule the edition for then or later.")
        reasons.append(said % {"when": in_words(state.embargo_until)})
    return Outcome(review, [] if reasons else sentences, reasons, manuscript)
