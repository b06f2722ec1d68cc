"""Moves a whole site in from elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.management.output import checked_output
from moving.image_files import ImageFiles
from moving.imported import SourceRefused
from moving.importing import SiteImport
from moving.readers import READERS
from moving.report import Outcome, PostReport
from moving.site_map import SiteMap, read_site_map

PROGRESS_SECONDS = 10


class Command(BaseCommand):
    help = "Move a whole site in: each post becomes a draft of a review, with redirects."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the export, a file or a folder")
        parser.add_argument(
            "--format", required=True, choices=sorted(READERS), help="what has made the export"
        )
        parser.add_argument("--files", metavar="DIR", help="the folder with the pictures")
        parser.add_argument(
            "--map", metavar="FILE", help="who is who and which posts are wanted, as YAML"
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what can be, with the dates that it had; the rest stays drafts",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done; store nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.dry_run = options["dry_run"]
        with checked_output(self.stdout):
            try:
                self.move(options)
            except SourceRefused as refused:
                raise CommandError(str(refused)) from refused

    def move(self, options: dict[str, Any]) -> None:
        folder = Path(options["files"]) if options["files"] else None
        if folder and not folder.is_dir():
            raise CommandError(_("%(folder)s is not a folder.") % {"folder": folder})
        site_map = read_site_map(Path(options["map"])) if options["map"] else SiteMap()
        make = READERS[options["format"]]
        reader = make(Path(options["file"]), ImageFiles(folder), site_map)
        site = SiteImport(reader, site_map, options["publish"], self.dry_run)
        told = monotonic()
        for number, post in enumerate(site.run(), 1):
            self.tell(post)
            if monotonic() - told > PROGRESS_SECONDS:
                told = monotonic()
                counts = {"number": number, "total": reader.total}
                self.stderr.write(_("%(number)d of %(total)d posts done.") % counts)
        for line in site.report.lines():
            self.stdout.write(line)
        if self.dry_run:
            self.stdout.write(_("Dry run: nothing was stored."))
        if broken := site.report.outcomes.get(Outcome.BROKEN):
            sentence = ngettext(
                "%(count)d post was not moved.", "%(count)d posts were not moved.", broken
            )
            raise CommandError(sentence % {"count": broken})

    def tell(self, post: PostReport) -> None:
        for warning in post.warnings:
            self.stderr.write(f"{post.place}: {warning}")
        self.stdout.write(f"{post.place}: {post.summary()}")
