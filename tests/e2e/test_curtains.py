"""Drawing curtains in a real browser: with JavaScript and without, by mouse and by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from publishing.editions import publish, withdraw
from tests.factories import FullReviewFactory, SectionFactory

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "the envoy is her sister"
ENDING = "The ending is a duel."


@pytest.fixture
def review(transactional_db):
    review = FullReviewFactory(slug="the-review", headline="The headline")
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
def address(live_server, review):
    return f"{live_server.url}/reviews/{review.slug}/"


@pytest.fixture
def reader(page: Page, address):
    """A page with the review open, all its curtains closed."""
    page.goto(address)
    return page


def curtain(page: Page, key: str):
    return page.locator(f"#curtain-{key}")


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


class TestClosed:
    def test_nothing_hidden_is_in_the_page(self, reader):
        assert SECRET not in reader.content()
        assert ENDING not in reader.content()
        expect(curtain(reader, "story-1").get_by_role("button")).to_have_attribute(
            "aria-expanded", "false"
        )

    def test_has_no_axe_violation(self, reader):
        assert violations(reader) == []

    def test_the_same_size_whatever_it_hides(self, reader):
        boxes = [curtain(reader, key).bounding_box() for key in ("story-1", "story-2")]
        assert [(box["width"], box["height"]) for box in boxes[:1]] == [
            (box["width"], box["height"]) for box in boxes[1:]
        ]


class TestDrawing:
    @pytest.mark.parametrize("how", ["click", "Enter", "Space"])
    def test_puts_the_passage_in_place_focused_and_announced(self, reader, how):
        button = curtain(reader, "story-1").get_by_role("button")
        if how == "click":
            button.click()
        else:
            button.focus()
            reader.keyboard.press(how)

        content = curtain(reader, "story-1").locator(".curtain__content")
        expect(content).to_contain_text(ENDING)
        expect(content).to_be_focused()
        expect(reader.get_by_role("status")).to_have_text("Curtain drawn: The ending")
        assert reader.url.endswith("/reviews/the-review/")
        assert violations(reader) == []

    def test_within_a_sentence(self, reader):
        curtain(reader, "opening-1-1").get_by_role("button").click()
        expect(reader.locator("#opening-1 p")).to_contain_text(
            re.compile(f"She learns that {SECRET}.* on the train")
        )
        assert violations(reader) == []

    def test_an_inner_curtain_stays_shut_until_it_is_drawn(self, reader):
        curtain(reader, "story-2").get_by_role("button").click()
        inner = curtain(reader, "story-2-1")
        expect(inner).to_be_visible()
        expect(reader.locator("main")).not_to_contain_text("The dog lives")
        inner.get_by_role("button").click()
        expect(inner).to_contain_text("The dog lives")

    def test_a_double_click_follows_no_link_that_it_uncovers(self, reader):
        curtain(reader, "story-2").get_by_role("button").dblclick()
        expect(curtain(reader, "story-2")).to_contain_text("They meet again")
        assert reader.url.endswith("/reviews/the-review/")


class TestClosing:
    def test_by_its_own_control_gives_the_focus_back(self, reader):
        story = curtain(reader, "story-1")
        story.get_by_role("button").click()
        story.get_by_role("button", name="Close the curtain").click()

        expect(reader.locator("main")).not_to_contain_text(ENDING)
        expect(story.get_by_role("button")).to_be_focused()
        expect(story.get_by_role("button")).to_have_attribute("aria-expanded", "false")

    def test_by_escape_closes_the_last_one_first(self, reader):
        for key in ("opening-1-1", "story-1"):
            curtain(reader, key).get_by_role("button").click()
            expect(curtain(reader, key).locator(".curtain__content")).to_be_focused()

        reader.keyboard.press("Escape")
        expect(reader.locator("main")).not_to_contain_text(ENDING)
        expect(reader.locator("main")).to_contain_text(SECRET)
        reader.keyboard.press("Escape")
        expect(reader.locator("main")).not_to_contain_text(SECRET)

    def test_hide_all_is_there_once_anything_is_open_and_hides_all(self, reader):
        hide_all = reader.get_by_text("Hide all again")
        expect(hide_all).to_be_hidden()
        for key in ("opening-1-1", "story-1"):
            curtain(reader, key).get_by_role("button").click()
        hide_all.click()

        expect(reader.locator(".curtain--open")).to_have_count(0)
        assert SECRET not in reader.content()
        expect(hide_all).to_be_hidden()

    def test_a_curtain_that_came_open_closes_too(self, page: Page, address):
        page.goto(f"{address}revealed/")
        story = curtain(page, "story-1")
        expect(story).to_contain_text(ENDING)
        story.get_by_text("Close the curtain").click()
        expect(page.locator("main")).not_to_contain_text(ENDING)
        story.get_by_role("button").click()
        expect(story).to_contain_text(ENDING)


class TestGoingBack:
    def test_finds_open_what_was_open(self, reader, live_server):
        curtain(reader, "story-1").get_by_role("button").click()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)
        reader.goto(live_server.url)
        reader.go_back()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)

    def test_a_new_visit_finds_all_closed(self, reader, address):
        curtain(reader, "story-1").get_by_role("button").click()
        expect(curtain(reader, "story-1")).to_contain_text(ENDING)
        reader.goto("about:blank")
        reader.goto(address)
        assert ENDING not in reader.content()


class TestFailing:
    def test_says_so_and_offers_the_page_of_its_own(self, reader, review, page_errors):
        withdraw(review=review)
        story = curtain(reader, "story-1")
        story.get_by_role("button").click()

        expect(story).to_contain_text("The curtain is stuck.")
        link = story.get_by_role("link")
        expect(link).to_have_attribute("href", re.compile("/revealed/story-1/#curtain-story-1$"))
        expect(reader.get_by_role("status")).to_have_text("The curtain is stuck: The ending")
        assert violations(reader) == []
        assert [error for error in page_errors if "410" not in error] == []
        page_errors.clear()

    def test_tries_again(self, reader, page_errors):
        reader.route("**/curtains/**", lambda route: route.abort())
        story = curtain(reader, "story-1")
        story.get_by_role("button").first.click()
        expect(story).to_contain_text("The curtain is stuck.")
        reader.unroute("**/curtains/**")
        story.get_by_role("button").first.click()
        expect(story).to_contain_text(ENDING)
        page_errors.clear()


class TestWithoutJavaScript:
    def test_a_curtain_is_a_link_to_the_page_with_it_drawn(self, browser: Browser, address):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        assert ENDING not in page.content()

        curtain(page, "story-1").get_by_role("link").click()
        assert page.url.endswith("/reviews/the-review/revealed/story-1/#curtain-story-1")
        expect(curtain(page, "story-1")).to_contain_text(ENDING)
        assert SECRET not in page.content()
        assert (
            page.locator('meta[name="robots"]').get_attribute("content")
            == "noindex, nosnippet, noarchive"
        )

        curtain(page, "story-1").get_by_role("link", name="Close the curtain").click()
        assert ENDING not in page.content()
        context.close()


class TestLight:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("path", ["", "reviews/the-review/", "reviews/the-review/revealed/"])
    def test_every_page_has_no_axe_violation(self, page: Page, live_server, review, scheme, path):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{live_server.url}/{path}")
        assert violations(page) == []
