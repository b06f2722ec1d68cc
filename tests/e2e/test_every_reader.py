"""The readers' pages by keyboard, on paper, from right to left, in few colours, at every size."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (390, 1440)

# The layout shifts of a page so far that no input of the reader caused.
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""

# Pictures whose `sizes` is far from the width that they have: [class of what holds it, said, real].
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

# Controls that are less than 24 pixels high or wide, unless they stand in a line of text.
SMALL = """() => [...document.querySelectorAll("a, button")].filter((control) => {
  const box = control.getBoundingClientRect();
  const covers = getComputedStyle(control, "::after").position === "absolute";
  const inText = control.closest("p, h1, h2, h3, .prose, .skip-link, .visually-hidden");
  return box.width && !covers && !inText && (box.height < 24 || box.width < 24);
}).map((control) => control.textContent.trim())"""


def outlined(page: Page) -> bool:
    """Whether what has the focus shows it, itself or by the box that stands for it."""
    return page.evaluate(
        """() => ["", "::after"].some((part) => {
          const style = getComputedStyle(document.activeElement, part || null);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        })"""
    )


class TestPictures:
    def test_stand_still_and_come_in_the_size_that_they_have(
        self, browser: Browser, live_server, house
    ):
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900})
            page = context.new_page()
            for path in house:
                page.goto(f"{live_server.url}/{path}")
                at = (path, width)
                # A face that comes late moves the words of its line, by less than can be seen.
                assert (at, round(page.evaluate(SHIFTS), 2)) == (at, 0)
                assert (at, page.evaluate(MISJUDGED)) == (at, [])
                first = page.locator('main img[fetchpriority="high"]').count()
                assert (at, first in (0, 1)) == (at, True)
            context.close()

    def test_the_list_of_films_seen_moves_nothing_however_late_its_script(
        self, page: Page, live_server, house
    ):
        page.set_viewport_size({"width": 1440, "height": 900})

        def late(route: Route) -> None:
            time.sleep(0.5)
            route.continue_()

        page.route(re.compile("/js/seen"), late)
        page.goto(f"{live_server.url}/seen/")
        expect(page.get_by_role("region", name="Your list")).to_be_visible()
        assert page.evaluate(SHIFTS) == 0


class TestKeyboard:
    def test_alone_leads_from_the_front_page_behind_a_curtain_and_back(
        self, page: Page, live_server, house
    ):
        page.goto(live_server.url)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        assert outlined(page)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        headline = page.get_by_role("link", name="All aboard")
        for _step in range(5):
            page.keyboard.press("Tab")
            assert outlined(page)
            if headline.evaluate("link => link === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{live_server.url}/reviews/the-review/")

        draw = page.locator("#curtain-cast-1-2").get_by_role("button")
        for _step in range(60):
            page.keyboard.press("Tab")
            assert outlined(page)
            if draw.evaluate("button => button === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.locator("#curtain-cast-1-2")).to_contain_text("By rail")
        page.keyboard.press("Escape")
        expect(draw).to_be_focused()

    def test_and_finger_find_controls_large_enough(self, browser: Browser, live_server, house):
        context = browser.new_context(viewport={"width": 320, "height": 640})
        page = context.new_page()
        for path in house:
            page.goto(f"{live_server.url}/{path}")
            assert (path, page.evaluate(SMALL)) == (path, [])
        context.close()


class TestPaper:
    def test_holds_the_review_and_what_is_open_of_it(self, page: Page, live_server, house):
        page.goto(f"{live_server.url}/reviews/the-review/")
        page.locator("#curtain-cast-1-2").get_by_role("button").click()
        expect(page.locator("#curtain-cast-1-2")).to_contain_text("By rail")
        page.emulate_media(media="print")
        text = page.locator("body").inner_text()
        assert [
            words for words in ("All aboard", "By rail", "A. Critic") if words not in text
        ] == []
        closed = page.locator("spoiler-curtain.curtain--block:not(.curtain--open)").first
        assert closed.get_attribute("data-label") in text
        for gone in (
            page.get_by_role("navigation"),
            page.locator(".lights, .masthead__search, .seen"),
            page.locator(".endcard"),
            page.locator(".related"),
            page.get_by_text("Draw the curtain"),
            page.get_by_text("Hide all again"),
        ):
            assert [part.inner_text() for part in gone.all() if part.is_visible()] == []


class TestOtherReaders:
    def test_from_right_to_left_nothing_breaks(
        self, browser: Browser, live_server, house, settings
    ):
        settings.LANGUAGE_CODE = "he"
        for width in (320, 1024):
            context = browser.new_context(viewport={"width": width, "height": 800})
            page = context.new_page()
            for path in house:
                page.goto(f"{live_server.url}/{path}")
                assert page.locator("html").get_attribute("dir") == "rtl"
                scrolled = page.evaluate("document.documentElement.scrollWidth")
                assert (path, width, scrolled) == (path, width, width)
            name = page.locator(".masthead__name").bounding_box()
            assert name["x"] + name["width"] > width * 0.8
            context.close()

    def test_in_forced_colours_what_is_drawn_has_edges(self, page: Page, live_server, house):
        page.emulate_media(forced_colors="active")
        edges = "part => getComputedStyle(part).borderTopStyle"
        for path, part in (("", ".coming"), ("franchises/the-line/", ".strip")):
            page.goto(f"{live_server.url}/{path}")
            assert (path, page.locator(part).first.evaluate(edges)) == (path, "solid")
            assert (path, violations(page)) == (path, [])
        page.goto(f"{live_server.url}/reviews/the-review/")
        closed = page.locator(".curtain--block:not(.curtain--open)").first
        assert closed.evaluate(edges) == "solid"

    def test_who_ask_for_less_motion_see_none(self, page: Page, live_server, house):
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{live_server.url}/reviews/the-review/")
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((part) =>
              ["", "::before", "::after"].some((at) => {
                const style = getComputedStyle(part, at || null);
                return [style.transitionDuration, style.animationDuration]
                  .some((time) => time.split(",").some((one) => parseFloat(one) > 0.01));
              })).map((part) => part.className)"""
        )
        assert moving == []

    def test_the_lights_are_remembered(self, page: Page, live_server, house):
        page.emulate_media(color_scheme="light")
        page.goto(live_server.url)
        lights = page.get_by_role("button", name="Dim the lights")
        lights.click()
        page.goto(f"{live_server.url}/films/")
        expect(lights).to_have_attribute("aria-pressed", "true")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        lights.click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
        page.reload()
        expect(lights).to_have_attribute("aria-pressed", "false")


class TestJourneys:
    def test_from_what_is_next_to_its_franchise(self, page: Page, live_server, house):
        page.goto(live_server.url)
        page.get_by_role("region", name="What’s next").get_by_role("link", name="The Line").click()
        expect(page).to_have_url(f"{live_server.url}/franchises/the-line/")
        expect(page.get_by_role("region", name="What’s next")).to_contain_text("Project")

    def test_from_a_critic_to_a_review_and_on_to_the_next(self, page: Page, live_server, house):
        page.goto(live_server.url)
        page.get_by_role("link", name="Our critics").click()
        page.get_by_role("link", name="A. Critic").click()
        page.get_by_role("link", name="All aboard").click()
        page.get_by_role("region", name="Read on").get_by_role("link", name="Another").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Another")

    def test_from_a_wall_of_films_through_a_genre_to_a_review(self, page: Page, live_server, house):
        page.goto(f"{live_server.url}/films/")
        page.get_by_role("link", name="The Train").click()
        page.get_by_role("link", name="Drama").click()
        expect(page).to_have_url(f"{live_server.url}/genres/drama/")
        page.get_by_role("link", name="Another").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Another")

    def test_from_the_index_of_people_to_what_is_said_of_one(self, page: Page, live_server, house):
        page.goto(live_server.url)
        page.get_by_role("navigation", name="Site").get_by_role("link", name="People").click()
        page.get_by_role("link", name="Known Face").click()
        expect(page.get_by_role("region", name="What our reviews say")).to_contain_text("He")

    def test_from_a_critic_to_the_feed_of_what_they_write(
        self, page: Page, live_server, house, settings
    ):
        page.goto(f"{live_server.url}/critics/a-critic/")
        feed = page.get_by_role("link", name="Follow these reviews in a feed")
        answer = page.request.get(
            feed.get_attribute("href").replace(settings.SITE_URL, live_server.url)
        )
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        assert "All aboard" in answer.text()

    def test_from_a_correction_to_what_was_corrected(self, page: Page, live_server, house):
        page.goto(live_server.url)
        page.get_by_role("link", name="Corrections").click()
        corrections = page.get_by_role("region", name="Corrections")
        expect(corrections).to_contain_text("The runtime.")
        corrections.get_by_role("link", name="All aboard").click()
        expect(page.locator(".correction")).to_contain_text("The runtime.")

    def test_from_a_page_that_is_not_there_to_one_that_is(
        self, page: Page, live_server, house, page_errors
    ):
        page.goto(f"{live_server.url}/reviews/withdrawn/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Its run has ended.")
        page.get_by_role("link", name="See what is showing").click()
        expect(page).to_have_url(f"{live_server.url}/")
        page_errors.clear()  # The browser reports the 410.
