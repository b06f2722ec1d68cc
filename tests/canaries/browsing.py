"""Actions of a reader in a real browser: tabbing, scrolling, finding, copying."""

import json
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.canaries.planting import FILM, FRANCHISE, PERSON, REVIEW

BROWSED_PATHS = (
    "/",
    f"/reviews/{REVIEW}/",
    f"/films/{FILM}/",
    f"/franchises/{FRANCHISE}/",
    f"/people/{PERSON}/",
    "/search/?q=lantern",
)
"""One page of each kind that has text or pictures."""

_SCROLLED_ON = """() => {
    const before = scrollY;
    scrollBy({ top: innerHeight, behavior: "instant" });
    return scrollY > before;
}"""

_STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']"
)].filter((element) => element.checkVisibility() && !element.disabled).length"""

_RECORD_FOCUS = """() => {
    window.focused = [];
    addEventListener("focusin", ({ target }) => {
        const box = target.getBoundingClientRect();
        const shows = target.checkVisibility() && box.width > 0 && box.height > 0;
        focused.push([shows, target.outerHTML]);
    });
}"""

_FOUND = """(words) => words.filter((word) => {
    getSelection().removeAllRanges();
    return window.find(word, false, false, true);
})"""

_COPIED = """async () => {
    const texts = [];
    for (const item of await navigator.clipboard.read())
        for (const type of item.types) texts.push(await (await item.getType(type)).text());
    return texts.join("\\n");
}"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a reader's browser makes of a page: see `visit`."""

    heading: str
    names: list[str]
    """The names in the accessibility tree."""
    accessibility_tree: str
    stops: list[tuple[bool, str]]
    """For each stop of the Tab key, whether the element is visible, and its HTML."""
    requests: list[str]
    """The addresses of all requests."""


def visit(page: Page, url: str) -> Visit:
    """Open the page at ``url``, go through it with the Tab key and scroll to its end."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    stops = tab_through(page)
    scroll_through(page)
    return Visit(
        heading=page.locator("h1").inner_text(),
        names=[node.get("name", {}).get("value", "") for node in tree],
        accessibility_tree=json.dumps(tree),
        stops=stops,
        requests=requests,
    )


def tab_through(page: Page) -> list[tuple[bool, str]]:
    """For each stop of the Tab key, whether the element is visible, and its HTML."""
    page.evaluate(_RECORD_FOCUS)
    for _stop in range(page.evaluate(_STOPS)):
        page.keyboard.press("Tab")
    return [(shows, html) for shows, html in page.evaluate("focused")]


def scroll_through(page: Page) -> None:
    """Scroll to the end of the page, so that lazy pictures load."""
    while page.evaluate(
        "(scrollBy(0, innerHeight), scrollY + innerHeight + 1 < document.body.scrollHeight)"
    ):
        pass
    page.wait_for_load_state("networkidle")


def find_in_page(page: Page, words: list[str]) -> list[str]:
    """Those of ``words`` that the browser's find-in-page finds."""
    found: list[str] = page.evaluate(_FOUND, words)
    return found


def jumps_to(page: Page, url: str, text: str) -> bool:
    """Whether a text fragment link (``#:~:text=``) to ``text`` scrolls the page."""
    page.goto("about:blank")
    page.goto(f"{url}#:~:text={text.replace(' ', '%20')}")
    page.wait_for_load_state("load")
    # The browser scrolls after the layout.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    return bool(page.evaluate("scrollY > 0"))


def copy_all(page: Page) -> str:
    """The contents of the clipboard after select-all and copy, as text and as HTML."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    copied: str = page.evaluate(_COPIED)
    return copied
