"""The readers' pages in a real browser: the way through them, surprises, every width and light."""

import re

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Page, expect

from pages.urls import urlpatterns
from tests.e2e.axe import violations
from tests.e2e.house import NOWHERE, SECRET

pytestmark = pytest.mark.django_db(transaction=True)


def curtain(page: Page, key: str = "credits"):
    return page.locator(f"#curtain-{key}")


# What hangs over an edge of the page: text too, which scrolling does not reach on the near side.
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


class TestJourney:
    def test_from_the_front_page_to_everything_there_is(self, page: Page, live_server, house):
        page.goto(live_server.url)
        page.get_by_role("link", name="All reviews").click()
        expect(page).to_have_url(f"{live_server.url}/reviews/")
        page.get_by_role("link", name="The Train").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("The Train")
        page.get_by_role("link", name="Known Face").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Known Face")
        page.get_by_role("link", name=re.compile("From the review")).click()
        expect(page).to_have_url(f"{live_server.url}/reviews/the-review/#cast-1")
        page.get_by_role("link", name="A. Critic").first.click()
        page.get_by_role("link", name="All aboard").click()
        page.get_by_role("link", name="The Line: Chapter 1").click()
        expect(page.get_by_role("heading", name="In order of the story")).to_be_visible()
        page.locator("#order-story ~ ol .frame").first.get_by_role("link").click()
        expect(page).to_have_url(f"{live_server.url}/films/line-2/")

    def test_a_click_beside_the_words_of_a_card_follows_its_headline(
        self, page: Page, live_server, house
    ):
        page.goto(f"{live_server.url}/reviews/")
        poster = page.locator(".bill .poster").first.bounding_box()
        page.mouse.click(poster["x"] + 20, poster["y"] + 20)
        expect(page).to_have_url(f"{live_server.url}/reviews/the-review/")

    def test_the_navigation_says_where_you_are(self, page: Page, live_server, house):
        page.goto(live_server.url)
        nav = page.get_by_role("navigation", name="Site")
        for name in ("Reviews", "Films", "Franchises", "People", "About"):
            nav.get_by_role("link", name=name).click()
            expect(nav.locator('[aria-current="page"]')).to_have_text(name)


class TestSurprises:
    def test_of_a_film_come_when_the_curtain_is_drawn(self, page: Page, live_server, house):
        page.goto(f"{live_server.url}/films/the-train/")
        assert SECRET not in page.content()
        curtain(page).get_by_role("button").click()
        expect(curtain(page).locator(".curtain__content")).to_be_focused()
        expect(curtain(page)).to_contain_text(SECRET)
        expect(page.get_by_role("status")).to_have_text("Curtain drawn: Appearances kept secret")
        assert violations(page) == []

        page.get_by_text("Hide all again").click()
        assert SECRET not in page.content()
        expect(curtain(page).get_by_role("button")).to_be_focused()

    def test_of_a_person_are_films(self, page: Page, live_server, house):
        page.goto(f"{live_server.url}/people/known-face/")
        assert "The Ship" not in page.content()
        curtain(page).get_by_role("button").click()
        expect(curtain(page)).to_contain_text("The Ship")
        assert violations(page) == []
        page.keyboard.press("Escape")
        assert "The Ship" not in page.content()

    def test_who_has_no_public_page_is_reached_through_the_curtain(
        self, page: Page, live_server, house
    ):
        page.goto(f"{live_server.url}/films/the-train/")
        curtain(page).get_by_role("button").click()
        page.get_by_role("link", name=SECRET).click()
        expect(page).to_have_url(f"{live_server.url}/people/secret-star/revealed/")
        expect(curtain(page)).to_contain_text("The Train")
        curtain(page).get_by_role("button", name="Close the curtain").click()
        expect(curtain(page).get_by_role("button")).to_be_focused()
        assert "The Train" not in page.locator("main").inner_text()

    @pytest.mark.parametrize(
        ("path", "secret"), [("films/the-train", SECRET), ("people/known-face", "The Ship")]
    )
    def test_without_javascript_are_a_link_away(
        self, browser: Browser, live_server, house, path, secret
    ):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{live_server.url}/{path}/")
        assert secret not in page.content()
        curtain(page).get_by_role("link").click()
        assert page.url == f"{live_server.url}/{path}/revealed/#curtain-credits"
        expect(curtain(page)).to_contain_text(secret)
        curtain(page).get_by_role("link", name="Close the curtain").click()
        assert page.url == f"{live_server.url}/{path}/#curtain-credits"
        assert secret not in page.content()
        context.close()


class TestPerformances:
    def test_their_curtains_open_in_place_with_ids_of_their_own(
        self, page: Page, live_server, house
    ):
        page.goto(f"{live_server.url}/people/known-face/")
        outer = page.locator("#the-review-curtain-cast-1-2")
        outer.get_by_role("button").click()
        expect(outer).to_contain_text("By rail")
        note = outer.locator(".footnote-ref a")
        target = (note.get_attribute("href") or "").removeprefix("#")
        assert target.startswith("the-review-fn-")
        expect(page.locator(f'[id="{target}"]')).to_contain_text("So.")
        inner = page.locator("#the-review-curtain-cast-1-2-1")
        inner.get_by_role("button").click()
        expect(inner).to_contain_text("at night")
        assert violations(page) == []


# What a browser does not show as a page of its own.
NO_PAGES = {
    "critic_feed",
    "curtain",
    "favicon",
    "feed",
    "film_credits",
    "franchise_feed",
    "manifest",
    "person_credits",
    "preview_curtain",
    "robots",
    "share_card",
    "sitemap",
    "sitemap_section",
}


class TestEveryPage:
    def test_is_in_the_house(self, house):
        addresses = [f"/{path.partition('?')[0]}" for path in house if path != NOWHERE]
        looked_at = {resolve(address).url_name for address in addresses}
        assert looked_at == {path.name for path in urlpatterns} - NO_PAGES

    def test_has_no_axe_violation_light_or_dark(self, page: Page, live_server, house, page_errors):
        found = {}
        for path in house:
            page.emulate_media(color_scheme="light")
            page.goto(f"{live_server.url}/{path}")
            found[path, "light"] = violations(page)
            page.emulate_media(color_scheme="dark")
            found[path, "dark"] = violations(page, runOnly=["color-contrast"])
        page_errors.clear()  # The browser reports the pages that are not there.
        assert {at: what for at, what in found.items() if what} == {}

    # A small telephone, and a desktop of 1,280 pixels at 200 %.
    @pytest.mark.parametrize("width", [320, 640])
    def test_fits_without_javascript(self, browser: Browser, live_server, house, width):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 640}
        )
        page = context.new_page()
        for path in house:
            page.goto(f"{live_server.url}/{path}")
            assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)
            assert (path, page.evaluate(OVERHANGING)) == (path, [])
            links = page.get_by_role("navigation", name="Site").get_by_role("link").all()
            edges = [link.bounding_box() for link in links]
            assert [
                edge for edge in edges if edge["x"] < 0 or edge["x"] + edge["width"] > width
            ] == []
        context.close()
