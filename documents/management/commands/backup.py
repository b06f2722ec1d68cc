from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.audit import Action, record_command
from documents.backups.archive import BackupError
from documents.backups.dated import dated_file, delete_older
from documents.backups.making import make_backup
from documents.backups.summary import print_summary


class Command(BaseCommand):
    help = "Write the database and the pictures into a new file, while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            type=Path,
            help="such as site.backup; in a folder, the file is named for the moment",
        )
        parser.add_argument(
            "--keep",
            metavar="N",
            type=int,
            help="of the folder FILE, delete all but the newest N of such files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, keep = options["file"], options["keep"]
        if keep is not None and keep < 1:
            raise CommandError(_("--keep must be 1 or more."))
        try:
            is_folder = path.is_dir()
            if keep is not None and not is_folder:
                raise CommandError(
                    _("--keep needs a folder that exists: %(folder)s is none.") % {"folder": path}
                )
            file = dated_file(path) if is_folder else path
            print_summary(self.stdout, _("Written"), make_backup(file))
            # Only now: a backup that fails deletes none of those before it.
            deleted = delete_older(path, keep) if keep else []
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            # A folder that may not be entered, or a name that is too long.
            raise CommandError(f"{error.filename or path}: {error.strerror or error}.") from error
        record_command(self, Action.BACKED_UP, detail=file.name)
        if deleted:
            self.stdout.write(_("Deleted: %(files)s.") % {"files": ", ".join(deleted)})
