"""The Markdown editor in a real browser: preview, toolbar, pictures, keyboard."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from images.models import Image
from reviews.models import Review, Section
from tests.e2e.axe import violations
from tests.e2e.logins import sign_in
from tests.factories import (
    FilmFactory,
    FullReviewFactory,
    ImageFactory,
    ReviewFactory,
    SectionFactory,
    picture_bytes,
)

DROP = """
async ([field, type, files]) => {
  const transfer = new DataTransfer();
  for (const [name, kind, bytes] of files) {
    transfer.items.add(new File([new Uint8Array(bytes)], name, { type: kind }));
  }
  const init = { bubbles: true, cancelable: true };
  const event = type === "paste"
    ? new ClipboardEvent("paste", { ...init, clipboardData: transfer })
    : new DragEvent("drop", { ...init, dataTransfer: transfer });
  field.dispatchEvent(event);
}
"""


@pytest.fixture
def admin(page: Page, live_server: Any) -> str:
    """The address of the admin, in which the page's browser is signed in."""
    sign_in(page.context, live_server.url)
    return f"{live_server.url}/admin/"


@pytest.fixture
def previews(page: Page) -> list[str]:
    """The fields for which the page has requested a preview."""
    asked: list[str] = []

    def note(request: Any) -> None:
        if request.url.endswith("/markdownify/"):
            body = request.post_data_buffer.decode()
            asked.append(body.partition('name="key"')[2].split()[0])

    page.on("request", note)
    return asked


def the_desk(page: Page, admin: str, review: Review) -> None:
    page.goto(f"{admin}reviews/review/{review.pk}/change/")
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        # Not a click of the mouse: a page that still loads may move the button away from under it.
        page.get_by_role("button", name="Open all parts").press("Enter")


def editor(page: Page, name: str = "cast_introduction") -> Locator:
    return page.locator("markdown-editor").filter(has=page.locator(f"textarea[name='{name}']"))


def button(field: Locator, name: str) -> Locator:
    return field.locator("markdown-toolbar").get_by_role("button", name=name, exact=True)


def select(field: Locator, start: int, end: int) -> None:
    field.locator("textarea").evaluate(
        "(area, [start, end]) => { area.focus(); area.setSelectionRange(start, end); }",
        [start, end],
    )


def selected(field: Locator) -> str:
    return field.locator("textarea").evaluate(
        "(area) => area.value.slice(area.selectionStart, area.selectionEnd)"
    )


def give(field: Locator, *files: tuple[str, bytes], by: str = "drop", to: str = "textarea") -> None:
    area = field.locator(to)
    contents = [[name, "image/png", list(data)] for name, data in files]
    area.page.evaluate(DROP, [area.element_handle(), by, contents])


@pytest.fixture
def field(page: Page, admin: str) -> Locator:
    """The introduction of the cast on the desk of an empty review."""
    the_desk(page, admin, ReviewFactory())
    return editor(page)


class TestPreview:
    def test_follows_the_text(
        self, page: Page, field: Locator, previews: list[str], page_errors: list[str]
    ) -> None:
        area = field.locator("textarea")
        preview = field.locator(".markdownx-preview")
        expect(preview).to_be_hidden()
        area.press_sequentially("She is >!her sister!<.")
        drawn = preview.locator(".drawn--inline")
        expect(drawn).to_have_count(1)
        expect(drawn.locator(".drawn__label")).to_have_text("Hidden: spoiler")
        expect(drawn.locator(".drawn__content")).to_have_text("her sister")
        # One request for a text that is typed quickly.
        assert len(previews) == 1

        # Problems have links to their lines.
        area.fill("One.\n\nTwo >!three.\n\nFour.")
        expect(field.locator(".preview-problems li")).to_contain_text("never closes")
        expect(field.get_by_role("status")).to_have_text("1 problem in the text")
        field.get_by_role("button", name="Line 3").click()
        expect(area).to_be_focused()
        assert selected(field) == "Two >!three."
        area.fill("")
        expect(preview).to_be_hidden()
        expect(field.get_by_role("status")).to_have_text("")

        # Links open in a new tab.
        area.fill("[a](https://example.org) b[^1]\n\n[^1]: c")
        expect(field.locator(".preview-text a[target=_blank]")).to_have_count(1)
        expect(field.locator(".preview-text a:not([target])")).to_have_count(2)

        # A failing server is reported.
        page.route("**/markdownify/", lambda route: route.abort())
        area.fill("A text.")
        expect(field.get_by_role("alert")).to_contain_text("The server sent an unexpected response")
        page.unroute("**/markdownify/")
        area.fill("A better text.")
        expect(field.locator(".preview-text")).to_have_text("A better text.")
        expect(field.get_by_role("alert")).to_be_hidden()
        page_errors.clear()

    @pytest.mark.soak
    def test_is_not_requested_for_fields_out_of_sight(
        self, page: Page, admin: str, previews: list[str]
    ) -> None:
        review = FullReviewFactory()
        for number in range(10, 20):
            SectionFactory(review=review, position=number, body=f"{number}\n\n" * 12)
        the_desk(page, admin, review)
        fields = page.locator("markdown-editor textarea")
        filled = fields.evaluate_all("(areas) => areas.filter((area) => area.value).length")
        assert filled > 15
        page.wait_for_timeout(1500)
        assert len(previews) < 5
        assert [name for name in previews if "__prefix__" in name] == []
        before = set(previews)
        last = fields.last
        assert last.get_attribute("id") not in before
        last.focus()
        expect(page.locator("markdown-editor").last.locator(".preview-text")).to_be_visible()

    def test_an_ended_session_is_reported_and_the_text_kept(
        self, page: Page, admin: str, field: Locator, page_errors: list[str]
    ) -> None:
        """The text can be saved after a login in another tab."""
        area, message = field.locator("textarea"), field.get_by_role("alert")
        page.context.clear_cookies(name="sessionid")
        area.fill("A begun text.")
        expect(message).to_contain_text("You are no longer logged in.")
        expect(area).to_have_value("A begun text.")
        expect(page.get_by_label("Password")).to_have_count(0)

        message.evaluate("message => { message.textContent = '' }")
        page.context.clear_cookies()
        area.fill("A text.")
        # Django checks the CSRF token before the view checks the account.
        expect(message).to_contain_text("You are no longer logged in.")
        sign_in(page.context, admin.removesuffix("/admin/"), User.objects.get())
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(field.locator(".preview-text")).to_have_text("A text.")
        expect(message).to_be_hidden()
        # Otherwise "Save" may begin while the desk still learns that the session is back.
        expect(page.locator("#autosave [data-line]")).to_contain_text("Saved automatically at")
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        assert Review.objects.get().cast_introduction == "A text."
        assert [error for error in page_errors if "403" not in error] == []
        page_errors.clear()


class TestKeyboard:
    def test_reaches_the_toolbar_and_leaves_the_field_both_ways(
        self, page: Page, field: Locator
    ) -> None:
        area = field.locator("textarea")
        area.fill("One.")
        expect(field.locator(".preview-text")).to_be_visible()
        area.focus()
        page.keyboard.press("Tab")
        assert field.evaluate("(field) => field.contains(document.activeElement)") is False
        area.focus()
        page.keyboard.press("Shift+Tab")
        expect(button(field, "Bold")).to_be_focused()
        assert area.input_value() == "One."

        # A preview that scrolls is a stop of its own.
        area.fill("One.\n\n" * 40)
        expect(field.locator(".preview-text p")).to_have_count(40)
        page.keyboard.press("Tab")
        expect(field.locator(".markdownx-preview")).to_be_focused()

        # The toolbar is one stop of the Tab key, with arrow keys.
        button(field, "Bold").focus()
        page.keyboard.press("End")
        expect(button(field, "Picture library")).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(button(field, "Upload picture")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Upload a picture")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(area).to_be_focused()

        # Enter activates a button once.
        area.fill("word")
        select(field, 0, 4)
        button(field, "Spoiler").focus()
        page.keyboard.press("Enter")
        expect(area).to_have_value(">!word!<")


class TestTyping:
    # Keys, the text that they are typed into, and the resulting text.
    SHORTCUTS = (
        ("b", "word", "**word**"),
        ("i", "word", "_word_"),
        ("k", "word", "[word](url)"),
        ("Shift+S", "word", ">!word!<"),
        ("Shift+B", "word", "::: spoiler \nword\n:::"),
        ("Shift+H", "word", "#### word"),
        ("Shift+Period", "word", "> word"),
        ("Shift+Digit8", "word", "- word"),
        ("Shift+Digit7", "word", "1. word"),
    )

    # What is typed, and the resulting text.
    LISTS = (
        ("- one\ntwo\n\nafter", "- one\n- two\n\nafter"),
        ("9. nine\nten", "9. nine\n10. ten"),
        ("- [x] done\nopen", "- [x] done\n- [ ] open"),
        ("> one\ntwo\n\nafter", "> one\n> two\n\nafter"),
        ("> - one\ntwo\n\nafter", "> - one\n> - two\n>\n> after"),
        # A spoiler is no quotation, and code is no list.
        (">!one!<\ntwo", ">!one!<\ntwo"),
        ("```\n- one\ntwo", "```\n- one\ntwo"),
        ("-one\n**two**\nthree", "-one\n**two**\nthree"),
    )

    def test_shortcuts_can_be_undone_and_lists_continue_on_enter(
        self, page: Page, field: Locator
    ) -> None:
        area = field.locator("textarea")
        for keys, text, result in self.SHORTCUTS:
            area.fill(text)
            select(field, 0, len(text))
            page.keyboard.press(f"ControlOrMeta+{keys}")
            assert (keys, area.input_value()) == (keys, result)
            page.keyboard.press("ControlOrMeta+z")
            assert (keys, area.input_value()) == (keys, text)
        expect(button(field, "Spoiler")).to_have_attribute("title", "Spoiler (Ctrl+Shift+S)")
        expect(button(field, "Spoiler")).to_have_attribute("aria-keyshortcuts", "Control+Shift+S")

        for typed, result in self.LISTS:
            area.fill("")
            area.press_sequentially(typed)
            assert area.input_value() == result
        area.fill("")
        area.press_sequentially("1. one\n\n")
        expect(area).to_have_value("1. one\n\n")
        page.keyboard.press("ControlOrMeta+z")
        expect(area).to_have_value("1. one\n2. ")
        # Enter before the marks only moves the line.
        area.fill("- one")
        area.press("Home")
        area.press("Enter")
        expect(area).to_have_value("\n- one")

    def test_the_line_being_typed_is_above_the_bar_and_a_key_saves(
        self, page: Page, field: Locator
    ) -> None:
        area = field.locator("textarea")
        for width, height in ((1280, 600), (390, 700)):
            page.set_viewport_size({"width": width, "height": height})
            area.fill("One.\n" * 60)
            area.press("ControlOrMeta+End")
            area.press_sequentially("The last line.")
            end, bar, bottom = page.evaluate(
                """() => [document.activeElement.getBoundingClientRect().bottom,
                  ...["top", "bottom"].map((side) =>
                    document.querySelector(".desk__buttons").getBoundingClientRect()[side])]"""
            )
            assert bottom == height
            assert end <= bar
            assert page.evaluate("document.documentElement.scrollWidth") <= width

        page.get_by_role("button", name="Keyboard shortcuts").press("Enter")
        shown = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(shown).to_be_visible()
        expect(shown.locator("kbd").first).to_have_text("Ctrl+S")
        assert violations(page, "#desk-keys") == []
        page.keyboard.press("Escape")
        expect(shown).to_be_hidden()
        area.fill("Saved by a key.")
        page.keyboard.press("ControlOrMeta+s")
        expect(page.locator(".messagelist .success")).to_have_text("Saved.")
        # The cursor is where it was, and the message is in view.
        expect(area).to_be_focused()
        assert area.evaluate("(area) => area.selectionStart") == len("Saved by a key.")
        expect(page.locator(".messagelist .success")).to_be_in_viewport()
        assert Review.objects.get().cast_introduction == "Saved by a key."


class TestToolbar:
    # Button, text, selection, resulting text, selected text.
    BUTTONS = (
        ("Bold", "a word", (2, 6), "a **word**", "word"),
        ("Italic", "a word", (2, 6), "a _word_", "word"),
        ("Link", "a word", (2, 6), "a [word](url)", "url"),
        ("Heading", "a\nword", (4, 4), "a\n#### word", ""),
        ("Heading", "a\n##### word", (9, 9), "a\nword", ""),
        ("List", "a\nb", (0, 3), "- a\n- b", "- a\n- b"),
        ("Numbered list", "a\nb", (0, 3), "1. a\n2. b", "1. a\n2. b"),
        ("Spoiler", "a word b", (2, 7), "a >!word!< b", "word"),
        ("Spoiler", "a >!word!< b", (4, 8), "a word b", "word"),
        ("Spoiler", "a ", (2, 2), "a >!!<", ""),
        ("Spoiler", "a\n\nb", (0, 4), "::: spoiler \na\n\nb\n:::", ""),
        ("Spoiler block", "a\nb\nc", (2, 3), "a\n\n::: spoiler \nb\n:::\n\nc", ""),
        ("Spoiler block", "", (0, 0), "::: spoiler \n\n:::", ""),
    )

    def test_each_button_changes_the_selected_text(self, page: Page, field: Locator) -> None:
        area = field.locator("textarea")
        for name, text, selection, result, then in self.BUTTONS:
            area.fill(text)
            select(field, *selection)
            button(field, name).click()
            met = (area.input_value(), selected(field))
            assert (name, text, met) == (name, text, (result, then))
            expect(area).to_be_focused()

        # The cursor is at the label of a new block.
        area.fill("She dies.")
        button(field, "Spoiler block").click()
        page.keyboard.type("The ending")
        expect(area).to_have_value("::: spoiler The ending\nShe dies.\n:::")
        expect(field.locator(".drawn--block .drawn__label")).to_have_text("Hidden: The ending")

        # Text that is typed into a new block is hidden.
        area.fill("")
        button(field, "Spoiler block").click()
        page.keyboard.type("She dies.")
        expect(area).to_have_value("::: spoiler \nShe dies.\n:::")

        # The shortcut that begins a mark ends it, too.
        area.fill("")
        for keys, words in (("b", "Two words"), ("i", "a few"), ("Shift+S", "She dies")):
            for typed in (words, ", "):
                page.keyboard.press(f"ControlOrMeta+{keys}")
                page.keyboard.type(typed)
        expect(area).to_have_value("**Two words**, _a few_, >!She dies!<, ")

        # Undo reverts a button.
        area.fill("")
        area.press_sequentially("word")
        select(field, 0, 4)
        button(field, "Spoiler").click()
        page.keyboard.press("ControlOrMeta+z")
        expect(area).to_have_value("word")


class TestAddedItem:
    def test_has_a_working_editor_and_is_saved(
        self, page: Page, admin: str, previews: list[str]
    ) -> None:
        review = ReviewFactory()
        the_desk(page, admin, review)
        before = page.locator("markdown-editor").count()
        group = page.locator("[data-items=opening]")
        group.locator("[data-add]").click()
        expect(page.locator("markdown-editor")).to_have_count(before + 1)
        field = group.locator("markdown-editor")
        area = field.locator("textarea")
        assert "__prefix__" not in (area.get_attribute("id") or "__prefix__")
        area.press_sequentially("It is >!a dream!<")
        expect(field.locator(".drawn__content")).to_have_text("a dream")
        select(field, 0, 2)
        button(field, "Bold").click()
        expect(area).to_have_value("**It** is >!a dream!<")
        assert set(previews) == {area.get_attribute("id")}
        label = f"Preview: {area.evaluate('(area) => area.labels[0].innerText')}"
        expect(field.get_by_role("region")).to_have_attribute("aria-label", label.rstrip(":"))

        area.fill("    code\n\n- >!a dream!<")
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        assert [section.body for section in Section.objects.all()] == ["    code\n\n- >!a dream!<"]


class TestUpload:
    def test_each_picture_asks_for_its_text(self, page: Page, field: Locator) -> None:
        area = field.locator("textarea")
        dialog = page.get_by_role("dialog", name="Upload a picture")
        area.fill("Before. After.")
        select(field, 8, 8)
        give(field, ("Duel at Dawn.png", picture_bytes(3, width=80, height=60)))
        expect(dialog).to_be_visible()
        expect(dialog.get_by_role("img", name="Duel at Dawn.png, 80 × 60")).to_be_visible()
        expect(dialog.get_by_label("Alternative text")).to_be_focused()
        assert violations(page, ".picture-dialog[open]") == []
        # With neither a text nor "decorative" the browser does not submit the form.
        page.keyboard.press("Enter")
        assert Image.objects.count() == 0
        page.keyboard.type("Two men")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        expect(area).to_have_value("Before. ![Two men](images/duel-at-dawn.png)After.")
        expect(area).to_be_focused()
        expect(field.locator(".preview-text img")).to_have_attribute("alt", "Two men")
        assert Image.objects.get().alt == "Two men"

        # A decorative picture needs no text.
        area.fill("")
        give(field, ("line.png", picture_bytes(3)), by="paste")
        dialog.get_by_label("Decorative").check()
        expect(dialog.get_by_label("Alternative text")).to_be_disabled()
        dialog.get_by_role("button", name="Upload and use").click()
        expect(area).to_have_value("![](images/line.png)")
        assert Image.objects.get(name="line.png").decorative is True

        # Of several pictures each asks. They stand side by side between the paragraphs.
        area.fill("One.\n\nTwo.")
        select(field, 4, 4)
        give(field, ("a.png", picture_bytes(4)), ("b.png", picture_bytes(5)))
        for name in ("a.png", "b.png"):
            expect(dialog.get_by_role("img", name=name)).to_be_visible()
            dialog.get_by_label("Alternative text").fill(f"This is {name}")
            page.keyboard.press("Enter")
        expect(area).to_have_value(
            "One.\n\n![This is a.png](images/a.png)\n![This is b.png](images/b.png)\n\nTwo."
        )

        # A known picture is used without asking again.
        area.fill("")
        give(field, ("second.png", picture_bytes(5)))
        expect(field.get_by_role("alert")).to_contain_text("as “b.png”")
        expect(area).to_have_value("![This is b.png](images/b.png)")
        expect(dialog).to_be_hidden()

    @pytest.mark.soak
    def test_a_refused_file_is_reported_and_can_be_replaced(
        self, page: Page, field: Locator, page_errors: list[str], tmp_path: Path
    ) -> None:
        give(field, ("evil.gif", b"<script>alert(1)</script>"))
        dialog = page.get_by_role("dialog", name="Upload a picture")
        dialog.get_by_label("Alternative text").fill("A picture")
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("“evil.gif” is not a JPEG, PNG")
        assert [error for error in page_errors if "400" not in error] == []
        page_errors.clear()
        assert violations(page, ".picture-dialog[open]") == []
        assert Image.objects.count() == 0
        file = tmp_path / "good.png"
        file.write_bytes(picture_bytes(5))
        dialog.get_by_label("Picture").set_input_files(file)
        dialog.get_by_role("button", name="Upload and use").click()
        expect(field.locator("textarea")).to_have_value("![A picture](images/good.png)")

        # Text that is pasted with a picture of it is text.
        prevented = field.locator("textarea").evaluate(
            """(area) => {
              const clipboardData = new DataTransfer();
              clipboardData.items.add(new File(["x"], "a.png", { type: "image/png" }));
              clipboardData.setData("text/plain", "words");
              const init = { bubbles: true, cancelable: true, clipboardData };
              return !area.dispatchEvent(new ClipboardEvent("paste", init));
            }"""
        )
        assert (prevented, page.get_by_role("dialog").count()) == (False, 0)

        # A file that is dropped beside the field does not open.
        prevented = page.evaluate(
            """() => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(["x"], "a.png", { type: "image/png" }));
              const init = { bubbles: true, cancelable: true, dataTransfer };
              return !document.querySelector("h1").dispatchEvent(new DragEvent("drop", init));
            }"""
        )
        assert prevented is True


class TestLibrary:
    @pytest.mark.soak
    def test_finds_pictures_in_pages(
        self, page: Page, field: Locator, page_errors: list[str]
    ) -> None:
        ImageFactory(name="duel.png", alt="Two men")
        ImageFactory(name="dawn.png", alt="Nobody")
        dialog = page.get_by_role("dialog", name="A picture from the library")
        choices = dialog.locator(".picture-choices button")

        # An ended session is reported at the field.
        cookies = page.context.cookies()
        page.context.clear_cookies(name="sessionid")
        button(field, "Picture library").click()
        expect(field.get_by_role("alert")).to_contain_text("You are no longer logged in.")
        page.context.add_cookies(cookies)
        button(field, "Picture library").click()
        expect(dialog).to_be_visible()
        expect(field.get_by_role("alert")).to_be_hidden()
        assert [error for error in page_errors if "403" not in error] == []
        page_errors.clear()

        expect(choices).to_have_count(2)
        assert violations(page, ".picture-dialog[open]") == []
        dialog.get_by_label("Search").press_sequentially("men")
        expect(choices).to_have_count(1)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(field.locator("textarea")).to_have_value("![Two men](images/duel.png)")
        expect(dialog).to_be_hidden()

        # The library has pages.
        ImageFactory.create_batch(23)
        button(field, "Picture library").click()
        dialog.get_by_label("Search").fill("")
        expect(choices).to_have_count(24)
        dialog.get_by_role("button", name="Older").click()
        expect(choices).to_have_count(1)
        dialog.get_by_role("button", name="Newer").click()
        expect(choices).to_have_count(24)


class TestPictureField:
    """The lead image of a review: a picture with its alternative text."""

    @pytest.fixture
    def review(self, transactional_db: None) -> Review:
        return ReviewFactory()

    @pytest.fixture
    def lead(self, page: Page, admin: str, review: Review) -> Locator:
        the_desk(page, admin, review)
        return page.get_by_role("group", name="Lead image")

    def save(self, page: Page, review: Review) -> Review:
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        return Review.objects.get(pk=review.pk)

    def test_a_file_asks_for_alternative_text(
        self, page: Page, lead: Locator, review: Review
    ) -> None:
        # Closing the dialog changes nothing.
        lead.get_by_role("button", name="Upload").click()
        expect(page.get_by_role("dialog", name="Upload a picture")).to_be_visible()
        page.keyboard.press("Escape")
        expect(lead.get_by_role("button", name="Upload")).to_be_focused()
        assert self.save(page, review).lead_image is None

        # Two files are refused.
        files = [(name, picture_bytes(3)) for name in ("a.png", "b.png")]
        give(lead, *files, to="[data-part=controls]")
        expect(lead.get_by_role("alert")).to_have_text(
            "This field takes one picture. Drop only one file."
        )
        expect(page.get_by_role("dialog")).to_have_count(0)

        for number, by in enumerate(("drop", "paste"), 1):
            expect(lead.get_by_role("img")).to_have_count(0)
            file = (f"Duel at Dawn {number}.png", picture_bytes(number))
            give(lead, file, by=by, to="[data-ask=upload]")
            expect(page.get_by_label("Alternative text")).to_be_focused()
            page.keyboard.type(f"Two men {number}")
            page.keyboard.press("Enter")
            expect(lead.locator("[data-part=alt]")).to_have_text(f"Two men {number}")
            expect(lead.locator("img")).to_be_visible()
            said = f"duel-at-dawn-{number}.png. Two men {number}"
            expect(lead.get_by_role("status")).to_have_text(said)
            expect(lead.get_by_role("button", name="Choose from the library")).to_be_focused()
            if by == "drop":
                assert violations(page, "picture-field") == []
            image = self.save(page, review).lead_image
            assert image is not None
            assert (image.name, image.alt) == (f"duel-at-dawn-{number}.png", f"Two men {number}")
            expect(lead.locator("[data-part=alt]")).to_have_text(f"Two men {number}")
            lead.get_by_role("button", name="Remove picture").click()

    def test_a_picture_is_chosen_and_removed_by_keyboard(
        self, page: Page, admin: str, review: Review
    ) -> None:
        ImageFactory(name="duel.png", alt="Two men")
        line = ImageFactory(name="line.png", alt="", decorative=True)
        the_desk(page, admin, review)
        lead = page.get_by_role("group", name="Lead image")
        expect(lead.get_by_role("combobox")).to_have_count(0)
        lead.get_by_role("button", name="Choose from the library").focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="A picture from the library")
        expect(dialog.get_by_role("status")).to_have_text("2 pictures")
        dialog.get_by_role("button", name="line.png").press("Enter")
        expect(dialog).to_be_hidden()
        expect(lead.get_by_role("button", name="Choose from the library")).to_be_focused()
        expect(lead.locator("[data-part=alt]")).to_contain_text("Decorative")
        assert self.save(page, review).lead_image == line
        lead.get_by_role("button", name="Remove picture").focus()
        page.keyboard.press("Enter")
        expect(lead.get_by_role("status")).to_have_text("No picture is chosen.")
        expect(lead.get_by_role("button", name="Remove picture")).to_be_hidden()
        expect(lead.get_by_role("button", name="Choose from the library")).to_be_focused()
        assert self.save(page, review).lead_image is None

    @pytest.mark.soak
    def test_works_on_a_film(self, page: Page, admin: str) -> None:
        film = FilmFactory(poster=ImageFactory(alt="Two men"))
        page.goto(f"{admin}films/film/{film.pk}/change/")
        poster = page.get_by_role("group", name="Poster")
        expect(poster.locator("[data-part=alt]")).to_have_text("Two men")
        poster.get_by_role("button", name="Remove picture").click()
        give(
            page.get_by_role("group", name="Backdrop"),
            ("dawn.png", picture_bytes(4)),
            to="[data-part=controls]",
        )
        page.get_by_label("Alternative text").fill("Dawn")
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Backdrop").locator("img")).to_be_visible()
        assert violations(page, ".field-poster") == []
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        film.refresh_from_db()
        assert (film.poster, film.backdrop.alt) == (None, "Dawn")


class TestAccessibility:
    def test_axe_finds_nothing_in_a_field(self, page: Page, admin: str) -> None:
        FilmFactory(title="Alien", slug="alien")
        the_desk(page, admin, ReviewFactory())
        field = editor(page, "verdict-0-summary")
        field.locator("textarea").fill(
            "### Heading\n\nA [link](https://example.org), `code`, >!a *secret*!<[^1].\n\n"
            '> Said.\n\n::: spoiler Ending {spoils="alien"}\nShe >!dies!<.\n\n- One\n- Two\n:::\n\n'
            "![](images/none.png)\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n[^1]: A note.\n\n# High\n"
        )
        expect(field.locator(".preview-problems li")).to_have_count(2)
        for width, scheme in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert violations(page, "markdown-editor:has([data-line])") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    def test_axe_finds_nothing_in_the_library(self, page: Page, admin: str) -> None:
        review = ReviewFactory(lead_image=ImageFactory())
        page.goto(f"{admin}images/image/{review.lead_image.pk}/change/")
        expect(page.locator(".library-uses li")).to_have_text(f"Review: {review}")
        assert violations(page, ".library-uses") == []
        page.goto(f"{admin}images/image/{review.lead_image.pk}/delete/")
        expect(page.locator("#deleted-objects li")).to_have_text(f"Review: {review}")
        page.goto(f"{admin}images/image/")
        assert violations(page, "#result_list") == []


class TestWithoutJavaScript:
    def test_are_plain_fields(self, page_without_javascript: Page, live_server: Any) -> None:
        page = page_without_javascript
        sign_in(page.context, live_server.url)
        image, review = ImageFactory(name="duel.png"), ReviewFactory()
        the_desk(page, f"{live_server.url}/admin/", review)
        field = editor(page)
        expect(field.locator("markdown-toolbar")).to_be_hidden()
        expect(field.locator(".markdownx-preview")).to_be_hidden()
        field.locator("textarea").fill("Of many, two.")
        page.get_by_label("Lead image").select_option("duel.png")
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        review.refresh_from_db()
        assert (review.cast_introduction, review.lead_image) == ("Of many, two.", image)


class TestUploadForm:
    def test_shows_the_chosen_picture(self, page: Page, admin: str, tmp_path: Path) -> None:
        file = tmp_path / "duel.png"
        file.write_bytes(picture_bytes(5, width=80, height=60))
        page.goto(f"{admin}images/image/add/")
        page.get_by_label("Picture").set_input_files(file)
        expect(page.get_by_role("img", name="duel.png, 80 × 60")).to_be_visible()
        assert violations(page, "#image_form") == []
