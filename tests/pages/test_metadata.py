"""The metadata of pages: Open Graph as ogp.me defines it, Twitter cards, descriptions, feeds."""

import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from editions.publishing import publish, withdraw
from pages.sharing.metadata import MAX_DESCRIPTION, Metadata, SharePicture
from reviews.models import Review
from tests.curtain_urls import checksums
from tests.factories import (
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    picture_bytes,
)
from tests.pages.page_heads import head_of

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"

PAGES = [
    ("home", []),
    ("reviews", []),
    ("review", ["the-review"]),
    ("films", []),
    ("film", ["the-film"]),
    ("franchises", []),
    ("franchise", ["the-line"]),
    ("people", []),
    ("person", ["somebody"]),
    ("critics", []),
    ("critic", ["a-critic"]),
    ("genre", ["western"]),
    ("about", []),
    ("seen", []),
]

KINDS = {"website", "article", "profile", "video.movie"}
REQUIRED = ["og:title", "og:type", "og:image", "og:url"]
ONCE = [*REQUIRED, "og:site_name", "og:description", "og:locale", "og:image:width"]
ONCE += ["og:image:height", "og:image:alt"]
OF_KIND = {
    "website": set(),
    "profile": set(),
    "article": {"article:published_time", "article:author", "article:tag"},
    "video.movie": {"video:release_date", "video:duration"},
}
TWITTER = ["twitter:card", "twitter:title", "twitter:description", "twitter:image"]
TWITTER += ["twitter:image:alt"]

pytestmark = pytest.mark.django_db


@dataclass
class Site:
    review: Review
    clock: Any


@pytest.fixture(scope="module")
def published(module_db):
    """A page of each kind, with its own texts and picture. The review is published at noon."""
    with time_machine.travel(NOON, tick=False):
        film = FilmFactory(
            title="The Train",
            slug="the-film",
            overview="A train leaves.",
            poster=ImageFactory(data=picture_bytes(7, width=60, height=90)),
            genres=[GenreFactory(name="Western", slug="western")],
        )
        FranchiseEntryFactory(film=film, franchise__slug="the-line", franchise__name="The Line")
        person = PersonFactory(slug="somebody", name="Some Body", portrait=ImageFactory())
        CreditFactory(film=film, person=person)
        review = FullReviewFactory(
            film=film,
            slug="the-review",
            headline="Rails “&” <Ties>",
            critic=CriticFactory(slug="a-critic", display_name="A. Critic", bio="Row three."),
        )
        publish(review=review)
    return review


@pytest.fixture
def site(published):
    with time_machine.travel(NOON, tick=False) as clock:
        yield Site(copy.deepcopy(published), clock)


def get(client, name, args=()):
    return client.get(reverse(f"pages:{name}", args=args))


def head(client, name, args=()):
    response = get(client, name, args)
    assert response.status_code == 200
    return head_of(response.text)


@pytest.fixture(scope="module")
def heads(published):
    """The head of each of `PAGES` at noon, by the name of the page."""
    with time_machine.travel(NOON, tick=False):
        return {name: head(Client(), name, args) for name, args in PAGES}


@pytest.fixture(scope="module")
def feed_types(heads):
    """The content type of each feed that a page links to, by its address."""
    links = {link["href"] for found in heads.values() for link in found.links}
    feeds = sorted(link for link in links if urlsplit(link).path.startswith("/feeds/"))
    responses = {feed: Client().get(urlsplit(feed).path) for feed in feeds}
    return {
        feed: response["Content-Type"].partition(";")[0] for feed, response in responses.items()
    }


@pytest.mark.parametrize(("name", "args"), PAGES)
class TestEveryPage:
    def test_open_graph_properties_are_complete_and_valid(self, heads, name, args):
        found = heads[name]
        assert [key for key in ONCE if len(_all(found, key)) != 1] == []
        kind = found.one("og:type")
        assert kind in KINDS
        own = {key for key, _value in found.properties if not key.startswith("og:")}
        assert own == OF_KIND[kind]
        assert [key for key, value in found.properties if not value.strip()] == []
        assert found.one("og:url") == SITE + reverse(f"pages:{name}", args=args)
        assert found.one("og:locale") == "en_US"
        assert found.one("og:site_name") == "Curtain"

    def test_twitter_card_repeats_open_graph(self, heads, name, args):
        found = heads[name]
        assert [key for key in TWITTER if len(_all(found, key)) != 1] == []
        assert found.one("twitter:card") in {"summary", "summary_large_image"}
        for key in ("title", "description", "image", "image:alt"):
            assert found.one(f"twitter:{key}") == found.one(f"og:{key}")

    def test_one_description_of_limited_length(self, heads, name, args):
        found = heads[name]
        assert 0 < len(found.one("description")) <= MAX_DESCRIPTION
        assert found.one("og:description") == found.one("description")

    def test_one_canonical_url_and_an_existing_image(self, client, heads, site, name, args):
        found = heads[name]
        [canonical] = [link["href"] for link in found.links if link["rel"] == "canonical"]
        assert canonical == found.one("og:url")
        image = urlsplit(found.one("og:image"))
        assert (image.scheme, image.netloc) == ("http", "127.0.0.1:8000")
        if image.path.startswith("/share/"):
            assert client.get(found.one("og:image")).status_code == 200

    def test_links_to_the_feeds(self, feed_types, heads, name, args):
        alternates = [link for link in heads[name].links if link["rel"] == "alternate"]
        links = [link for link in alternates if "oembed" not in link["type"]]
        assert [(link["type"], link["href"]) for link in links[-3:]] == [
            ("application/atom+xml", f"{SITE}/feeds/reviews.atom"),
            ("application/rss+xml", f"{SITE}/feeds/reviews.rss"),
            ("application/feed+json", f"{SITE}/feeds/reviews.json"),
        ]
        for link in links:
            assert feed_types[link["href"]] == link["type"]


def _all(found, key):
    return [value for name, value in [*found.properties, *found.names] if name == key]


class TestReview:
    def test_type_dates_and_share_card(self, client, site):
        found = head(client, "review", ["the-review"])
        assert [(key, value) for key, value in found.properties if key[:3] != "og:"] == [
            ("article:published_time", "2026-05-01T12:00:00+00:00"),
            ("article:author", f"{SITE}/critics/a-critic/"),
            ("article:tag", "The Train"),
        ]
        assert found.one("og:title") == "Rails “&” <Ties>"
        assert found.one("description") == "About Rails “&” <Ties>."
        assert found.one("og:image").startswith(f"{SITE}/share/the-review.png?v=")
        assert (found.one("og:image:width"), found.one("og:image:height")) == ("1200", "630")
        alt = "Rails “&” <Ties> – The Train (2025) – Recommended, 7.5/10"
        assert found.one("og:image:alt") == alt
        assert found.one("twitter:card") == "summary_large_image"

    def test_modified_time_is_that_of_a_correction(self, client, site):
        site.clock.shift(timedelta(hours=1))
        publish(review=site.review)
        assert _all(head(client, "review", ["the-review"]), "article:modified_time") == []
        site.clock.shift(timedelta(hours=1))
        publish(review=site.review, note="Corrected.")
        found = head(client, "review", ["the-review"])
        assert found.one("article:modified_time") == "2026-05-01T14:00:00+00:00"

    def test_image_url_changes_with_the_share_card(self, client, site):
        before = head(client, "review", ["the-review"]).one("og:image")
        site.review.film.title = "The Coach"
        site.review.film.save()
        assert head(client, "review", ["the-review"]).one("og:image") != before

    def test_locale_is_that_of_the_review(self, client, site):
        publish(review=FullReviewFactory(slug="deutsch", language="de"))
        publish(review=FullReviewFactory(slug="cymraeg", language="cy"))
        assert head(client, "review", ["deutsch"]).one("og:locale") == "de_DE"
        assert _all(head(client, "review", ["cymraeg"]), "og:locale") == []

    @pytest.mark.parametrize(
        ("meta", "standfirst", "expected"),
        [("About it.", "Stands first.", "About it."), ("", "Stands first.", "Stands first.")],
    )
    def test_description_is_the_meta_description_or_the_standfirst(
        self, client, clock_at_noon, meta, standfirst, expected
    ):
        review = FullReviewFactory(slug="x", meta_description=meta, standfirst=standfirst)
        publish(review=review)
        assert head(client, "review", ["x"]).one("description") == expected

    def test_description_without_both_is_the_public_text(self, client, clock_at_noon):
        review = FullReviewFactory(slug="x", meta_description="", standfirst="")
        publish(review=review)
        description = head(client, "review", ["x"]).one("description")
        assert description.startswith(f"{review.headline} Before the train She learns that")
        assert "the envoy is her sister" not in description
        assert "the envoy is her sister" in get(client, "revealed", ["x"]).text

    @pytest.fixture
    def clock_at_noon(self):
        with time_machine.travel(NOON, tick=False):
            yield


class TestOtherPages:
    def test_film_has_release_date_and_duration(self, client, site):
        found = head(client, "film", ["the-film"])
        assert (found.one("video:release_date"), found.one("video:duration")) == (
            "2025-06-06",
            "7500",
        )
        assert found.one("og:title") == "The Train (2025)"
        assert found.one("twitter:card") == "summary"
        assert found.one("og:image:height") == "90"

    def test_film_without_facts_has_no_video_properties(self, client):
        FilmFactory(slug="soon", title="Soon", status="planned", release_date=None, runtime=None)
        found = head(client, "film", ["soon"])
        assert {key for key, _value in found.properties if key.startswith("video:")} == set()
        assert found.one("og:title") == "Soon"
        picture = found.one("og:image")
        assert picture == f"{SITE}/static/icons/share.png"
        with Pillow.open("static/icons/share.png") as drawn:
            assert drawn.size == (1200, 630)

    @pytest.mark.parametrize(
        ("name", "args", "title", "feed"),
        [
            ("critic", ["a-critic"], "Curtain: A. Critic", "/feeds/critics/a-critic.atom"),
            ("franchise", ["the-line"], "Curtain: The Line", "/feeds/franchises/the-line.atom"),
        ],
    )
    def test_critic_and_franchise_link_to_their_own_feeds_first(
        self, client, site, name, args, title, feed
    ):
        links = [link for link in head(client, name, args).links if link["rel"] == "alternate"]
        assert len(links) == 6
        assert (links[0]["title"], links[0]["href"]) == (title, SITE + feed)

    def test_description_is_one_line_of_limited_length(self):
        metadata = Metadata(title="T", canonical=SITE, text="word\n" * 200)
        assert "\n" not in metadata.description
        assert len(metadata.description) == MAX_DESCRIPTION

    def test_decorative_picture_has_the_title_as_alt_text(self):
        image = ImageFactory(decorative=True)
        metadata = Metadata(title="T", canonical=SITE, picture=SharePicture.of(image))
        assert dict(metadata.open_graph())["og:image:alt"] == "T"


class TestNoindexPages:
    @pytest.mark.parametrize(
        ("name", "args"),
        [
            ("revealed", ["the-review"]),
            ("revealed_one", ["the-review", "story-1"]),
            ("review_changed", ["the-review"]),
            ("film_revealed", ["the-film"]),
            ("person_revealed", ["somebody"]),
        ],
    )
    def test_revealed_page_has_no_metadata(self, client, site, name, args):
        CreditFactory(film=site.review.film, person__slug="surprise", is_spoiler=True)
        args = [*args, checksums(site.review)[args[1]]] if name == "revealed_one" else args
        found = head(client, name, args)
        keys = {key for key, _value in [*found.properties, *found.names]}
        assert keys <= {"viewport", "robots", "color-scheme"}
        assert "robots" in keys
        assert found.documents == []
        assert [link for link in found.links if link["rel"] == "alternate"] == []

    def test_410_page_has_no_metadata(self, client, site):
        withdraw(review=site.review)
        site.clock.shift(timedelta(hours=1))
        response = get(client, "review", ["the-review"])
        assert response.status_code == 410
        assert head_of(response.text).properties == []
