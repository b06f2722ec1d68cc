"""Pasting into a Markdown field: other sites' spoilers become canonical in the field."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

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
        expect(area).to_have_value("Before. ||He|| [spoiler]dies[/spoiler], ~!twice!~. After.")
        page.keyboard.press("ControlOrMeta+z")
        expect(area).to_have_value("Before. After.")

        # A block gets lines of its own.
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
