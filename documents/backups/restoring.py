"""Restores a backup into an empty site."""

from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from cast.models import Person
from documents.backups.archive import (
    MEDIA,
    BackupError,
    Manifest,
    checked_manifest,
    members,
)
from documents.backups.making import applied_migrations
from documents.backups.rows import LEFT_OUT, all_models, delete_all_rows, read_rows
from editions.models import Generation
from films.models import Film
from images.models import Image
from images.orphan_files import storage
from reviews.models import Review


def restore_backup(path: Path) -> Manifest:
    """Put the rows and pictures of the backup ``path`` into this site.

    The whole file is checked before anything is written, and the rows are written in one
    transaction: if it fails, the site is as empty as before. Then everything that is made of the
    rows, such as the search index, is made as after an upgrade. Raises `BackupError`.
    """
    manifest = checked_manifest(path)
    _check_migrations(manifest)
    _check_that_the_site_is_empty()
    written: list[str] = []
    former = _generation()
    try:
        with transaction.atomic():
            delete_all_rows()
            for name, source in members(path):
                _take(name, source, manifest, written)
            _continue_numbering()
            # A server that runs may have kept pages of the empty site.
            Generation.objects.update(number=max(former, _generation()) + 1)
            _analyze()
    except BaseException:
        for name in written:
            with suppress(OSError):
                storage().delete(name)
        raise
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    return manifest


def _take(name: str, source: IO[bytes], manifest: Manifest, written: list[str]) -> None:
    """Store the member ``name``. The names of its files are added to ``written``."""
    folder, _slash, rest = name.partition("/")
    if folder == MEDIA:
        _store(rest, source, written)
    for table in manifest.tables:
        if table.member != name or table.model in LEFT_OUT:
            continue
        if read_rows(table, source) != table.rows:
            raise BackupError(_("%(member)s has not all rows.") % {"member": name})


def _store(name: str, source: IO[bytes], written: list[str]) -> None:
    """Under exactly this name, which rows and the addresses of pictures have.

    A restore that was killed has left files, of which the last may be cut off.
    """
    data = source.read()
    try:
        if storage().exists(name):
            with storage().open(name) as file:
                there = file.read()
            if there == data:
                return
            if not data.startswith(there):
                raise BackupError(
                    _("The picture file %(file)s exists already. Empty MEDIA_ROOT first.")
                    % {"file": name}
                )
            storage().delete(name)
        # Only now: a restore that fails deletes what is in the list.
        written.append(name)
        storage().save(name, ContentFile(data))
    except OSError as error:
        raise BackupError(f"{name}: {error.strerror or error}.") from error


def _check_migrations(manifest: Manifest) -> None:
    own, theirs = set(applied_migrations()), set(manifest.migrations)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    missing = sorted(theirs - own)
    if missing and theirs <= known:
        raise BackupError(
            _("The database is not up to date. Run `%(program)s migrate` first.")
            % {"program": settings.PROGRAM}
        )
    if missing:
        raise BackupError(
            _(
                "The backup is of a newer version, which has the migration %(name)s. Install that "
                "version, run `%(program)s migrate`, and restore again."
            )
            % {"name": missing[0], "program": settings.PROGRAM}
        )
    if extra := sorted(own - theirs):
        raise BackupError(
            _(
                "The backup is of an older version, without the migration %(name)s. Install the "
                "version of the backup, restore there, and upgrade then."
            )
            % {"name": extra[0]}
        )


def _check_that_the_site_is_empty() -> None:
    for model in (Review, Film, Person, Image, User):
        if count := model._base_manager.count():
            raise BackupError(
                _(
                    "The site is not empty (%(model)s: %(count)d). A backup is restored into an "
                    "empty database, after `%(program)s migrate`."
                )
                % {
                    "model": model._meta.verbose_name_plural,
                    "count": count,
                    "program": settings.PROGRAM,
                }
            )


def _generation() -> int:
    return Generation.objects.values_list("number", flat=True).first() or 0


def _analyze() -> None:
    """Make the statistics by which PostgreSQL plans. It makes them itself some minutes later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _continue_numbering() -> None:
    """New rows get numbers after those of the backup."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), all_models()):
            cursor.execute(statement)
