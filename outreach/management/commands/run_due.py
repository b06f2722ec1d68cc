from typing import Any

from django.core.management.base import BaseCommand

from outreach.due import run_due


class Command(BaseCommand):
    help = (
        "Tell others what has happened since the last time: mails, webhooks, the hub of the feeds. "
        "Run it every minute; it can run twice at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally = run_due()
        if tally.sent or tally.failed or tally.dropped or options["verbosity"] > 1:
            self.stdout.write(
                f"Sent: {tally.sent}. Failed: {tally.failed}. Dropped: {tally.dropped}."
            )
