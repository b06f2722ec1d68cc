"""Tries the faults, each on a review of its own, and prints a table of them.

Each fault is a row: the fault, what was done, and the words lost. A word is lost if the editor
finds it neither in the saved review nor in what the desk offers when it is opened again. Exits 1 if
a word is lost, or if the desk says something else than it should. The first row is a control:
without autosaving, all words must be lost.

Run by `make soak`. With names of faults as arguments, runs only these.
"""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import Error, Page, expect, sync_playwright  # noqa: E402

from bench.desk_faults import browser_faults, editor_faults, server_faults  # noqa: E402, F401
from bench.desk_faults.desk import FAULTS, OPTIONS, Desk, chromium  # noqa: E402
from bench.servers import stop_servers_when_terminated  # noqa: E402
from tests.processes.server import running_site  # noqa: E402

SET_UP = """
from django.contrib.auth.models import Group, User
from tests.factories import FullReviewFactory
for name in ("ann", "ben"):
    user = User.objects.create_user(name, password="a-long-password", is_staff=True)
    user.groups.add(Group.objects.get(name="Chief"))
for number in range({count}):
    print(FullReviewFactory(headline=f"Review {{number}}").pk)
"""

CONTROL = "without autosaving"


def without_autosaving(desk: Desk) -> Page:
    context = desk.context()
    context.route("**/autosave*.js", lambda route: route.abort())
    page = desk.open(context)
    desk.type(page)
    page.reload()
    return page


def run(name: str, desk: Desk) -> str:
    """The sentence of the row: how many words were lost, or what went wrong."""
    try:
        lost = desk.lost(FAULTS[name][1](desk))
    except (AssertionError, Error) as error:
        lines = str(error).strip().splitlines()
        return f"FAILED: {lines[-1] if lines[0].startswith('Traceback') else lines[0]}"
    if not lost:
        return "none"
    return "all" if lost == desk.typed else f"{len(lost)} of {len(desk.typed)}: {' '.join(lost)}"


def main(names: list[str]) -> int:
    stop_servers_when_terminated()
    expect.set_options(timeout=20_000)
    failed = 0
    FAULTS[CONTROL] = ("control: typed, reloaded at once, without autosave.js", without_autosaving)
    chosen = [CONTROL, *(names or [name for name in FAULTS if name != CONTROL])]
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        made = site.shell(SET_UP.format(count=len(chosen)))
        reviews = [int(number) for number in made.split()]
        print(f"{'fault':<30} {'what was done':<92} words lost", flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
            for name, review in zip(chosen, reviews, strict=True):
                desk = Desk(site, playwright, browser, review)
                with desk.after:
                    result = run(name, desk)
                failed += result != ("all" if name == CONTROL else "none")
                print(f"{name:<30} {FAULTS[name][0]:<92} {result}", flush=True)
                for context in browser.contexts:
                    context.close()
                with suppress(AssertionError):
                    if site.process is None or site.process.poll() is not None:
                        site.start()
            browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
