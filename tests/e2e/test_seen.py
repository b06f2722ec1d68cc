"""The list of films seen in a real browser: marking a film, and the curtains that it opens."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from editions.publishing import publish
from films.models import Film
from reviews.models import Review
from tests.e2e.axe import violations
from tests.factories import (
    CastCritiqueFactory,
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)

MARK = "I’ve seen this film"
OWN, BOTH, OTHER = "story-1", "story-2", "story-3"
INLINE, INNER = "opening-1-1", "story-1-1"
SECRETS = {
    OWN: "All die here.",
    BOTH: "They are the same man.",
    OTHER: "The first one was a dream.",
    INLINE: "her sister",
    INNER: "the dog survives",
}


COUNT_FETCHES = """
let atOnce = 0;
window.mostAtOnce = 0;
const fetched = window.fetch;
window.fetch = async (...asked) => {
  window.mostAtOnce = Math.max(window.mostAtOnce, ++atOnce);
  try {
    await new Promise((done) => setTimeout(done, 100)); // so that they overlap
    return await fetched(...asked);
  } finally {
    atOnce -= 1;
  }
};
"""


def one_review() -> tuple[Film, Film, Review]:
    """Two films and a review of the first, with five curtains.

    Of the first film: one in a sentence, and one around a passage with a third in it. One of both
    films, and one of the second film alone.
    """
    train = FilmFactory(title="The Train", slug="the-train")
    ship = FilmFactory(title="The Ship", slug="the-ship")
    review = ReviewFactory(film=train, slug="the-review", meta_description="About it.")
    SectionFactory(review=review, position=1, heading="", body="The envoy is >!her sister!<.")
    for position, (key, spoils) in enumerate(
        ((OWN, []), (BOTH, [train, ship]), (OTHER, [ship])), 2
    ):
        SectionFactory(
            review=review,
            position=position,
            placement="full_story",
            heading="",
            body=SECRETS[key] + (" But >!the dog survives!<." if key == OWN else ""),
            curtain_label=f"Label of {key}",
            spoils=spoils,
        )
    VerdictFactory(review=review)
    publish(review=review)
    return train, ship, review


@pytest.fixture
def rows(planted: Any) -> tuple[Film, Film, Review]:
    found: tuple[Film, Film, Review] = planted(one_review)
    return found


@pytest.fixture
def train(rows: tuple[Film, Film, Review]) -> Film:
    return rows[0]


@pytest.fixture
def ship(rows: tuple[Film, Film, Review]) -> Film:
    return rows[1]


@pytest.fixture
def review(rows: tuple[Film, Film, Review]) -> Review:
    return rows[2]


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The paths that the page has requested, without static files and pictures."""
    asked: list[str] = []

    def note(path: str) -> None:
        if not path.startswith(("static/", "media/")):
            asked.append(f"/{path}")

    page.on("request", lambda request: note(request.url.split("/", 3)[3]))
    return asked


@pytest.fixture
def site(page: Page, live_server: Any, review: Review) -> Callable[[str], Page]:
    """Opens a path of the site."""

    def go(path: str) -> Page:
        page.goto(f"{live_server.url}{path}")
        return page

    return go


def listed(page: Page) -> list[str]:
    """The titles in this browser's list."""
    text = page.evaluate("localStorage.getItem('seen')")
    return [film["title"] for film in json.loads(text)["films"]] if text else []


def keep(page: Page, *films: Film) -> None:
    """Put ``films`` on the list in the browser's storage."""
    entries = [
        {"id": film.pk, "title": film.title, "slug": film.slug, "year": film.year} for film in films
    ]
    kept = json.dumps({"version": 1, "films": entries})
    page.evaluate("kept => localStorage.setItem('seen', kept)", kept)


def is_open(page: Page) -> dict[str, bool]:
    """Whether each of the page's curtains is open, by its key."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("spoiler-curtain")].map(
          (curtain) => [curtain.id.replace("curtain-", ""), curtain.open]))"""
    )


def curtain(page: Page, key: str) -> Locator:
    return page.locator(f"#curtain-{key}")


def wait_for(page: Page, *keys: str) -> None:
    """Wait until the curtains ``keys`` are open, and no other."""
    for key in keys:
        expect(curtain(page, key)).to_contain_text(SECRETS[key])
    expect(page.locator("spoiler-curtain[aria-busy]")).to_have_count(0)
    assert {key for key, opened in is_open(page).items() if opened} == set(keys)


def in_both_themes(page: Page) -> list[str]:
    """The violations that axe finds, in the dark theme those of contrast."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light")
    return found


def fragments(asked: list[str]) -> list[str]:
    """The keys of the curtains that were fetched."""
    return [path.split("/")[-2] for path in asked if "/curtains/" in path]


class TestMarking:
    def test_a_film_is_kept_without_a_request(self, site, asked):
        page = site("/films/the-train/")
        mark = page.get_by_role("button", name=MARK)
        expect(mark).to_have_attribute("aria-pressed", "false")
        asked.clear()
        mark.click()
        expect(mark).to_have_attribute("aria-pressed", "true")
        assert (listed(page), asked) == (["The Train"], [])

        page.reload()
        expect(mark).to_have_attribute("aria-pressed", "true")
        mark.focus()
        page.keyboard.press("Space")
        expect(mark).to_have_attribute("aria-pressed", "false")
        assert listed(page) == []

    def test_on_a_review_opens_the_curtains_of_its_film_alone(self, site, asked):
        page = site("/reviews/the-review/")
        asked.clear()
        page.get_by_role("button", name=MARK).click()
        wait_for(page, INLINE, OWN, INNER)
        assert sorted(fragments(asked)) == sorted([INLINE, OWN, INNER])
        assert len(asked) == 3

    def test_unmarking_closes_only_what_the_list_opened(self, site):
        page = site("/reviews/the-review/")
        mark = page.get_by_role("button", name=MARK)
        curtain(page, OTHER).get_by_role("button").click()
        expect(curtain(page, OTHER)).to_contain_text(SECRETS[OTHER])
        mark.click()
        wait_for(page, INLINE, OWN, INNER, OTHER)
        mark.click()
        wait_for(page, OTHER)
        mark.click()
        wait_for(page, INLINE, OWN, INNER, OTHER)

    def test_in_another_tab_shows_in_this_one(self, site, page, live_server, train):
        site("/reviews/the-review/")
        other = page.context.new_page()
        other.goto(f"{live_server.url}/films/the-train/")
        other.get_by_role("button", name=MARK).click()
        wait_for(page, INLINE, OWN, INNER)
        expect(page.get_by_role("button", name=MARK)).to_have_attribute("aria-pressed", "true")
        other.get_by_role("button", name=MARK).click()
        wait_for(page)
        other.close()

    def test_in_two_tabs_keeps_both_films(self, site, page, live_server, train, ship):
        site("/films/the-train/")
        other = page.context.new_page()
        other.goto(f"{live_server.url}/films/the-ship/")
        page.get_by_role("button", name=MARK).click()
        other.get_by_role("button", name=MARK).click()
        assert listed(page) == ["The Train", "The Ship"]
        other.close()

    def test_keeps_what_another_tab_has_written_without_an_event(self, site, ship):
        page = site("/films/the-train/")
        keep(page, ship)  # Writing in the same tab causes no storage event.
        page.get_by_role("button", name=MARK).click()
        assert listed(page) == ["The Ship", "The Train"]

    def test_is_kept_when_the_address_of_the_film_changes(self, site, train):
        site("/films/the-train/").get_by_role("button", name=MARK).click()
        train.slug = "the-express"
        train.save()
        page = site("/films/the-express/")
        expect(page.get_by_role("button", name=MARK)).to_have_attribute("aria-pressed", "true")
        site("/seen/").get_by_role("link", name="The Train").click()
        expect(page).to_have_url(re.compile("/films/the-express/$"))

    def test_moves_nothing_when_the_script_arrives(self, site, page, live_server):
        """The page reserves the space of the button before the script has loaded."""
        page.route("**/js/seen.js", lambda route: route.abort())
        site("/reviews/the-review/")
        below = page.locator("#opening-1")
        before = below.bounding_box()
        expect(page.locator(".seen")).to_be_hidden()
        page.unroute("**/js/seen.js")
        page.reload()
        expect(page.get_by_role("button", name=MARK)).to_be_visible()
        assert below.bounding_box() == before

    @pytest.fixture(autouse=True)
    def _blocked_scripts_are_meant(self, request, page_errors):
        yield
        if "moves_nothing" in request.node.name:
            page_errors.clear()


class TestOpeningAutomatically:
    @pytest.fixture
    def remembering(self, site, asked, train):
        """The review, opened by a reader who has seen its film."""
        page = site("/about/")
        keep(page, train)
        asked.clear()
        site("/reviews/the-review/")
        wait_for(page, INLINE, OWN, INNER)
        return page

    def test_requests_the_page_and_the_curtains_that_open(self, remembering, asked):
        assert asked[0] == "/reviews/the-review/"
        assert sorted(fragments(asked)) == sorted([INLINE, OWN, INNER])
        assert len(asked) == 4

    def test_names_the_film(self, remembering):
        why = curtain(remembering, OWN).locator(".curtain__why").first
        expect(why).to_have_text("Open because you’ve seen The Train.")
        expect(curtain(remembering, INLINE).locator(".curtain__content")).to_have_attribute(
            "title", "Open because you’ve seen The Train."
        )
        close = curtain(remembering, INLINE).get_by_role("button")
        expect(close).to_have_accessible_description("Open because you’ve seen The Train.")

    def test_needs_every_film_of_a_curtain(self, site, page, train, ship):
        site("/about/")
        keep(page, train, ship)
        site("/reviews/the-review/")
        wait_for(page, *SECRETS)
        why = curtain(page, BOTH).locator(".curtain__why")
        expect(why).to_have_text(
            re.compile("^Open because you’ve seen The (Train|Ship) and The (Train|Ship).$")
        )

    def test_moves_neither_focus_nor_page(self, remembering):
        assert remembering.evaluate("document.activeElement === document.body")
        assert remembering.evaluate("scrollY") == 0
        expect(remembering.get_by_role("status")).to_have_text(
            "Curtains open because of the films that you’ve seen: 3. Still closed: 2."
        )
        name = "e => getComputedStyle(e, '::before').animationName"
        assert curtain(remembering, OWN).evaluate(name) == "none"

    def test_is_announced_once(self, site, page, train, ship):
        site("/about/")
        keep(page, train, ship)
        page.add_init_script(
            """addEventListener("DOMContentLoaded", () => {
              window.said = [];
              const status = document.getElementById("curtain-words");
              new MutationObserver(() => window.said.push(status.textContent)).observe(
                status, { childList: true });
            })"""
        )
        site("/reviews/the-review/")
        wait_for(page, *SECRETS)
        expect(page.get_by_role("status")).to_have_text(
            "Curtains open because of the films that you’ve seen: 5. Still closed: 0."
        )
        assert len(page.evaluate("window.said")) == 1

    def test_can_be_undone_for_this_page(self, remembering, site, live_server):
        note = remembering.locator(".memory")
        expect(note).to_contain_text(
            "Curtains open because of the films that you’ve seen: 3. Still closed: 2."
        )
        note.get_by_role("button", name="Close them again").click()
        wait_for(remembering)
        assert [secret for secret in SECRETS.values() if secret in remembering.content()] == []
        expect(note).to_contain_text(
            "Curtains open because of the films that you’ve seen: 0. Still closed: 4."
        )
        expect(note.get_by_role("button")).to_be_focused()
        expect(remembering.get_by_role("status")).to_have_text(
            "Curtains open because of the films that you’ve seen: 0. Still closed: 4."
        )

        remembering.goto(f"{live_server.url}/about/")
        remembering.go_back()
        expect(note).to_be_visible()
        wait_for(remembering)
        remembering.reload()
        expect(note).to_be_visible()
        wait_for(remembering)

        note.get_by_role("button", name="Open them again").click()
        wait_for(remembering, INLINE, OWN, INNER)
        expect(note.get_by_role("button", name="Close them again")).to_be_focused()

    def test_happens_again_on_a_new_visit(self, remembering, site):
        remembering.get_by_role("button", name="Close them again").click()
        wait_for(remembering)
        site("/about/")
        site("/reviews/the-review/")
        wait_for(remembering, INLINE, OWN, INNER)

    def test_leaves_closed_what_the_reader_closed(self, remembering, live_server):
        curtain(remembering, OWN).get_by_role("button", name="Close").first.click()
        wait_for(remembering, INLINE)
        remembering.goto(f"{live_server.url}/about/")
        remembering.go_back()
        wait_for(remembering, INLINE)

    def test_opens_it_again_when_its_film_is_marked_again(self, remembering):
        curtain(remembering, OWN).get_by_role("button", name="Close").first.click()
        wait_for(remembering, INLINE)
        mark = remembering.get_by_role("button", name=MARK)
        mark.click()
        wait_for(remembering)
        mark.click()
        wait_for(remembering, INLINE, OWN, INNER)

    def test_escape_leaves_them_open_and_hide_all_closes_them(self, remembering):
        """Escape closes only what the reader opened."""
        curtain(remembering, OTHER).get_by_role("button").click()
        expect(curtain(remembering, OTHER)).to_contain_text(SECRETS[OTHER])
        remembering.keyboard.press("Escape")
        wait_for(remembering, INLINE, OWN, INNER)
        remembering.keyboard.press("Escape")
        wait_for(remembering, INLINE, OWN, INNER)
        remembering.get_by_text("Hide all again").click()
        wait_for(remembering)

    def test_opens_an_inner_curtain_once_the_outer_is_open(self, site, page, train, ship):
        """The outer curtain names a film that is not on the list."""
        site("/about/")
        review = ReviewFactory(film=train, slug="nested", meta_description="About it.")
        SectionFactory(
            review=review,
            placement="full_story",
            body='Outer. >!the dog survives!<{spoils="the-ship"}',
            curtain_label="Outer",
        )
        VerdictFactory(review=review)
        publish(review=review)
        keep(page, ship)
        site("/reviews/nested/")
        wait_for(page)
        curtain(page, OWN).get_by_role("button").click()
        expect(curtain(page, INNER)).to_contain_text(SECRETS[INNER])
        expect(curtain(page, INNER).locator(".curtain__content")).to_have_attribute(
            "title", "Open because you’ve seen The Ship."
        )

    def test_fetches_at_most_three_at_once(self, site, page, train, live_server):
        review = ReviewFactory(film=train, slug="many", meta_description="About it.")
        SectionFactory(review=review, body="\n\n".join(f"A >!secret {n}!<." for n in range(9)))
        VerdictFactory(review=review)
        publish(review=review)
        site("/about/")
        keep(page, train)
        page.add_init_script(COUNT_FETCHES)
        site("/reviews/many/")
        expect(page.locator(".curtain--open")).to_have_count(9)
        assert page.evaluate("mostAtOnce") == 3

    def test_a_failure_is_shown_and_the_others_open(self, site, page, train, page_errors):
        site("/about/")
        keep(page, train)
        page.route("**/curtains/story-1/", lambda route: route.abort())
        site("/reviews/the-review/")
        expect(curtain(page, OWN)).to_contain_text(
            "The curtain is stuck: the text could not be loaded."
        )
        wait_for(page, INLINE)
        expect(page.locator(".memory")).to_contain_text("1. Still closed: 3.")
        page.unroute("**/curtains/story-1/")
        curtain(page, OWN).get_by_role("button").click()
        wait_for(page, INLINE, OWN, INNER)
        page_errors.clear()

    def test_a_click_while_it_is_fetched_counts_as_the_readers(self, site, page, train):
        site("/about/")
        keep(page, train)
        waiting: list[Route] = []

        def hold_the_first(route: Route) -> None:
            if waiting:
                route.continue_()
            waiting.append(route)

        page.route("**/curtains/story-1/", hold_the_first)
        site("/reviews/the-review/")
        expect(curtain(page, OWN)).to_have_attribute("aria-busy", "true")
        wait_for_others = curtain(page, INLINE).locator(".curtain__content")
        expect(wait_for_others).to_be_visible()
        curtain(page, OWN).locator(".curtain__draw").first.click()
        content = curtain(page, OWN).locator(".curtain__content").first
        expect(content).to_be_focused()
        expect(curtain(page, OWN).locator(".curtain__why").first).to_be_empty()

    def test_unmarking_while_it_is_fetched_leaves_it_closed(self, site, page, train):
        site("/about/")
        keep(page, train)
        waiting: list[Route] = []
        page.route("**/curtains/story-1/", lambda route: waiting.append(route))
        site("/reviews/the-review/")
        expect(curtain(page, OWN)).to_have_attribute("aria-busy", "true")
        page.get_by_role("button", name=MARK).click()
        wait_for(page)
        expect(page.locator(".curtain__failure")).to_have_count(0)

    def test_print_shows_what_the_screen_shows(self, remembering):
        remembering.emulate_media(media="print")
        expect(curtain(remembering, OWN).locator(".curtain__content").first).to_be_visible()
        expect(remembering.get_by_role("button", name=MARK)).to_be_hidden()

    def test_has_no_axe_violation(self, remembering):
        assert in_both_themes(remembering) == []
        remembering.get_by_role("button", name="Close them again").click()
        wait_for(remembering)
        assert violations(remembering, ".memory") == []


class TestSecretAppearances:
    def test_of_a_film_open_for_readers_who_have_seen_it(self, site, page, train):
        secret = PersonFactory(name="Secret Star")
        CreditFactory(film=train, person=secret, is_spoiler=True)
        site("/films/the-train/")
        assert "Secret Star" not in page.content()
        page.get_by_role("button", name=MARK).click()
        expect(curtain(page, "credits")).to_contain_text("Secret Star")
        expect(curtain(page, "credits")).to_contain_text("Open because you’ve seen The Train.")
        page.get_by_role("button", name=MARK).click()
        expect(page.locator("main")).not_to_contain_text("Secret Star")

    def test_of_a_person_do_not_open_automatically(self, site, page, train, ship, review):
        """A curtain in a review's text on the performance does: it names its film."""
        person = PersonFactory(name="Known Face", slug="known-face")
        credit = CreditFactory(film=train, person=person)
        CreditFactory(film=ship, person=person, is_spoiler=True)
        CastCritiqueFactory(review=review, credits=[credit], body="He >!is the brakeman!<.")
        publish(review=review)
        site("/about/")
        keep(page, train, ship)
        site("/people/known-face/")
        expect(page.locator(".performance")).to_contain_text("is the brakeman")
        expect(page.locator(".memory")).to_contain_text("1. Still closed: 1.")
        assert "The Ship" not in page.content()
        assert violations(page, ".performance") == []


class TestFranchise:
    @pytest.fixture
    def line(self, site, train, ship):
        """Released in the order Train, Ship, Plane; the story order is Plane, Train, Ship."""
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        first = FranchiseEntryFactory(franchise=franchise, film=train, release_order=1)
        FranchiseEntryFactory(franchise=franchise, film=ship, release_order=2, after=first)
        FranchiseEntryFactory(
            franchise=franchise, film__title="The Plane", release_order=3, before=first
        )
        FranchiseEntryFactory(
            franchise=franchise, film__title="To come", film__status="planned", release_order=4
        )
        return site("/franchises/the-line/")

    def test_marks_up_to_a_film_in_the_order_of_release(self, line, asked):
        asked.clear()
        line.get_by_label("I’ve seen up to").select_option("The Ship")
        line.get_by_role("button", name="Add them to my list").click()
        expect(line.get_by_role("status")).to_have_text("Now on your list: The Train and The Ship.")
        assert (listed(line), asked) == (["The Train", "The Ship"], [])

    def test_marks_up_to_a_film_in_the_order_of_the_story(self, line):
        line.get_by_role("radio", name="in order of the story").check()
        films = line.get_by_label("I’ve seen up to")
        assert films.locator("option").all_inner_texts() == ["The Plane", "The Train", "The Ship"]
        films.select_option("The Train")
        films.focus()
        line.keyboard.press("Tab")
        line.keyboard.press("Enter")
        expect(line.get_by_role("status")).to_contain_text("The Plane and The Train")
        assert listed(line) == ["The Plane", "The Train"]

    def test_undo_leaves_what_was_on_the_list_before(self, line, train):
        keep(line, train)
        line.reload()
        line.get_by_label("I’ve seen up to").select_option("The Plane")
        line.get_by_role("button", name="Add them to my list").click()
        assert listed(line) == ["The Train", "The Ship", "The Plane"]
        line.get_by_role("button", name="Undo").click()
        expect(line.get_by_role("status")).to_have_text("The list is as before.")
        assert listed(line) == ["The Train"]
        expect(line.get_by_role("button", name="Undo")).to_be_hidden()

    def test_says_so_when_all_are_on_the_list_already(self, line, train):
        keep(line, train)
        line.reload()
        line.get_by_role("button", name="Add them to my list").click()
        expect(line.get_by_role("status")).to_have_text("They were all on your list already.")

    def test_has_no_axe_violation(self, line):
        line.get_by_role("button", name="Add them to my list").click()
        assert in_both_themes(line) == []


class TestTheList:
    @pytest.fixture
    def list_(self, site, page, train, ship):
        site("/about/")
        keep(page, train, ship)
        return site("/seen/")

    def titles(self, page: Page) -> list[str]:
        return page.locator(".stub cite").all_inner_texts()

    def test_is_sorted_by_title_and_makes_no_request(self, site, page, asked, train, ship):
        site("/about/")
        keep(page, train, ship)
        asked.clear()
        site("/seen/")
        expect(page.get_by_text("Films: 2")).to_be_visible()
        assert (self.titles(page), asked) == (["The Ship", "The Train"], ["/seen/"])
        page.get_by_role("link", name="The Ship").click()
        expect(page).to_have_url(re.compile("/films/the-ship/$"))

    def test_removes_a_film_and_restores_it(self, list_):
        list_.get_by_role("button", name="Remove The Ship from the list").click()
        expect(list_.get_by_role("status")).to_have_text("Removed from the list: The Ship.")
        expect(list_.get_by_role("button", name="Remove The Train from the list")).to_be_focused()
        assert (self.titles(list_), listed(list_)) == (["The Train"], ["The Train"])
        list_.get_by_role("button", name="Undo").click()
        assert self.titles(list_) == ["The Ship", "The Train"]

    def test_is_cleared_and_restored(self, list_, train):
        list_.get_by_role("button", name="Clear the list").click()
        expect(list_.get_by_role("status")).to_have_text("The list is empty now.")
        expect(list_.get_by_text("Your list is empty.")).to_be_visible()
        expect(list_.get_by_role("button", name="Clear the list")).to_be_disabled()
        assert listed(list_) == []
        expect(list_.get_by_role("button", name="Undo")).to_be_focused()
        list_.get_by_role("button", name="Undo").click()
        assert sorted(listed(list_)) == ["The Ship", "The Train"]

    def test_is_saved_to_a_file_and_read_from_it(self, list_, browser: Browser, live_server):
        with list_.expect_download() as downloading:
            list_.get_by_role("button", name="Save as a file").click()
        file = Path(downloading.value.path())
        name = downloading.value.suggested_filename
        assert re.fullmatch(r"films-seen-\d{4}-\d\d-\d\d\.json", name)
        saved = json.loads(file.read_text())
        assert (saved["format"], saved["version"]) == ("curtain-seen", 1)
        assert [film["title"] for film in saved["films"]] == ["The Train", "The Ship"]
        assert file.read_text().count("\n") > 10

        context = browser.new_context()
        elsewhere = context.new_page()
        elsewhere.goto(f"{live_server.url}/films/the-train/")
        elsewhere.get_by_role("button", name=MARK).click()
        elsewhere.goto(f"{live_server.url}/seen/")
        elsewhere.get_by_label("Add from a file").set_input_files(
            {"name": "mine.json", "mimeType": "application/json", "buffer": file.read_bytes()}
        )
        expect(elsewhere.get_by_role("status")).to_have_text(
            "Films from “mine.json”: 1 new, 1 already on your list."
        )
        assert self.titles(elsewhere) == ["The Ship", "The Train"]
        context.close()

    BAD_FILES = (
        ("{", "bad.json” is not a saved list"),
        ("[]", "bad.json” is not a saved list"),
        ("null", "bad.json” is not a saved list"),
        ({"format": "other"}, "bad.json” is not a saved list"),
        ({"films": {}}, "bad.json” is not a saved list"),
        ({"version": 2}, "by another version of this page"),
        ({"site": "example.org"}, "was saved on another site, example.org"),
        ({"films": [None]}, "Film 1 in “bad.json” is incomplete"),
        ({"films": [{"id": 3, "title": "A", "slug": "a"}, {"id": 4}]}, "Film 2 in"),
        ({"films": [{"id": "3", "title": "A", "slug": "a"}]}, "Film 1 in"),
        ({"films": [{"id": 3, "title": " ", "slug": "a"}]}, "Film 1 in"),
        ({"films": [{"id": 3, "title": "A", "slug": "../a"}]}, "Film 1 in"),
    )

    def test_refuses_a_bad_file_and_loses_nothing(self, list_):
        host = list_.evaluate("location.host")
        good = {"format": "curtain-seen", "version": 1, "site": host, "films": []}
        status = list_.get_by_role("status")
        for change, sentence in self.BAD_FILES:
            status.evaluate("status => { status.textContent = '' }")
            text = change if isinstance(change, str) else json.dumps(good | change)
            list_.get_by_label("Add from a file").set_input_files(
                {"name": "bad.json", "mimeType": "application/json", "buffer": text.encode()}
            )
            expect(status, f"after {change}").to_contain_text(sentence)
            expect(status, f"after {change}").to_contain_text("Your list has not changed.")
            assert (change, listed(list_)) == (change, ["The Train", "The Ship"])

    def test_shows_a_title_from_a_file_as_text(self, list_):
        host = list_.evaluate("location.host")
        film = {"id": 99, "title": "<img src=x onerror=alert(1)>", "slug": "x", "year": 1999}
        text = json.dumps({"format": "curtain-seen", "version": 1, "site": host, "films": [film]})
        list_.get_by_label("Add from a file").set_input_files(
            {"name": "odd.json", "mimeType": "application/json", "buffer": text.encode()}
        )
        expect(list_.get_by_role("link", name=film["title"])).to_be_visible()

    def test_follows_another_tab(self, list_, page, live_server):
        other = page.context.new_page()
        other.goto(f"{live_server.url}/films/the-train/")
        other.get_by_role("button", name=MARK).click()
        expect(list_.get_by_text("Films: 1")).to_be_visible()
        other.close()

    def test_has_no_axe_violation_full_or_empty(self, list_):
        assert in_both_themes(list_) == []
        list_.get_by_role("button", name="Clear the list").click()
        assert in_both_themes(list_) == []

    def test_fits_320_pixels(self, list_, train):
        train.title = "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2
        keep(list_, train)
        list_.set_viewport_size({"width": 320, "height": 640})
        list_.reload()
        expect(list_.locator(".stub")).to_have_count(1)
        assert list_.evaluate("document.documentElement.scrollWidth") == 320


class TestFailingStorage:
    """The page says what happened to the list and goes on."""

    BLOCKED = """Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("No.", "SecurityError"); } })"""
    FULL = """Storage.prototype.setItem = () => {
      throw new DOMException("Full.", "QuotaExceededError"); }"""

    @pytest.mark.parametrize("failing", [BLOCKED, FULL])
    def test_marks_the_film_on_this_page_and_says_so(self, site, page, failing):
        page.add_init_script(failing)
        site("/reviews/the-review/")
        expect(page.get_by_role("alert")).to_be_empty()
        mark = page.get_by_role("button", name=MARK)
        mark.click()
        wait_for(page, INLINE, OWN, INNER)
        expect(mark).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("alert")).to_contain_text("Your browser did not store this")
        assert violations(page, ".seen") == []
        mark.click()
        wait_for(page)

    @pytest.mark.parametrize("failing", [BLOCKED, FULL])
    def test_is_reported_on_the_page_of_a_franchise(self, site, page, train, failing):
        FranchiseEntryFactory(franchise__slug="the-line", film=train)
        page.add_init_script(failing)
        site("/franchises/the-line/")
        page.get_by_role("button", name="Add them to my list").click()
        expect(page.get_by_role("alert")).to_contain_text("Your browser did not store this")
        expect(page.get_by_role("status")).to_have_text("Now on your list: The Train.")
        site("/seen/")
        expect(page.get_by_text("Your list is empty.")).to_be_visible()

    def test_an_unreadable_list_is_set_aside(self, site, page):
        alert = page.get_by_role("alert")
        site("/about/")
        for text in (
            *("{", "null", "[]", ""),
            *('{"films": 3}', '{"films": [null]}', '{"films": [{"id": 1}]}'),
        ):
            page.evaluate("localStorage.clear()")
            page.evaluate("text => localStorage.setItem('seen', text)", text)
            site("/seen/")
            expect(alert, text).to_contain_text("could not be read")
            expect(page.get_by_text("Your list is empty."), text).to_be_visible()
            site("/films/the-train/")
            page.get_by_role("button", name=MARK).click()
            expect(alert, text).to_contain_text("It was set aside")
            assert (text, listed(page)) == (text, ["The Train"])
            assert page.evaluate("localStorage.getItem('seen-unreadable')") == text
        page.reload()
        expect(page.get_by_role("button", name=MARK)).to_have_attribute("aria-pressed", "true")

    def test_a_list_cleared_by_another_tab_is_empty(self, site, page, live_server, train):
        site("/about/")
        keep(page, train)
        site("/reviews/the-review/")
        wait_for(page, INLINE, OWN, INNER)
        other = page.context.new_page()
        other.goto(f"{live_server.url}/about/")
        other.evaluate("localStorage.clear()")
        wait_for(page)
        other.close()


class TestWithoutJavaScript:
    def test_no_control_is_shown(self, browser: Browser, live_server, review):
        FranchiseEntryFactory(franchise__slug="the-line", film=review.film)
        controls = ".seen, .up-to, .seen-list, .memory"
        with browser.new_context(java_script_enabled=False) as context:
            page = context.new_page()
            for path in ("films/the-train", "reviews/the-review", "franchises/the-line", "seen"):
                page.goto(f"{live_server.url}/{path}/")
                expect(page.get_by_role("button")).to_have_count(0)
                expect(page.get_by_role("combobox")).to_have_count(0)
                expect(page.locator(controls).locator("visible=true")).to_have_count(0)
            expect(page.get_by_text("The list needs JavaScript")).to_be_visible()


class TestPrivacy:
    def test_the_list_is_in_no_cookie_and_no_request(self, site, page, train, ship):
        site("/about/")
        keep(page, train, ship)
        sent: list[str] = []
        page.on(
            "request",
            lambda request: sent.append(
                f"{request.method} {request.url} {request.post_data} {request.all_headers()}"
            ),
        )
        for path in ("/reviews/the-review/", "/films/the-train/", "/seen/"):
            site(path)
        expect(page.get_by_text("Films: 2")).to_be_visible()
        assert page.context.cookies() == []
        assert [line for line in sent if not line.startswith("GET ")] == []
        assert [line for line in sent if "cookie" in line.lower()] == []
        assert [line for line in sent if "the-ship" in line or "The Ship" in line] == []
