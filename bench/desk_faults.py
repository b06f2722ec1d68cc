"""Faults while an editor types on the desk, with a real server and a real browser.

Each fault is a row of the table that is printed: the fault, what was done, and the words lost. A
word is lost if the editor finds it neither in the saved review nor in what the desk offers when it
is opened again. Exits 1 if a word is lost, or if the desk says something else than it should. The
first row is a control: without autosaving, all words must be lost.

Run by `make soak`. With names of faults as arguments, runs only these.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import (  # noqa: E402
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from bench.servers import free_port, stop_servers_when_terminated  # noqa: E402
from tests.faults import full_disk  # noqa: E402
from tests.processes.server import Site, running_site  # noqa: E402

PASSWORD = "a-long-password"  # noqa: S105  (of an account that lives as long as this program)
KEPT_AFTER = 0.8
"""Seconds after which the browser has a copy of what was typed."""
WORDS = 12

OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SAVED = "Saved automatically at"
UNREACHABLE = "The site has not been reached since"

SET_UP = """
from django.contrib.auth.models import Group, User
from tests.factories import FullReviewFactory
for name in ("ann", "ben"):
    user = User.objects.create_user(name, password="a-long-password", is_staff=True)
    user.groups.add(Group.objects.get(name="Chief"))
for number in range({count}):
    print(FullReviewFactory(headline=f"Review {{number}}").pk)
"""
CLOCK = "{const now = Date.now; Date.now = () => now() + 3600000;}"
NO_STORAGE = (
    "Object.defineProperty(window, 'indexedDB', {value: {open() { throw Error('refused'); }}})"
)


def chromium() -> str:
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        sys.exit("Chromium is missing (Debian: apt install chromium-headless-shell).")
    return found


@dataclass
class Desk:
    """One fault's review, and the browser in which an editor writes it."""

    site: Site
    playwright: Playwright
    browser: Browser
    review: int
    typed: list[str]

    @property
    def url(self) -> str:
        return f"{self.site.url}/admin/reviews/review/{self.review}/change/"

    def context(self, *, name: str = "ann", script: str = "") -> BrowserContext:
        context = self.browser.new_context(reduced_motion="reduce")
        if script:
            context.add_init_script(script)
        self.log_in(context.new_page(), name)
        return context

    def log_in(self, page: Page, name: str = "ann") -> None:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self.url)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(self.url)
        self.ready(page)

    def ready(self, page: Page) -> None:
        page.wait_for_load_state("load")
        page.wait_for_timeout(300)

    def open(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self.url)
        self.ready(page)
        return page

    def type(self, page: Page, words: int = WORDS) -> None:
        """Type new words at the end of the closing's text, as fast as people type."""
        text = page.locator("#part-closing textarea").first
        text.focus()
        page.keyboard.press("Control+End")
        for _word in range(words):
            word = f"w{self.review}x{len(self.typed)}"
            page.keyboard.type(f" {word}", delay=20)
            self.typed.append(word)

    def saved(self, page: Page) -> None:
        expect(page.locator("[data-line]")).to_contain_text(SAVED)

    def lost(self, page: Page) -> list[str]:
        """The words that an editor does not find any more who opens the desk in ``page``."""
        page.goto(self.url)
        self.ready(page)
        # What the browser still has is sent to the site, which then offers it.
        page.wait_for_load_state("networkidle")
        found = self.words(page)
        links = page.locator(".offer a.button")
        addresses = [link.get_attribute("href") for link in links.all()]
        for address in addresses:
            page.goto(f"{self.site.url}{address}")
            found += self.words(page)
        return [word for word in self.typed if word not in found.split()]

    def words(self, page: Page) -> str:
        values: list[str] = page.locator("#review_form textarea").evaluate_all(
            "(fields) => fields.map((field) => field.value)"
        )
        return " ".join(values) + " "

    def save(self, page: Page) -> None:
        page.get_by_role("button", name="Save", exact=True).click()

    def save_and_see(self, page: Page) -> None:
        self.save(page)
        expect(page.locator(".messagelist .success").first).to_have_text("Saved.")

    def kill_server(self) -> None:
        process = self.site.process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


Fault = Callable[[Desk], Page]
FAULTS: dict[str, tuple[str, Fault]] = {}


def fault(name: str, done: str) -> Callable[[Fault], Fault]:
    def add(function: Fault) -> Fault:
        FAULTS[name] = (done, function)
        return function

    return add


@fault("reload", "typed, reloaded at once")
def reload(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    page.reload()
    return page


@fault("tab closed", "typed, closed the tab at once, opened the desk again")
def tab_closed(desk: Desk) -> Page:
    context = desk.context()
    desk.type(context.pages[0])
    context.pages[0].close()
    return desk.open(context)


@fault("back", "typed, went back, opened the desk again")
def back(desk: Desk) -> Page:
    page = desk.context().pages[0]
    page.goto(f"{desk.site.url}/admin/reviews/review/")
    page.goto(desk.url)
    desk.ready(page)
    desk.type(page)
    page.go_back()
    return page


@fault("save, back, save", "saved, went back, typed more, saved the old page")
def save_back_save(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    desk.save_and_see(page)
    page.go_back()
    desk.ready(page)
    desk.type(page)
    desk.save(page)
    page.wait_for_timeout(1_500)
    return page


@fault("double click", "typed, clicked Save twice: saved once")
def double_click(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator(".messagelist .success").first).to_have_text("Saved.")
    version = desk.site.shell(
        "from reviews.models import Review;"
        f"print(Review.objects.values_list('version', flat=True).get(pk={desk.review}))"
    )
    assert version.strip() == "2", version
    return page


@fault("browser killed", "typed, kill -9 of the browser after 0.8 s, opened another one")
def browser_killed(desk: Desk) -> Page:
    folder = tempfile.mkdtemp()
    with own_browser(desk.playwright, folder) as (browser, process):
        page = browser.contexts[0].new_page()
        desk.log_in(page)
        desk.type(page)
        time.sleep(KEPT_AFTER)
        process.kill()
        process.wait()
    # The next one of the same profile.
    manager = own_browser(desk.playwright, folder)
    browser, _process = manager.__enter__()
    OPENED.append(manager)
    page = browser.contexts[0].new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(desk.url)
    if "login" in page.url:
        desk.log_in(page)
    return page


@fault("server killed", "typed, kill -9 of the server, typed on, closed the tab, server back")
def server_killed(desk: Desk) -> Page:
    context = desk.context()
    page = context.pages[0]
    desk.type(page)
    desk.saved(page)
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    page.close()
    desk.site.start()
    return desk.open(context)


@fault("server killed and back", "the same with the tab left open: it is saved by itself")
def server_back(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    desk.site.start()
    desk.saved(page)
    desk.save_and_see(page)
    return page


@fault("server killed in Save", "typed, clicked Save, kill -9 of the server at once")
def killed_in_save(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
    desk.kill_server()
    desk.site.start()
    return page


@fault("server down at Save", "typed, kill -9 of the server, clicked Save: the page stays")
def down_at_save(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    desk.save(page)
    page.wait_for_timeout(500)
    assert page.url == desk.url
    desk.site.start()
    desk.save_and_see(page)
    return page


@fault("network cut", "cut the network, typed, closed the tab, network back")
def network_cut(desk: Desk) -> Page:
    context = desk.context()
    page = context.pages[0]
    context.set_offline(True)
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    page.close()
    context.set_offline(False)
    return desk.open(context)


@fault("disk full", "the site's disk is full: typed, disk free again, saved")
def disk_full(desk: Desk) -> Page:
    page = desk.context().pages[0]
    workers = desk.site.workers_running()
    with full_disk(workers[0]), full_disk(workers[1]):
        desk.type(page)
        expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    desk.saved(page)
    desk.save_and_see(page)
    return page


@fault("no storage in the browser", "IndexedDB refused, server down: says so; saved when back")
def no_storage(desk: Desk) -> Page:
    page = desk.context(script=NO_STORAGE).pages[0]
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text("this browser cannot keep your text")
    desk.site.start()
    desk.saved(page)
    return page


@fault("session over", "session ended, typed, logged in again in place, saved")
def session_over(desk: Desk) -> Page:
    page = desk.context().pages[0]
    page.context.clear_cookies()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text("You are logged out.")
    desk.save(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Username").fill("ann")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator(".messagelist .success")).to_have_text("Saved.")
    return page


@fault("session over, tab closed", "session ended, typed, closed the tab, logged in again")
def session_over_closed(desk: Desk) -> Page:
    context = desk.context()
    page = context.pages[0]
    context.clear_cookies()
    desk.type(page)
    time.sleep(KEPT_AFTER)
    page.close()
    page = context.new_page()
    desk.log_in(page)
    return page


@fault("two tabs", "typed in two tabs of one editor, reloaded both")
def two_tabs(desk: Desk) -> Page:
    context = desk.context()
    first, second = context.pages[0], desk.open(context)
    for page in (first, second, first, second):
        page.bring_to_front()
        desk.type(page, 4)
    second.close()
    first.reload()
    return first


@fault("second editor", "typed, another editor saved in between, saved")
def second_editor(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    other = desk.context(name="ben").pages[0]
    other.get_by_label("Standfirst").fill("Of the other.")
    desk.save_and_see(other)
    desk.save(page)
    page.wait_for_timeout(1_500)
    return page


@fault("clock off by an hour", "the browser's clock is an hour ahead: typed, closed the tab")
def clock_off(desk: Desk) -> Page:
    context = desk.context(script=CLOCK)
    page = context.pages[0]
    desk.type(page)
    desk.saved(page)
    desk.type(page)
    page.close()
    return desk.open(context)


CONTROL = "without autosaving"


def without_autosaving(desk: Desk) -> Page:
    context = desk.context()
    context.route("**/autosave*.js", lambda route: route.abort())
    page = desk.open(context)
    desk.type(page)
    page.reload()
    return page


OPENED: list[object] = []


@contextmanager
def own_browser(
    playwright: Playwright, folder: str
) -> Iterator[tuple[Browser, subprocess.Popen[bytes]]]:
    """A browser as a process of its own, which can be killed, with its profile in ``folder``."""
    port = free_port()
    command = [chromium(), *OPTIONS, "--headless", f"--user-data-dir={folder}"]
    process = subprocess.Popen(
        [*command, f"--remote-debugging-port={port}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _connected(playwright, port), process
    finally:
        process.kill()
        process.wait()


def _connected(playwright: Playwright, port: int) -> Browser:
    deadline = time.monotonic() + 30
    while True:
        try:
            return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        except Error:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def run(name: str, desk: Desk) -> str:
    """The sentence of the row: how many words were lost, or what went wrong."""
    try:
        lost = desk.lost(FAULTS[name][1](desk))
    except (AssertionError, Error) as error:
        return f"FAILED: {str(error).splitlines()[0]}"
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
        print(f"{'fault':<26} {'what was done':<76} words lost", flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
            for name, review in zip(chosen, reviews, strict=True):
                result = run(name, Desk(site, playwright, browser, review, []))
                failed += result != ("all" if name == CONTROL else "none")
                print(f"{name:<26} {FAULTS[name][0]:<76} {result}", flush=True)
                for context in browser.contexts:
                    context.close()
                while OPENED:
                    OPENED.pop().__exit__(None, None, None)  # type: ignore[attr-defined]
                with suppress(AssertionError):
                    if site.process is None or site.process.poll() is not None:
                        site.start()
            browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
