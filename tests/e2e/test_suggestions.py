"""Fields with suggestions: what is chosen while the list is outdated, and while there is none."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from films.models import Film
from tests.e2e.axe import violations_in_both_themes
from tests.e2e.logins import sign_in
from tests.factories import (
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    UserFactory,
)

REQUESTS = "**/admin/autocomplete/**"
FAILED = (
    "Suggestions cannot be reached. Check the connection, and whether you are still logged in. The "
    "next key tries again."
)


@pytest.fixture
def desk(page: Page, live_server: Any) -> Page:
    """The form of a new review, with the list of all films open."""
    franchise = FranchiseFactory(name="John Wick")
    for number, title in enumerate(("A Day", "John Wick", "Ballerina"), 1):
        film = FilmFactory(title=title, original_title=f"Le {title}")
        FranchiseEntryFactory(franchise=franchise, film=film, release_order=number)
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page.context, live_server.url)
    page.goto(f"{live_server.url}/admin/reviews/review/add/")
    page.locator(".field-film .select2-selection").click()
    expect(options(page)).to_have_count(3)
    return page


def options(desk: Page) -> Locator:
    return desk.locator(".select2-results__option:not(.loading-results)")


def test_enter_never_chooses_from_an_outdated_list(desk: Page, violated: list[str]) -> None:
    # The list is still the whole one when the keys are pressed that choose.
    desk.keyboard.type("baller")
    desk.keyboard.press("Control+Space")
    desk.keyboard.press("Enter")
    expect(options(desk)).to_have_count(1)
    expect(options(desk)).to_have_text(["Ballerina (2025)Le Ballerina"])
    chosen = desk.locator("#id_film")
    expect(chosen).to_have_value("")
    assert violations_in_both_themes(desk, ".select2-dropdown") == []
    desk.keyboard.press("Enter")
    expect(chosen).to_have_value(str(Film.objects.get(title="Ballerina").pk))
    assert violated == []


def test_a_click_never_chooses_from_an_outdated_list(desk: Page) -> None:
    asked: list[Route] = []
    desk.route(REQUESTS, lambda route: asked.append(route))
    with desk.expect_request(REQUESTS):
        desk.keyboard.type("baller")
    options(desk).filter(has_text="A Day").click()
    expect(options(desk)).to_have_count(3)
    chosen = desk.locator("#id_film")
    expect(chosen).to_have_value("")
    expect(desk.locator(".select2-search__field:focus")).to_have_value("baller")
    for route in asked:
        route.continue_()
    expect(options(desk)).to_have_count(1)
    options(desk).click()
    expect(chosen).to_have_value(str(Film.objects.get(title="Ballerina").pk))


@pytest.mark.parametrize(
    "failing",
    [
        pytest.param(lambda route: route.abort(), id="no network", marks=pytest.mark.soak),
        pytest.param(lambda route: route.fulfill(status=500), id="error"),
        pytest.param(lambda route: route.fulfill(status=403), id="refused", marks=pytest.mark.soak),
    ],
)
def test_a_list_that_cannot_be_reached_says_so(
    desk: Page, page_errors: list[str], failing: Any
) -> None:
    desk.route(REQUESTS, failing)
    desk.keyboard.type("baller")
    expect(options(desk)).to_have_text([FAILED])
    said = desk.locator(".select2-dropdown").get_by_role("status")
    expect(said).to_have_text(FAILED)
    assert violations_in_both_themes(desk, ".select2-dropdown") == []
    expect(options(desk)).to_be_disabled()
    # Enter is a key that tries again, too.
    with desk.expect_request(REQUESTS):
        desk.keyboard.press("Enter")
    expect(said).to_have_text(FAILED)
    desk.unroute(REQUESTS)
    desk.keyboard.type("i")
    expect(options(desk)).to_have_text(["Ballerina (2025)Le Ballerina"])
    expect(said).to_be_empty()
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_film")).to_have_value(str(Film.objects.get(title="Ballerina").pk))
    page_errors.clear()


def test_a_list_after_the_session_has_ended_says_so(desk: Page, live_server: Any) -> None:
    desk.context.clear_cookies()
    desk.keyboard.type("baller")
    expect(options(desk)).to_have_text([FAILED])
    sign_in(desk.context, live_server.url)
    desk.keyboard.type("i")
    expect(options(desk)).to_have_text(["Ballerina (2025)Le Ballerina"])


class TestCriticOfANewAccount:
    @pytest.fixture(autouse=True)
    def critics(self, transactional_db: None) -> None:
        CriticFactory(display_name="Ann Poe", user=UserFactory())
        for name in ("Ann Free", "Jane Doe"):
            CriticFactory(display_name=name)

    def test_is_suggested(self, page: Page, live_server: Any, violated: list[str]) -> None:
        sign_in(page.context, live_server.url)
        page.goto(f"{live_server.url}/admin/auth/user/add/")
        page.locator(".field-critic .select2-selection").click()
        page.keyboard.type("ann")
        expect(options(page)).to_have_text(["Ann Free"])
        assert violations_in_both_themes(page, "#content-main") == []
        page.keyboard.press("Enter")
        expect(page.locator("#id_critic option:checked")).to_have_text("Ann Free")
        assert violated == []

    def test_without_javascript_is_in_a_list(
        self, page_without_javascript: Page, live_server: Any
    ) -> None:
        page = page_without_javascript
        sign_in(page.context, live_server.url)
        page.goto(f"{live_server.url}/admin/auth/user/add/")
        page.locator("#id_critic").select_option("Jane Doe")
