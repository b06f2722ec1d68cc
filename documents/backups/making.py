"""Makes a backup while editors write."""

from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.backups.archive import MEDIA, BackupError, Manifest, Table, Writer, new_archive
from documents.backups.rows import kept_models, write_rows
from editions.snapshot import snapshot
from images.models import Image
from images.orphan_files import storage, stored_files


def applied_migrations() -> list[str]:
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def make_backup(path: Path) -> Manifest:
    """Write the database and the pictures into the new file ``path``.

    All rows are those of one moment. Files of pictures never change, so those that the rows name
    are the right ones. Raises `BackupError`.
    """
    with new_archive(path) as writer:
        with snapshot(connection):
            manifest = Manifest(
                made=timezone.now().isoformat(),
                engine=connection.vendor,
                migrations=applied_migrations(),
                tables=[_table(writer, model) for model in kept_models()],
            )
            originals = set(Image.objects.values_list("file", flat=True))
        _add_pictures(writer, originals)
        writer.finish(manifest)
    return manifest


def _table(writer: Writer, model: type) -> Table:
    with writer.temporary_file() as file:
        table = write_rows(model, file)
        writer.add(table.member, file)
    return table


def _add_pictures(writer: Writer, originals: set[str]) -> None:
    for file in stored_files():
        try:
            with storage().open(file.name) as source:
                writer.add(f"{MEDIA}/{file.name}", source)
        except FileNotFoundError:
            continue  # Deleted meanwhile, or a rendition that is made again when it is asked for.
    missing = sorted(name for name in originals if f"{MEDIA}/{name}" not in writer.files)
    if missing:
        raise BackupError(
            _(
                "The file of a picture is missing: %(file)s. If the picture was deleted while the "
                "backup was made, make it again; otherwise put the file back or delete the picture."
            )
            % {"file": missing[0]}
        )
