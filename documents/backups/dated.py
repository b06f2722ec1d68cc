"""Backups in a folder, each named for its moment: how many are kept."""

import re
from datetime import UTC
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.backups.archive import BackupError

NAME = re.compile(r"curtain-\d{8}T\d{6}Z\.backup")


def dated_file(folder: Path) -> Path:
    """A path in ``folder`` that is named for this second, in UTC: names sort by time."""
    return folder / timezone.now().astimezone(UTC).strftime("curtain-%Y%m%dT%H%M%SZ.backup")


def delete_older(folder: Path, keep: int) -> list[str]:
    """Delete all but the newest ``keep`` dated backups in ``folder``; the names of those deleted.

    Files with other names stay. Raises `BackupError`.
    """
    names = sorted(path.name for path in folder.iterdir() if NAME.fullmatch(path.name))
    old = names[:-keep]
    for name in old:
        try:
            (folder / name).unlink()
        except OSError as error:
            raise BackupError(
                _("The old backup %(file)s cannot be deleted: %(reason)s.")
                % {"file": folder / name, "reason": error.strerror}
            ) from error
    return old
