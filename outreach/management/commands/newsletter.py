from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from outreach.newsletter.bodies import html_body, text_body
from outreach.newsletter.issues import Issue, Week, review_issue, week_issue


class Command(BaseCommand):
    help = "Print a newsletter, with every curtain closed: of one review, or of a week."

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--week",
            default="",
            metavar="2026-W48",
            help="the reviews that were first published in this week; by default the present one",
        )
        chosen.add_argument("--review", metavar="SLUG", help="one review, with its whole text")
        parser.add_argument("--format", choices=["html", "text"], default="html")

    def handle(self, *args: Any, **options: Any) -> None:
        issue = _issue(options["week"], options["review"])
        body = html_body if options["format"] == "html" else text_body
        self.stdout.write(body(issue), ending="")


def _issue(week: str, slug: str | None) -> Issue:
    if slug is not None:
        if issue := review_issue(slug):
            return issue
        raise CommandError(f"No review with the slug “{slug}” is live.")
    try:
        chosen = Week.of(week)
    except ValueError:
        raise CommandError(
            f"“{week}” is no week. Write the year, -W and two digits, such as 2026-W48."
        ) from None
    issue = week_issue(chosen)
    if not issue.entries:
        raise CommandError(f"No review was published in {chosen}.")
    return issue
