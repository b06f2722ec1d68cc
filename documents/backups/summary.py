"""What a backup has, in a line."""

from django.core.management.base import OutputWrapper
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from documents.backups.archive import MEDIA, Manifest


def print_summary(stdout: OutputWrapper, done: str, manifest: Manifest) -> None:
    """``done`` says what was done with it: written or restored."""
    pictures = [size for name, (size, _sum) in manifest.files.items() if name.startswith(MEDIA)]
    stdout.write(
        _("%(done)s: %(rows)d rows in %(tables)d tables, %(files)d files of pictures (%(size)s).")
        % {
            "done": done,
            "rows": sum(table.rows for table in manifest.tables),
            "tables": len(manifest.tables),
            "files": len(pictures),
            "size": filesizeformat(sum(pictures)),
        }
    )
