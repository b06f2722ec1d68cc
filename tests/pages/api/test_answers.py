"""The API: what is public, as JSON, for programs on every site."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse

from editions.publishing import publish, withdraw
from pages.api import views
from pages.cache.application import PageCache
from pages.cache.database import SharedConnection
from reviews.models import Review
from tests.factories import (
    AlternativeTitleFactory,
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
    WatchLinkFactory,
)
from tests.wsgi import ask

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
API = "http://127.0.0.1:8000/api/v1"
SITE = "http://127.0.0.1:8000"
NAMES = ("reviews", "films", "people", "franchises", "critics", "genres")

pytestmark = pytest.mark.django_db


def get(name, *args, **query):
    return Client().get(reverse(f"pages:api_{name}", args=args), query)


def read(name, *args, **query):
    response = get(name, *args, **query)
    assert response.status_code == 200
    return json.loads(response.text)


def slugs(name, **query):
    return [each["slug"] for each in read(name, **query)["results"]]


def published(**fields):
    review = ReviewFactory(**fields)
    body = 'He is >!the butler, >!twice!<!<{spoils="the-film"}, **so**.\n\nMore.'
    SectionFactory(review=review, heading="Look", body=body)
    SectionFactory(review=review, placement="full_story", heading="The end", body="All die.")
    VerdictFactory(review=review, summary="Good.", scored=True)
    publish(review=review)
    return review


@pytest.fixture(scope="module", autouse=True)
def site(module_db):
    """One row of each kind that is public, and beside it what is not."""
    with time_machine.travel(NOON, tick=False):
        drama = GenreFactory(name="Drama", slug="drama")
        film = FilmFactory(
            slug="the-film",
            title="The Film",
            original_title="Le Film",
            genres=[drama],
            poster=ImageFactory(alt="Poster", credit="A. Lens"),
            imdb_id="tt1234567",
            trailer_url="https://video.example/1",
        )
        AlternativeTitleFactory(film=film, title="Der Film", language="de")
        WatchLinkFactory(film=film, label="MUBI", url="https://mubi.com/x", country="Germany")
        line = FranchiseFactory(name="The Line", slug="the-line")
        FranchiseEntryFactory(franchise=line, film=film, label="Chapter 1", release_order=1)
        ProjectFactory(franchise=line, working_title="Next")
        somebody = PersonFactory(slug="somebody", name="Somebody")
        eve = CharacterFactory(name="Eve")
        CreditFactory(film=film, person=somebody, characters=[eve], billing_order=1)
        secret = PersonFactory(slug="secret", name="Secret Star")
        CreditFactory(film=film, person=secret, is_spoiler=True)
        FilmFactory(slug="waiting", is_confirmed=False)
        critic = CriticFactory(slug="a-critic", display_name="A. Critic")
        CriticFactory(slug="without-reviews")
        published(slug="the-review", headline="Headline", film=film, critic=critic)
        published(slug="another", headline="Another", critic=critic)
        publish(review=FullReviewFactory(slug="later"), live_from=NOON + timedelta(hours=1))
        gone = FullReviewFactory(slug="gone")
        publish(review=gone)
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        withdraw(review=gone)


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        yield


class TestLists:
    def test_have_what_is_public(self):
        assert slugs("reviews") == ["another", "the-review"]
        assert "waiting" not in slugs("films")
        assert {"the-film"} < set(slugs("films"))
        people = slugs("people")
        assert ("somebody" in people, "secret" in people) == (True, False)
        assert slugs("franchises") == ["the-line"]
        assert slugs("critics") == ["a-critic"]
        assert slugs("genres") == ["drama"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"film": "the-film"}, ["the-review"]),
            ({"film": "the-film", "critic": "a-critic", "genre": "drama"}, ["the-review"]),
            ({"film": "the-film", "franchise": "other"}, []),
            ({"film": "none"}, []),
            ({"critic": "a-critic"}, ["another", "the-review"]),
            ({"genre": "drama", "franchise": "the-line"}, ["the-review"]),
            ({"genre": "drama", "critic": "none"}, []),
            ({"changed_since": "2026-05-01"}, ["another", "the-review"]),
            ({"changed_since": "2026-05-01T14:00:00+02:00", "genre": "drama"}, ["the-review"]),
            ({"changed_since": "2026-05-01T12:00:01Z"}, []),
        ],
    )
    def test_of_reviews_can_be_filtered(self, query, found):
        assert slugs("reviews", **query) == found

    def test_of_reviews_with_a_newer_edition_have_those_with_a_note(self):
        """An edition without a note may differ in hidden text only, so its date stays secret."""
        review = Review.objects.get(slug="the-review")
        publish(review=review)
        assert slugs("reviews", changed_since="2026-05-01T12:01:00") == []
        with time_machine.travel(NOON + timedelta(minutes=3), tick=False):
            publish(review=review, note="A name was wrong.")
            assert slugs("reviews", changed_since="2026-05-01T12:01:00") == ["the-review"]

    @pytest.mark.parametrize("moment", ["", "now", "2026-13-01", "0001-01-01T00:00:00+14:00"])
    def test_since_no_moment_are_refused(self, moment):
        response = get("reviews", changed_since=moment)
        assert (response.status_code, response.json()["status"]) == (400, 400)

    def test_of_films_can_be_filtered_by_genre(self):
        assert slugs("films", genre="drama") == ["the-film"]

    def test_have_pages(self, monkeypatch):
        monkeypatch.setattr(views, "PAGE_SIZE", 1)
        second = read("reviews", critic="a-critic", page="2")
        assert [each["slug"] for each in second.pop("results")] == ["the-review"]
        assert second == {
            "count": 2,
            "pages": 2,
            "page": 2,
            "next": None,
            "previous": f"{API}/reviews/?critic=a-critic&page=1",
        }
        assert read("reviews")["next"] == f"{API}/reviews/?page=2"

    @pytest.mark.parametrize(
        ("name", "queries"),
        [
            ("reviews", 5),
            ("films", 3),
            ("people", 3),
            ("franchises", 3),
            ("critics", 5),
            ("genres", 3),
        ],
    )
    def test_take_the_same_queries_for_any_number_of_rows(
        self, name, queries, django_assert_num_queries
    ):
        with django_assert_num_queries(queries):
            get(name)


class TestReview:
    def test_is_redacted(self):
        review = read("review", "the-review")
        opening, story, verdict = review["parts"]
        [item] = opening["items"]
        url = review["curtains"][0]["url"]
        assert (item["heading"], item["is_hidden"]) == ("Look", False)
        assert item["html"].startswith(f'<p>He is <a href="{url}"')
        assert item["html"].endswith("</a>, <strong>so</strong>.</p>\n<p>More.</p>")
        assert (story["key"], story["items"][0]["is_hidden"]) == ("story", True)
        assert story["items"][0]["heading"] == ""
        assert verdict["items"][0]["html"] == "<p>Good.</p>"
        assert review["text"].startswith("Headline")
        text = get("review", "the-review").text
        assert [word for word in ("butler", "twice", "The end", "All die") if word in text] == []

    def test_lists_outer_curtains_with_the_addresses_that_open_them(self):
        passage, story = read("review", "the-review")["curtains"]
        assert [film["slug"] for film in passage["spoils"]] == ["the-film"]
        fragment = Client().get(passage["fragment_url"].removeprefix(SITE)).text
        assert "the butler" in fragment
        assert "the butler" in Client().get(passage["url"].removeprefix(SITE)).text
        assert (story["key"], story["label"]) == ("story-1", "The full story")

    def test_has_its_facts(self):
        review = read("review", "the-review")
        assert review["score"] == {"value": 7.5, "best": 10.0, "kind": "points", "text": "7.5/10"}
        assert review["critics"] == [
            {
                "slug": "a-critic",
                "name": "A. Critic",
                "url": f"{SITE}/critics/a-critic/",
                "api_url": f"{API}/critics/a-critic/",
            }
        ]
        assert (review["film"]["title"], review["published"]) == (
            "The Film",
            "2026-05-01T12:00:00+00:00",
        )
        assert (review["corrected"], review["lead_image"]) == (None, None)

    def test_takes_four_queries(self, django_assert_num_queries):
        with django_assert_num_queries(4):
            get("review", "the-review")

    def test_that_was_withdrawn_is_gone(self):
        response = get("review", "gone")
        assert (response.status_code, response.json()["status"]) == (410, 410)


class TestFacts:
    def test_film(self, django_assert_num_queries):
        with django_assert_num_queries(7):
            film = read("film", "the-film")
        assert film["alternative_titles"] == [
            {"title": "Der Film", "language": "de", "country": ""}
        ]
        assert [each["label"] for each in film["where_to_watch"]] == ["MUBI"]
        assert film["trailer"] == {"url": "https://video.example/1", "still": None}
        assert film["same_as"] == ["https://www.imdb.com/title/tt1234567/"]
        assert (film["poster"]["alt"], film["poster"]["credit"]) == ("Poster", "A. Lens")
        [credit] = film["credits"]
        assert (credit["person"]["slug"], credit["characters"]) == ("somebody", ["Eve"])
        assert film["franchises"][0]["label"] == "Chapter 1"
        assert read("reviews", film="the-film") == Client().get(film["reviews_url"]).json()

    def test_person_has_public_credits_only(self):
        person = read("person", "somebody")
        assert [each["film"]["slug"] for each in person["credits"]] == ["the-film"]

    def test_franchise(self):
        franchise = read("franchise", "the-line")
        assert [entry["film"]["slug"] for entry in franchise["films"]] == ["the-film"]
        assert [project["title"] for project in franchise["projects"]] == ["Next"]

    def test_critic_and_genre_link_to_their_reviews(self):
        assert read("critic", "a-critic")["reviews_url"] == f"{API}/reviews/?critic=a-critic"
        assert read("genre", "drama")["films_url"] == f"{API}/films/?genre=drama"


class TestAnswers:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("review", "later"),
            ("review", "none"),
            ("film", "waiting"),
            ("person", "secret"),
            ("genre", "none"),
        ],
    )
    def test_say_the_same_of_what_is_secret_and_of_what_does_not_exist(self, name, slug):
        unknown = Client().get("/api/v1/unknown/")
        response = get(name, slug)
        assert (response.status_code, response.content) == (404, unknown.content)
        assert response["Content-Type"] == "application/json"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response.json()["error"].startswith("There is nothing at this address.")

    def test_of_a_page_that_a_list_does_not_have_is_404(self):
        assert get("reviews", page="9").status_code == 404

    def test_are_open_to_all_sites_and_have_an_etag(self, open_connection):
        cache = PageCache(WSGIHandler(), max_bytes=10_000_000, database=SharedConnection())
        answer = ask(cache, "/api/v1/reviews/")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        again = ask(cache, "/api/v1/reviews/", if_none_match=answer.headers["ETag"])
        assert (again.status, again.headers["Access-Control-Allow-Origin"]) == (304, "*")

    def test_are_only_for_reading(self):
        assert Client().post("/api/v1/reviews/").status_code == 405

    def test_of_the_index_lists_the_lists(self):
        index = read("index")
        assert index == {
            "openapi": f"{API}/openapi.json",
            **{name: f"{API}/{name}/" for name in NAMES},
        }
