"""All checks, in the order in which the desk lists what they find."""

from collections.abc import Callable, Iterator

from desk.checks.facts import decorative_pictures, old_projects
from desk.checks.links import broken_links
from desk.checks.names import uncredited_names
from desk.checks.parts import empty_parts
from desk.checks.verdict import pull_quote_elsewhere, score_against_recommendation
from desk.findings import PlacedFinding
from editions.parsed_review import ParsedReview

Check = Callable[[ParsedReview], Iterator[PlacedFinding]]

# The pages of the steps ask about leaks, each of which needs a reason (`desk.steps.leaks`).
CHECKS: tuple[Check, ...] = (
    empty_parts,
    score_against_recommendation,
    pull_quote_elsewhere,
    uncredited_names,
    broken_links,
    decorative_pictures,
    old_projects,
)


def look_at(manuscript: ParsedReview) -> list[PlacedFinding]:
    """What an editor should look at in ``manuscript``. At most a dozen queries, whatever its
    length."""
    return [found for check in CHECKS for found in check(manuscript)]
