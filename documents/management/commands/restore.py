from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.audit import Action, record_command
from documents.backups.archive import BackupError
from documents.backups.restoring import restore_backup
from documents.backups.summary import print_summary


class Command(BaseCommand):
    help = "Put the rows and pictures of a backup into this site, which must be empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="made by the command backup")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        record_command(self, Action.BACKUP_RESTORED, detail=options["file"].name)
        print_summary(self.stdout, _("Restored"), manifest)
