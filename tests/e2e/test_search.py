"""Searching and filtering in a real browser with JavaScript off."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from editions.publishing import publish
from tests.factories import (
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
)


def two_reviews() -> None:
    """Two reviews of films in two genres, and a franchise."""
    for title, genre in (("The Night Train", "Horror"), ("The Day Train", "Comedy")):
        film = FilmFactory(
            title=title,
            genres=[GenreFactory(name=genre)],
            poster=ImageFactory(),
            overview="It goes.",
        )
        CreditFactory(film=film)
        FranchiseEntryFactory(film=film)
        publish(review=FullReviewFactory(headline=f"On {title}", film=film))


@pytest.fixture(params=[320, 1280])
def reader(request: pytest.FixtureRequest, page_without_javascript: Page, planted: Any) -> Page:
    planted(two_reviews)
    page_without_javascript.set_viewport_size({"width": request.param, "height": 900})
    return page_without_javascript


class TestSearch:
    def test_leads_from_a_word_to_a_review(self, reader: Page, live_server: Any) -> None:
        reader.goto(live_server.url)
        reader.get_by_role("link", name="Search", exact=True).click()
        reader.get_by_label("Search", exact=True).fill("night")
        reader.keyboard.press("Enter")
        reader.get_by_role("link", name="Reviews 1").click()
        expect(reader.locator(".hit")).to_have_count(1)
        expect(reader.locator(".hit mark").first).to_have_text("Night")
        reader.get_by_role("link", name="On The Night Train").click()
        expect(reader.get_by_role("heading", level=1)).to_have_text("On The Night Train")


class TestFilters:
    def test_narrow_the_list_of_reviews_and_are_removed(
        self, reader: Page, live_server: Any
    ) -> None:
        reader.goto(f"{live_server.url}/reviews/")
        if reader.viewport_size["width"] < 960:
            reader.get_by_text("Filter the reviews").click()
        reader.get_by_label("Genre").select_option("horror")
        reader.get_by_role("button", name="Show").click()
        expect(reader).to_have_url(f"{live_server.url}/reviews/?genre=horror")
        expect(reader.locator(".bill__headline")).to_have_text(["On The Night Train"])
        reader.get_by_role("link", name="Remove the filter Genre: Horror").click()
        expect(reader).to_have_url(f"{live_server.url}/reviews/")
        expect(reader.locator(".bill__headline")).to_have_count(2)
