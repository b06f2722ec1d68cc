"""The list of reviews in a browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_in_both_themes
from tests.e2e.logins import sign_in
from tests.factories import FilmFactory, ReviewFactory

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def films() -> list[Any]:
    found = [FilmFactory(title=title) for title in ("Nosferatu", "Ballerina")]
    for film in found:
        ReviewFactory(headline=f"On {film.title}", film=film)
    return found


@pytest.mark.parametrize(
    "size", [{"width": 1280, "height": 900}, pytest.param(NARROW, marks=pytest.mark.soak)]
)
def test_film_is_chosen_by_keyboard_and_taken_away(
    page: Page, live_server: Any, films: list[Any], size: Any, violated: list[str]
) -> None:
    sign_in(page.context, live_server.url)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/admin/reviews/review/?status=draft")
    rows = page.locator("#result_list tbody th")
    expect(rows).to_have_count(2)
    box = page.locator(".film-filter .select2-selection")
    box.focus()
    page.keyboard.type("baller")
    options = page.locator(".select2-results__option:not(.loading-results)")
    expect(options).to_have_text(["Ballerina (2025)"])
    assert violations_in_both_themes(page, ".select2-dropdown") == []
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(rows).to_have_text(["On Ballerina"])
    assert "status=draft" in page.url
    by_film = page.locator("[data-filter-title=film]")
    expect(by_film.locator("li.selected")).to_have_text("Ballerina (2025)")
    assert violations_in_both_themes(page, "#changelist-filter") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    by_film.get_by_role("link", name="All", exact=True).press("Enter")
    expect(rows).to_have_count(2)
    assert violated == []


def test_without_javascript_the_search_finds_the_film(
    page_without_javascript: Page, live_server: Any, films: list[Any]
) -> None:
    page = page_without_javascript
    sign_in(page.context, live_server.url)
    page.goto(f"{live_server.url}/admin/reviews/review/")
    expect(page.locator(".film-filter__without-script")).to_be_visible()
    expect(page.locator(".film-filter")).to_be_hidden()
    page.locator("#searchbar").fill("baller")
    page.locator("#searchbar").press("Enter")
    expect(page.locator("#result_list tbody th")).to_have_text(["On Ballerina"])
