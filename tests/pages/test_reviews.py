"""The page of a review, its revealed pages and fragments, and the list of reviews."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from editions.publishing import publish, withdraw
from pages.reviews import views as reviews
from tests.curtain_urls import revealed_url
from tests.factories import FullReviewFactory, ImageFactory, SectionFactory

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
    """A review with an inline curtain, and a block curtain with an inline curtain inside."""
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


def get(client, name, *args, **query):
    return client.get(reverse(f"pages:{name}", args=args), query)


class TestReviewPage:
    def test_hidden_text_is_not_in_the_response(self, client, review):
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
    def test_direction_is_that_of_the_language(self, client, review, language, direction):
        review.language = language
        review.save()
        publish(review=review)
        article = f'<article class="review" lang="{language}" dir="{direction}">'

        assert article in get(client, "review", "the-review").content.decode()

    def test_bytes_are_the_same_for_everyone(self, client, admin_client, review):
        publish(review=review)
        anonymous, editor = (get(who, "review", "the-review") for who in (client, admin_client))

        assert anonymous.content == editor.content
        assert (anonymous.cookies, anonymous.get("Vary", "")) == ({}, "Accept-Encoding")

    def test_page_shows_the_edition_not_the_manuscript(self, client, review):
        publish(review=review)
        before = get(client, "review", "the-review").content
        review.sections.update(body="Rewritten.")
        review.headline = "Another headline"
        review.save()

        assert get(client, "review", "the-review").content == before

    def test_hidden_text_changes_only_the_edition_number_in_the_page(self, client, review, clock):
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

    def test_number_of_queries(self, client, review, django_assert_num_queries):
        publish(review=review)
        # The edition, its genres and critics, the credits, what to read on, all bylines, the places
        # to watch the film, and the settings of the site.
        with django_assert_num_queries(7):
            get(client, "review", "the-review")

    def test_unpublished_is_404_and_withdrawn_is_410(self, client, review, clock):
        pages = [
            ("review", "the-review"),
            ("revealed", "the-review"),
            ("review_changed", "the-review"),
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

    def test_only_get_and_head_are_allowed(self, client, review):
        publish(review=review)
        address = reverse("pages:review", args=["the-review"])
        assert client.post(address).status_code == 405
        assert client.head(address).content == b""

    def test_correction_is_the_last_note(self, client, review, clock):
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
    def test_all_hidden_text_is_shown_and_the_page_is_noindex(self, client, review):
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
    def test_one_curtain_is_revealed_with_those_around_it(self, client, review, key, secrets):
        publish(review=review)
        response = client.get(revealed_url(review, key))

        assert secrets_in(response) == secrets
        assert response["X-Robots-Tag"] == ROBOTS
        assert f'id="curtain-{key}"'.encode() in response.content

    def test_link_to_reveal_all_is_shown_until_all_are_revealed(self, client, review):
        publish(review=review)
        closed = get(client, "review", "the-review").text
        some = client.get(revealed_url(review, "story-1-1")).text
        everything = get(client, "revealed", "the-review").text

        assert [page.count("Open all curtains") for page in (closed, some, everything)] == [1, 1, 0]
        said = "This page opens all curtains of the review."
        assert [page.count(said) for page in (closed, some, everything)] == [0, 0, 1]


class TestFragment:
    def test_fragment_is_the_content_with_inner_curtains_closed(self, client, review):
        publish(review=review)
        response = get(client, "curtain", "the-review", 1, "story-1")

        assert secrets_in(response) == [b"Dead at the end", b"All die"]
        assert b"curtain-story-1-1" in response.content
        assert b"<html" not in response.content
        assert response["X-Robots-Tag"] == ROBOTS
        inner = get(client, "curtain", "the-review", 1, "story-1-1")
        assert secrets_in(inner) == [b"the dog survives"]

    def test_superseded_edition_is_readable_for_a_day(self, client, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        publish(review=review)

        def answer(hours):
            clock.move_to(NOON + hours * HOUR)
            return get(client, "curtain", "the-review", 1, "story-1").status_code

        assert [answer(hours) for hours in (2, 24.9, 25, 48)] == [200, 200, 410, 410]
        assert get(client, "curtain", "the-review", 2, "story-1").status_code == 200

    def test_withdrawn_edition_is_410_for_good(self, client, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)
        clock.move_to(NOON + 2 * HOUR)
        publish(review=review)

        assert get(client, "curtain", "the-review", 1, "story-1").status_code == 410
        assert get(client, "curtain", "the-review", 2, "story-1").status_code == 200

    def test_pending_edition_is_404(self, client, review):
        publish(review=review)
        publish(review=review, live_from=NOON + HOUR)
        assert get(client, "curtain", "the-review", 2, "story-1").status_code == 404

    @pytest.mark.parametrize(("number", "key"), [(1, "story-9"), (7, "story-1")])
    def test_unknown_edition_or_curtain_is_404(self, client, review, number, key):
        publish(review=review)
        assert get(client, "curtain", "the-review", number, key).status_code == 404


class TestReviewList:
    def test_live_reviews_are_listed_newest_first(self, client, monkeypatch, clock):
        monkeypatch.setattr(reviews, "PAGE_SIZE", 2)
        for headline in ("Oldest", "Older", "Newest"):
            publish(review=FullReviewFactory(headline=headline))
            clock.shift(HOUR)
        publish(review=FullReviewFactory(headline="Later"), live_from=NOON + timedelta(days=9))
        FullReviewFactory(headline="Draft")
        pages = [get(client, "reviews", page=number) for number in (1, 2)]
        assert [[card.headline for card in page.context["cards"]] for page in pages] == [
            ["Newest", "Older"],
            ["Oldest"],
        ]

    @pytest.mark.parametrize("count", [1, 3])
    def test_seven_queries_for_any_number_of_reviews(
        self, client, count, django_assert_num_queries
    ):
        for _number in range(count):
            publish(review=FullReviewFactory(film__poster=ImageFactory()))
        # The count, what is scheduled, the page (3), the choices of all filters.
        with django_assert_num_queries(7):
            get(client, "reviews")

    def test_cards_link_to_review_film_and_critic(self, client, review):
        publish(review=review)
        card = get(client, "reviews").context["cards"][0]
        for url in (card.url, card.film_url, *card.byline.urls):
            assert client.get(url).status_code == 200

    def test_review_links_to_film_and_critic(self, client, review):
        publish(review=review)
        page = get(client, "review", "the-review").context["page"]
        for url in (page["film"]["url"], *page["byline"].urls):
            assert client.get(url).status_code == 200
