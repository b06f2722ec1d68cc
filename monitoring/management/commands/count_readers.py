from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from monitoring.counting import count_day, store_day


def day(text: str) -> date:
    """Raises ValueError, which argparse reports."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "Count who has read each review on one day, in the access logs of the front server. "
        "Run it once a day. The numbers of a day that was counted before are replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "logs",
            metavar="LOG",
            nargs="+",
            type=Path,
            help='in the format "combined", also compressed; all those that have lines of the day',
        )
        parser.add_argument(
            "--day",
            type=day,
            help="such as 2026-05-31, in the time zone of the site (default: yesterday)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counted = options["day"] or timezone.localdate() - timedelta(days=1)
        try:
            tally = count_day(counted, options["logs"])
        except (OSError, EOFError) as error:
            name = getattr(error, "filename", None) or "A log"
            raise CommandError(
                f"{name} cannot be read: {getattr(error, 'strerror', None) or error}. "
                "Nothing was changed."
            ) from error
        if counted not in tally.days:
            raise CommandError(
                f"The logs have no line of {counted}: {_found(tally.lines, tally.unread)}. "
                "Nothing was changed."
            )
        reviews = store_day(counted, tally)
        self.stdout.write(
            f"{counted}: {sum(tally.views.values())} views of {reviews} reviews. "
            f"{tally.unread} of {tally.lines} lines are in another format."
        )


def _found(lines: int, unread: int) -> str:
    if not lines:
        return "they are empty"
    if unread == lines:
        return 'none of their lines is in the format "combined" of nginx'
    return "all their lines are of other days"
