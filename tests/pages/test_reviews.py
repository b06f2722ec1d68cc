"""The readers' pages, as bytes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from editions.publishing import publish, withdraw
from tests.factories import FullReviewFactory, ProjectFactory, SectionFactory

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROBOTS = "noindex, nosnippet, noarchive"

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def review(clock):
    """A review with a secret in a sentence, and one within another behind a section."""
    review = FullReviewFactory(slug="the-review", headline="The headline")
    review.sections.all().delete()
    SectionFactory(
        review=review,
        placement="opening",
        heading="",
        body='The envoy is >!her sister!<{instead="known to her"} today.',
    )
    SectionFactory(
        review=review,
        placement="full_story",
        position=1,
        heading="Dead at the end",
        body="All die, >!the dog survives!<.",
        curtain_label="Ending",
    )
    return review


SECRETS = [b"her sister", b"Dead at the end", b"All die", b"the dog survives"]


def secrets_in(response):
    return [secret for secret in SECRETS if secret in response.content]


def get(client, name, *args):
    return client.get(reverse(f"pages:{name}", args=args))


class TestHome:
    def test_without_reviews_says_so(self, client):
        response = get(client, "home")
        assert response.status_code == 200
        assert (response.context["lead"], response.context["cards"]) == (None, [])

    def test_lists_what_is_live_newest_first(self, client, clock):
        for hours, headline in enumerate(["Oldest", "Older", "Newest"]):
            clock.move_to(NOON + hours * HOUR)
            publish(review=FullReviewFactory(headline=headline))
        publish(review=FullReviewFactory(headline="Later"), live_from=NOON + 9 * HOUR)
        withdrawn = FullReviewFactory(headline="Withdrawn")
        publish(review=withdrawn)
        withdraw(review=withdrawn)
        FullReviewFactory(headline="Draft")
        clock.move_to(NOON + 3 * HOUR)

        context = get(client, "home").context
        assert context["lead"].headline == "Newest"
        assert [card.headline for card in context["cards"]] == ["Older", "Oldest"]

    @pytest.mark.parametrize("reviews", [1, 3])
    def test_is_two_queries_however_many(self, client, reviews, django_assert_num_queries):
        for _number in range(reviews):
            publish(review=FullReviewFactory())
            ProjectFactory()
        with django_assert_num_queries(2):
            get(client, "home")


class TestFavicon:
    def test_leads_to_the_drawn_one(self, client):
        assert get(client, "favicon").url == "/static/favicon.svg"


class TestReview:
    def test_has_no_secret_in_its_bytes(self, client, review):
        publish(review=review)
        response = get(client, "review", "the-review")

        assert response.status_code == 200
        assert secrets_in(response) == []
        assert b"known to her" in response.content
        assert b"Ending" in response.content
        assert "X-Robots-Tag" not in response

    @pytest.mark.parametrize(
        ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("de-AT", "ltr"), ("xx", "ltr")]
    )
    def test_is_set_in_the_direction_of_its_language(self, client, review, language, direction):
        review.language = language
        review.save()
        publish(review=review)
        article = f'<article class="review" lang="{language}" dir="{direction}">'

        assert article in get(client, "review", "the-review").content.decode()

    def test_is_the_same_for_everyone(self, client, admin_client, review):
        publish(review=review)
        anonymous, editor = (get(who, "review", "the-review") for who in (client, admin_client))

        assert anonymous.content == editor.content
        assert (anonymous.cookies, anonymous.get("Vary", "")) == ({}, "Accept-Encoding")

    def test_shows_the_edition_and_never_the_manuscript(self, client, review):
        publish(review=review)
        before = get(client, "review", "the-review").content
        review.sections.update(body="Rewritten.")
        review.headline = "Another headline"
        review.save()

        assert get(client, "review", "the-review").content == before

    def test_editions_that_differ_in_hidden_text_differ_in_their_number_alone(
        self, client, review, clock
    ):
        publish(review=review)
        first = get(client, "review", "the-review").content
        review.sections.filter(placement="full_story").update(
            heading="Alive", body="Nobody dies. " * 50
        )
        review.sections.filter(placement="opening").update(
            body='The envoy is >!**nobody**\nshe knows!<{instead="known to her"} today.'
        )
        clock.move_to(NOON + HOUR)
        publish(review=review)
        second = get(client, "review", "the-review").content

        assert second != first
        assert second.replace(b"/editions/2/", b"/editions/1/") == first

    def test_is_a_pinned_number_of_queries(self, client, review, django_assert_num_queries):
        publish(review=review)
        with django_assert_num_queries(7):
            get(client, "review", "the-review")

    def test_that_never_was_is_404_and_a_withdrawn_one_410(self, client, review, clock):
        pages = [
            ("review", "the-review"),
            ("revealed", "the-review"),
            ("revealed_one", "the-review", "story-1"),
            ("curtain", "the-review", 1, "story-1"),
        ]

        def answers():
            return [get(client, *page).status_code for page in pages]

        assert answers() == [404] * 4
        publish(review=review, live_from=NOON + HOUR)
        assert answers() == [404] * 4
        clock.move_to(NOON + HOUR)
        assert answers() == [200] * 4
        withdraw(review=review)
        clock.move_to(NOON + 2 * HOUR)
        assert answers() == [410] * 4
        publish(review=review, live_from=NOON + 3 * HOUR)
        assert answers() == [410] * 4

    def test_answers_reading_alone(self, client, review):
        publish(review=review)
        address = reverse("pages:review", args=["the-review"])
        assert client.post(address).status_code == 405
        assert client.head(address).content == b""

    def test_tells_of_a_correction(self, client, review, clock):
        publish(review=review, note="Here it is.")
        page = get(client, "review", "the-review").context["page"]
        assert (page["corrected"], page["correction_note"]) == (None, "")

        clock.move_to(NOON + HOUR)
        publish(review=review, note="Corrected the runtime.")
        clock.move_to(NOON + 2 * HOUR)
        publish(review=review)
        page = get(client, "review", "the-review").context["page"]
        assert page["published"] == NOON
        assert page["corrected"] == NOON + HOUR
        assert page["correction_note"] == "Corrected the runtime."


class TestRevealed:
    def test_everything_is_there_and_kept_out_of_every_index(self, client, review):
        publish(review=review)
        response = get(client, "revealed", "the-review")

        assert secrets_in(response) == SECRETS
        assert response["X-Robots-Tag"] == ROBOTS
        assert f'<meta name="robots" content="{ROBOTS}">' in response.text

    @pytest.mark.parametrize(
        ("key", "secrets"),
        [
            ("opening-1-1", [b"her sister"]),
            ("story-1", [b"Dead at the end", b"All die"]),
            ("story-1-1", [b"Dead at the end", b"All die", b"the dog survives"]),
        ],
    )
    def test_one_curtain_and_those_around_it(self, client, review, key, secrets):
        publish(review=review)
        response = get(client, "revealed_one", "the-review", key)

        assert secrets_in(response) == secrets
        assert response["X-Robots-Tag"] == ROBOTS
        assert f'id="curtain-{key}"'.encode() in response.content

    def test_the_page_offers_the_rest_until_all_are_drawn(self, client, review):
        publish(review=review)
        closed = get(client, "review", "the-review").text
        some = get(client, "revealed_one", "the-review", "story-1-1").text
        everything = get(client, "revealed", "the-review").text

        assert [page.count("Draw them all") for page in (closed, some, everything)] == [1, 1, 0]
        said = "This page came with every curtain of the review drawn."
        assert [page.count(said) for page in (closed, some, everything)] == [0, 0, 1]

    def test_no_such_curtain_is_404(self, client, review):
        publish(review=review)
        assert get(client, "revealed_one", "the-review", "story-7").status_code == 404


class TestFragment:
    def test_is_what_stands_behind_the_curtain_inner_ones_shut(self, client, review):
        publish(review=review)
        response = get(client, "curtain", "the-review", 1, "story-1")

        assert secrets_in(response) == [b"Dead at the end", b"All die"]
        assert b"curtain-story-1-1" in response.content
        assert b"<html" not in response.content
        assert response["X-Robots-Tag"] == ROBOTS
        inner = get(client, "curtain", "the-review", 1, "story-1-1")
        assert secrets_in(inner) == [b"the dog survives"]

    def test_of_a_superseded_edition_answers_for_a_day(self, client, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        publish(review=review)

        def answer(hours):
            clock.move_to(NOON + hours * HOUR)
            return get(client, "curtain", "the-review", 1, "story-1").status_code

        assert [answer(hours) for hours in (2, 24.9, 25, 48)] == [200, 200, 410, 410]
        assert get(client, "curtain", "the-review", 2, "story-1").status_code == 200

    def test_of_a_withdrawn_edition_never_answers_again(self, client, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)
        clock.move_to(NOON + 2 * HOUR)
        publish(review=review)

        assert get(client, "curtain", "the-review", 1, "story-1").status_code == 410
        assert get(client, "curtain", "the-review", 2, "story-1").status_code == 200

    def test_of_a_pending_edition_is_404(self, client, review):
        publish(review=review)
        publish(review=review, live_from=NOON + HOUR)
        assert get(client, "curtain", "the-review", 2, "story-1").status_code == 404

    @pytest.mark.parametrize(("number", "key"), [(1, "story-9"), (7, "story-1")])
    def test_of_no_such_edition_or_curtain_is_404(self, client, review, number, key):
        publish(review=review)
        assert get(client, "curtain", "the-review", number, key).status_code == 404
