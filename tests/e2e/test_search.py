"""Searching and narrowing in a real browser, without a script."""

import pytest
from playwright.sync_api import Browser, expect

from editions.publishing import publish
from tests.factories import (
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [320, 1280]


@pytest.fixture
def house(transactional_db):
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


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_word_to_a_review_without_a_script(browser: Browser, live_server, house, width):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Search", exact=True).fill("night")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Reviews 1").click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit mark").first).to_have_text("Night")
    page.get_by_role("link", name="On The Night Train").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("On The Night Train")
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_from_all_reviews_to_some_and_back(browser: Browser, live_server, house, width):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/reviews/")
    if width < 960:
        page.get_by_text("Narrow it down").click()
    page.get_by_label("Genre").select_option("horror")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{live_server.url}/reviews/?genre=horror")
    expect(page.locator(".bill__headline")).to_have_text(["On The Night Train"])
    page.get_by_role("link", name="Take back, Genre: Horror").click()
    expect(page).to_have_url(f"{live_server.url}/reviews/")
    expect(page.locator(".bill__headline")).to_have_count(2)
    context.close()
