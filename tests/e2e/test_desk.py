"""The desk in a real browser: writing, ordering, publishing and withdrawing a review."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.roles import Role
from editions.models import Edition
from reviews.models import Review
from tests.e2e.axe import violations
from tests.e2e.logins import sign_in
from tests.e2e.suggestions import choose
from tests.factories import (
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
)
from tests.roles import account

SECRET = "the envoy is her sister"


@pytest.fixture
def desk(page: Page, live_server: Any) -> Page:
    """A page of a superuser's browser."""
    # A form with changes asks before the page is left.
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page.context, live_server.url)
    return page


def address(live_server: Any, review: Review, page: str = "change") -> str:
    return f"{live_server.url}/admin/reviews/review/{review.pk}/{page}/"


SELECTED = "field => field.value.slice(field.selectionStart, field.selectionEnd)"

MOVED_TO_THE_END = """
document.querySelector(".item--dragged") &&
!document.querySelector(".item--dragged ~ [data-item]")
"""


def word(number: int) -> str:
    """A word for each ``number`` below 676: "aa", "ab"."""
    return chr(97 + number // 26) + chr(97 + number % 26)


def part(page: Page, key: str) -> Locator:
    return page.locator(f"#part-{key}")


def add(page: Page, key: str) -> Locator:
    """A new item in a part."""
    part(page, key).locator("[data-add]").click()
    return part(page, key).locator("[data-item]").last


class TestWholeReview:
    def move_by_keyboard(self, byline: Locator) -> None:
        """Move the last of two critics up, and down again from the button that has the focus."""
        rows = byline.get_by_role("list", name="Order").get_by_role("listitem")
        expect(rows).to_contain_text(["Ann Poe", "Jane Doe"])
        byline.get_by_role("button", name="Move up: Jane Doe").press("Enter")
        expect(rows).to_contain_text(["Jane Doe", "Ann Poe"])
        down = byline.get_by_role("button", name="Move down: Jane Doe")
        expect(down).to_be_focused()
        down.press("Enter")
        expect(rows).to_contain_text(["Ann Poe", "Jane Doe"])
        expect(byline.get_by_role("button", name="Move up: Jane Doe")).to_be_focused()

    def test_is_written_previewed_published_corrected_and_withdrawn(
        self, desk: Page, live_server: Any, violated: list[str]
    ) -> None:
        film = FilmFactory(title="Ballerina", slug="ballerina")
        CreditFactory(film=film, person=PersonFactory(name="Ana de Armas"), characters=[])
        CreditFactory(person=PersonFactory(name="Ana Stranger"), characters=[])
        for name in ("Jane Doe", "Ann Poe"):
            CriticFactory(display_name=name)

        desk.goto(f"{live_server.url}/admin/reviews/review/add/")
        # What is typed first searches the films.
        expect(desk.locator(".field-film").first.get_by_role("combobox")).to_be_focused()
        desk.keyboard.type("Ballerina")
        expect(desk.locator(".select2-search__field:focus")).to_have_value("Ballerina")
        desk.keyboard.press("Escape")
        choose(desk.locator(".field-film").first, "Ballerina")
        byline = desk.locator(".field-byline").first
        choose(byline, "Jane")
        choose(byline, "Ann")
        # A critic who is removed and chosen again comes last.
        byline.locator(".select2-selection__choice__remove").first.click()
        desk.get_by_label("Headline").click()
        choose(byline, "Jane")
        expect(byline.locator(".select2-selection__choice")).to_have_text(
            [re.compile("Ann"), re.compile("Jane")]
        )
        self.move_by_keyboard(byline)
        desk.get_by_label("Headline").press_sequentially("Ballet of bullets")
        desk.get_by_label("Standfirst").fill("Two sentences. Or one.")

        opening = add(desk, "opening")
        opening.get_by_label("Heading", exact=False).first.fill("Before the train")
        opening.locator("textarea").fill(f"She learns that >!{SECRET}!< on the train.")
        second = add(desk, "opening")
        second.locator("textarea").fill("The second section.")

        critique = add(desk, "cast")
        critique.locator(".field-credits .select2-selection").click()
        critique.locator(".field-credits .select2-search__field").fill("Ana")
        options = desk.locator(".select2-results__option")
        expect(options).to_have_text(["Ana de Armas"])
        options.first.click()
        critique.locator("textarea").fill("She carries it.")

        fit = add(desk, "audience")
        fit.get_by_label("Premise").fill("you like trains")
        fit.get_by_label("Answer").select_option("yes")
        story = add(desk, "story")
        story.get_by_label("Label of the curtain").fill("The ending")
        story.locator("textarea").fill("The ending is a duel.")
        for side in ("good", "bad"):
            point = add(desk, side)
            point.get_by_label("Label").fill(f"A {side} point")
        verdict = part(desk, "verdict")
        verdict.locator("summary").click()
        verdict.get_by_label("Recommendation").select_option("recommended")
        verdict.locator("textarea").fill("Go and see it.")
        closing = add(desk, "closing")
        closing.locator("textarea").fill("What comes next is open.")

        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".messagelist .success")).to_have_text("Saved.")
        expect(desk.get_by_label("Slug")).to_have_value("ballet-of-bullets")
        assert Review.objects.get().byline() == "Ann Poe and Jane Doe"
        review = Review.objects.get()
        assert [(s.placement, s.position, s.body) for s in review.sections.order_by("pk")] == [
            ("opening", 1, f"She learns that >!{SECRET}!< on the train."),
            ("opening", 2, "The second section."),
            ("full_story", 1, "The ending is a duel."),
            ("closing", 1, "What comes next is open."),
        ]
        assert [str(credit) for credit in review.critiques.get().credits.all()] == ["Ana de Armas"]
        standing = desk.locator(".state__line")
        expect(standing).to_have_text("Draft")

        # Preview it, with its curtains.
        desk.get_by_role("button", name="Preview", exact=True).click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Ballet of bullets")
        assert SECRET not in desk.content()
        desk.locator("#curtain-opening-1-1").get_by_role("button").click()
        expect(desk.locator("#curtain-opening-1-1")).to_contain_text(SECRET)
        assert desk.request.get(f"{live_server.url}/reviews/ballet-of-bullets/").status == 404
        desk.get_by_role("link", name="Edit the review").click()

        # Publish.
        desk.get_by_role("button", name="Publish now").click()
        expect(desk.locator(".step__sentences")).to_contain_text("for the first time")
        assert Edition.objects.count() == 0
        desk.get_by_role("button", name="Publish now").click()
        expect(desk.locator(".messagelist .success")).to_have_text("Edition 1 is live.")
        expect(standing).to_have_text("Live: edition 1")

        reader = desk.context.browser.new_page()  # type: ignore[union-attr]
        reader.goto(f"{live_server.url}/reviews/ballet-of-bullets/")
        expect(reader.locator("main")).to_contain_text("The second section.")

        # Correct, and publish again.
        part(desk, "opening").locator("textarea").nth(1).fill("The corrected section.")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(standing).to_have_text("Live with unpublished changes: edition 1")
        reader.reload()
        expect(reader.locator("main")).to_contain_text("The second section.")
        desk.get_by_role("button", name="Publish now").click()
        expect(desk.locator(".step__sentences")).to_contain_text("replaces edition 1")
        desk.get_by_label("Note").fill("Corrected the train.")
        desk.get_by_role("button", name="Publish now").click()
        expect(desk.locator(".messagelist .success")).to_have_text("Edition 2 is live.")
        reader.reload()
        expect(reader.locator("main")).to_contain_text("The corrected section.")
        expect(reader.locator(".correction")).to_contain_text("Corrected the train.")

        # Restore the first edition into the working copy.
        desk.get_by_role("link", name="History").click()
        desk.get_by_role("row", name="Edition 1").first.get_by_role("link").click()
        desk.get_by_role("button", name="Restore into the working copy").click()
        expect(part(desk, "opening").locator("textarea").nth(1)).to_have_value(
            "The second section."
        )
        expect(standing).to_have_text("Live with unpublished changes: edition 2")

        # An ambiguous date is asked about, and its moment is said before it is scheduled.
        desk.get_by_role("button", name="Schedule publication").click()
        desk.get_by_label("Time").fill("09:00")
        desk.get_by_label("Date").fill("08/12/2099")
        desk.get_by_role("button", name="8 December 2099").click()
        expect(desk.locator(".typed-date__words")).to_have_text(
            "Tuesday, 8 December 2099, 09:00 UTC"
        )
        desk.get_by_role("button", name="Schedule publication").click()
        expect(standing).to_contain_text(
            "Edition 3 goes live on Tuesday, 8 December 2099, 09:00 UTC, with the latest changes"
        )

        # Withdraw.
        desk.get_by_role("link", name="Withdraw").click()
        desk.get_by_role("button", name="Withdraw the review").click()
        expect(standing).to_have_text("Withdrawn")
        response = reader.request.get(f"{live_server.url}/reviews/ballet-of-bullets/")
        assert response.status == 410
        reader.close()
        assert violated == []


class TestOrder:
    @pytest.fixture
    def review(self, transactional_db: None) -> Review:
        review = ReviewFactory()
        for position, heading in enumerate("abc", 1):
            SectionFactory(review=review, position=position, heading=heading)
        return review

    def stored(self, review: Review) -> str:
        return "".join(s.heading for s in review.sections.order_by("position", "pk"))

    def save(self, desk: Page) -> None:
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".messagelist .success")).to_have_text("Saved.")

    def test_changes_by_keyboard(self, desk: Page, live_server: Any, review: Review) -> None:
        # All sections are in view: a page that scrolls during a drag ends it.
        desk.set_viewport_size({"width": 1280, "height": 3000})
        desk.goto(address(live_server, review))
        last = desk.get_by_role("group", name="Section 3").get_by_role("button", name="Move up")
        last.focus()
        desk.keyboard.press("Enter")
        moved = desk.get_by_role("group", name="Section 2").get_by_role("button", name="Move up")
        expect(moved).to_be_focused()
        desk.keyboard.press("Space")
        # The first section cannot move up, so that the other button has the focus.
        top = desk.get_by_role("group", name="Section 1")
        expect(top.get_by_role("button", name="Move up")).to_be_disabled()
        expect(top.get_by_role("button", name="Move down")).to_be_focused()
        self.save(desk)
        assert self.stored(review) == "cab"

    @pytest.mark.soak
    def test_changes_by_dragging(self, desk: Page, live_server: Any, review: Review) -> None:
        # All sections are in view: a page that scrolls during a drag ends it.
        desk.set_viewport_size({"width": 1280, "height": 3000})
        desk.goto(address(live_server, review))
        first, last = (desk.get_by_role("group", name=f"Section {n}") for n in (1, 3))
        box = last.bounding_box()
        assert box is not None
        first.locator("[data-handle]").hover()
        desk.mouse.down()
        # A browser that is not too busy sends "dragover" when the pointer moves in an element.
        for step in range(50):
            last.hover(position={"x": 40, "y": box["height"] - 10 - step % 2}, force=True)
            if desk.evaluate(MOVED_TO_THE_END):
                break
        desk.mouse.up()
        self.save(desk)
        assert self.stored(review) == "bca"

    def test_a_new_item_moves_between_others_and_another_is_removed(
        self, desk: Page, live_server: Any, review: Review
    ) -> None:
        desk.set_viewport_size({"width": 1280, "height": 3000})
        desk.goto(address(live_server, review))
        gone = add(desk, "opening")
        gone.locator("textarea").fill("Never mind.")
        gone.locator("textarea").press("End")
        desk.keyboard.type(" At all.")
        new = add(desk, "opening")
        new.get_by_label("Heading").first.fill("x")
        new.get_by_role("button", name="Move up").click()
        gone.get_by_role("button", name="Remove").click()
        expect(desk.locator(".item__note")).to_contain_text("Removed: Never mind. At all.")
        assert "Never mind" not in desk.evaluate(
            "JSON.stringify([...new FormData(document.getElementById('review_form'))])"
        )
        desk.keyboard.press("ControlOrMeta+z")
        expect(gone.locator("textarea")).to_have_value("Never mind. At all.")
        # What was typed before can still be undone.
        gone.locator("textarea").press("ControlOrMeta+z")
        expect(gone.locator("textarea")).not_to_have_value(re.compile("all"))
        gone.locator("textarea").fill("Never mind.")
        desk.get_by_role("group", name="Section 5").get_by_role("button", name="Remove").click()
        new = desk.get_by_role("group", name="Section 4")
        for _ in range(2):
            desk.locator("#opening-4").get_by_role("button", name="Move up").click()
        expect(new.get_by_label("Heading").first).to_have_value("c")
        self.save(desk)
        assert self.stored(review) == "axbc"

    def test_without_javascript_changes_by_number(
        self, page_without_javascript: Page, live_server: Any, review: Review
    ) -> None:
        page = page_without_javascript
        sign_in(page.context, live_server.url)
        page.goto(address(live_server, review))
        page.get_by_role("group", name="Section 3").get_by_label("Position").fill("1")
        self.save(page)
        assert self.stored(review) == "cab"


class TestForm:
    def test_folds_and_shows_errors_at_their_fields(self, desk: Page, live_server: Any) -> None:
        review = FullReviewFactory()
        desk.goto(address(live_server, review))
        field = desk.get_by_label("Heading instead of “The cast”")
        expect(field).to_be_visible()
        part(desk, "cast").locator("summary").first.focus()
        desk.keyboard.press("Enter")
        expect(field).to_be_hidden()
        desk.keyboard.press("Space")
        expect(field).to_be_visible()

        # A folded part shows its first words, also after a reload; an empty one is a line.
        part(desk, "cast").locator("summary").press("Enter")
        expect(part(desk, "cast").locator("[data-first-words]")).to_contain_text(
            "She carries the film."
        )
        desk.reload()
        expect(field).to_be_hidden()
        expect(part(desk, "closing").locator("textarea")).to_be_visible()
        notes = part(desk, "notes")
        expect(notes.locator("[data-first-words]")).to_have_text("Nothing yet")
        assert (notes.bounding_box() or {})["height"] < 60
        notes.get_by_role("button", name="Add content note").click()
        expect(notes.locator("textarea")).to_be_visible()
        notes.get_by_role("button", name="Remove").click()

        # The outline opens parts, counts words and marks problems.
        outline = desk.get_by_role("navigation", name="Parts of the review")
        outline.get_by_role("link", name="The cast").click()
        expect(field).to_be_visible()
        words = outline.locator("[data-words-of=closing]")
        closing = part(desk, "closing")
        closing.locator("textarea").fill("One two >!three four!< five.")
        expect(words).to_have_text("9 words")
        expect(outline.locator("[data-said=hidden]")).to_contain_text("Hidden: ")
        assert violations(desk, ".desk__parts, #part-notes") == []
        closing.locator("textarea").fill("One.\n\nTwo >!three.")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(closing.locator(".notices")).to_contain_text("Line 3: This curtain")
        expect(closing.locator("textarea")).to_have_value("One.\n\nTwo >!three.")
        expect(outline.locator(".has-problems")).to_have_text(re.compile("^The closing"))
        desk.get_by_text("1 thing to do before it can be published").click()
        desk.get_by_role("link", name="The closing, 1, line 3").click()
        expect(closing.locator("textarea")).to_be_focused()
        expect(closing.locator("textarea")).to_be_in_viewport()
        assert closing.locator("textarea").evaluate(SELECTED) == "Two >!three."
        assert violations(desk, ".before, #part-closing") == []

        # The link of the page of a step leads there, too.
        desk.goto(address(live_server, review, "publish"))
        desk.get_by_role("link", name="The closing, 1, line 3").click()
        expect(closing.locator("textarea")).to_be_focused()
        assert closing.locator("textarea").evaluate(SELECTED) == "Two >!three."

        # What is missing has no field yet. The link leads to the button that adds it.
        review.points.filter(polarity="good").delete()
        for page in ("publish", "change"):
            desk.goto(address(live_server, review, page))
            if page == "change":
                desk.locator(".advice summary").click()
            desk.locator(".advice").get_by_role("link", name="The good").click()
            expect(part(desk, "good").locator("[data-add]")).to_be_focused()
            expect(part(desk, "good").locator("[data-add]")).to_be_in_viewport()

        # An error is focused and in view; the note that there is one begins the form.
        language = desk.get_by_label("Language")
        language.fill("?")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".field-language .errorlist")).to_contain_text("Use a language tag")
        expect(language).to_be_focused()
        expect(language).to_be_in_viewport()
        note, line = desk.locator(".errornote"), desk.locator("#autosave")
        assert (note.bounding_box() or {})["y"] < (line.bounding_box() or {})["y"]
        language.fill("en")

    def test_finds_and_replaces_in_all_texts_and_undoes_it(
        self, desk: Page, live_server: Any
    ) -> None:
        review = FullReviewFactory(headline="The zeppeliner", standfirst="A zeppelin, a Zeppelin.")
        Review.objects.update(meta_description="")
        desk.goto(address(live_server, review))
        headline, standfirst = (desk.get_by_label(name) for name in ("Headline", "Standfirst"))
        closing = part(desk, "closing").locator("textarea")
        closing.fill("The zeppelin is late.")
        part(desk, "closing").locator("summary").click()
        headline.press("ControlOrMeta+Shift+F")
        panel = desk.get_by_role("search", name="Find and replace")
        status = panel.get_by_role("status")
        desk.keyboard.type("zeppelin")
        expect(status).to_have_text("1 of 4")
        expect(panel.locator("[data-context]")).to_have_text(
            re.compile("^The review, Headline: …The zeppeliner…$")
        )
        assert violations(desk, "#desk-find") == []
        panel.get_by_label("Whole words").check()
        expect(status).to_have_text("1 of 3")
        panel.get_by_label("Match case").check()
        expect(status).to_have_text("1 of 2")

        # The last one is in a folded part, which opens; after it comes the first one.
        panel.get_by_label("Find", exact=True).press("Enter")
        expect(status).to_have_text("2 of 2")
        expect(closing).to_be_visible()
        desk.keyboard.press("Enter")
        expect(status).to_have_text("1 of 2")
        desk.keyboard.press("Shift+Enter")
        expect(status).to_have_text("2 of 2")
        panel.get_by_label("Replace with").fill("bus")
        panel.get_by_label("Replace with").press("Enter")
        expect(closing).to_have_value("The bus is late.")
        expect(panel.get_by_label("Replace with")).to_be_focused()

        # One press undoes what was replaced in all fields, also in folded parts.
        part(desk, "review").locator("summary").click()
        for name in ("Match case", "Whole words"):
            panel.get_by_label(name).uncheck()
        panel.get_by_role("button", name="Replace all").click()
        expect(status).to_have_text("Replaced: 3")
        expect(headline).to_have_value("The buser")
        expect(standfirst).to_have_value("A bus, a bus.")
        panel.get_by_role("button", name="Undo replacing all").click()
        expect(status).to_have_text("Replacing is undone.")
        expect(headline).to_have_value("The zeppeliner")
        expect(standfirst).to_have_value("A zeppelin, a Zeppelin.")
        expect(closing).to_have_value("The bus is late.")
        desk.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(headline).to_be_focused()

    def test_the_panels_beside_the_form_do_not_change_it(
        self, page: Page, live_server: Any
    ) -> None:
        sign_in(page.context, live_server.url)
        page.goto(address(live_server, FullReviewFactory()))
        page.get_by_role("button", name="Find and replace").press("Enter")
        page.keyboard.type("nothing")
        page.get_by_label("Match case").check()
        page.get_by_role("button", name="Preview beside the text").click()
        page.get_by_label("Width").select_option("desktop")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto("about:blank")
        assert asked == []

    def test_the_preview_beside_the_text_shows_what_is_typed(
        self, desk: Page, live_server: Any, violated: list[str]
    ) -> None:
        review = FullReviewFactory()
        desk.set_viewport_size({"width": 1440, "height": 900})
        desk.goto(address(live_server, review))
        panel = desk.get_by_role("complementary", name="Preview beside the text")
        shown = panel.frame_locator("iframe")
        closing = part(desk, "closing").locator("textarea")
        closing.fill(f"On the train >!{SECRET}!< at last.")
        expect(shown.locator("#closing-1")).to_contain_text("at last")
        expect(shown.locator("#closing-1")).to_be_in_viewport()
        assert SECRET not in shown.locator("html").inner_html()
        expect(part(desk, "closing").locator(".preview-text")).to_be_hidden()
        # The page in the frame runs no script; its links work all the same.
        shown.locator("#curtain-closing-1-1").get_by_role("link").click()
        expect(shown.locator("#closing-1")).to_contain_text(SECRET)
        panel.get_by_label("A reader who has seen").select_option("everything")
        expect(shown.locator("article")).to_contain_text("The ending is a duel.")
        assert violations(desk, ".live__bar") == []
        assert not review.sections.filter(body__contains=SECRET, placement="closing").exists()
        assert violated == []

    @pytest.mark.soak
    def test_the_preview_beside_the_text_follows_the_cursor(
        self, desk: Page, live_server: Any, violated: list[str]
    ) -> None:
        desk.set_viewport_size({"width": 1440, "height": 900})
        desk.goto(address(live_server, FullReviewFactory()))
        panel = desk.get_by_role("complementary", name="Preview beside the text")
        shown = panel.frame_locator("iframe")
        closing = part(desk, "closing").locator("textarea")
        panel.get_by_label("A reader who has seen").select_option("everything")
        # In a hidden line, the cursor is near what is shown above it.
        lines = "\n\n".join(f"This is paragraph {word(number)} to the end." for number in range(40))
        closing.fill(lines)
        last = shown.get_by_text(f"paragraph {word(39)} to")
        expect(last).to_be_in_viewport()
        closing.press("Control+Home")
        expect(shown.get_by_text(f"paragraph {word(0)} to")).to_be_in_viewport()
        closing.press("Control+End")
        for _letter in "end.":
            closing.press("ArrowLeft")
        expect(last).to_be_in_viewport()
        closing.press("Control+Home")
        expect(shown.get_by_text(f"paragraph {word(0)} to")).to_be_in_viewport()
        panel.get_by_label("A reader who has seen").select_option("nothing")
        closing.press("Control+End")
        closing.press_sequentially(f" >!{SECRET}!<")
        expect(shown.locator("#curtain-closing-1-1")).to_be_in_viewport()
        panel.get_by_role("button", name="Close").press("Enter")
        desk.get_by_role("button", name="Preview beside the text").click()
        expect(last).to_be_in_viewport()

        # The choice is remembered.
        panel.get_by_role("button", name="Close").press("Enter")
        toggle = desk.get_by_role("button", name="Preview beside the text")
        expect(toggle).to_be_focused()
        expect(toggle).to_have_attribute("aria-pressed", "false")
        desk.reload()
        expect(toggle).to_have_attribute("aria-pressed", "false")
        expect(panel).to_be_hidden()
        assert violated == []

        # On a narrower window it covers things, so it does not open again by itself.
        toggle.click()
        desk.set_viewport_size({"width": 1280, "height": 900})
        desk.reload()
        expect(toggle).to_have_attribute("aria-pressed", "false")
        expect(panel).to_be_hidden()

    def test_the_preview_of_a_review_that_may_only_be_read(
        self, page: Page, live_server: Any
    ) -> None:
        user = account(Role.CRITIC)
        review = FullReviewFactory(stage=Review.Stage.SUBMITTED)
        review.sign([CriticFactory(user=user).pk])
        sign_in(page.context, live_server.url, user)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address(live_server, review))
        panel = page.get_by_role("complementary", name="Preview beside the text")
        shown = panel.frame_locator("iframe").locator("article")
        expect(shown).to_contain_text(review.standfirst)
        expect(shown).not_to_contain_text("The ending is a duel.")
        panel.get_by_label("A reader who has seen").select_option("everything")
        expect(shown).to_contain_text("The ending is a duel.")

    def test_leaving_asks_after_a_change(self, page: Page, live_server: Any) -> None:
        asked: list[str] = []

        def answer(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", answer)
        sign_in(page.context, live_server.url)
        review = FullReviewFactory()
        page.goto(address(live_server, review))
        page.goto("about:blank")
        assert asked == []
        page.goto(address(live_server, review))
        page.get_by_label("Headline").press_sequentially("x")
        page.goto("about:blank")
        assert asked == ["beforeunload"]
