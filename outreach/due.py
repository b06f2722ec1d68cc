"""All that is due: what `manage.py run_due` does, and a server after a publication."""

from editions import clock
from outreach.announcing import announce
from outreach.delivering import Tally, deliver
from outreach.models import KEPT, Announcement
from outreach.purging import purge_due


def run_due() -> Tally:
    """Purge what shared caches were not told, store what has happened, send what is due, and delete
    what is older than `KEPT`.

    It can be run at any time, and twice at once.
    """
    purge_due()
    announce()
    tally = deliver()
    old = Announcement.objects.filter(noticed__lt=clock.now() - KEPT)
    if old.exists():
        old.delete()
    return tally
