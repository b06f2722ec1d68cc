from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from pages.search.index import rebuild


class Command(BaseCommand):
    help = "Makes the index of the search anew, for instance after bulk writes by SQL."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild()
        self.stdout.write(
            ngettext("The search can find %d entry.", "The search can find %d entries.", count)
            % count
        )
