"""Finds picture files that no row of the library names, and deletes them on request."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from images.models import Image
from images.orphan_files import delete_file, orphan_files


class Command(BaseCommand):
    help = "List the picture files under MEDIA_ROOT that belong to no picture of the library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them")
        parser.add_argument(
            "--min-age",
            type=int,
            default=24,
            metavar="HOURS",
            help="leave out files that are younger: a picture may be being added (default: 24)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = orphan_files(before=timezone.now() - timedelta(hours=options["min_age"]))
        if options["delete"] and found and not Image.objects.exists():
            raise CommandError(
                _("The library has no picture at all. Is this the database of these files?")
            )
        for file in found:
            if options["delete"]:
                try:
                    delete_file(file.name)
                except OSError as error:
                    raise CommandError(f"{file.name}: {error.strerror or error}.") from error
            self.stdout.write(file.name)
        if options["delete"]:
            text = ngettext(
                "%(count)d file deleted (%(size)s).",
                "%(count)d files deleted (%(size)s).",
                len(found),
            )
        else:
            text = ngettext(
                "%(count)d file without a picture (%(size)s). --delete deletes it.",
                "%(count)d files without a picture (%(size)s). --delete deletes them.",
                len(found),
            )
        size = filesizeformat(sum(file.size for file in found))
        self.stdout.write(text % {"count": len(found), "size": size})
