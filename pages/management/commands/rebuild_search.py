import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.search.rebuilding import rebuild

SECONDS_BETWEEN = 2.0
"""Between two lines of progress."""


class Command(BaseCommand):
    help = (
        "Makes the index of the search anew, for instance after bulk writes by SQL. Readers can "
        "search meanwhile. If it is stopped, the next run goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from-start",
            action="store_true",
            help="Begin anew after a run that was stopped, and also write what has not changed.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.start = self.printed = time.monotonic()
        is_quiet = int(options["verbosity"]) < 1
        count = rebuild(
            (lambda done, of: None) if is_quiet else self._progress,
            from_start=options["from_start"],
        )
        self.stdout.write(
            ngettext("The search can find %d entry.", "The search can find %d entries.", count)
            % count
        )

    def _progress(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self.printed < SECONDS_BETWEEN:
            return
        self.printed = now
        self.stdout.write(
            _("%(done)d of %(all)d entries after %(seconds)d s")
            % {"done": done, "all": of, "seconds": now - self.start}
        )
        self.stdout.flush()
