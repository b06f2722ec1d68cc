"""The endpoint that converts pasted spoilers in the syntax of other sites."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.roles import Role
from desk.editor import MarkdownEditor
from desk.editor.preview import preview
from tests.factories import UserFactory
from tests.roles import account, signed_in

CANONICAL = "/admin/markdownx/canonical/"

pytestmark = pytest.mark.django_db

UNCLOSED = (
    "Pasted without changes. Line 3: A spoiler begins here, ||…||, but does not end in the same "
    "paragraph, list item or table cell. End it there. To show the characters, put a \\ before "
    "each of them."
)


def answer(text: str) -> dict[str, Any]:
    response = signed_in(account(Role.CRITIC)).post(CANONICAL, {"content": text})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    found: dict[str, Any] = response.json()
    return found


class TestPasted:
    @pytest.mark.parametrize(
        ("text", "canonical", "message"),
        [
            ("a ||b||", "a >!b!<", "1 spoiler converted to a curtain"),
            (
                "||a||\r\n~!b!~ <spoiler>c</spoiler>",
                ">!a!<\n>!b!< >!c!<",
                "3 spoilers converted to curtains",
            ),
            (
                "[spoiler=E]\r\na\r\n[/spoiler]",
                "::: spoiler E\na\n:::",
                "1 spoiler converted to a curtain",
            ),
            ("a >!b!<", "a >!b!<", ""),
            ("", "", ""),
            ("a\n\n||b\n\nc", "a\n\n||b\n\nc", UNCLOSED),
        ],
    )
    def test_text_is_converted_to_canonical_syntax(
        self, text: str, canonical: str, message: str
    ) -> None:
        assert answer(text) == {"text": canonical, "message": message}

    def test_at_most_three_problems_are_listed(self) -> None:
        assert answer("[spoilers] x\n\n" * 5)["message"].count("Line ") == 3

    def test_answer_is_not_cached(self) -> None:
        response = signed_in(account()).post(CANONICAL, {"content": "a"})
        assert response["Cache-Control"] == (
            "max-age=0, no-cache, no-store, must-revalidate, private"
        )

    def test_missing_text_is_a_400(self) -> None:
        response = signed_in(account()).post(CANONICAL)
        assert (response.status_code, response.content.decode()) == (
            400,
            "There is no text to convert.",
        )

    def test_too_many_requests_are_a_429(self) -> None:
        with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
            client = signed_in(account())
            answers = [client.post(CANONICAL, {"content": ""}) for _number in range(241)]
        assert [each.status_code for each in answers] == [200] * 240 + [429]


class TestAccess:
    @pytest.mark.parametrize("who", [None, UserFactory])
    def test_requires_access_to_the_admin(self, who: Any) -> None:
        client = signed_in(who()) if who else Client()
        response = client.post(CANONICAL, {"content": "||a||"})
        assert (response.status_code, response["Content-Type"]) == (
            403,
            "text/plain; charset=utf-8",
        )

    def test_requires_post_and_a_csrf_token(self) -> None:
        assert signed_in(account()).get(CANONICAL).status_code == 400
        client = Client(enforce_csrf_checks=True)
        client.force_login(account())
        assert client.post(CANONICAL, {"content": "a"}).status_code == 403


class TestField:
    def test_has_the_address_of_the_endpoint(self) -> None:
        html = MarkdownEditor().render("body", "")
        assert f'data-paste-path="{CANONICAL}"' in html
        assert '<p class="markdown-editor__pasted" aria-live="polite"></p>' in html
        assert "editor/paste.js" in str(MarkdownEditor().media)

    def test_preview_lists_unconverted_spoilers(self) -> None:
        assert "A spoiler written as ||…|| hides nothing here." in preview("||a||")
        assert "preview-problems" not in preview(">!a!<")
