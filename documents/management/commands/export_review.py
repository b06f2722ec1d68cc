"""Exports review documents."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.audit import Action, record_command
from documents.exporting import NotExported, export_all, export_review
from documents.management.output import checked_output
from reviews.models import Review


class Command(BaseCommand):
    help = "Export a review as its document to standard output, or all of them with their images."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", metavar="SLUG", help="the review's slug")
        parser.add_argument(
            "--edition", type=int, metavar="N", help="a published edition, not the manuscript"
        )
        parser.add_argument("--all", metavar="DIR", help="write all reviews and images into DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, folder = options["slug"], options["all"]
        if bool(slug) == bool(folder):
            raise CommandError(
                _("Give the slug of one review, or --all DIR to export all reviews.")
            )
        if folder and options["edition"] is not None:
            raise CommandError(_("--edition needs the slug of one review."))
        with checked_output(self.stdout):
            try:
                self.export(slug, options["edition"], folder)
            except NotExported as error:
                raise CommandError(str(error)) from error
            except BrokenPipeError:
                raise
            except OSError as error:
                where = error.filename or folder or _("Standard output")
                raise CommandError(f"{where}: {error.strerror or error}.") from error

    def export(self, slug: str, edition: int | None, folder: str) -> None:
        if folder:
            record_command(self, Action.EXPORTED)
            for path in export_all(Path(folder)):
                self.stdout.write(str(path))
        else:
            document = export_review(slug, edition)
            record_command(self, Action.EXPORTED, Review.objects.get(slug=slug))
            self.print(document.text)

    def print(self, text: str) -> None:
        """Write ``text`` in UTF-8, whatever the terminal's encoding is: the document is a file."""
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.stdout.write(text, ending="")
        else:
            buffer.write(text.encode())
        self.stdout.flush()
