"""Newsletters: of one review and of a week, as HTML and as plain text."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.roles import Role
from editions.publishing import publish, withdraw
from outreach.newsletter.bodies import html_body, text_body
from outreach.newsletter.issues import Week, review_issue, week_issue
from outreach.newsletter.plain_text import plain_text
from reviews.models import Review
from tests.canaries.markup import Markup
from tests.factories import CriticFactory, FullReviewFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 5, 3, 23, 30, tzinfo=UTC)  # of the week 2026-W18
SECRETS = ("envoy is her sister", "How it ends", "duel", "A surprise", "The twist", "too late")
SITE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def review(module_db: Path) -> Review:
    with time_machine.travel(SUNDAY, tick=False):
        made: Review = FullReviewFactory(
            slug="the-train",
            headline="Rails & <Ties>",
            film__title="The Train",
            critic=CriticFactory(display_name="Ada"),
        )
        publish(review=made)
    return made


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUNDAY + timedelta(hours=1), tick=False) as traveller:
        yield traveller


class TestAReview:
    def test_has_its_whole_text_with_closed_curtains(self, review: Review) -> None:
        issue = review_issue("the-train")
        assert issue
        html, text = html_body(issue), text_body(issue)
        for body in (html, text):
            assert [secret for secret in SECRETS if secret in body] == []
            assert "She carries the film." in body
            assert "A train worth taking." in body
        page = Markup(html)
        links = [link["href"] for link in page.all("a")]
        assert f"{SITE}/reviews/the-train/" in links
        assert [link for link in links if not link.startswith(SITE)] == []
        assert len([link for link in links if "/revealed/" in link]) == 4
        [picture] = page.all("img")
        assert picture["src"].startswith(f"{SITE}/media/")
        assert [tag for tag, _given in page.tags if tag in ("link", "script", "style")] == []
        assert {"style"} <= {name for tag, given in page.tags if tag == "p" for name in dict(given)}
        assert "Rails &amp; &lt;Ties&gt;" in html
        begins = f"Rails & <Ties> <{SITE}/reviews/the-train/>\n\nThe Train (2025) · Ada\n\n"
        assert text.startswith(begins)

    def test_that_is_not_live_has_none(self, review: Review) -> None:
        withdraw(review=review)
        assert review_issue("the-train") is None
        with pytest.raises(CommandError, match="No review with the slug “the-train” is live"):
            call_command("newsletter", "--review=the-train")


class TestAWeek:
    def test_has_its_reviews_without_their_texts(self, review: Review) -> None:
        issue = week_issue(Week.of("2026-W18"))
        assert [entry.headline for entry in issue.entries] == ["Rails & <Ties>"]
        assert issue.title == "Curtain: reviews from 27 April 2026 to 3 May 2026"
        text = text_body(issue)
        assert "The Train (2025) · Ada" in text
        assert "Read the review on our site <http://127.0.0.1:8000/reviews/the-train/>" in text
        assert "She carries the film." not in text

    def test_is_that_of_the_site(self, review: Review) -> None:
        assert f"{Week.of('')}" == "2026-W19"
        assert week_issue(Week.of("")).entries == ()

    @pytest.mark.parametrize("week", ["2026", "2026-W54", "26-W1", "2026-W1x", "9999-W52"])
    def test_that_does_not_exist_is_refused(self, week: str) -> None:
        with pytest.raises(CommandError, match=f"“{week}” is no week."):
            call_command("newsletter", f"--week={week}")

    def test_without_a_review_is_not_printed(self) -> None:
        with pytest.raises(CommandError, match="No review was published in 2026-W17"):
            call_command("newsletter", "--week=2026-W17")

    def test_is_printed(self, review: Review) -> None:
        out = StringIO()
        call_command("newsletter", "--week=2026-W18", "--format=text", stdout=out)
        assert out.getvalue() == text_body(week_issue(Week.of("2026-W18")))


class TestThePage:
    @pytest.fixture
    def critic(self) -> Client:
        return signed_in(account(Role.CRITIC))

    def test_shows_both_bodies_and_where_to_download_them(
        self, critic: Client, review: Review
    ) -> None:
        context = page_context(critic, "/admin/newsletter/", review="the-train")
        issue = review_issue("the-train")
        assert issue
        assert (context["html"], context["text"]) == (html_body(issue), text_body(issue))
        for format, kind in (("html", "text/html"), ("text", "text/plain")):
            file = critic.get(context["downloads"][format])
            assert file["Content-Type"] == f"{kind}; charset=utf-8"
            assert file["Content-Disposition"].startswith(
                'attachment; filename="newsletter-the-train.'
            )
            assert file.content.decode() == context[format]

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ({"week": "soon"}, "Choose a week, written like 2026-W48."),
            ({"review": "nothing"}, "No review that is live has this address."),
        ],
    )
    def test_says_what_is_wrong(self, critic: Client, query: dict[str, str], problem: str) -> None:
        assert page_context(critic, "/admin/newsletter/", **query)["problem"] == problem
        answer = critic.get("/admin/newsletter/", query | {"download": "html"})
        assert answer.status_code == 404


def test_plain_text_keeps_lists_lines_and_the_addresses_of_links() -> None:
    html = (
        '<h2>One  &amp; two</h2><ul><li><p>first</p></li><li>second <a href="/x">link</a></li></ul>'
        '<p>a<br>b</p><hr><table><tr><td>1</td><td>2</td></tr></table><p><img alt="A lamp"></p>'
    )
    assert plain_text(html) == (
        "One & two\n\n- first\n\n- second link </x>\n\na\nb\n\n* * *\n\n| 1 | 2\n\n[A lamp]\n"
    )
