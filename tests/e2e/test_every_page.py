"""The pages that readers see, once for each size and kind of browser; each test makes many checks.

A test fails with the pages and checks that did not pass, all of them.
"""

import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import resolve
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings

from pages.urls import urlpatterns
from tests.e2e.axe import load_with_every_page, violations_in_both_themes
from tests.e2e.example_site import GONE_PAGE, MISSING_PAGE

# URLs that a browser does not show as a page.
NO_PAGES = {
    "api_critic",
    "api_critics",
    "api_film",
    "api_films",
    "api_franchise",
    "api_franchises",
    "api_genre",
    "api_genres",
    "api_index",
    "api_openapi",
    "api_people",
    "api_person",
    "api_review",
    "api_reviews",
    "critic_feed",
    "curtain",
    "favicon",
    "feed",
    "film_surprises",
    "franchise_feed",
    "manifest",
    "oembed",
    "person_surprises",
    "preview_curtain",
    # Redirects to the page of a curtain.
    "revealed_without_checksum",
    "robots",
    "share_card",
    "sitemap",
    "sitemap_section",
    "site_icon",
    "site_stylesheet",
}

# The sum of the layout shifts so far that no input of the reader caused.
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""

# A web font that arrives late moves the words of its line by less than this. A picture without
# its size moves the page by more.
LEAST_SHIFT = 0.02

# Pictures whose `sizes` is far from their width: [class of the container, `sizes`, width].
MISJUDGED = """() => [...document.images].flatMap((img) => {
  const real = img.getBoundingClientRect().width;
  const sizes = img.previousElementSibling?.getAttribute("sizes");
  if (!sizes || !real) return [];
  const [said] = sizes.split(/,(?![^(]*\\))/).flatMap((part) => {
    const [, media, length] = part.trim().match(/^(\\([^)]*\\)(?=\\s))?\\s*(.+)$/);
    if (media && !matchMedia(media).matches) return [];
    const rule = document.body.appendChild(document.createElement("div"));
    rule.style.cssText = `position: absolute; inline-size: ${length}`;
    const width = rule.getBoundingClientRect().width;
    rule.remove();
    return [width];
  });
  const fits = said > real * 0.85 && said < real * 1.35;
  return fits ? [] : [[img.closest("div, figure").className, Math.round(said), Math.round(real)]];
})"""

# Links and buttons of less than 24 pixels in height or width that are not in a line of text.
SMALL = """() => [...document.querySelectorAll("a, button")].filter((control) => {
  const box = control.getBoundingClientRect();
  const covers = getComputedStyle(control, "::after").position === "absolute";
  const inText = control.closest("p, h1, h2, h3, .prose, .skip-link, .visually-hidden");
  return box.width && !covers && !inText && (box.height < 24 || box.width < 24);
}).map((control) => control.textContent.trim())"""

# Texts that reach over an edge of the page. Scrolling does not reach those on the near side.
OVERHANGING = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const over = [];
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest(".visually-hidden, .reel")) continue;
    range.selectNodeContents(texts.currentNode);
    for (const box of range.getClientRects())
      if (box.width && (box.left < 0 || box.right > innerWidth)) over.push(range.toString());
  }
  return over;
}"""

# Links of the site's navigation that reach over an edge of the page.
CUT_OFF = """() => [...document.querySelectorAll("nav[aria-label='Site'] a")].filter((link) => {
  const box = link.getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth;
}).map((link) => link.textContent.trim())"""


def name(path: str) -> str:
    """The name of the URL, or the path itself if there is no such page."""
    address = f"/{path.partition('?')[0]}"
    return path if path in (MISSING_PAGE, GONE_PAGE) else resolve(address).url_name or ""


def one_of_each_kind(paths: list[str]) -> list[str]:
    """The first of ``paths`` for each name of a URL."""
    return [*{name(path): path for path in reversed(paths)}.values()]


class Sweep:
    """Opens the pages of the example site and collects the failed checks, by page. Without SOAK, it
    opens one page of each kind."""

    def __init__(self, page: Page, url: str, paths: list[str]) -> None:
        self.page = page
        self.found: dict[str, dict[str, Any]] = defaultdict(dict)
        self._url = url
        self.paths = paths if os.environ.get("SOAK") else one_of_each_kind(paths)

    def pages(self, width: int) -> Iterator[str]:
        """Opens each page in a window of ``width`` pixels and yields its path."""
        self.page.goto(self._url)  # So that the fonts are in the browser's cache.
        for path in self.paths:
            self.resize(width)
            self.page.goto(f"{self._url}/{path}")
            self._path = path
            yield path

    def expect(self, check: str, met: Any, wanted: Any) -> None:
        if met != wanted:
            self.found[self._path][check] = met

    def resize(self, width: int) -> None:
        self.width = width
        self.page.set_viewport_size({"width": width, "height": 900})

    def check_overflow(self) -> None:
        scroll_width = self.page.evaluate("document.documentElement.scrollWidth")
        self.expect(f"scroll width at {self.width} pixels", scroll_width, self.width)

    def check_loading(self) -> None:
        self.expect("layout shifts", self.page.evaluate(SHIFTS) < LEAST_SHIFT, True)
        first = self.page.locator('main img[fetchpriority="high"]').count()
        self.expect("pictures of high priority", first > 1, False)

    def check_widths_of_pictures(self) -> None:
        met = self.page.evaluate(MISJUDGED)
        self.expect(f"widths of pictures at {self.width} pixels", met, [])

    def check_edges(self) -> None:
        self.expect("texts over an edge", self.page.evaluate(OVERHANGING), [])
        self.expect("navigation over an edge", self.page.evaluate(CUT_OFF), [])


class TestExampleSite:
    def test_has_every_page(self, example_site: list[str]) -> None:
        opened = {name(path) for path in example_site} - {MISSING_PAGE, GONE_PAGE}
        assert opened == {path.name for path in urlpatterns} - NO_PAGES


class TestEveryPage:
    @pytest.fixture
    def sweep(
        self, page: Page, live_server: Any, example_site: list[str], page_errors: list[str]
    ) -> Iterator[Sweep]:
        yield Sweep(page, live_server.url, example_site)
        # The browser logs an error for each missing page.
        page_errors[:] = [error for error in page_errors if not re.search("404|410", error)]

    def test_on_a_telephone_and_a_desktop(self, sweep: Sweep) -> None:
        checked: set[int] = set()
        load_with_every_page(sweep.page)
        for _path in sweep.pages(390):
            sweep.check_loading()
            sweep.check_widths_of_pictures()
            sweep.check_overflow()
            sweep.expect("small controls", sweep.page.evaluate(SMALL), [])
            sweep.resize(1440)
            sweep.check_widths_of_pictures()
            sweep.expect("axe", violations_in_both_themes(sweep.page, checked=checked), [])
        assert sweep.found == {}

    # 640 pixels are a desktop of 1,280 pixels zoomed to 200 %.
    def test_without_javascript(
        self, page_without_javascript: Page, live_server: Any, example_site: list[str]
    ) -> None:
        sweep = Sweep(page_without_javascript, live_server.url, example_site)
        for _path in sweep.pages(640):
            for width in (640, 320):
                sweep.resize(width)
                sweep.check_overflow()
                sweep.check_edges()
        assert sweep.found == {}

    @pytest.mark.soak
    def test_from_right_to_left(self, sweep: Sweep, settings: Settings) -> None:
        settings.LANGUAGE_CODE = "he"
        sweep.paths = one_of_each_kind(sweep.paths)
        for _path in sweep.pages(1024):
            sweep.check_loading()
            direction = sweep.page.locator("html").get_attribute("dir")
            sweep.expect("direction", direction, "rtl")
            for width in (1024, 320):
                sweep.resize(width)
                sweep.check_overflow()
                box = sweep.page.locator(".masthead__name").bounding_box()
                at_the_right = box is not None and box["x"] + box["width"] > width * 0.8
                sweep.expect(f"name at the right at {width} pixels", at_the_right, True)
        assert sweep.found == {}


class TestListOfFilmsSeen:
    def test_moves_nothing_however_late_its_script(
        self, page: Page, live_server: Any, example_site: list[str]
    ) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})

        def late(route: Route) -> None:
            time.sleep(0.5)
            route.continue_()

        page.route(re.compile("/js/seen"), late)
        page.goto(f"{live_server.url}/seen/")
        expect(page.get_by_role("region", name="Your list")).to_be_visible()
        assert page.evaluate(SHIFTS) == 0
