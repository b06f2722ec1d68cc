"""Revealing curtains in a real browser: with JavaScript and without, by mouse and by keyboard."""

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Locator, Page, Route, expect

from editions.models import Edition
from editions.publishing import publish, withdraw
from reviews.models import Review
from tests.e2e.axe import violations_in_both_themes
from tests.factories import FullReviewFactory, SectionFactory

SECRET = "the envoy is her sister"
ENDING = "The ending is a duel."
REVEALED_STORY = re.compile("/reviews/the-review/revealed/story-1/[0-9a-f]{12}/#curtain-story-1$")


def one_review() -> Review:
    review: Review = FullReviewFactory(slug="the-review", headline="The headline")
    SectionFactory(
        review=review,
        position=2,
        placement="full_story",
        heading="Afterwards",
        body="They meet again. [A link](https://example.org/) >!The dog lives!<.",
        curtain_label="Epilogue",
    )
    publish(review=review)
    return review


@pytest.fixture
def review(planted: Any) -> Review:
    found: Review = planted(one_review)
    return found


@pytest.fixture
def address(live_server: Any, review: Review) -> str:
    return f"{live_server.url}/reviews/{review.slug}/"


@pytest.fixture
def reader(page: Page, address: str) -> Page:
    """A page with the review open, all its curtains closed."""
    page.goto(address)
    return page


def curtain(page: Page, key: str) -> Locator:
    return page.locator(f"#curtain-{key}")


class TestClosed:
    def test_shows_nothing_hidden_and_has_the_same_size_whatever_it_hides(self, reader):
        assert SECRET not in reader.content()
        assert ENDING not in reader.content()
        expect(curtain(reader, "story-1").get_by_role("button")).to_have_attribute(
            "aria-expanded", "false"
        )
        boxes = [curtain(reader, key).bounding_box() for key in ("story-1", "story-2")]
        assert [(box["width"], box["height"]) for box in boxes[:1]] == [
            (box["width"], box["height"]) for box in boxes[1:]
        ]


class Announcements:
    """The texts of a page's status, one entry for each time that it was set."""

    LISTEN = """() => {
      window.said = [];
      const status = document.getElementById("curtain-words");
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, {
        childList: true, characterData: true, subtree: true });
    }"""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate(self.LISTEN)

    @property
    def all(self) -> list[str]:
        return self.page.evaluate("window.said")


class TestRevealing:
    def test_puts_the_passage_in_place_focused_and_announced(self, reader):
        story = curtain(reader, "story-1")
        content = story.locator(".curtain__content")
        announcements = Announcements(reader)
        for how in ("click", "Enter", "Space"):
            button = story.get_by_role("button")
            said = len(announcements.all)
            if how == "click":
                button.click()
            else:
                button.focus()
                reader.keyboard.press(how)
            expect(content).to_contain_text(ENDING)
            expect(content).to_be_focused()
            expect(reader.get_by_role("status")).to_have_text("Curtain opened: The ending")
            # Announced once, and from no live region of its own.
            assert (how, announcements.all[said:]) == (how, ["Curtain opened: The ending"])
            live = "e => e.closest('[aria-live], [role=status], [role=alert]')"
            assert content.evaluate(live) is None
            assert content.evaluate("e => [e.getAttribute('role'), e.ariaLabel]") == [
                "group",
                "The ending",
            ]
            expect(button).to_have_attribute("aria-expanded", "true")
            expect(button).to_have_accessible_name("Close the curtain: The ending")
            assert reader.url.endswith("/reviews/the-review/")
            reader.keyboard.press("Escape")
            expect(reader.locator("main")).not_to_contain_text(ENDING)

        curtain(reader, "opening-1-1").get_by_role("button").click()
        expect(reader.locator("#opening-1 p")).to_contain_text(
            re.compile(f"She learns that {SECRET}.* on the train")
        )

        curtain(reader, "story-2").get_by_role("button").click()
        inner = curtain(reader, "story-2-1")
        expect(inner).to_be_visible()
        expect(reader.locator("main")).not_to_contain_text("The dog lives")
        inner.get_by_role("button").click()
        expect(inner).to_contain_text("The dog lives")

    def test_asks_the_server_once_for_several_clicks(self, reader):
        asked: list[str] = []
        reader.on("request", lambda request: asked.append(request.url))
        button = curtain(reader, "story-1").get_by_role("button")
        button.evaluate("b => { b.click(); b.click(); b.click(); }")
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)
        fragments = [url.split("/curtains/")[1] for url in asked if "/curtains/" in url]
        assert fragments == ["story-1/"]

        # A double click follows no link in the passage.
        story = curtain(reader, "story-2")
        story.get_by_role("button").dblclick()
        expect(story).to_contain_text("They meet again")
        assert reader.url.endswith("/reviews/the-review/")
        reader.keyboard.press("Escape")
        expect(story).not_to_contain_text("They meet again")

        # Nor does the second click of two follow a link that has moved under it, whether the link
        # is in the passage or after it.
        second = "a => a.dispatchEvent(new MouseEvent('click', %s))"
        options = "{ bubbles: true, cancelable: true, detail: 2 }"
        for link in (
            story.get_by_role("link", name="A link"),
            reader.get_by_role("link", name="About"),
        ):
            story.get_by_role("button").first.click()
            expect(story).to_contain_text("They meet again")
            assert link.evaluate(second % options) is False
            assert reader.url.endswith("/reviews/the-review/")
            reader.keyboard.press("Escape")
            expect(story).not_to_contain_text("They meet again")

    def test_leaves_links_to_the_browser(self, reader):
        """The curtain's own link with a modifier key, and a link in the passage."""
        with reader.context.expect_page() as opening:
            curtain(reader, "story-1").get_by_role("button").click(modifiers=["ControlOrMeta"])
        expect(curtain(opening.value, "story-1")).to_contain_text(ENDING)
        assert REVEALED_STORY.search(opening.value.url)
        assert ENDING not in reader.content()

        curtain(reader, "story-2").get_by_role("button").click()
        link = curtain(reader, "story-2").get_by_role("link", name="A link")
        reader.route("https://example.org/", lambda route: route.fulfill(body="There."))
        link.click()
        expect(reader).to_have_url("https://example.org/")


class TestClosing:
    def test_by_button_and_by_escape(self, reader):
        before = reader.locator("main").inner_html()
        reader.keyboard.press("Escape")
        assert reader.locator("main").inner_html() == before

        story = curtain(reader, "story-1")
        story.get_by_role("button").click()
        story.get_by_role("button", name="Close the curtain").click()
        expect(reader.locator("main")).not_to_contain_text(ENDING)
        expect(story.get_by_role("button")).to_be_focused()
        expect(story.get_by_role("button")).to_have_attribute("aria-expanded", "false")

        # Escape begins with the last one.
        for key in ("opening-1-1", "story-1"):
            curtain(reader, key).get_by_role("button").click()
            expect(curtain(reader, key).locator(".curtain__content")).to_be_focused()
        reader.keyboard.press("Escape")
        expect(reader.locator("main")).not_to_contain_text(ENDING)
        expect(reader.locator("main")).to_contain_text(SECRET)
        reader.keyboard.press("Escape")
        expect(reader.locator("main")).not_to_contain_text(SECRET)

        # The outer curtain closes the inner one.
        outer, inner = curtain(reader, "story-2"), curtain(reader, "story-2-1")
        outer.get_by_role("button").click()
        inner.get_by_role("button").click()
        expect(inner).to_contain_text("The dog lives")
        outer.get_by_role("button", name="Close the curtain: Epilogue").click()
        outer.get_by_role("button").click()
        expect(inner).to_be_visible()
        assert "The dog lives" not in reader.content()

    def test_hide_all_is_shown_while_a_curtain_is_open(self, reader):
        hide_all = reader.get_by_text("Hide all again")
        expect(hide_all).to_be_hidden()
        for key in ("opening-1-1", "story-1"):
            curtain(reader, key).get_by_role("button").click()
        expect(reader.locator(".curtain--open")).to_have_count(2)
        hide_all.click()

        expect(reader.locator(".curtain--open")).to_have_count(0)
        assert SECRET not in reader.content()
        expect(hide_all).to_be_hidden()
        expect(reader.get_by_role("status")).to_have_text("All curtains are closed.")
        expect(curtain(reader, "story-1").get_by_role("button")).to_be_focused()

        # It stops a passage that is being fetched.
        curtain(reader, "opening-1-1").get_by_role("button").click()
        expect(reader.locator(".curtain--open")).to_have_count(1)
        waiting = []
        reader.route("**/curtains/story-1/", lambda route: waiting.append(route))
        with reader.expect_request("**/curtains/story-1/"):
            curtain(reader, "story-1").get_by_role("button").click()
        hide_all.click()
        with suppress(Error):  # The request was aborted.
            waiting[0].continue_()

        expect(curtain(reader, "story-1")).not_to_have_attribute("aria-busy", "true")
        expect(reader.locator(".curtain--open")).to_have_count(0)

    def test_of_a_curtain_that_was_open_from_the_start(self, page: Page, address):
        page.goto(f"{address}revealed/")
        story = curtain(page, "story-1")
        expect(story).to_contain_text(ENDING)
        close = story.get_by_role("button", name="Close the curtain")
        expect(close).to_have_attribute("aria-expanded", "true")
        close.focus()
        page.keyboard.press("Space")
        expect(page.locator("main")).not_to_contain_text(ENDING)
        story.get_by_role("button").click()
        expect(story).to_contain_text(ENDING)


class TestGoingBack:
    def test_reopens_the_curtains_that_were_open(self, reader, live_server):
        curtain(reader, "story-1").get_by_role("button").click()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)
        reader.goto(f"{live_server.url}/about/")
        reader.go_back()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)

        # Also after links within the page.
        curtain(reader, "opening-1-1").get_by_role("button").click()
        expect(curtain(reader, "opening-1-1").locator(".curtain__content")).to_be_focused()
        reader.get_by_role("link", name="The verdict").first.click()
        expect(reader).to_have_url(re.compile("#verdict$"))
        # The event that stores them comes after the address has changed.
        reader.wait_for_function("history.state !== null")
        reader.goto(f"{live_server.url}/about/")
        reader.go_back()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)
        expect(curtain(reader, "opening-1-1")).to_contain_text(SECRET)

    def test_going_forward_reopens_them(self, reader, live_server):
        start = reader.url
        reader.goto(f"{live_server.url}/about/")
        reader.goto(start)
        curtain(reader, "story-1").get_by_role("button").click()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)
        reader.go_back()
        reader.go_forward()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)

    def test_leaves_closed_what_was_open_from_the_start_and_closed(
        self, page: Page, address, live_server
    ):
        page.goto(f"{address}revealed/")
        curtain(page, "story-1").get_by_role("button", name="Close the curtain").click()
        expect(page.locator("main")).not_to_contain_text(ENDING)
        page.goto(f"{live_server.url}/about/")
        page.go_back()
        expect(curtain(page, "story-1").get_by_role("button")).to_have_attribute(
            "aria-expanded", "false"
        )

    def test_leaves_closed_what_a_new_edition_hides_in_the_same_place(self, reader, review):
        curtain(reader, "opening-1-1").get_by_role("button").click()
        expect(curtain(reader, "opening-1-1")).to_contain_text(SECRET)
        opening = review.sections.get(placement="opening")
        opening.body = f">!Another secret!< first. {opening.body}"
        opening.save()
        publish(review=review)
        asked: list[str] = []
        reader.on("request", lambda request: asked.append(request.url))
        reader.reload(wait_until="networkidle")
        expect(curtain(reader, "opening-1-2").get_by_role("button")).to_be_visible()
        assert [url for url in asked if "/curtains/" in url] == []
        assert reader.url in asked
        assert "Another secret" not in reader.content()

    def test_a_new_visit_finds_every_curtain_closed(self, reader, address):
        curtain(reader, "story-1").get_by_role("button").click()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)
        reader.goto("about:blank")
        reader.goto(address)
        assert ENDING not in reader.content()


def fail(page: Page, how: int | str) -> None:
    def answer(route: Route) -> None:
        if isinstance(how, int):
            route.fulfill(status=how, body=f"<h1>{ENDING}</h1>")
        else:
            route.abort(how)

    page.route("**/curtains/**", answer)


class TestFailing:
    def test_says_so_and_links_to_the_page_of_the_curtain(self, reader, page_errors):
        story = curtain(reader, "story-1")
        announcements = Announcements(reader)
        for how in (410, "internetdisconnected", "connectionreset", 404, 500):
            if how == 410:
                sentence = "This page is out of date: the review may have changed"
                announced = "This page is out of date: The ending"
            else:
                sentence = "The curtain is stuck: the text could not be loaded."
                announced = "The curtain is stuck, the text could not be loaded: The ending"
            reader.unroute_all()
            fail(reader, how)
            said = len(announcements.all)
            story.get_by_role("button").click()

            expect(story).to_contain_text(sentence)
            assert ENDING not in reader.content()
            expect(story).not_to_have_attribute("aria-busy", "true")
            expect(story.get_by_role("button")).to_have_attribute("aria-expanded", "false")
            expect(story.get_by_role("button")).to_be_focused()
            link = story.get_by_role("link")
            expect(link).to_have_attribute("href", REVEALED_STORY)
            assert (how, announcements.all[said:]) == (how, [announced])
            expect(reader.get_by_text("Hide all again")).to_be_hidden()
        reader.unroute_all()

        # The others still open, and a second click tries again.
        curtain(reader, "opening-1-1").get_by_role("button").click()
        expect(curtain(reader, "opening-1-1")).to_contain_text(SECRET)
        expect(story).to_contain_text("The curtain is stuck: the text could not be loaded.")
        story.get_by_role("button").click()
        expect(story).to_contain_text(ENDING)
        expect(story).not_to_contain_text("stuck")
        page_errors.clear()


class TestOldPage:
    """The curtains of a page ask for the edition that the page shows."""

    def test_of_a_superseded_edition_reveals_that_edition(self, reader, review):
        review.sections.filter(placement="full_story").update(body="Rewritten.")
        publish(review=review)
        curtain(reader, "story-1").get_by_role("button").click()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)

    @pytest.mark.parametrize("ended", ["a day ago", "withdrawn"])
    def test_of_an_edition_that_is_gone_says_so(self, reader, review, page_errors, ended):
        if ended == "withdrawn":
            withdraw(review=review)
        else:
            first = review.editions.get()
            long_ago = timezone.now() - timedelta(days=3)
            Edition.objects.filter(pk=first.pk).update(live_from=long_ago, first_live_from=long_ago)
            publish(review=review)
            Edition.objects.filter(pk=first.pk).update(live_until=long_ago + timedelta(days=1))
        curtain(reader, "story-1").get_by_role("button").click()
        expect(curtain(reader, "story-1")).to_contain_text(
            "This page is out of date: the review may have changed since you opened it."
        )
        assert [error for error in page_errors if "410" not in error] == []
        assert len(page_errors) == 1
        page_errors.clear()

    def test_links_to_the_live_edition(self, reader, review, page_errors):
        fail(reader, 410)
        review.sections.filter(placement="full_story", position=2).update(body="Rewritten.")
        publish(review=review)
        curtain(reader, "story-1").get_by_role("button").click()
        curtain(reader, "story-1").get_by_role("link").click()
        expect(reader).to_have_url(REVEALED_STORY)
        expect(reader.locator(".curtain--open")).to_have_count(1)
        page_errors.clear()


class TestWithoutJavaScript:
    def test_a_curtain_is_a_link_to_the_page_with_it_revealed(
        self, page_without_javascript: Page, address
    ):
        page = page_without_javascript
        page.goto(address)
        assert ENDING not in page.content()

        curtain(page, "story-1").get_by_role("link").click()
        assert REVEALED_STORY.search(page.url)
        expect(curtain(page, "story-1")).to_contain_text(ENDING)
        assert SECRET not in page.content()
        assert (
            page.locator('meta[name="robots"]').get_attribute("content")
            == "noindex, nosnippet, noarchive"
        )

        curtain(page, "story-1").get_by_role("link", name="Close the curtain").click()
        assert ENDING not in page.content()

    def test_of_a_page_before_a_correction_opens_no_other_curtain(
        self, page_without_javascript: Page, address, review
    ):
        page = page_without_javascript
        page.goto(address)
        opening = review.sections.get(placement="opening")
        opening.body = f">!Another secret!< first. {opening.body}"
        opening.save()
        publish(review=review)

        curtain(page, "opening-1-1").get_by_role("link").click()
        expect(page).to_have_url(f"{address}changed/#changed")
        assert [text for text in ("Another secret", SECRET) if text in page.content()] == []
        expect(page.get_by_text("This review has been changed")).to_be_in_viewport()
        expect(page.get_by_text("This review has been changed")).to_be_focused()


class TestMedia:
    def test_motion_follows_the_preference_of_the_reader_and_print_the_screen(self, reader):
        story = curtain(reader, "story-1")
        for motion, moving in (("no-preference", True), ("reduce", False)):
            reader.emulate_media(reduced_motion=motion)
            story.get_by_role("button").click()
            expect(story).to_contain_text(ENDING)
            name = story.evaluate("e => getComputedStyle(e, '::before').animationName")
            assert (motion, name != "none") == (motion, moving)
            story.get_by_role("button", name="Close the curtain").click()
            expect(story).not_to_contain_text(ENDING)

        story.get_by_role("button").click()
        expect(story).to_contain_text(ENDING)
        reader.emulate_media(media="print")
        expect(story.locator(".curtain__content")).to_be_visible()
        expect(curtain(reader, "story-2").locator(".curtain__label")).to_be_visible()
        expect(reader.get_by_text("Hide all again")).to_be_hidden()
        assert SECRET not in reader.locator("body").inner_text()


class TestAccessibility:
    """Axe in each state of a curtain, in both themes. test_every_page.py looks at closed ones."""

    def test_of_open_and_stuck_curtains(self, reader, page_errors):
        keys = ("opening-1-1", "story-1", "story-2")
        fail(reader, 500)
        found, checked = {}, set()
        for state, words in (
            ("stuck", "The curtain is stuck: the text could not be loaded."),
            ("open", None),
        ):
            for key in keys:
                curtain(reader, key).get_by_role("button").first.click()
                place = curtain(reader, key)
                if words:
                    expect(place).to_contain_text(words)
                else:
                    expect(place.locator(".curtain__content").first).to_be_visible()
            reader.unroute_all()
            found[state] = violations_in_both_themes(reader, checked=checked)
        assert {state: what for state, what in found.items() if what} == {}
        page_errors.clear()

    def test_of_a_page_with_every_curtain_open(self, page: Page, address: str) -> None:
        page.goto(f"{address}revealed/")
        assert violations_in_both_themes(page) == []
