"""What a reader does on a page besides reading it, in a real browser."""

from playwright.sync_api import Page

from tests.canaries.planting import FILM, FRANCHISE, PERSON, REVIEW

LOOKED_AT = (
    "/",
    f"/reviews/{REVIEW}/",
    f"/films/{FILM}/",
    f"/franchises/{FRANCHISE}/",
    f"/people/{PERSON}/",
    "/search/?q=lantern",
)
"""Pages with something on them to find, select and print."""

_SCROLLED_ON = """() => {
    const before = scrollY;
    scrollBy({ top: innerHeight, behavior: "instant" });
    return scrollY > before;
}"""

_STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']"
)].filter((element) => element.checkVisibility() && !element.disabled).length"""

_FOCUSED = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    return [element.checkVisibility() && box.width > 0 && box.height > 0, element.outerHTML];
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


def tab_through(page: Page) -> list[tuple[bool, str]]:
    """Each stop of the Tab key: whether it shows on the screen, and its HTML."""
    stops = []
    for _stop in range(page.evaluate(_STOPS)):
        page.keyboard.press("Tab")
        shows, html = page.evaluate(_FOCUSED)
        stops.append((shows, html))
    return stops


def scroll_through(page: Page) -> None:
    """To the end and back, so that whatever is lazy has loaded."""
    while page.evaluate(
        "(scrollBy(0, innerHeight), scrollY + innerHeight + 1 < document.body.scrollHeight)"
    ):
        pass
    page.wait_for_load_state("networkidle")


def find_in_page(page: Page, words: list[str]) -> list[str]:
    """Those of ``words`` that the browser's own search finds."""
    found: list[str] = page.evaluate(_FOUND, words)
    return found


def jumps_to(page: Page, url: str, text: str) -> bool:
    """Whether a link to ``text`` in the page (``#:~:text=``) scrolls to it."""
    page.goto("about:blank")
    page.goto(f"{url}#:~:text={text.replace(' ', '%20')}")
    page.wait_for_load_state("load")
    # The browser scrolls once the page has been laid out.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    return bool(page.evaluate("scrollY > 0"))


def copy_all(page: Page) -> str:
    """What select-all and copy put on the clipboard, as text and as HTML."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    copied: str = page.evaluate(_COPIED)
    return copied
