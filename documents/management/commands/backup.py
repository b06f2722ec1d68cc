from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.audit import Action, record_command
from documents.backups.archive import BackupError
from documents.backups.making import make_backup
from documents.backups.summary import print_summary


class Command(BaseCommand):
    help = "Write the database and the pictures into a new file, while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="such as site.backup")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = make_backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        record_command(self, Action.BACKED_UP, detail=options["file"].name)
        print_summary(self.stdout, _("Written"), manifest)
