"""The endpoint that converts pasted spoilers in the syntax of other sites."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.roles import Role
from desk.editor import MarkdownEditor
from desk.editor.preview import preview
from spoilers import ProblemCode, parse
from tests.factories import UserFactory
from tests.roles import account, signed_in

CANONICAL = "/admin/markdownx/canonical/"

pytestmark = pytest.mark.django_db

UNCLOSED = (
    "Pasted without changes. Line 3: A spoiler begins here, ||…||, but does not end in the same "
    "paragraph, list item or table cell. End it there. To show the characters, put a \\ before "
    "each of them."
)

ANNOUNCED = f"Line 3: {ProblemCode.SPOILER_ANNOUNCED.value}"


def answer(text: str, html: str = "") -> dict[str, Any]:
    response = signed_in(account(Role.CRITIC)).post(CANONICAL, {"content": text, "html": html})
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
            ("a\n\nSpoiler: he dies", "a\n\nSpoiler: he dies", ANNOUNCED),
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


DOCS = (
    '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-style:italic">'
    'Copper Rain</span><span style="font-weight:400">, see </span><a href="https://a.org/b"><span>'
    "this</span></a><span>.</span></p><h2>Its end</h2><ul><li><p>one</p></li><ul><li><p><span "
    'style="font-weight:700">two</span></p></li></ul></ul></b>'
)
WORD = (
    "<html><head><style><!-- p.MsoNormal {margin:0} span.Secret {display:none} --></style></head>"
    "<body><!--StartFragment--><p class=MsoNormal>We saw <i>Copper\r\nRain</i>.<o:p></o:p></p>"
    "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
    "style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>one</p><p class="
    "MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1."
    "<span>&nbsp; </span></span>two</p><p class=MsoNormal>It <span class=Secret>stops</span>, "
    "<span style='mso-hide:all'>soon</span>.</p><!--EndFragment--></body></html>"
)
NOTES = (
    '<style>p.p1 {margin: 0}</style><p class="p1"><b>Copper</b><span class="Apple-converted-space">'
    "&nbsp;</span>rain</p><p><br></p><ol><li>one</li><li>two</li></ol>"
)
PAGE = (
    "<h1>Rain</h1><p>M*A*S*H &lt;3 <code>a*b</code></p><blockquote><p>Rain.</p><p>Sun.</p>"
    '</blockquote><p>1. It <span class="js-spoiler">ends</span> ||badly||</p><u>u</u>'
    "<script>x</script>"
)
PAGE_TEXT = (
    "### Rain\n\nM\\*A\\*S\\*H <3 `a*b`\n\n> Rain.\n>\n> Sun.\n\n1\\. It >!ends!< >!badly!<\n\nu"
)
LEFT_OUT = "<u> has no equivalent in Markdown and was left out. Check the text here."


class TestHtml:
    @pytest.mark.parametrize(
        ("html", "text", "message"),
        [
            (
                DOCS,
                "*Copper Rain*, see [this](https://a.org/b).\n\n### Its end\n\n- one\n  - **two**",
                "",
            ),
            (
                WORD,
                "We saw *Copper Rain*.\n\n- one\n   1. two\n\nIt >!stops!<, >!soon!<.",
                "2 spoilers converted to curtains",
            ),
            (NOTES, "**Copper** rain\n\n1. one\n2. two", ""),
            (
                PAGE,
                PAGE_TEXT,
                f"2 spoilers converted to curtains. {LEFT_OUT}",
            ),
            (
                "<details><summary>End</summary><p>a</p></details>",
                "::: spoiler End\n\na\n\n:::",
                "1 spoiler converted to a curtain",
            ),
            ("<p>*a*</p><p>b</p>", "*a*\n\nb", ""),
            ("<span>x</span>", "plain", ""),
            ('<div style="white-space: pre;"><b>x</b></div>', "plain", ""),
            (
                '<div style="white-space: pre;"><b hidden>x</b></div>',
                ">!**x**!<",
                "1 spoiler converted to a curtain",
            ),
        ],
    )
    def test_html_becomes_markdown(self, html: str, text: str, message: str) -> None:
        assert answer("plain", html) == {"text": text, "message": message}

    def test_what_cannot_be_converted_is_refused_by_the_form(self) -> None:
        found = answer("a b", '<p>a <span class="spoiler">b</p><p>c</p>')
        assert found["text"] == "a [spoiler]b\n\nc"
        assert found["message"].startswith("Not all spoilers could be converted. Line 1: A spoiler")
        assert parse(found["text"]).check()

    def test_html_that_cannot_be_read_is_not_pasted(self) -> None:
        found = answer("a", "<div>" * 500 + "a")
        assert found["text"] is None
        assert found["message"].startswith("Nothing was pasted. This text has too much markup")
