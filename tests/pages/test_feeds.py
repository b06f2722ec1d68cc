"""Feeds, as their readers parse them."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
import time_machine
from django.urls import reverse

from editions.publishing import publish, withdraw
from pages.feeds import views as feeds
from tests.factories import (
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    SectionFactory,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "http://127.0.0.1:8000"
FORMATS = ["atom", "rss", "json"]
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
SECRETS = ["the envoy is her sister", "How it ends", "duel", "A surprise", "The twist", "too late"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def review(clock):
    """A review with all its parts, of a film with two genres, published at noon."""
    film = FilmFactory(
        title="The Train",
        poster=ImageFactory(),
        genres=[GenreFactory(name="Western"), GenreFactory(name="Action")],
    )
    review = FullReviewFactory(
        film=film,
        slug="the-review",
        headline="Rails & <Ties>",
        standfirst="Two > one.",
        critic=CriticFactory(display_name="A. Critic", slug="a-critic"),
        language="de",
    )
    publish(review=review)
    return review


def get(client, format="atom", name="feed", *args, **headers):
    return client.get(reverse(f"pages:{name}", args=[*args, format]), headers=headers)


def entries(client, format="atom", name="feed", *args):
    """The feed's items with the few things in which the formats agree."""
    response = get(client, format, name, *args)
    assert response.status_code == 200
    if format == "json":
        return [
            {
                "id": item["id"],
                "link": item["url"],
                "title": item["title"],
                "summary": item.get("summary", ""),
                "content": item["content_html"],
                "author": item["authors"][0]["name"],
                "tags": item.get("tags", []),
                "published": datetime.fromisoformat(item["date_published"]),
            }
            for item in response.json()["items"]
        ]
    parsed = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False)
    assert parsed.bozo is False
    assert parsed.version == {"atom": "atom10", "rss": "rss20"}[format]
    return [
        {
            "id": entry.id,
            "link": entry.link,
            "title": entry.title,
            "summary": entry.summary.replace("&gt;", ">"),
            "content": entry.content[-1].value,
            "author": entry.author,
            "tags": [tag.term for tag in entry.get("tags", [])],
            "published": datetime(*entry.published_parsed[:6], tzinfo=UTC),
        }
        for entry in parsed.entries
    ]


def headlines(client, name="feed", *args):
    """The same in each format."""
    found = [[entry["title"] for entry in entries(client, f, name, *args)] for f in FORMATS]
    assert found[0] == found[1] == found[2]
    return found[0]


@pytest.mark.parametrize("format", FORMATS)
class TestAReview:
    def test_is_an_item(self, client, review, format):
        response = get(client, format)
        assert response["Content-Type"] == TYPES[format]
        [entry] = entries(client, format)
        assert entry | {"content": ""} == {
            "id": f"tag:127.0.0.1,2026-05-01:review/{review.pk}",
            "link": f"{SITE}/reviews/the-review/",
            "title": "Rails & <Ties>",
            "summary": "Two > one.",
            "content": "",
            "author": "A. Critic",
            "tags": ["Action", "Western"],
            "published": NOON,
        }

    def test_keeps_its_id_whatever_its_address(self, client, review, format):
        before = entries(client, format)[0]["id"]
        review.slug = "elsewhere"
        review.save()
        publish(review=review)
        [entry] = entries(client, format)
        assert (entry["id"], entry["link"]) == (before, f"{SITE}/reviews/elsewhere/")

    def test_is_there_whole_but_for_what_is_hidden(self, client, review, format):
        [entry] = entries(client, format)
        texts = [
            "Two &gt; one.",
            "Before the train",
            "She learns that",
            "on the train.",
            "The cast",
            "Of many, two.",
            "She carries the film.",
            "Yes: you like trains",
            "No: you like quiet",
            "After the train",
            "What comes next is open.",
            "Recommended, 7.5/10",
            "A train worth taking.",
        ]
        assert [text for text in texts if text not in entry["content"]] == []
        bytes_of_the_feed = get(client, format).text
        assert [secret for secret in SECRETS if secret in bytes_of_the_feed] == []
        revealed = client.get(reverse("pages:revealed", args=["the-review"])).text
        assert [secret for secret in SECRETS if secret in revealed] == SECRETS

    def test_links_each_curtain_to_where_it_is_drawn(self, client, review, format):
        content = entries(client, format)[0]["content"]
        links = re.findall(r'<a href="([^"]+/revealed/[^"]+)" rel="nofollow">(.*?)</a>', content)
        revealed = f"{SITE}/reviews/the-review/revealed"
        assert links == [
            (f"{revealed}/opening-1-1/#curtain-opening-1-1", "[spoiler]"),
            (f"{revealed}/cast-2/#curtain-cast-2", "Draw the curtain: A performance kept secret"),
            (f"{revealed}/story-1/#curtain-story-1", "Draw the curtain: The ending"),
            (f"{revealed}/bad-2/#curtain-bad-2", "Draw the curtain: Spoiler"),
        ]
        for url, _label in links:
            assert client.get(urlsplit(url).path).status_code == 200

    def test_stands_on_its_own(self, client, review, clock, format):
        picture = ImageFactory(name="train.png")
        SectionFactory(
            review=review,
            placement="closing",
            body="![A train](images/train.png) and [a film](/films/the-train/), [^1].\n\n[^1]: So.",
        )
        clock.shift(HOUR)
        publish(review=review)
        content = entries(client, format)[0]["content"]
        addresses = re.findall(r'(?:href|src)="([^"]*)"', content)
        assert {address.startswith(f"{SITE}/") for address in addresses} == {True}
        assert f'src="{SITE}{picture.file.url}"' in content
        assert f'src="{SITE}{review.lead_image.file.url}"' in content
        assert f'href="{SITE}/films/the-train/"' in content
        assert f'href="{SITE}/reviews/the-review/#fn' in content
        assert (
            re.findall(r"<(?:script|style|source|picture|spoiler-curtain|curtain-slot)", content)
            == []
        )
        assert re.findall(r'\s(?:srcset|style|class|id|on\w+)="', content) == []

    def test_is_of_its_own_language(self, client, review, format):
        body = get(client, format).text
        ways = {"atom": '<entry xml:lang="de">', "rss": 'lang="de"', "json": '"language": "de"'}
        assert ways[format] in body

    def test_without_a_picture_has_none(self, client, clock, format):
        publish(review=FullReviewFactory(lead_image=None))
        assert "image/png" not in get(client, format).text.replace("icon", "")
        assert '"image"' not in get(client, format).text

    def test_characters_that_no_feed_can_hold_are_left_out(self, client, review, format):
        review.critic.display_name = "A.\x0b Critic"
        review.critic.save()
        assert entries(client, format)[0]["author"] == "A. Critic"

    def test_may_hold_what_would_end_a_document(self, client, clock, format):
        publish(review=FullReviewFactory(headline="]]></title></script>", standfirst="]]>&amp;"))
        assert entries(client, format)[0]["title"] == "]]></title></script>"


class TestPictures:
    def test_the_lead_is_the_enclosure(self, client, review):
        for format in ("atom", "rss"):
            parsed = feedparser.parse(get(client, format).content)
            [enclosure] = parsed.entries[0].enclosures
            url = SITE + review.lead_image.file.url
            assert (enclosure.href, enclosure.type, enclosure.length) == (url, "image/png", "0")
        [item] = get(client, "json").json()["items"]
        assert item["image"] == SITE + review.lead_image.file.url

    @pytest.mark.parametrize(
        ("ending", "expected"),
        [("jpg", "image/jpeg"), ("webp", "image/webp"), ("avif", "image/avif")],
    )
    def test_are_of_the_type_that_their_file_has(self, ending, expected):
        image = ImageFactory()
        image.file.name = f"images/x.{ending}"
        assert feeds.image_media_type(image) == expected


@pytest.mark.parametrize("format", FORMATS)
class TestWhatIsFed:
    def test_is_what_is_live_newest_first(self, client, clock, format, monkeypatch):
        monkeypatch.setattr(feeds, "MAX_ITEMS", 2)
        for hours, headline in enumerate(["Oldest", "Older", "Newest"]):
            clock.move_to(NOON + hours * HOUR)
            publish(review=FullReviewFactory(headline=headline))
        FullReviewFactory(headline="Draft")
        assert headlines(client) == ["Newest", "Older"]

    def test_a_withdrawn_review_vanishes(self, client, review, clock, format):
        clock.shift(HOUR)
        before = get(client, format)["ETag"]
        withdraw(review=review)
        assert entries(client, format) == []
        assert get(client, format)["ETag"] != before

    def test_a_scheduled_one_appears_at_its_minute(self, client, clock, format):
        publish(review=FullReviewFactory(headline="Later"), live_from=NOON + HOUR)
        clock.move_to(NOON + HOUR - timedelta(seconds=1))
        assert entries(client, format) == []
        clock.move_to(NOON + HOUR)
        assert [entry["title"] for entry in entries(client, format)] == ["Later"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_is_two_queries_however_many(self, client, format, count, django_assert_num_queries):
        for _number in range(count):
            film = FilmFactory(poster=ImageFactory(), genres=[GenreFactory()])
            publish(review=FullReviewFactory(film=film))
        with django_assert_num_queries(2):
            get(client, format)

    def test_none_is_a_feed_too_and_the_same_each_time(self, client, clock, format):
        first = get(client, format)
        clock.shift(HOUR)
        assert entries(client, format) == []
        assert get(client, format)["ETag"] == first["ETag"]


class TestOfACritic:
    def test_has_their_reviews_alone(self, client, review):
        publish(review=FullReviewFactory())
        assert headlines(client, "critic_feed", "a-critic") == ["Rails & <Ties>"]
        feed = get(client, "json", "critic_feed", "a-critic").json()
        assert (feed["title"], feed["home_page_url"], feed["feed_url"]) == (
            "Curtain: A. Critic",
            f"{SITE}/critics/a-critic/",
            f"{SITE}/feeds/critics/a-critic.json",
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_is_three_queries_however_many(self, client, count, django_assert_num_queries):
        critic = CriticFactory(slug="a-critic")
        for _number in range(count):
            publish(review=FullReviewFactory(critic=critic))
        with django_assert_num_queries(3):
            get(client, "rss", "critic_feed", "a-critic")

    def test_of_nobody_is_404(self, client):
        assert get(client, "atom", "critic_feed", "nobody").status_code == 404


class TestOfAFranchise:
    def test_has_the_reviews_of_its_films_alone(self, client, review):
        FranchiseEntryFactory(film=review.film, franchise__slug="the-line", franchise__name="Line")
        publish(review=FullReviewFactory())
        assert headlines(client, "franchise_feed", "the-line") == ["Rails & <Ties>"]
        feed = get(client, "json", "franchise_feed", "the-line").json()
        assert (feed["title"], feed["home_page_url"]) == (
            "Curtain: Line",
            f"{SITE}/franchises/the-line/",
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_is_three_queries_however_many(self, client, count, django_assert_num_queries):
        first = FranchiseEntryFactory(franchise__slug="the-line")
        for _number in range(count):
            entry = FranchiseEntryFactory(franchise=first.franchise)
            publish(review=FullReviewFactory(film=entry.film))
        with django_assert_num_queries(3):
            get(client, "atom", "franchise_feed", "the-line")

    def test_of_none_is_404(self, client):
        assert get(client, "atom", "franchise_feed", "none").status_code == 404


@pytest.mark.parametrize("format", FORMATS)
class TestAskedAgain:
    def test_is_304_until_something_public_changes(self, client, review, clock, format):
        etag = get(client, format)["ETag"]
        assert not etag.startswith("W/")
        assert get(client, format, if_none_match=etag).status_code == 304

        clock.shift(HOUR)
        review.sections.filter(placement="full_story").update(body="Nobody dies. " * 50)
        publish(review=review)
        assert get(client, format, if_none_match=etag).status_code == 304

        review.sections.filter(placement="closing").update(body="Rewritten.")
        clock.shift(HOUR)
        publish(review=review)
        assert get(client, format, if_none_match=etag).status_code == 200

    def test_has_no_date_to_be_asked_by(self, client, review, format):
        response = get(client, format, if_modified_since="Fri, 01 May 2099 12:00:00 GMT")
        assert (response.status_code, "Last-Modified" in response) == (200, False)

    def test_is_for_reading_alone_and_sets_no_cookie(self, client, review, format):
        address = reverse("pages:feed", args=[format])
        assert client.post(address).status_code == 405
        assert client.head(address).content == b""
        response = client.get(address)
        assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)


class TestDates:
    def updated(self, client):
        [item] = get(client, "json").json()["items"]
        [entry] = feedparser.parse(get(client, "atom").content).entries
        assert entry.updated == item["date_modified"]
        return datetime.fromisoformat(entry.updated)

    def test_tell_of_corrections_that_say_so(self, client, review, clock):
        assert self.updated(client) == NOON
        clock.move_to(NOON + HOUR)
        publish(review=review)
        assert self.updated(client) == NOON
        clock.move_to(NOON + 2 * HOUR)
        publish(review=review, note="Corrected the runtime.")
        assert self.updated(client) == NOON + 2 * HOUR
        assert (
            feedparser.parse(get(client, "atom").content).feed.updated
            == "2026-05-01T14:00:00+00:00"
        )


class TestJsonFeed:
    """https://www.jsonfeed.org/version/1.1/"""

    TOP = {"version", "title", "home_page_url", "feed_url", "description", "language", "icon"}
    ITEM = {"id", "url", "title", "summary", "content_html", "image", "date_published"} | {
        *("date_modified", "authors", "tags", "language"),
    }

    def test_keeps_to_its_rules(self, client, review):
        feed = get(client, "json").json()
        assert feed.keys() == self.TOP | {"items"}
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"{SITE}/feeds/reviews.json"
        assert {type(value) for name, value in feed.items() if name != "items"} == {str}
        [item] = feed["items"]
        assert item.keys() == self.ITEM
        assert item["authors"] == [{"name": "A. Critic", "url": f"{SITE}/critics/a-critic/"}]
        strings = self.ITEM - {"authors", "tags"}
        assert {type(item[name]) for name in strings} == {str}
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None
        for url in (item["url"], item["image"], feed["icon"], feed["home_page_url"]):
            assert urlsplit(url).netloc == "127.0.0.1:8000"


class TestAddresses:
    @pytest.mark.parametrize("path", ["/feeds/reviews.xml", "/feeds/reviews", "/feeds/"])
    def test_of_no_format_are_404(self, client, path):
        assert client.get(path).status_code == 404

    def test_are_of_the_site_whatever_host_was_asked(self, client, review, settings):
        settings.SITE_URL = "https://curtain.example"
        settings.ALLOWED_HOSTS = ["*"]
        body = client.get("/feeds/reviews.atom", headers={"host": "evil.example"}).text
        assert ("evil.example" in body, "127.0.0.1" in body) == (False, False)
        assert "https://curtain.example/reviews/the-review/" in body
