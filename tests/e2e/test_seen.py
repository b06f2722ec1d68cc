"""The list of films seen in a real browser: marking a film, and the curtains that it opens."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from editions.publishing import publish
from films.models import Film
from reviews.models import Review
from tests.e2e.axe import violations, violations_in_both_themes
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


def curtain(page: Page, key: str) -> Locator:
    return page.locator(f"#curtain-{key}")


def wait_for(page: Page, *keys: str) -> None:
    """Wait until the curtains ``keys`` are open, and no other."""
    for key in keys:
        expect(curtain(page, key)).to_contain_text(SECRETS[key])
    expect(page.locator("spoiler-curtain[aria-busy]")).to_have_count(0)
    # What another tab has stored arrives by an event, after the click in it.
    page.wait_for_function(
        """keys => [...document.querySelectorAll("spoiler-curtain")].every(
          (curtain) => curtain.open === keys.includes(curtain.id.replace("curtain-", "")))""",
        arg=keys,
    )


def fragments(asked: list[str]) -> list[str]:
    """The keys of the curtains that were fetched."""
    return [path.split("/")[-2] for path in asked if "/curtains/" in path]


class TestMarking:
    def test_a_film_is_kept_without_a_request(self, site, asked, ship):
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

        # What another tab has written without an event is kept.
        keep(page, ship)  # Writing in the same tab causes no storage event.
        mark.click()
        assert listed(page) == ["The Ship", "The Train"]

    def test_on_a_review_opens_the_curtains_of_its_film_alone(self, site, asked):
        """Unmarking closes only what the list opened."""
        page = site("/reviews/the-review/")
        asked.clear()
        mark = page.get_by_role("button", name=MARK)
        mark.click()
        wait_for(page, INLINE, OWN, INNER)
        assert sorted(fragments(asked)) == sorted([INLINE, OWN, INNER])
        assert len(asked) == 3
        mark.click()
        wait_for(page)

        curtain(page, OTHER).get_by_role("button").click()
        expect(curtain(page, OTHER)).to_contain_text(SECRETS[OTHER])
        mark.click()
        wait_for(page, INLINE, OWN, INNER, OTHER)
        mark.click()
        wait_for(page, OTHER)
        mark.click()
        wait_for(page, INLINE, OWN, INNER, OTHER)

    def test_in_another_tab_shows_in_this_one(self, site, page, live_server):
        site("/reviews/the-review/")
        other = page.context.new_page()
        other.goto(f"{live_server.url}/films/the-train/")
        other.get_by_role("button", name=MARK).click()
        wait_for(page, INLINE, OWN, INNER)
        expect(page.get_by_role("button", name=MARK)).to_have_attribute("aria-pressed", "true")
        other.get_by_role("button", name=MARK).click()
        wait_for(page)

        # Each tab's film is kept.
        other.goto(f"{live_server.url}/films/the-ship/")
        page.get_by_role("button", name=MARK).click()
        other.get_by_role("button", name=MARK).click()
        assert listed(page) == ["The Train", "The Ship"]

    def test_is_kept_when_the_address_of_the_film_changes(self, site, storage):
        coach = FilmFactory(title="The Coach", slug="the-coach")
        keep(storage, coach)
        coach.slug = "the-express"
        coach.save()
        page = site("/films/the-express/")
        expect(page.get_by_role("button", name=MARK)).to_have_attribute("aria-pressed", "true")
        site("/seen/").get_by_role("link", name="The Coach").click()
        expect(page).to_have_url(re.compile("/films/the-express/$"))

    def test_moves_nothing_when_the_script_arrives(self, site, page, page_errors):
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
        page_errors.clear()


class TestOpeningAutomatically:
    @pytest.fixture
    def remembering(self, site, page, asked, storage, train):
        """The review, opened by a reader who has seen its film."""
        keep(storage, train)
        site("/reviews/the-review/")
        wait_for(page, INLINE, OWN, INNER)
        return page

    def test_names_the_film_and_moves_nothing(self, remembering, asked):
        assert asked[0] == "/reviews/the-review/"
        assert sorted(fragments(asked)) == sorted([INLINE, OWN, INNER])
        assert len(asked) == 4

        # Neither focus nor page has moved.
        assert remembering.evaluate("document.activeElement === document.body")
        assert remembering.evaluate("scrollY") == 0
        expect(remembering.get_by_role("status")).to_have_text(
            "Curtains open because of the films that you’ve seen: 3. Still closed: 2."
        )
        remembering.emulate_media(reduced_motion="no-preference")
        name = "e => getComputedStyle(e, '::before').animationName"
        assert curtain(remembering, OWN).evaluate(name) == "none"

        why = curtain(remembering, OWN).locator(".curtain__why").first
        expect(why).to_have_text("Open because you’ve seen The Train.")
        expect(curtain(remembering, INLINE).locator(".curtain__content")).to_have_attribute(
            "title", "Open because you’ve seen The Train."
        )
        close = curtain(remembering, INLINE).get_by_role("button")
        expect(close).to_have_accessible_description("Open because you’ve seen The Train.")

        # Print shows what the screen shows.
        remembering.emulate_media(media="print")
        expect(curtain(remembering, OWN).locator(".curtain__content").first).to_be_visible()
        expect(remembering.get_by_role("button", name=MARK)).to_be_hidden()
        remembering.emulate_media(media="screen")

        assert violations_in_both_themes(remembering) == []
        remembering.get_by_role("button", name="Close them again").click()
        wait_for(remembering)
        assert violations(remembering, ".memory") == []

    def test_needs_every_film_of_a_curtain_and_is_announced_once(
        self, site, page, storage, train, ship
    ):
        keep(storage, train, ship)
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
        why = curtain(page, BOTH).locator(".curtain__why")
        expect(why).to_have_text(
            re.compile("^Open because you’ve seen The (Train|Ship) and The (Train|Ship).$")
        )

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

        # A new visit opens them again.
        note.get_by_role("button", name="Close them again").click()
        wait_for(remembering)
        site("/about/")
        site("/reviews/the-review/")
        wait_for(remembering, INLINE, OWN, INNER)

    def test_leaves_closed_what_the_reader_closed(self, remembering, live_server):
        """Until its film is marked again. Escape closes only what the reader opened."""
        curtain(remembering, OTHER).get_by_role("button").click()
        expect(curtain(remembering, OTHER)).to_contain_text(SECRETS[OTHER])
        remembering.keyboard.press("Escape")
        wait_for(remembering, INLINE, OWN, INNER)
        remembering.keyboard.press("Escape")
        wait_for(remembering, INLINE, OWN, INNER)

        curtain(remembering, OWN).get_by_role("button", name="Close").first.click()
        wait_for(remembering, INLINE)
        remembering.goto(f"{live_server.url}/about/")
        remembering.go_back()
        wait_for(remembering, INLINE)

        mark = remembering.get_by_role("button", name=MARK)
        mark.click()
        wait_for(remembering)
        mark.click()
        wait_for(remembering, INLINE, OWN, INNER)
        remembering.get_by_text("Hide all again").click()
        wait_for(remembering)

    def test_opens_an_inner_curtain_once_the_outer_is_open(self, site, page, storage, train, ship):
        """The outer curtain names a film that is not on the list."""
        review = ReviewFactory(film=train, slug="nested", meta_description="About it.")
        SectionFactory(
            review=review,
            placement="full_story",
            body='Outer. >!the dog survives!<{spoils="the-ship"}',
            curtain_label="Outer",
        )
        VerdictFactory(review=review)
        publish(review=review)
        keep(storage, ship)
        site("/reviews/nested/")
        wait_for(page)
        curtain(page, OWN).get_by_role("button").click()
        expect(curtain(page, INNER)).to_contain_text(SECRETS[INNER])
        expect(curtain(page, INNER).locator(".curtain__content")).to_have_attribute(
            "title", "Open because you’ve seen The Ship."
        )

    @pytest.mark.soak
    def test_fetches_at_most_three_at_once(self, site, page, storage, train):
        review = ReviewFactory(film=train, slug="many", meta_description="About it.")
        SectionFactory(review=review, body="\n\n".join(f"A >!secret {n}!<." for n in range(9)))
        VerdictFactory(review=review)
        publish(review=review)
        keep(storage, train)
        page.add_init_script(COUNT_FETCHES)
        site("/reviews/many/")
        expect(page.locator(".curtain--open")).to_have_count(9)
        assert page.evaluate("mostAtOnce") == 3

    def test_a_failure_is_shown_and_the_others_open(self, site, page, storage, train, page_errors):
        keep(storage, train)
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

    def test_a_click_while_it_is_fetched_counts_as_the_readers(self, site, page, storage, train):
        keep(storage, train)
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

    def test_unmarking_while_it_is_fetched_leaves_it_closed(self, site, page, storage, train):
        keep(storage, train)
        waiting: list[Route] = []
        page.route("**/curtains/story-1/", lambda route: waiting.append(route))
        site("/reviews/the-review/")
        expect(curtain(page, OWN)).to_have_attribute("aria-busy", "true")
        page.get_by_role("button", name=MARK).click()
        wait_for(page)
        expect(page.locator(".curtain__failure")).to_have_count(0)


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

    def test_of_a_person_do_not_open_automatically(self, site, page, storage, train, ship, review):
        """A curtain in a review's text on the performance does: it names its film."""
        person = PersonFactory(name="Known Face", slug="known-face")
        credit = CreditFactory(film=train, person=person)
        CreditFactory(film=ship, person=person, is_spoiler=True)
        CastCritiqueFactory(review=review, credits=[credit], body="He >!is the brakeman!<.")
        publish(review=review)
        keep(storage, train, ship)
        site("/people/known-face/")
        expect(page.locator(".performance")).to_contain_text("is the brakeman")
        expect(page.locator(".memory")).to_contain_text("1. Still closed: 1.")
        assert "The Ship" not in page.content()
        assert violations(page, ".performance") == []


class TestFranchise:
    @pytest.fixture
    def line(self, train, ship):
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

    def test_marks_up_to_a_film_in_either_order(self, line, site, asked):
        page = site("/franchises/the-line/")
        films = page.get_by_label("I’ve seen up to")
        asked.clear()
        films.select_option("The Ship")
        page.get_by_role("button", name="Add them to my list").click()
        expect(page.get_by_role("status")).to_have_text("Now on your list: The Train and The Ship.")
        assert (listed(page), asked) == (["The Train", "The Ship"], [])
        assert violations_in_both_themes(page) == []
        page.get_by_role("button", name="Undo").click()
        assert listed(page) == []

        page.get_by_role("radio", name="in order of the story").check()
        assert films.locator("option").all_inner_texts() == ["The Plane", "The Train", "The Ship"]
        films.select_option("The Train")
        films.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("The Plane and The Train")
        assert listed(page) == ["The Plane", "The Train"]

    @pytest.mark.soak
    def test_leaves_what_was_on_the_list_before(self, line, site, storage, train):
        keep(storage, train)
        page = site("/franchises/the-line/")
        # The first film of the order of release is on the list already.
        page.get_by_role("button", name="Add them to my list").click()
        expect(page.get_by_role("status")).to_have_text("They were all on your list already.")

        page.get_by_label("I’ve seen up to").select_option("The Plane")
        page.get_by_role("button", name="Add them to my list").click()
        assert listed(page) == ["The Train", "The Ship", "The Plane"]
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("status")).to_have_text("The list is as before.")
        assert listed(page) == ["The Train"]
        expect(page.get_by_role("button", name="Undo")).to_be_hidden()


class TestTheList:
    @pytest.fixture
    def list_(self, asked, site, storage, train, ship):
        keep(storage, train, ship)
        return site("/seen/")

    def titles(self, page: Page) -> list[str]:
        return page.locator(".stub cite").all_inner_texts()

    def test_is_sorted_changed_and_restored(self, list_, asked):
        """It makes no request but that for its page."""
        expect(list_.get_by_text("Films: 2")).to_be_visible()
        assert self.titles(list_) == ["The Ship", "The Train"]

        list_.get_by_role("button", name="Remove The Ship from the list").click()
        expect(list_.get_by_role("status")).to_have_text("Removed from the list: The Ship.")
        expect(list_.get_by_role("button", name="Remove The Train from the list")).to_be_focused()
        assert (self.titles(list_), listed(list_)) == (["The Train"], ["The Train"])
        list_.get_by_role("button", name="Undo").click()
        assert self.titles(list_) == ["The Ship", "The Train"]
        assert violations_in_both_themes(list_) == []

        list_.get_by_role("button", name="Clear the list").click()
        expect(list_.get_by_role("status")).to_have_text("The list is empty now.")
        expect(list_.get_by_text("Your list is empty.")).to_be_visible()
        expect(list_.get_by_role("button", name="Clear the list")).to_be_disabled()
        assert listed(list_) == []
        expect(list_.get_by_role("button", name="Undo")).to_be_focused()
        assert violations_in_both_themes(list_) == []
        list_.get_by_role("button", name="Undo").click()
        assert sorted(listed(list_)) == ["The Ship", "The Train"]

        assert asked == ["/seen/"]
        list_.get_by_role("link", name="The Ship").click()
        expect(list_).to_have_url(re.compile("/films/the-ship/$"))

    def test_is_saved_to_a_file_and_read_from_it(self, list_, site, storage, train):
        with list_.expect_download() as downloading:
            list_.get_by_role("button", name="Save as a file").click()
        file = Path(downloading.value.path())
        name = downloading.value.suggested_filename
        assert re.fullmatch(r"films-seen-\d{4}-\d\d-\d\d\.json", name)
        saved = json.loads(file.read_text())
        assert (saved["format"], saved["version"]) == ("curtain-seen", 1)
        assert [film["title"] for film in saved["films"]] == ["The Train", "The Ship"]
        assert file.read_text().count("\n") > 10

        # In another browser.
        keep(storage, train)
        elsewhere = site("/seen/")
        elsewhere.get_by_label("Add from a file").set_input_files(
            {"name": "mine.json", "mimeType": "application/json", "buffer": file.read_bytes()}
        )
        expect(elsewhere.get_by_role("status")).to_have_text(
            "Films from “mine.json”: 1 new, 1 already on your list."
        )
        assert self.titles(elsewhere) == ["The Ship", "The Train"]

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

        # A title from a file is shown as text.
        film = {"id": 99, "title": "<img src=x onerror=alert(1)>", "slug": "x", "year": 1999}
        text = json.dumps(good | {"films": [film]})
        list_.get_by_label("Add from a file").set_input_files(
            {"name": "odd.json", "mimeType": "application/json", "buffer": text.encode()}
        )
        expect(list_.get_by_role("link", name=film["title"])).to_be_visible()

    def test_follows_another_tab(self, list_, page, live_server):
        other = page.context.new_page()
        other.goto(f"{live_server.url}/films/the-train/")
        other.get_by_role("button", name=MARK).click()
        expect(list_.get_by_text("Films: 1")).to_be_visible()

    def test_fits_320_pixels(self, site, page, storage, train):
        train.title = "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2
        keep(storage, train)
        page.set_viewport_size({"width": 320, "height": 640})
        site("/seen/")
        expect(page.locator(".stub")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


class TestFailingStorage:
    """The page says what happened to the list and goes on."""

    BLOCKED = """Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("No.", "SecurityError"); } })"""
    FULL = """Storage.prototype.setItem = () => {
      throw new DOMException("Full.", "QuotaExceededError"); }"""

    @pytest.mark.parametrize("failing", [BLOCKED, FULL])
    def test_is_reported_and_the_page_works(self, site, page, train, failing):
        FranchiseEntryFactory(franchise__slug="the-line", film=train)
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

        site("/franchises/the-line/")
        page.get_by_role("button", name="Add them to my list").click()
        expect(page.get_by_role("alert")).to_contain_text("Your browser did not store this")
        expect(page.get_by_role("status")).to_have_text("Now on your list: The Train.")
        site("/seen/")
        expect(page.get_by_text("Your list is empty.")).to_be_visible()

    UNREADABLE = (
        *("{", "null", "[]", ""),
        *('{"films": 3}', '{"films": [null]}', '{"films": [{"id": 1}]}'),
    )

    def test_an_unreadable_list_is_set_aside(self, site, page, storage):
        """Whether it was there before the page or is written by another tab."""
        write = "text => localStorage.setItem('seen', text)"
        alert = page.get_by_role("alert")
        storage.evaluate(write, self.UNREADABLE[-1])
        site("/seen/")
        expect(alert).to_contain_text("could not be read")
        for text in self.UNREADABLE:
            storage.evaluate("localStorage.clear()")
            expect(alert).to_be_empty()
            storage.evaluate(write, text)
            expect(alert, text).to_contain_text("could not be read")
            expect(page.get_by_text("Your list is empty."), text).to_be_visible()

        site("/films/the-train/")
        mark = page.get_by_role("button", name=MARK)
        for text in self.UNREADABLE:
            storage.evaluate("localStorage.clear()")
            storage.evaluate(write, text)
            expect(mark).to_have_attribute("aria-pressed", "false")
            alert.evaluate("alert => { alert.textContent = '' }")
            mark.click()
            expect(alert, text).to_contain_text("It was set aside")
            assert (text, listed(page)) == (text, ["The Train"])
            assert page.evaluate("localStorage.getItem('seen-unreadable')") == text
        page.reload()
        expect(mark).to_have_attribute("aria-pressed", "true")

    def test_a_list_cleared_by_another_tab_is_empty(self, site, page, storage, train):
        keep(storage, train)
        site("/reviews/the-review/")
        wait_for(page, INLINE, OWN, INNER)
        storage.evaluate("localStorage.clear()")
        wait_for(page)


class TestWithoutJavaScript:
    def test_no_control_is_shown(self, page_without_javascript: Page, live_server, review):
        FranchiseEntryFactory(franchise__slug="the-line", film=review.film)
        controls = ".seen, .up-to, .seen-list, .memory"
        page = page_without_javascript
        for path in ("films/the-train", "reviews/the-review", "franchises/the-line", "seen"):
            page.goto(f"{live_server.url}/{path}/")
            expect(page.get_by_role("button")).to_have_count(0)
            expect(page.get_by_role("combobox")).to_have_count(0)
            expect(page.locator(controls).locator("visible=true")).to_have_count(0)
        expect(page.get_by_text("The list needs JavaScript")).to_be_visible()


class TestPrivacy:
    def test_the_list_is_in_no_cookie_and_no_request(self, site, page, storage, train, ship):
        keep(storage, train, ship)
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
