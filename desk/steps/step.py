"""A step: something that is done to a review as a whole, on a page that says what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk.public_state import PublicState
from desk.steps.forms import PublishForm, StepForm
from editions.parsed_review import ParsedReview
from editions.permissions import Action
from reviews.models import Review


@dataclass(frozen=True, slots=True)
class Step:
    """``describe`` returns sentences that say what the step will do. ``run`` does it with the data
    of the form, and with the manuscript as parsed for the page if the step makes an edition. It
    returns a message and may raise `PublishingRefused`."""

    name: str
    action: Action
    title: Any
    form: type[StepForm]
    is_possible: Callable[[PublicState], bool]
    describe: Callable[[PublicState], list[str]]
    run: Callable[[Review, Any, dict[str, Any], ParsedReview | None], str]

    is_checked: bool = False
    """Whether its page lists what to do before the review is published: problems, leaks, advice."""

    @property
    def makes_edition(self) -> bool:
        """Whether the step makes an edition, for which the manuscript must have no findings."""
        return issubclass(self.form, PublishForm)
