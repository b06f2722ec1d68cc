"""Somebody who uses the site in a browser with keyboard and mouse, and what they do is counted."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

SECONDS_A_CLICK = 1.5
SECONDS_A_KEY = 0.3
"""What a person needs besides. Pasted text is one key; typed text is counted as pasted, because it
takes as long wherever it is written."""

MOST_TABS = 8
"""How often the user presses Tab to reach a field. One that is farther away is clicked."""


@dataclass
class Counts:
    clicks: int = 0
    keys: int = 0
    loads: int = 0
    pop_ups: int = 0


class User:
    """Each method waits until the page has done what was asked."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.counts = Counts()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("request", self._count_load)
        context.on("page", self._count_pop_up)

    def _count_load(self, request: Request) -> None:
        is_page = request.is_navigation_request() and request.frame == self.page.main_frame
        # A redirection is one load, and so is the page it leads to.
        if is_page and request.redirected_from is None:
            self.counts.loads += 1

    def _count_pop_up(self, _page: Page) -> None:
        self.counts.pop_ups += 1

    def click(self, what: Locator) -> None:
        """Click ``what``, or press Enter if it has the focus."""
        if not what.is_visible():
            self.unfold(what)
        if self.has_focus(what):
            self.press("Enter")
            return
        what.click()
        self.counts.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.counts.keys += 1

    def write(self, text: str) -> None:
        """Write ``text`` where the cursor is."""
        self.page.keyboard.insert_text(text)
        self.counts.keys += 1

    def fill(self, field: Locator, text: str) -> None:
        """Go to ``field`` and replace what is in it. Empty fields stay as they are."""
        if text == field.input_value():
            return
        self.go_to(field)
        if field.input_value():
            self.press("Control+a")
        self.write(text)
        expect(field).to_have_value(text)

    def tick(self, box: Locator) -> None:
        self.go_to(box, click=False)
        if self.has_focus(box):
            self.press("Space")
        else:
            self.click(box)
        expect(box).to_be_checked()

    def choose(self, select: Locator, value: str) -> None:
        """Choose the option with ``value`` by typing its label."""
        if select.input_value() == value:
            return
        label = select.locator(f'option[value="{value}"]').inner_text()
        self.go_to(select)
        self.page.keyboard.type(label)
        self.counts.keys += 1
        expect(select).to_have_value(value)

    def suggest(self, words: str, field: Locator | None = None) -> None:
        """Choose the first suggestion for ``words`` in ``field``, or in that with the focus."""
        if field:
            self.click(field.locator(".select2-selection"))
            expect(self.page.locator(".select2-dropdown .select2-search__field")).to_be_focused()
        self.page.keyboard.type(words)
        self.counts.keys += 1
        options = self.page.locator(".select2-results__option")
        expect(options.first).to_contain_text(words)
        # Enter chooses nothing while the list is that of an earlier text.
        while options.first.is_visible():
            self.press("Enter")
            self.page.wait_for_timeout(100)

    def go_to(self, field: Locator, *, click: bool = True) -> None:
        """Press Tab until ``field`` has the focus; without success, click it."""
        self.unfold(field)
        if self.has_focus(field):
            return
        if self._is_near(field):
            while not self.has_focus(field):
                self.press("Tab")
        elif click:
            field.click()
            self.counts.clicks += 1

    def unfold(self, field: Locator) -> None:
        """Open the parts of the page that are folded around ``field``."""
        if field.is_visible():
            return
        for folded in field.locator("xpath=ancestor::details[not(@open)]").all():
            self.click(folded.locator(":scope > summary"))

    def has_focus(self, what: Locator) -> bool:
        return bool(what.evaluate("(element) => element === document.activeElement"))

    def _is_near(self, field: Locator) -> bool:
        """Whether the next `MOST_TABS` fields and buttons of the page, from the one with the focus,
        include ``field``."""
        script = """(wanted, most) => {
          const here = document.activeElement;
          const fields = "a[href], button, input, select, textarea, summary";
          const all = [...document.querySelectorAll(fields)];
          const can = (each) => each === here || each === wanted || (!each.disabled &&
            each.tabIndex >= 0 && each.type !== "hidden" && each.checkVisibility());
          const order = all.filter(can);
          const steps = order.indexOf(wanted) - order.indexOf(here);
          return here !== document.body && order.includes(here) && steps > 0 && steps <= most;
        }"""
        return bool(field.evaluate(f"(element) => ({script})(element, {MOST_TABS})"))
