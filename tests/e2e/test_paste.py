"""Pasting into a Markdown field: other sites' spoilers become canonical in the field."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from reviews.models import Review
from tests.e2e.axe import violations
from tests.e2e.logins import sign_in
from tests.e2e.test_editor import editor, select, the_desk
from tests.factories import ReviewFactory

ASKED = "**/markdownx/canonical/"


@pytest.fixture
def field(page: Page, live_server: Any) -> Locator:
    """The introduction of the cast on the desk of an empty review."""
    sign_in(page.context, live_server.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    the_desk(page, f"{live_server.url}/admin/", ReviewFactory())
    return editor(page)


def paste(field: Locator, text: str) -> None:
    """Put ``text`` on the clipboard and paste it by keyboard."""
    field.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    field.locator("textarea").focus()
    field.page.keyboard.press("ControlOrMeta+v")


DOCS = (
    '<b style="font-weight:normal" id="docs-internal-guid-2"><p dir="ltr"><span style="'
    'font-style:italic">Copper Rain</span><span> ends, see </span><a href="https://example.net/talk">'
    '<span>the talk</span></a><span>.</span></p><p><span style="font-weight:700">A claim</span></p>'
    "<ul><li><p>one</p></li><li><p>two</p></li></ul></b>"
)
OLD_SITE = (
    '<p>She finds <span class="old-spoiler" data-spoiler="1">the letter</span> there.</p>'
    "<details><summary>Ending</summary><p>It never rained.</p></details>"
)


def paste_html(field: Locator, text: str, html: str) -> None:
    """As `paste`, with ``html`` on the clipboard too."""
    field.page.evaluate(
        """([text, html]) => navigator.clipboard.write([new ClipboardItem({
            "text/plain": new Blob([text], {type: "text/plain"}),
            "text/html": new Blob([html], {type: "text/html"}),
        })])""",
        [text, html],
    )
    field.locator("textarea").focus()
    field.page.keyboard.press("ControlOrMeta+v")


def said(field: Locator) -> Locator:
    return field.locator(".markdown-editor__pasted")


@pytest.fixture
def held(page: Page) -> list[Route]:
    """The field's requests, held until the test continues them."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        routes.append(route)

    page.route(ASKED, hold)
    return routes


def paste_and_hold(field: Locator, held: list[Route], text: str) -> None:
    paste(field, text)
    while not held:
        field.page.wait_for_timeout(10)


class TestPaste:
    def test_spoilers_of_other_sites_become_canonical_until_undo(
        self, page: Page, field: Locator
    ) -> None:
        area = field.locator("textarea")
        area.fill("Before. After.")
        select(field, 8, 8)
        paste(field, "||He|| [spoiler]dies[/spoiler], ~!twice!~. ")
        expect(area).to_have_value("Before. >!He!< >!dies!<, >!twice!<. After.")
        expect(said(field)).to_have_text("3 spoilers converted to curtains")
        assert area.evaluate("(area) => area.selectionStart") == 36
        expect(field.locator(".drawn__content")).to_have_count(3)
        assert violations(page, "markdown-editor:has(.drawn)") == []
        page.keyboard.press("ControlOrMeta+z")
        expect(area).to_have_value("Before. After.")

    def test_html_of_a_word_processor_becomes_markdown_until_one_undo(
        self, page: Page, field: Locator, page_errors: list[str]
    ) -> None:
        area = field.locator("textarea")
        area.fill("Before.\n\n")
        select(field, 9, 9)
        paste_html(field, "Copper Rain ends, see the talk.\nA claim\none\ntwo", DOCS)
        expect(area).to_have_value(
            "Before.\n\n*Copper Rain* ends, see [the talk](https://example.net/talk).\n\n"
            "**A claim**\n\n- one\n- two"
        )
        expect(field.locator(".preview-text em")).to_have_text("Copper Rain")
        page.keyboard.press("ControlOrMeta+z")
        expect(area).to_have_value("Before.\n\n")
        # The test writes the clipboard in the page, where the styles of the HTML are not allowed.
        assert [error for error in page_errors if "inline style" not in error] == []
        page_errors.clear()

    def test_what_html_hides_becomes_a_curtain_before_the_form_is_sent(
        self, page: Page, field: Locator, held: list[Route]
    ) -> None:
        paste_html(field, "She finds the letter there.\nEnding\nIt never rained.", OLD_SITE)
        while not held:
            page.wait_for_timeout(10)
        page.get_by_role("button", name="Save", exact=True).first.click(no_wait_after=True)
        expect(field.locator("textarea")).to_have_value(
            "She finds the letter there.\nEnding\nIt never rained."
        )
        with page.expect_navigation():
            held[0].continue_()
        assert Review.objects.get().cast_introduction == (
            "She finds >!the letter!< there.\n\n::: spoiler Ending\n\nIt never rained.\n\n:::"
        )

    @pytest.mark.soak
    def test_html_is_taken_back_without_a_network(
        self, page: Page, field: Locator, page_errors: list[str]
    ) -> None:
        page.route(ASKED, lambda route: route.abort())
        field.locator("textarea").fill("Before. ")
        select(field, 2, 8)
        paste_html(field, "She finds the letter there.", OLD_SITE)
        expect(said(field)).to_contain_text("so nothing was pasted")
        expect(field.locator("textarea")).to_have_value("Before. ")
        assert [error for error in page_errors if "ERR_FAILED" not in error] == []
        page_errors.clear()

    @pytest.mark.soak
    def test_a_block_gets_lines_of_its_own(self, field: Locator) -> None:
        area = field.locator("textarea")
        area.fill("Before. After.")
        select(field, 7, 8)
        paste(field, "<details><summary>End</summary>\n\nHe dies.\n\n</details>")
        expect(area).to_have_value("Before.\n\n::: spoiler End\n\nHe dies.\n\n:::\n\nAfter.")
        expect(said(field)).to_have_text("1 spoiler converted to a curtain")

        # A spoiler that is not understood is pasted without changes, and reported.
        area.fill("")
        paste(field, "One.\n\n||Two.")
        expect(said(field)).to_contain_text(
            "Pasted without changes. Line 3: A spoiler begins here, ||…||"
        )
        expect(area).to_have_value("One.\n\n||Two.")

    @pytest.mark.soak
    def test_what_is_done_during_the_request_is_kept(
        self, page: Page, field: Locator, held: list[Route]
    ) -> None:
        area = field.locator("textarea")
        paste_and_hold(field, held, "||a||")
        page.keyboard.type(" and on")
        held.pop().continue_()
        expect(area).to_have_value(">!a!< and on")
        page.keyboard.type(".")
        expect(area).to_have_value(">!a!< and on.")

        # The focus stays where the writer moved it.
        area.fill("")
        paste_and_hold(field, held, "||a||")
        page.get_by_label("Headline").focus()
        held.pop().continue_()
        expect(area).to_have_value(">!a!<")
        expect(page.get_by_label("Headline")).to_be_focused()

        # A text that changed is left alone.
        area.fill("")
        paste_and_hold(field, held, "||a||")
        page.keyboard.press("Backspace")
        with page.expect_response(ASKED):
            held.pop().continue_()
        expect(area).to_have_value("||a|")
        expect(said(field)).to_have_text("")

    def test_without_a_network_the_text_is_pasted_unchanged(
        self, page: Page, field: Locator, page_errors: list[str]
    ) -> None:
        # Other text makes no request.
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        paste(field, "A plain sentence – “quoted”.")
        expect(field.locator(".preview-text")).to_contain_text("A plain sentence")
        assert [url for url in asked if url.endswith("/canonical/")] == []

        field.locator("textarea").fill("")
        page.route(ASKED, lambda route: route.abort())
        with page.expect_event("requestfailed"):
            paste(field, "||a||")
        expect(field.locator("textarea")).to_have_value("||a||")
        expect(field.locator(".preview-problems li")).to_contain_text("hides nothing here")
        assert [error for error in page_errors if "ERR_FAILED" not in error] == []
        page_errors.clear()
