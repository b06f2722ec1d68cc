"""The readers' pages in a real browser: links between them, and appearances kept secret."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.example_site import SECRET


def curtain(page: Page, key: str = "credits"):
    return page.locator(f"#curtain-{key}")


class TestLinks:
    def test_lead_from_the_home_page_to_a_film_of_the_franchise(
        self, page: Page, live_server, example_site
    ):
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

    @pytest.mark.soak
    def test_the_navigation_marks_the_current_page(self, page: Page, live_server, example_site):
        page.goto(f"{live_server.url}/about/")
        nav = page.get_by_role("navigation", name="Site")
        for name in ("Films", "Franchises", "People", "About", "Reviews"):
            nav.get_by_role("link", name=name).click()
            expect(nav.locator('[aria-current="page"]')).to_have_text(name)

        # A click on the poster of a card follows its headline.
        poster = page.locator(".bill .poster").first.bounding_box()
        page.mouse.click(poster["x"] + 20, poster["y"] + 20)
        expect(page).to_have_url(f"{live_server.url}/reviews/the-review/")


class TestSecretAppearances:
    def test_of_a_film_are_behind_a_curtain(self, page: Page, live_server, example_site):
        page.goto(f"{live_server.url}/films/the-train/")
        assert SECRET not in page.content()
        curtain(page).get_by_role("button").click()
        expect(curtain(page).locator(".curtain__content")).to_be_focused()
        expect(curtain(page)).to_contain_text(SECRET)
        expect(page.get_by_role("status")).to_have_text("Curtain opened: Appearances kept secret")
        assert violations(page, "#curtain-credits") == []

        page.get_by_text("Hide all again").click()
        assert SECRET not in page.content()
        expect(curtain(page).get_by_role("button")).to_be_focused()

        # A person without a public page is linked behind the curtain.
        curtain(page).get_by_role("button").click()
        page.get_by_role("link", name=SECRET).click()
        expect(page).to_have_url(f"{live_server.url}/people/secret-star/revealed/")
        expect(curtain(page)).to_contain_text("The Train")
        curtain(page).get_by_role("button", name="Close the curtain").click()
        expect(curtain(page).get_by_role("button")).to_be_focused()
        assert "The Train" not in page.locator("main").inner_text()

    def test_of_a_person_are_behind_a_curtain(self, page: Page, live_server, example_site):
        page.goto(f"{live_server.url}/people/known-face/")
        assert "The Ship" not in page.content()
        curtain(page).get_by_role("button").click()
        expect(curtain(page)).to_contain_text("The Ship")
        assert violations(page, "#curtain-credits") == []
        page.keyboard.press("Escape")
        assert "The Ship" not in page.content()

        # Curtains in what reviews say open in place, with ids of their own.
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
        assert violations(page, ".performance") == []

    @pytest.mark.parametrize(
        ("path", "secret"), [("films/the-train", SECRET), ("people/known-face", "The Ship")]
    )
    def test_without_javascript_the_curtain_is_a_link(
        self, page_without_javascript: Page, live_server, example_site, path, secret
    ):
        page = page_without_javascript
        page.goto(f"{live_server.url}/{path}/")
        assert secret not in page.content()
        curtain(page).get_by_role("link").click()
        assert page.url == f"{live_server.url}/{path}/revealed/#curtain-credits"
        expect(curtain(page)).to_contain_text(secret)
        curtain(page).get_by_role("link", name="Close the curtain").click()
        assert page.url == f"{live_server.url}/{path}/#curtain-credits"
        assert secret not in page.content()
