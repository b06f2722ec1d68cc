"""The Content-Security-Policy in a real browser: no page of the site does what it forbids."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from editions.publishing import publish
from tests.factories import (
    PASSWORD,
    AdminFactory,
    FilmFactory,
    FullReviewFactory,
    picture_bytes,
)

pytestmark = pytest.mark.django_db(transaction=True)

COLLECT = """
addEventListener("securitypolicyviolation", (event) =>
  report(`${event.violatedDirective}: ${event.blockedURI} in ${event.sourceFile}`));
"""


@pytest.fixture
def reports(page: Page) -> list[str]:
    """What the browser has reported so far. Errors in the console fail every browser test."""
    reports: list[str] = []
    # Of the context, so that windows which the admin opens are heard as well.
    page.context.expose_function("report", lambda report: reports.append(report))
    page.context.add_init_script(COLLECT)
    return reports


@pytest.fixture(autouse=True)
def _no_reports(reports: list[str]) -> Iterator[None]:
    yield
    assert reports == []


@pytest.fixture
def desk(page: Page, live_server: Any) -> Page:
    """Signed in through the form, as a superuser."""
    AdminFactory(username="root")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("root")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    return page


class TestTheCollector:
    def test_hears_of_what_is_forbidden(
        self, page: Page, live_server: Any, reports: list[str], page_errors: list[str]
    ) -> None:
        page.goto(live_server.url)
        page.evaluate("document.body.setAttribute('onclick', '1'); document.body.click()")
        page.evaluate("document.head.append(document.createElement('style'))")
        page.evaluate("document.querySelector('style').textContent = 'a { color: red }'")
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'data:,' }))")
        page.wait_for_function("document.querySelector('img[src^=data]').complete")
        found = {report.split(":")[0] for report in reports}
        assert found == {"script-src-attr", "style-src-elem", "img-src"}
        reports.clear()
        page_errors.clear()


class TestReaders:
    def test_home(self, page: Page, live_server: Any) -> None:
        publish(review=FullReviewFactory())
        page.goto(live_server.url)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()

    def test_a_review_from_closed_to_drawn_to_closed(self, page: Page, live_server: Any) -> None:
        publish(review=FullReviewFactory(slug="the-review"))
        page.goto(f"{live_server.url}/reviews/the-review/")
        story = page.locator("#curtain-story-1")
        story.get_by_role("button").click()
        expect(story).to_contain_text("The ending is a duel.")
        story.get_by_role("button", name="Close the curtain").click()
        expect(story).not_to_contain_text("The ending is a duel.")

    def test_the_lights(self, page: Page, live_server: Any) -> None:
        page.goto(live_server.url)
        page.get_by_role("button", name="Dim the lights").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    def test_what_is_not_there(self, page: Page, live_server: Any, page_errors: list[str]) -> None:
        page.goto(f"{live_server.url}/nowhere/")
        expect(page.get_by_role("heading", name="This reel is missing.")).to_be_visible()
        assert [error for error in page_errors if "404" not in error] == []
        page_errors.clear()


class TestTheAdmin:
    def test_index_and_theme(self, desk: Page) -> None:
        for _ in range(3):
            desk.locator(".theme-toggle").first.click()
        expect(desk.locator("html")).to_have_attribute("data-theme", "auto")

    def test_what_forms_do(self, desk: Page, live_server: Any, tmp_path: Path) -> None:
        """Suggestions, dates from the calendar, slugs as one types, windows, a picture."""
        film = FilmFactory(title="Alien", slug="alien")
        desk.goto(f"{live_server.url}/admin/reviews/review/add/")
        desk.get_by_label("Headline").press_sequentially("In space")
        expect(desk.get_by_label("Slug")).to_have_value("in-space")
        desk.locator(".field-film .select2-selection").click()
        desk.locator(".select2-search__field").fill("Ali")
        desk.get_by_role("option", name="Alien").click()
        expect(desk.locator("#id_film")).to_have_value(str(film.pk))
        desk.locator(".field-embargo_until .datetimeshortcuts a").first.click()
        assert desk.locator("#id_embargo_until_0").input_value()

        with desk.expect_popup() as opening:
            desk.locator("#add_id_critic").click()
        window = opening.value
        window.get_by_label("Display name").fill("Ann")
        window.get_by_label("Slug").fill("ann")
        with window.expect_event("close"):
            window.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".field-critic .select2-selection__rendered")).to_contain_text("Ann")

        file = tmp_path / "picture.png"
        file.write_bytes(picture_bytes(1))
        desk.goto(f"{live_server.url}/admin/images/image/add/")
        desk.get_by_label("Picture").set_input_files(file)
        desk.get_by_label("Alternative text").fill("A corridor")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".messagelist .success")).to_be_visible()
        expect(desk.get_by_role("link", name="A corridor")).to_be_visible()
