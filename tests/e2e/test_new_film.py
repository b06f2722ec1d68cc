"""The short form for a new film, in the panel beside a review and on its own page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from films.models import Film, FranchiseEntry
from tests.desk.tmdb.server import Tmdb, running
from tests.e2e.axe import violations_in_both_themes
from tests.e2e.logins import sign_in
from tests.factories import CreditFactory, FilmFactory, FranchiseFactory, picture_bytes


@pytest.fixture
def desk(page: Page, live_server: Any) -> Page:
    """The form of a new review with a headline."""
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page.context, live_server.url)
    page.goto(f"{live_server.url}/admin/reviews/review/add/")
    page.get_by_label("Headline").fill("Typed before")
    return page


def panel_of(desk: Page) -> Locator:
    """The panel, opened for the field of the film."""
    desk.locator(".field-film").get_by_role("button", name="New film").press("Enter")
    panel = desk.locator("#side-panel")
    expect(panel.get_by_label("Title:", exact=True)).to_be_focused()
    return panel


class TestTitle:
    def type_into(self, desk: Page, field: str, words: str) -> None:
        """Type ``words`` into a field with suggestions, and choose nothing."""
        desk.locator(f".field-{field} .select2-selection").click()
        desk.keyboard.type(words)
        expect(desk.locator(".select2-search__field:focus")).to_have_value(words)
        desk.keyboard.press("Escape")

    @pytest.mark.soak
    def test_is_what_was_typed_into_the_field_of_the_film(self, desk: Page) -> None:
        self.type_into(desk, "byline", "Jane")
        title = panel_of(desk).get_by_label("Title:", exact=True)
        expect(title).to_have_value("")
        desk.keyboard.press("Escape")
        self.type_into(desk, "film", "Ballerina")
        self.type_into(desk, "byline", "Jane")
        panel = panel_of(desk)
        expect(title).to_have_value("Ballerina")
        panel.get_by_role("button", name="Add the film").press("Enter")
        expect(panel).to_be_hidden()
        expect(desk.locator(".field-film .select2-selection__rendered")).to_contain_text(
            "Ballerina"
        )


class TestFranchise:
    @pytest.fixture(autouse=True)
    def franchises(self, transactional_db: None) -> None:
        for name in ("Alien", "John Wick"):
            FranchiseFactory(name=name)

    def test_is_suggested_or_new(self, desk: Page, violated: list[str]) -> None:
        panel = panel_of(desk)
        panel.get_by_label("Title:", exact=True).fill("Ballerina")
        panel.locator("summary").press("Enter")
        field = panel.locator(".field-franchise")
        note = field.locator("[data-new-franchise]")
        options = panel.locator(".select2-results__option:not(.loading-results)")
        field.get_by_role("combobox").focus()
        desk.keyboard.type("wick")
        expect(options).to_have_text(["John Wick", "wickNew franchise"])
        assert violations_in_both_themes(desk, "#side-panel") == []
        desk.keyboard.press("Enter")
        chosen = field.locator("select")
        expect(chosen).to_have_value("John Wick")
        expect(note).to_be_hidden()
        desk.keyboard.type("john")
        expect(options).to_have_text(["John Wick", "johnNew franchise"])
        desk.keyboard.press("Enter")
        expect(chosen).to_have_value("John Wick")
        # Escape keeps what is chosen, Tab takes what is typed.
        desk.keyboard.type("Wickverse")
        desk.keyboard.press("Escape")
        expect(chosen).to_have_value("John Wick")
        desk.keyboard.type("Wickverse")
        desk.keyboard.press("Tab")
        expect(chosen).to_have_value("Wickverse")
        expect(note).to_have_text(
            "There is no franchise “Wickverse” yet. Adding the film makes it."
        )
        desk.set_viewport_size({"width": 390, "height": 844})
        desk.keyboard.type("john wick")
        expect(options).to_have_text(["John Wick"])
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390
        expect(options.first).to_be_in_viewport(ratio=1)
        # What is typed is also kept by a click elsewhere.
        panel.get_by_label("Label in the franchise").click()
        expect(chosen).to_have_value("john wick")
        expect(note).to_be_hidden()
        # The browser would leave out a number that it cannot read.
        order = panel.get_by_label("Release order in the franchise")
        order.press_sequentially("2e")
        panel.get_by_role("button", name="Add the film").press("Enter")
        expect(order).to_be_focused()
        order.fill("2")
        panel.get_by_role("button", name="Add the film").press("Enter")
        expect(panel).to_be_hidden()
        assert str(FranchiseEntry.objects.get().franchise) == "John Wick"
        assert violated == []

    @pytest.mark.soak
    def test_is_typed_while_suggestions_cannot_be_reached(
        self, desk: Page, page_errors: list[str]
    ) -> None:
        panel = panel_of(desk)
        panel.get_by_label("Title:", exact=True).fill("Ballerina")
        panel.locator("summary").press("Enter")
        desk.route("**/admin/autocomplete/**", lambda route: route.abort())
        panel.locator(".field-franchise").get_by_role("combobox").focus()
        desk.keyboard.type("Wickverse")
        said = panel.locator(".select2-dropdown").get_by_role("status")
        expect(said).to_have_text(re.compile("^Suggestions cannot be reached"))
        desk.keyboard.press("Tab")
        panel.get_by_role("button", name="Add the film").press("Enter")
        expect(panel).to_be_hidden()
        assert str(FranchiseEntry.objects.get().franchise) == "Wickverse"
        page_errors.clear()

    @pytest.mark.soak
    def test_on_its_own_page_stays_when_the_form_is_refused(
        self, desk: Page, live_server: Any
    ) -> None:
        desk.goto(f"{live_server.url}/admin/films/film/new/")
        desk.locator("summary", has_text="More").click()
        desk.locator(".field-franchise").get_by_role("combobox").focus()
        desk.keyboard.type("wick")
        expect(desk.get_by_role("option", name="John Wick")).to_be_visible()
        desk.keyboard.press("Enter")
        desk.get_by_role("button", name="Add the film").click()
        expect(desk.locator(".field-title .errorlist")).to_be_visible()
        expect(desk.locator(".field-franchise select")).to_have_value("John Wick")

    def test_without_javascript_is_typed(
        self, page_without_javascript: Page, live_server: Any
    ) -> None:
        page = page_without_javascript
        sign_in(page.context, live_server.url)
        page.goto(f"{live_server.url}/admin/films/film/new/")
        page.get_by_label("Title:", exact=True).fill("Ballerina")
        page.locator("summary", has_text="More").click()
        page.get_by_label("Franchise", exact=False).first.fill("Wickverse")
        page.get_by_role("button", name="Add the film").click()
        expect(page.locator(".messagelist")).to_contain_text("“Wickverse” was added")
        assert Film.objects.get().franchises.get().name == "Wickverse"


@pytest.fixture(scope="module")
def server() -> Iterator[Tmdb]:
    with running(picture_bytes(7)) as tmdb:
        yield tmdb


class TestTmdb:
    @pytest.fixture
    def tmdb(self, server: Tmdb, settings: Settings) -> Tmdb:
        server.reset(picture_bytes(7))
        server.set_up(settings)
        return server

    def test_film_is_made_and_chosen_with_its_cast(
        self, desk: Page, tmdb: Tmdb, violated: list[str]
    ) -> None:
        panel = panel_of(desk)
        desk.keyboard.type("Ballerina")
        panel.get_by_role("button", name="Add from TMDB").press("Enter")
        found = panel.get_by_role("link", name="Ballerina (2025)")
        expect(found).to_be_focused()
        assert tmdb.asked[0][1]["query"] == ["Ballerina"]
        expect(panel.get_by_role("heading", level=2).first).to_have_text("Facts from TMDB")
        assert violations_in_both_themes(desk, "#side-panel") == []
        # The search and the links stay in the panel.
        panel.get_by_label("Year").fill("2025")
        panel.get_by_label("Year").press("Enter")
        expect(panel.get_by_label("Year")).to_have_value("2025")
        expect(found).to_be_focused()
        desk.keyboard.press("Enter")
        panel.get_by_role("link", name="Search again").press("Enter")
        panel.get_by_role("link", name="Enter the film without TMDB").press("Enter")
        expect(panel.get_by_label("Title:", exact=True)).to_be_focused()
        expect(panel.get_by_label("Title:", exact=True)).to_have_value("Ballerina")
        panel.get_by_role("button", name="Add from TMDB").press("Enter")
        expect(found).to_be_focused()
        desk.keyboard.press("Enter")
        expect(panel.get_by_role("heading", level=2).first).to_have_text("TMDB on Ballerina")
        assert violations_in_both_themes(desk, "#side-panel") == []
        desk.set_viewport_size({"width": 390, "height": 844})
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390
        desk.set_viewport_size({"width": 1280, "height": 900})
        panel.get_by_role("button", name="Add the film").press("Enter")
        # The film is chosen, and the panel goes on with the cast.
        chosen = desk.locator("#id_film")
        expect(panel.get_by_role("textbox")).to_have_value(re.compile("^Ana de Armas\tEve Macarro"))
        film = Film.objects.get()
        expect(chosen).to_have_value(str(film.pk))
        expect(panel.get_by_role("status").first).to_contain_text("“Ballerina (2025)” was saved.")
        assert violations_in_both_themes(desk, "#side-panel") == []
        # The list is there again after the panel was closed.
        panel.get_by_role("textbox").fill("Ana de Armas as Eve")
        desk.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        desk.get_by_role("button", name="New film").press("Enter")
        expect(panel.get_by_role("textbox")).to_have_value("Ana de Armas as Eve")
        expect(panel.get_by_role("heading", level=2).first).to_have_text(
            "The cast and crew that TMDB names"
        )
        panel.get_by_role("button", name="Check the list").press("Enter")
        panel.get_by_role("button", name="Save the credits").press("Enter")
        expect(panel).to_be_hidden()
        note = desk.locator(".field-film [data-panel-note]")
        expect(note).to_contain_text("1 credit added")
        assert film.credits.count() > 0
        shown = desk.locator(".field-film .select2-selection__rendered")
        expect(shown).to_contain_text("Ballerina (2025)")
        expect(desk.get_by_label("Headline")).to_have_value("Typed before")
        # The next new film begins anew.
        expect(panel_of(desk).get_by_label("Title:", exact=True)).to_have_value("")
        assert violated == []

    @pytest.mark.soak
    def test_film_of_the_site_is_chosen(self, desk: Page, tmdb: Tmdb) -> None:
        film = FilmFactory(title="Ballerina", tmdb_id=tmdb.film["id"])
        CreditFactory(film=film)
        panel = panel_of(desk)
        desk.keyboard.type("Ballerina")
        panel.get_by_role("button", name="Add from TMDB").press("Enter")
        expect(panel.get_by_text("On the site: Ballerina (2025)")).to_be_visible()
        desk.keyboard.press("Enter")
        panel.get_by_role("button", name="Use Ballerina (2025)").press("Enter")
        expect(panel).to_be_hidden()
        expect(desk.locator("#id_film")).to_have_value(str(film.pk))
        expect(desk.get_by_label("Headline")).to_have_value("Typed before")

    def test_what_is_wrong_with_tmdb_is_said_in_the_panel(
        self, desk: Page, tmdb: Tmdb, settings: Settings
    ) -> None:
        panel = panel_of(desk)
        desk.keyboard.type("Ballerina")
        panel.get_by_role("button", name="Add from TMDB").press("Enter")
        found = panel.get_by_role("link", name="Ballerina (2025)")
        expect(found).to_be_focused()
        tmdb.status = 429
        desk.keyboard.press("Enter")
        expect(panel.locator(".messagelist")).to_have_text(re.compile("asked too often"))
        settings.TMDB_API_KEY = ""
        panel.get_by_role("link", name="Enter the film without TMDB").press("Enter")
        panel.get_by_role("button", name="Add from TMDB").press("Enter")
        expect(panel.locator(".errornote")).to_contain_text("TMDB_API_KEY")
        panel.get_by_role("link", name="Enter the film without TMDB").press("Enter")
        expect(panel.get_by_label("Title:", exact=True)).to_be_focused()
