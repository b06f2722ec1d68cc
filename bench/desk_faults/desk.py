"""What a fault is tried on: the desk of one review in a browser, and the server behind it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect

from bench.servers import free_port
from tests.processes.server import Site

PASSWORD = "a-long-password"  # noqa: S105  (of an account that lives as long as this program)
WORDS = 12

OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SAVED = "Saved automatically at"
UNREACHABLE = "The site has not been reached since"


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
    typed: list[str] = field(default_factory=list)
    after: ExitStack = field(default_factory=ExitStack)
    """What is undone when the fault has been tried."""
    looks_in_history: bool = False
    """Whether a word that the history has is not lost."""

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

    def type(self, page: Page, words: int = WORDS, *, part: str = "closing") -> list[str]:
        """Type new words at the end of the text of ``part``, as fast as people type."""
        text = page.locator(f"#part-{part} textarea").first
        text.focus()
        page.keyboard.press("Control+End")
        begun = len(self.typed)
        for _word in range(words):
            word = f"w{self.review}x{len(self.typed)}"
            page.keyboard.type(f" {word}", delay=20)
            self.typed.append(word)
        return self.typed[begun:]

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
        if self.looks_in_history:
            found += " ".join(self.history(page))
        return [word for word in self.typed if word not in found.split()]

    def states(self, page: Page) -> list[str]:
        """The addresses of the states in the history, newest first."""
        page.goto(f"{self.site.url}/admin/reviews/review/{self.review}/history/")
        links = page.locator("a[href*='/state/saved-']").all()
        return [f"{self.site.url}{link.get_attribute('href')}" for link in links]

    def history(self, page: Page) -> Iterator[str]:
        """The texts of all states in the history."""
        for address in self.states(page):
            page.goto(address)
            yield page.locator("#content-main").inner_text()

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

    def shell(self, code: str) -> str:
        """Run ``code`` with ``review`` on the site, and return what it prints."""
        get = "from reviews.models import Review; "
        return self.site.shell(f"{get}review = Review.objects.get(pk={self.review}); {code}")

    def kill_server(self) -> None:
        process = self.site.process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def click_and_kill(self, page: Page, button: str, delay: float) -> None:
        """Click ``button``, kill the server after ``delay`` seconds, and start it again."""
        page.get_by_role("button", name=button, exact=True).click(no_wait_after=True)
        time.sleep(delay)
        self.kill_server()
        self.site.start()


Fault = Callable[[Desk], Page]
FAULTS: dict[str, tuple[str, Fault]] = {}
"""By name: what is done, and the function that does it and returns a page for `Desk.lost`."""


def fault(name: str, done: str) -> Callable[[Fault], Fault]:
    def add(function: Fault) -> Fault:
        FAULTS[name] = (done, function)
        return function

    return add


@contextmanager
def own_browser(
    playwright: Playwright, folder: str
) -> Iterator[tuple[Browser, subprocess.Popen[bytes]]]:
    """A browser as a process of its own, which `kill_browser` kills, with its profile in
    ``folder``."""
    port = free_port()
    command = [chromium(), *OPTIONS, "--headless", f"--user-data-dir={folder}"]
    process = subprocess.Popen(
        [*command, f"--remote-debugging-port={port}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _connected(playwright, port), process
    finally:
        kill_browser(process)


def kill_browser(process: subprocess.Popen[bytes]) -> None:
    """Kill the browser of `own_browser`. Debian's command is a script that starts the browser, so
    all processes of its group are killed."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
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
