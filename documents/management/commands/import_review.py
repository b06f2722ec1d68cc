"""Imports review documents."""

from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from documents.errors import DocumentFinding, DocumentRefused
from documents.importing import Imported, import_document, read_pictures
from documents.management.output import checked_output


class _DryRun(Exception):
    """Rolls everything back."""


class Command(BaseCommand):
    help = "Import review documents: all of a file, or nothing of it."
    stealth_options = ("pictures",)
    """For `call_command` in a transaction: what `read_pictures` has read before it."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a review document")
        parser.add_argument(
            "--publish", action="store_true", help="publish it, at its publish_at if it has one"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done; store nothing"
        )
        parser.add_argument(
            "--update", action="store_true", help="replace what is there by what the documents say"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.failed = 0
        with checked_output(self.stdout):
            if options["dry_run"]:
                options["pictures"] = read_pictures(map(Path, options["files"]), keep_data=False)
                # One transaction around all files: a later one may build on an earlier.
                with suppress(_DryRun), transaction.atomic():
                    self.import_all(options)
                    raise _DryRun
            else:
                self.import_all(options)
        if self.failed:
            message = _("%(failed)d of %(count)d files not imported.")
            raise CommandError(message % {"failed": self.failed, "count": len(options["files"])})

    def import_all(self, options: dict[str, Any]) -> None:
        for file in options["files"]:
            try:
                imported = import_document(
                    Path(file),
                    publishing=options["publish"],
                    update=options["update"],
                    pictures=options.get("pictures"),
                )
            except DocumentRefused as refused:
                self.failed += 1
                self.report(file, refused.errors)
                self.report(file, refused.warnings, _("Warning: "))
            except OSError as error:
                self.failed += 1
                self.stderr.write(f"{file}: {error.strerror or error}.")
            else:
                self.report(file, imported.notes, _("Note: "))
                self.report(file, imported.warnings, _("Warning: "))
                self.stdout.write(f"{file}: {self.summary(imported, options['dry_run'])}")

    def report(self, file: str, findings: tuple[DocumentFinding, ...], prefix: str = "") -> None:
        for finding in findings:
            self.stderr.write(f"{file}:{finding.line}: {prefix}{finding.sentence}")

    def summary(self, imported: Imported, dry_run: bool) -> str:
        outcomes = {"created": _("created"), "updated": _("updated"), "unchanged": _("unchanged")}
        words = f"{imported.review.slug} {outcomes[imported.outcome]}"
        if imported.edition:
            words += ", " + _("published as edition %(number)d, live from %(when)s") % {
                "number": imported.edition.number,
                "when": imported.edition.live_from.isoformat(timespec="seconds"),
            }
        return words + (_(" (dry run: nothing stored)") if dry_run else "")
