"""Steps for several reviews, and the list of reviews."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.roles import Role
from desk import text_search
from desk.bulk.pages import MOST
from editions.history import Kind, record
from editions.models import Edition
from editions.publishing import publish
from reviews.models import Review
from tests.factories import (
    CastCritiqueFactory,
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted, unrendered

pytestmark = pytest.mark.django_db

LIST = "/admin/reviews/review/"
LATER = datetime(2099, 5, 1, 12, tzinfo=UTC)
TYPED = {"live_from_0": "2099-05-01", "live_from_1": "12:00"}


@pytest.fixture(scope="module")
def chief(module_db: Path) -> User:
    return account(Role.CHIEF)


@pytest.fixture
def desk(chief: User) -> Client:
    return signed_in(chief)


def url(step: str, *reviews: Review) -> str:
    return f"{LIST}bulk/{step}/?reviews={','.join(str(review.pk) for review in reviews)}"


def shown(desk: Client, step: str, *reviews: Review) -> dict[str, list[str]]:
    """What the page says of each review."""
    context = page_context(desk, url(step, *reviews))
    return {
        str(each.review): [*each.sentences, *each.reasons]
        for each in [*context["possible"], *context["refused"]]
    }


def confirm(desk: Client, step: str, *reviews: Review, **form: Any) -> list[str]:
    """The messages after the form of the page was sent."""
    versions = {f"version-{review.pk}": review.version for review in reviews}
    response = posted(desk, url(step, *reviews), versions | form)
    assert response.url == LIST
    with unrendered():
        return [str(each) for each in get_messages(desk.get(LIST).wsgi_request)]


def named(headline: str, **fields: Any) -> Review:
    review: Review = VerdictFactory(review__headline=headline, **fields).review
    SectionFactory(review=review)
    return review


class TestBulk:
    def test_says_what_will_happen_and_does_it_where_it_can(self, desk: Client) -> None:
        ready, empty = named("Ready"), ReviewFactory(headline="Empty")
        held = named("Held", review__embargo_until=LATER)
        assert shown(desk, "publish", ready, empty, held) == {
            "Ready": ["The review becomes public immediately, for the first time."],
            "Held": [
                (
                    "Nothing yet: the review is under embargo until Friday, 1 May 2099, 12:00 "
                    "UTC. Schedule it for that time or later."
                )
            ],
            "Empty": [
                (
                    "The verdict: A review needs a verdict before it is published. Choose a "
                    "recommendation."
                ),
                "The opening: The review has no text yet.",
            ],
        }
        said = confirm(desk, "publish", ready, empty, held)
        assert sorted(said)[2] == "Ready: Edition 1 is live."
        assert [text.partition(":")[0] for text in sorted(said)] == ["Empty", "Held", "Ready"]
        assert [edition.review for edition in Edition.objects.live()] == [ready]

    def test_schedules_after_the_moment_was_shown(self, desk: Client) -> None:
        first, second = named("First"), named("Second")
        held = named("Held", review__embargo_until=LATER.replace(year=2100))
        versions = {f"version-{each.pk}": 1 for each in (first, second, held)}
        page = posted(desk, url("schedule", first, second, held), versions | TYPED)
        assert page.context_data["asked"] == "Friday, 1 May 2099, 12:00 UTC"
        assert [str(each.review) for each in page.context_data["refused"]] == ["Held"]
        confirmed = TYPED | {"confirmed": LATER.isoformat()}
        confirm(desk, "schedule", first, second, held, **confirmed)
        assert {edition.review for edition in Edition.objects.pending()} == {first, second}

    def test_each_review_is_on_its_own(self, desk: Client) -> None:
        """One that somebody has changed since the page was opened stays as it is, and so does one
        that the page did not have."""
        first, second, third = named("First"), named("Second"), named("Third")
        Review.objects.filter(pk=second.pk).update(version=2)
        said = confirm(desk, "publish", first, second)
        assert [text.partition(":")[0] for text in said] == ["First", "Second"] or len(said) == 2
        confirm(desk, "publish", first, third, **{f"version-{third.pk}": "x"})
        assert {edition.review for edition in Edition.objects.all()} == {first}

    def test_hands_in_and_withdraws(self, desk: Client) -> None:
        draft, live = named("Draft"), named("Live")
        publish(review=live)
        confirm(desk, "hand_in", draft, message="Both are ready.")
        confirm(desk, "withdraw", live, draft, why="Asked.")
        draft.refresh_from_db()
        assert (draft.stage, Edition.objects.live().count()) == (Review.Stage.SUBMITTED, 0)
        assert draft.comments.get().text == "Both are ready."

    def test_unconfirmed_leaks_are_left_to_the_page_of_the_review(self, desk: Client) -> None:
        leaking = FullReviewFactory(
            headline="Leaking", standfirst="Yes, the envoy is her sister, alas."
        )
        assert shown(desk, "publish", leaking) == {
            "Leaking": [
                "Its public text gives hidden text away. Publish it alone, and judge each place."
            ]
        }

    def test_actions_lead_to_the_page(self, desk: Client) -> None:
        reviews = [named("One"), named("Two")]
        form = {"action": "publish_selected", "_selected_action": [each.pk for each in reviews]}
        response = desk.post(LIST, form)
        assert response.status_code == 302
        assert page_context(desk, response.url)["refused"] == []
        assert len(page_context(desk, response.url)["possible"]) == 2
        ReviewFactory.create_batch(MOST)
        every = list(Review.objects.values_list("pk", flat=True))
        response = desk.post(LIST, form | {"_selected_action": every})
        assert response.url == LIST
        for action in ("hand_in", "schedule", "withdraw"):
            response = desk.post(LIST, form | {"action": f"{action}_selected"})
            assert f"/bulk/{action}/" in response.url

    def test_others_reviews_and_unknown_steps_are_refused(self, desk: Client) -> None:
        user = account(Role.CRITIC)
        mine, other = ReviewFactory(critic=CriticFactory(user=user)), named("Other")
        client = signed_in(user)
        assert list(shown(client, "hand_in", mine, other)) == [str(mine)]
        Review.objects.filter(pk=mine.pk).update(stage=Review.Stage.SUBMITTED)
        assert shown(client, "hand_in", mine) == {
            str(mine): ["This review is with the editors already."]
        }
        assert client.get(url("publish", mine)).status_code == 403
        assert desk.get(url("cancel", mine)).status_code == 404
        assert desk.get(url("publish")).url == LIST

    @pytest.mark.parametrize("step", ["hand_in", "withdraw"])
    def test_queries_do_not_grow_with_the_reviews(self, desk: Client, step: str) -> None:
        reviews = [named(f"Number {number}") for number in range(4)]
        for review in reviews:
            publish(review=review)
        counts = []
        for some in (reviews[:1], reviews):
            with CaptureQueriesContext(connection) as queries:
                desk.get(url(step, *some))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_publishing_checks_each_text_once(self, desk: Client) -> None:
        """`publishing_problems` and the leak check ask about one review."""
        reviews = [named(f"Number {number}") for number in range(3)]
        assert queries_of(desk, *reviews) > (few := queries_of(desk, *reviews[:1]))
        assert queries_of(desk, *reviews) == few
        reviews[0].sections.update(body="x >!y")
        assert "never closes" in "".join(shown(desk, "publish", *reviews)["Number 0"])
        assert queries_of(desk, *reviews[1:]) == few
        confirm(desk, "publish", *reviews[1:])
        assert {edition.review for edition in Edition.objects.live()} == {*reviews[1:]}


def queries_of(desk: Client, *reviews: Review) -> int:
    """How many queries the page that publishes ``reviews`` makes."""
    with CaptureQueriesContext(connection) as queries:
        page_context(desk, url("publish", *reviews))
    return len(queries)


class TestList:
    def found(self, client: Client, **query: str) -> list[str]:
        rows = page_context(client, LIST, **query)["cl"].result_list
        return sorted(str(review) for review in rows)

    @pytest.mark.parametrize("widest", [0, 1_000])
    def test_is_searched_in_its_texts(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch, widest: int
    ) -> None:
        monkeypatch.setattr("desk.text_search.WIDEST", widest)
        old = ReviewFactory(headline="Old", standfirst="A zeppelin.")
        SectionFactory(review__headline="Between those that are found", body="Only then.")
        section = SectionFactory(
            review__headline="Section", body="Then >!a Zeppelin!<.", placement="closing"
        )
        CastCritiqueFactory(review__headline="Critique", heading="Of the zeppelin")
        VerdictFactory(review__headline="Verdict", pull_quote="More zeppelins!")
        user = account(Role.CRITIC)
        section.review.sign([CriticFactory(user=user).pk])
        assert self.found(desk, q="zeppelin") == ["Critique", "Old", "Section", "Verdict"]
        assert self.found(desk, q="zeppelin then") == ["Section"]
        assert self.found(signed_in(user), q="zeppelin") == ["Section"]
        monkeypatch.setattr("desk.text_search.MOST", Review.objects.count() - 1)
        assert self.found(desk, q="zeppelin") == ["Critique", "Section", "Verdict"]
        assert self.found(desk, q=old.slug) == ["Old"]

    def test_asks_for_the_newest_reviews_once_and_stops_at_an_unknown_word(
        self, desk: Client
    ) -> None:
        ReviewFactory(headline="A quiet boarding house", standfirst="A zeppelin lands.")

        def asked(words: str) -> list[str]:
            with CaptureQueriesContext(connection) as queries:
                assert len(self.found(desk, q=words)) == ("house" in words)
            return [query["sql"] for query in queries]

        known = asked("zeppelin boarding house")
        assert sum(f"LIMIT {text_search.MOST}" in sql for sql in known) == 1
        unknown = asked("bicycles zeppelin lands")
        assert any("bicycles" in sql for sql in unknown)
        assert not any("zeppelin" in sql for sql in unknown)

    def test_is_filtered_by_what_waits(self, desk: Client) -> None:
        draft = ReviewFactory(headline="Draft")
        live, waiting = named("Live"), named("Waiting")
        for review in (live, waiting):
            record(review, Kind.SUBMITTED)
            publish(review=review)
        record(waiting, Kind.SUBMITTED)
        Review.objects.exclude(pk=draft.pk).update(stage=Review.Stage.SUBMITTED)
        ReviewFactory(headline="New", stage=Review.Stage.SUBMITTED)
        assert self.found(desk, status="submitted") == ["New", "Waiting"]
        assert self.found(desk, status="not_live") == ["Draft", "New"]


def test_dates_in_lists_and_histories_are_written_like_those_of_the_desk(desk: Client) -> None:
    """In words, with the day first, in 24 hours."""
    moment = datetime(2026, 4, 4, 17, 5, tzinfo=UTC)
    film = FilmFactory(release_date=date(1927, 8, 14))
    ReviewFactory(film=film, planned_for=date(2026, 8, 9))
    Review.objects.update(modified=moment)
    LogEntry.objects.create(
        user=User.objects.first(),
        content_type=ContentType.objects.get_for_model(film),
        object_id=str(film.pk),
        action_flag=CHANGE,
        action_time=moment,
    )
    written = {
        LIST: ("9 August 2026", "4 April 2026, 17:05"),
        "/admin/films/film/": ("14 August 1927",),
        f"/admin/films/film/{film.pk}/history/": ("4 April 2026, 17:05",),
    }
    for language, after_day in (("en", ""), ("de", ".")):
        with override(language):
            for page, dates in written.items():
                text = desk.get(page).text
                for words in dates:
                    assert words.replace(" ", f"{after_day} ", 1) in text, (page, words)
