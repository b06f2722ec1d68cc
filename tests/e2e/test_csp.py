"""The Content-Security-Policy in a real browser: no page of the site does what it forbids."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from editions.publishing import publish
from tests.e2e.logins import sign_in
from tests.e2e.suggestions import choose
from tests.factories import FilmFactory, FullReviewFactory, picture_bytes


@pytest.fixture(autouse=True)
def _nothing_violated(violated: list[str]) -> Iterator[None]:
    yield
    assert violated == []


def a_review() -> None:
    publish(review=FullReviewFactory(slug="the-review"))


@pytest.fixture
def desk(page: Page, live_server: Any) -> Page:
    """The admin's index, signed in as a superuser."""
    sign_in(page.context, live_server.url)
    page.goto(f"{live_server.url}/admin/")
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    return page


class TestReports:
    def test_name_each_violation(
        self, page: Page, live_server: Any, violated: list[str], page_errors: list[str]
    ) -> None:
        page.goto(live_server.url)
        page.evaluate("document.body.setAttribute('onclick', '1'); document.body.click()")
        page.evaluate("document.head.append(document.createElement('style'))")
        page.evaluate("document.querySelector('style').textContent = 'a { color: red }'")
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'data:,' }))")
        page.wait_for_function("document.querySelector('img[src^=data]').complete")
        found = {report.split(":")[0] for report in violated}
        assert found == {"script-src-attr", "style-src-elem", "img-src"}
        violated.clear()
        page_errors.clear()


class TestReaders:
    def test_home_page_and_theme(self, page: Page, live_server: Any, planted: Any) -> None:
        planted(a_review)
        page.goto(live_server.url)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        page.get_by_role("button", name="Dim the lights").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    def test_a_curtain_is_opened_and_closed(
        self, page: Page, live_server: Any, planted: Any
    ) -> None:
        planted(a_review)
        page.goto(f"{live_server.url}/reviews/the-review/")
        story = page.locator("#curtain-story-1")
        story.get_by_role("button").click()
        expect(story).to_contain_text("The ending is a duel.")
        story.get_by_role("button", name="Close the curtain").click()
        expect(story).not_to_contain_text("The ending is a duel.")

    def test_error_page(self, page: Page, live_server: Any, page_errors: list[str]) -> None:
        page.goto(f"{live_server.url}/nowhere/")
        expect(page.get_by_role("heading", name="This page does not exist.")).to_be_visible()
        assert [error for error in page_errors if "404" not in error] == []
        page_errors.clear()


class TestAdmin:
    def test_index_and_theme(self, desk: Page) -> None:
        for _ in range(3):
            desk.locator(".theme-toggle").first.click()
        expect(desk.locator("html")).to_have_attribute("data-theme", "auto")

    @pytest.mark.soak
    def test_forms(self, desk: Page, live_server: Any, tmp_path: Path) -> None:
        """Suggestions, a date from the calendar, windows, a picture."""
        film = FilmFactory(title="Alien", slug="alien")
        desk.goto(f"{live_server.url}/admin/reviews/review/add/")
        desk.get_by_label("Headline").press_sequentially("In space")
        choose(desk.locator(".field-film"), "Ali")
        expect(desk.locator("#id_film")).to_have_value(str(film.pk))
        embargo = desk.locator(".field-embargo_until")
        embargo.get_by_role("button", name="Choose from a calendar").click()
        desk.keyboard.press("Escape")
        embargo.locator(".typed-date__calendar").evaluate(
            "input => { input.value = '2099-12-08'; input.dispatchEvent(new Event('change')); }"
        )
        expect(embargo.get_by_label("Date")).to_have_value("2099-12-08")
        expect(embargo.locator(".typed-date__words")).to_have_text("8 December 2099")

        with desk.expect_popup() as opening:
            desk.locator("#add_id_byline").click()
        window = opening.value
        window.get_by_label("Display name").fill("Ann")
        window.get_by_label("Slug").fill("ann")
        with window.expect_event("close"):
            window.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".field-byline .select2-selection__rendered")).to_contain_text("Ann")

        file = tmp_path / "picture.png"
        file.write_bytes(picture_bytes(1))
        desk.goto(f"{live_server.url}/admin/images/image/add/")
        desk.get_by_label("Picture").set_input_files(file)
        desk.get_by_label("Alternative text").fill("A corridor")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".messagelist .success")).to_be_visible()
        expect(desk.get_by_role("link", name="A corridor")).to_be_visible()
