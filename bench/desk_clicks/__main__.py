"""Counts what an editor clicks to bring a review from an empty form to live, in a real browser.

usage: python -m bench.desk_clicks [DOCUMENT]

DOCUMENT is a review document; without one it is a demo review. The site has the genres, the labels
of content notes and the critic of the document, and nothing else. Then a cast of 60 is added to a
film. Prints two tables. Exits 1 if a target is missed or if the review differs from the document.
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import expect, sync_playwright  # noqa: E402

from bench.desk_clicks.document import read, read_stored  # noqa: E402
from bench.desk_clicks.review import write_review  # noqa: E402
from bench.desk_clicks.user import SECONDS_A_CLICK, SECONDS_A_KEY, Counts, User  # noqa: E402
from bench.desk_faults.desk import OPTIONS, PASSWORD, chromium  # noqa: E402
from bench.servers import ROOT, stop_servers_when_terminated  # noqa: E402
from tests.processes.server import Site, running_site  # noqa: E402

DEMO = ROOT / "demo" / "reviews" / "knives-out.md"

CAST = 60

SET_UP = """
from django.contrib.auth.models import Group, User
from django.utils.text import slugify
from films.models import Genre
from reviews.models import ContentNoteLabel, Critic
user = User.objects.create_user("ann", password="a-long-password", is_staff=True)
user.groups.add(Group.objects.get(name="Chief"))
for number, name in enumerate({critics!r}):
    Critic.objects.create(
        display_name=name, slug=slugify(name), user=None if number else user
    )
for name in {genres!r}:
    Genre.objects.create(name=name, slug=slugify(name))
for name in {labels!r}:
    ContentNoteLabel.objects.create(name=name, slug=slugify(name))
"""


@dataclass(frozen=True)
class Row:
    """What was counted, and the most that it may be; None without a target."""

    name: str
    count: float
    target: float | None

    @property
    def is_missed(self) -> bool:
        return self.target is not None and self.count > self.target


def rows_of(counts: Counts, seconds: float | None = None) -> list[Row]:
    if seconds is None:
        return [
            Row("clicks", counts.clicks, 80),
            Row("page loads", counts.loads, 6),
            Row("pop-ups", counts.pop_ups, 0),
            Row("keys and pasted texts", counts.keys, None),
        ]
    person = SECONDS_A_CLICK * counts.clicks + SECONDS_A_KEY * counts.keys
    return [
        Row("clicks", counts.clicks, None),
        Row("page loads", counts.loads, 0),
        Row("pop-ups", counts.pop_ups, 0),
        Row("keys and pasted texts", counts.keys, None),
        Row("seconds of the site and the browser", round(seconds, 1), None),
        Row("seconds with those of a person", round(seconds + person, 1), 180),
    ]


def print_table(title: str, rows: list[Row]) -> None:
    print(f"\n{title:<40} {'counted':>8} {'target':>8}")
    for row in rows:
        target = "" if row.target is None else f"{row.target:g}"
        print(f"{row.name:<40} {row.count:>8g} {target:>8}{' missed' if row.is_missed else ''}")


def add_cast(user: User) -> float:
    """Paste a cast into the open review, see it checked, and save it; the seconds it took."""
    lines = [f"Performer Number{n} … Role {n} / Alias {n}" for n in range(1, CAST + 1)]
    began = time.monotonic()
    user.click(user.page.get_by_role("button", name="Paste a cast list"))
    field = user.page.locator("#cast-list-text")
    expect(field).to_be_focused()
    user.write("\n".join(lines))
    user.press("Tab")
    user.press("Enter")
    expect(user.page.locator(".cast-line")).to_have_count(CAST)
    user.click(user.page.get_by_role("button", name="Save the credits"))
    expect(user.page.locator("#part-cast [data-panel-note]")).to_contain_text(f"{CAST} credits")
    return time.monotonic() - began


def differences(wanted: Any, found: Any, place: str = "") -> list[str]:
    """Where what the site has ``found`` differs from what the document ``wanted``."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [
            each
            for key in wanted
            for each in differences(wanted[key], found[key], f"{place} {key}")
        ]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [
            each
            for number, pair in enumerate(zip(wanted, found, strict=True), 1)
            for each in differences(*pair, f"{place} {number}")
        ]
    return [] if wanted == found else [f"{place.strip()}: {found!r} instead of {wanted!r}"]


def measure(site: Site, path: Path) -> int:
    said = read(site, path)
    films = [said["film"], *said["others"]]
    genres = sorted({genre for film in films for genre in film["genres"]})
    site.shell(SET_UP.format(critics=said["critics"], genres=genres, labels=said["labels"]))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        context = browser.new_context(
            reduced_motion="reduce", viewport={"width": 1280, "height": 900}
        )
        user = User(context)
        page = user.page
        page.goto(f"{site.url}/admin/")
        page.get_by_label("Username").fill("ann")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("link", name="New review")).to_be_visible()
        user.counts = Counts()
        write_review(user, said)
        review = rows_of(user.counts)
        wrong = differences(said, read_stored(site))
        page.goto(f"{site.url}/admin/reviews/review/")
        page.get_by_role("link", name=said["headline"]).click()
        expect(page.get_by_label("Headline")).to_have_value(said["headline"])
        user.counts = Counts()
        cast = rows_of(user.counts, add_cast(user))
        browser.close()
    print_table(f"{path.name}, from an empty form to live", review)
    print_table(f"a cast of {CAST} in the open review", cast)
    for each in wrong:
        print(f"differs from the document: {each}", file=sys.stderr)
    return 1 if wrong or any(row.is_missed for row in review + cast) else 0


def main(arguments: list[str]) -> int:
    stop_servers_when_terminated()
    expect.set_options(timeout=20_000)
    path = Path(arguments[0]) if arguments else DEMO
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        return measure(site, path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
