from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from pages.facets.index import rebuild


class Command(BaseCommand):
    help = "Makes the index of the lists of reviews anew, for instance after bulk writes by SQL."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild(self._progress if int(options["verbosity"]) > 1 else lambda done: None)
        self.stdout.write(
            ngettext("The lists have %d edition.", "The lists have %d editions.", count) % count
        )

    def _progress(self, done: int) -> None:
        self.stdout.write(str(done))
