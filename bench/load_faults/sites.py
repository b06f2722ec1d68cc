"""Sites to try faults on: in production mode, with editors and published reviews."""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load_faults.editors import PASSWORD
from tests.processes.server import ROOT, Browser, Site

MAKE = f"""
from django.contrib.auth.models import Group, User
from editions.publishing import publish
from tests.factories import FilmFactory, FullReviewFactory
chiefs = Group.objects.get(name="Chief")
FilmFactory(slug="shared", title="Shared")
for number in range({{editors}}):
    user = User.objects.create_user(f"editor{{{{number}}}}", password="{PASSWORD}", is_staff=True)
    user.groups.add(chiefs)
    review = FullReviewFactory(slug=f"review-{{{{number}}}}", headline=f"Review {{{{number}}}}")
    publish(review=review)
    print(review.pk)
"""
TEXT = """
from reviews.models import Section
print(*Section.objects.filter(review__binned_at=None).values_list("body", flat=True))
"""
LOG = ROOT / "var" / "load_faults.log"
CACHED = ("/", "/reviews/", "/reviews/review-0/", "/films/", "/feeds/reviews.atom")


@dataclass(frozen=True, slots=True)
class Trial:
    """A running ``site``, and the primary keys of its ``reviews``: one for each editor."""

    site: Site
    reviews: list[int]

    def texts(self) -> set[str]:
        """The words of all reviews, as they are stored."""
        return set(self.site.shell(TEXT).split())

    def warm(self, paths: tuple[str, ...] = CACHED) -> None:
        """Have every worker keep ``paths``. Which one answers is chance."""
        for path in paths:
            for _try in range(12 * self.site.workers):
                assert Browser(self.site).get(path).status == 200, path

    def errors(self) -> list[str]:
        """The last lines of the tracebacks in the log since the last call, which empties it.

        `LOG` keeps the log.
        """
        log = self.site.log.read_text(errors="replace")
        os.truncate(self.site.log, 0)
        with LOG.open("a") as kept:
            kept.write(log)
        found = re.findall(r"^Traceback .*\n(?:[ \t].*\n|\n)*(.*)", log, re.MULTILINE)
        return [str(line)[:150] for line in found]


@contextmanager
def trial(
    database_url: str = "",
    *,
    editors: int = 2,
    later: Mapping[str, str] | None = None,
    **settings: str,
) -> Iterator[Trial]:
    """By default on SQLite. The site has two workers, and obeys one front server.

    The settings ``later`` are added once it has its reviews.
    """
    with tempfile.TemporaryDirectory(prefix="curtain-faults-") as name:
        folder = Path(name)
        site = new_site(folder, database_url or f"sqlite:///{folder}/site.sqlite3", **settings)
        made = Trial(site, set_up(site, editors=editors))
        site.settings |= later or {}
        site.start()
        try:
            yield made
        finally:
            site.stop()
            made.errors()


def new_site(folder: Path, database_url: str, *, root: Path = ROOT, **settings: str) -> Site:
    """A site whose own files are in ``folder``, with the program in ``root``."""
    environment = {
        "CURTAIN_HOME": str(folder),
        "DEBUG": "false",
        "TRUSTED_PROXIES": "1",
        "GRANIAN_BLOCKING_THREADS": "16",
        "MALLOC_ARENA_MAX": "2",
        "PAGE_CACHE_BYTES": "33554432",
    }
    return Site(folder, database_url, settings=environment | settings, root=root)


def prepare(site: Site) -> None:
    """What curtain.service does before the server starts."""
    for command in ("migrate", "collectstatic"):
        done = site.manage(command, "--no-input", "--verbosity=0")
        assert done.returncode == 0, done.stderr


def set_up(site: Site, *, editors: int) -> list[int]:
    """Make the accounts and the published reviews. Returns the primary keys of the reviews."""
    prepare(site)
    return [int(pk) for pk in site.shell(MAKE.format(editors=editors)).split()]
