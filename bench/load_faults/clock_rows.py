"""The clock of the server jumps by hours, while it runs."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load_faults.database_rows import missing_words, said, write_reviews
from bench.load_faults.editors import Writer
from bench.load_faults.rows import nothing_wrong, row
from bench.load_faults.services import wait_until
from bench.load_faults.sites import Trial, trial
from tests.processes.server import Browser

PRESENT, SCHEDULED, AHEAD, BEHIND = 6, 7, 9, 3
"""Hours after the reviews were published: the clock at first, the minute of the scheduled edition,
and the clock after each jump."""

PUBLISH = """
from datetime import timedelta
from django.utils import timezone
from editions.publishing import publish
from reviews.models import Review
Review.objects.filter(slug="{slug}").update(headline="{headline}")
review = Review.objects.get(slug="{slug}")
publish(review=review{when})
"""
IN_AN_HOUR = ", live_from=timezone.now() + timedelta(hours=1)"
COUNTS = """
from editions.models import Edition
from outreach.models import Announcement
live = Edition.objects.live().filter(review__slug="review-0").count()
told = Announcement.objects.filter(edition__headline="Scheduled").count()
print(Edition.objects.filter(review__slug="review-0").count(), live, told)
"""


@contextmanager
def clock() -> Iterator[tuple[Path, dict[str, str]]]:
    """A file with the hours by which the clock is wrong, and the settings that obey it."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "libfaketime is missing (Debian: apt install libfaketime)."
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "clock"
        file.write_text("+0h\n")
        yield (
            file,
            {
                "LD_PRELOAD": str(found[0]),
                "FAKETIME_TIMESTAMP_FILE": str(file),
                "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            },
        )


class Clock:
    """The clock of the site of ``found``, with what is seen at each of its times."""

    def __init__(self, found: Trial, file: Path) -> None:
        self.found = found
        self.file = file
        self.writers = write_reviews(found)

    def set(self, hours: int) -> None:
        self.file.write_text(f"+{hours}h\n")
        time.sleep(2.5)

    def publish(self, slug: str, headline: str, when: str = "") -> None:
        self.found.site.shell(PUBLISH.format(slug=slug, headline=headline, when=when))

    def everybody_sees(self, slug: str, headline: str) -> None:
        """All workers. Which one answers is chance."""
        for _try in range(20):
            page = Browser(self.found.site).get(f"/reviews/{slug}/")
            assert page.status == 200, f"{slug}: {page.status}"
            assert f">{headline}<" in page.body, f"{slug} does not show “{headline}”"

    def told(self) -> list[str]:
        """Editions of the first review, live ones, and announcements of the scheduled one."""
        done = self.found.site.manage("run_due")
        assert done.returncode == 0, done.stderr
        return self.found.site.shell(COUNTS).split()

    def work(self) -> None:
        """Each editor, who is still logged in, saves the form and autosaves."""
        for writer in self.writers:
            before = len(writer.acknowledged)
            writer.write()
            assert len(writer.acknowledged) > before, f"not saved: {said([writer])}"

    def stale_form(self, writer: Writer) -> None:
        """Save a form that was opened before the clock jumped."""


@row(
    "clock ahead by hours, and back",
    f"an edition in 1 h; the clock {AHEAD - PRESENT} h ahead, right again, "
    f"{PRESENT - BEHIND} h behind, right, its minute",
)
def jumps() -> str:
    with clock() as (file, settings), trial(editors=4, later=settings) as found:
        it = Clock(found, file)
        it.set(PRESENT)
        it.work()
        it.publish("review-0", "Scheduled", IN_AN_HOUR)
        it.everybody_sees("review-0", "Review 0")
        assert it.told() == ["2", "1", "0"], it.told()

        it.set(AHEAD)
        it.everybody_sees("review-0", "Scheduled")
        assert it.told() == ["2", "1", "1"], it.told()
        it.work()
        it.publish("review-1", "Published ahead")
        it.everybody_sees("review-1", "Published ahead")

        it.set(PRESENT)
        it.everybody_sees("review-0", "Review 0")
        it.everybody_sees("review-1", "Review 1")
        assert it.told() == ["2", "1", "1"], it.told()
        it.work()
        it.publish("review-1", "Published again")
        it.everybody_sees("review-1", "Published again")

        it.set(BEHIND)
        it.everybody_sees("review-0", "Review 0")
        it.work()
        it.publish("review-2", "Published behind")
        it.everybody_sees("review-2", "Published behind")

        it.set(SCHEDULED)
        time.sleep(1)
        wait_until(lambda: ">Scheduled<" in Browser(found.site).get("/reviews/review-0/").body, 30)
        it.everybody_sees("review-0", "Scheduled")
        it.everybody_sees("review-2", "Published behind")
        assert it.told() == ["2", "1", "1"], it.told()
        it.work()
        nothing_wrong(*it.writers)
        assert not (lost := missing_words(found, it.writers)), f"acknowledged and lost: {lost}"
        assert not (errors := found.errors()), f"{len(errors)} tracebacks in the log: {errors[:3]}"
        return (
            "the scheduled edition was public when its minute was over by the clock, and only "
            "then; told once; editors stayed logged in and saved at each time: " + said(it.writers)
        )
