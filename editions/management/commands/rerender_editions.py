from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editions.models import Edition
from editions.rerendering import rerender_in_batches


class Command(BaseCommand):
    help = "Renders all editions again, so that a corrected redactor applies to old editions."

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.all()
        count = editions.count()
        rendered = ngettext("%d edition rendered", "%d editions rendered", count) % count
        changed = _("%d changed.") % rerender_in_batches(editions)
        self.stdout.write(f"{rendered}, {changed}")
