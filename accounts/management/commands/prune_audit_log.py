from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import prune


def days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 100_000):
        raise ArgumentTypeError(_("give a number of days, such as 365"))
    return int(text)


class Command(BaseCommand):
    help = "Delete the entries of the audit log that are older than a number of days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=days, metavar="N", required=True, help="such as 365")

    def handle(self, *args: Any, **options: Any) -> None:
        count = prune(options["days"])
        said = ngettext("%(count)d entry is deleted.", "%(count)d entries are deleted.", count)
        self.stdout.write(said % {"count": count})
