"""The feeds, read by feedparser."""

import copy
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
import time_machine
from django.urls import reverse

from editions.models import Edition
from editions.publishing import publish, withdraw
from pages.feeds import feed_editions, review_feed
from tests.curtain_urls import revealed_url
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


@pytest.fixture(scope="class")
def published(class_db):
    """A review with all parts, published at noon, of a film with two genres."""
    with time_machine.travel(NOON, tick=False):
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


@pytest.fixture
def review(published, clock):
    return copy.deepcopy(published)


def get(client, format="atom", name="feed", *args, **headers):
    return client.get(reverse(f"pages:{name}", args=[*args, format]), headers=headers)


def entries(client, format="atom", name="feed", *args):
    """The items of a feed with the properties that all formats have."""
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
    """The titles of the items, which are the same in every format."""
    found = [[entry["title"] for entry in entries(client, f, name, *args)] for f in FORMATS]
    assert found[0] == found[1] == found[2]
    return found[0]


class TestItem:
    @pytest.mark.parametrize("format", FORMATS)
    def test_fields_of_an_item(self, client, review, format):
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

    def test_id_does_not_change_with_the_slug(self, client, review):
        before = [entries(client, format)[0]["id"] for format in FORMATS]
        review.slug = "elsewhere"
        review.save()
        publish(review=review)
        for format, id_ in zip(FORMATS, before, strict=True):
            [entry] = entries(client, format)
            assert (entry["id"], entry["link"]) == (id_, f"{SITE}/reviews/elsewhere/")

    @pytest.mark.parametrize("format", FORMATS)
    def test_content_has_all_public_text_and_no_hidden_text(self, client, review, format):
        [entry] = entries(client, format)
        texts = [
            "Two &gt; one.",
            "Before the train",
            "She learns that",
            "on the train.",
            "The cast",
            "Of many, two.",
            "She carries the film.",
            "Yes, if you like trains",
            "No, if you like quiet",
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

    def test_each_curtain_is_a_link_to_the_page_that_reveals_it(self, client, review):
        links = [
            (f"{SITE}{revealed_url(review, key)}#curtain-{key}", label)
            for key, label in (
                ("opening-1-1", "[spoiler]"),
                ("cast-2", "Open the curtain: A performance kept secret"),
                ("story-1", "Open the curtain: The ending"),
                ("bad-2", "Open the curtain: Spoiler"),
            )
        ]
        for format in FORMATS:
            content = entries(client, format)[0]["content"]
            link = r'<a href="([^"]+/revealed/[^"]+)" rel="nofollow">(.*?)</a>'
            assert re.findall(link, content) == links
        for url, _label in links:
            assert client.get(urlsplit(url).path).status_code == 200

    def test_content_has_absolute_urls_and_basic_elements_only(self, client, review, clock):
        picture = ImageFactory(name="train.png")
        SectionFactory(
            review=review,
            placement="closing",
            body="![A train](images/train.png) and [a film](/films/the-train/), [^1].\n\n[^1]: So.",
        )
        clock.shift(HOUR)
        publish(review=review)
        for format in FORMATS:
            content = entries(client, format)[0]["content"]
            addresses = re.findall(r'(?:href|src)="([^"]*)"', content)
            assert {address.startswith(f"{SITE}/") for address in addresses} == {True}
            assert f'src="{SITE}{picture.file.url}"' in content
            assert f'src="{SITE}{review.lead_image.file.url}"' in content
            assert f'href="{SITE}/films/the-train/"' in content
            assert f'href="{SITE}/reviews/the-review/#fn' in content
            elements = r"<(?:script|style|source|picture|spoiler-curtain|curtain-slot)"
            assert re.findall(elements, content) == []
            assert re.findall(r'\s(?:srcset|style|class|id|on\w+)="', content) == []

    @pytest.mark.parametrize("format", FORMATS)
    def test_item_has_the_language_of_the_review(self, client, review, format):
        body = get(client, format).text
        ways = {"atom": '<entry xml:lang="de">', "rss": 'lang="de"', "json": '"language": "de"'}
        assert ways[format] in body

    def test_item_without_lead_image_has_no_image(self, client, review, clock):
        for format in FORMATS:
            text = get(client, format).text
            assert ("image/png" in text.replace("icon", ""), '"image"' in text) == (
                format != "json",
                format == "json",
            )
        review.lead_image = None
        review.save()
        clock.shift(HOUR)
        publish(review=review)
        for format in FORMATS:
            assert "image/png" not in get(client, format).text.replace("icon", "")
            assert '"image"' not in get(client, format).text

    def test_characters_that_xml_does_not_allow_are_left_out(self, client, review):
        [critic] = review.signed_by()
        critic.display_name = "A.\x0b Critic"
        critic.save()
        for format in FORMATS:
            assert entries(client, format)[0]["author"] == "A. Critic"

    def test_markup_in_a_headline_is_escaped(self, client, review, clock):
        review.headline, review.standfirst = "]]></title></script>", "]]>&"
        review.save()
        clock.shift(HOUR)
        publish(review=review)
        assert headlines(client) == ["]]></title></script>"]


class TestImages:
    def test_lead_image_is_the_enclosure(self, client, review):
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
    def test_media_type_depends_on_the_extension(self, ending, expected):
        image = ImageFactory()
        image.file.name = f"images/x.{ending}"
        assert review_feed.image_media_type(image) == expected


class TestItems:
    def test_items_are_the_newest_live_reviews(self, client, clock, monkeypatch):
        monkeypatch.setattr(feed_editions, "MAX_ITEMS", 2)
        for hours, headline in enumerate(["Oldest", "Older", "Newest"]):
            clock.move_to(NOON + hours * HOUR)
            publish(review=FullReviewFactory(headline=headline))
        FullReviewFactory(headline="Draft")
        assert headlines(client) == ["Newest", "Older"]

    def test_withdrawn_review_is_not_in_the_feed(self, client, clock):
        review = FullReviewFactory(headline="Withdrawn")
        publish(review=review)
        clock.shift(HOUR)
        assert headlines(client) == ["Withdrawn"]
        before = [get(client, format)["ETag"] for format in FORMATS]
        withdraw(review=review)
        assert headlines(client) == []
        after = [get(client, format)["ETag"] for format in FORMATS]
        assert len({*before, *after}) == 2 * len(FORMATS)

    def test_scheduled_review_is_in_the_feed_when_it_is_live(self, client, clock):
        publish(review=FullReviewFactory(headline="Later"), live_from=NOON + HOUR)
        clock.move_to(NOON + HOUR - timedelta(seconds=1))
        assert headlines(client) == []
        clock.move_to(NOON + HOUR)
        assert headlines(client) == ["Later"]

    def test_four_queries_for_any_number_of_items(self, client, django_assert_num_queries):
        for count in (1, 3):
            while Edition.objects.count() < count:
                film = FilmFactory(poster=ImageFactory(), genres=[GenreFactory()])
                publish(review=FullReviewFactory(film=film))
            for format in FORMATS:
                with django_assert_num_queries(4):
                    assert len(entries(client, format)) == count

    @pytest.mark.parametrize("format", FORMATS)
    def test_empty_feed_is_valid_and_constant(self, client, clock, format):
        first = get(client, format)
        clock.shift(HOUR)
        assert entries(client, format) == []
        assert get(client, format)["ETag"] == first["ETag"]


class TestCriticFeed:
    def test_items_are_the_reviews_by_the_critic(self, client, review):
        publish(review=FullReviewFactory())
        assert headlines(client, "critic_feed", "a-critic") == ["Rails & <Ties>"]
        feed = get(client, "json", "critic_feed", "a-critic").json()
        assert (feed["title"], feed["home_page_url"], feed["feed_url"]) == (
            "Curtain: A. Critic",
            f"{SITE}/critics/a-critic/",
            f"{SITE}/feeds/critics/a-critic.json",
        )

    def test_six_queries_for_any_number_of_items(self, client, review, django_assert_num_queries):
        [critic] = review.signed_by()
        for count in (1, 3):
            while critic.editions.count() < count:
                publish(review=FullReviewFactory(critic=critic))
            with django_assert_num_queries(6):
                assert len(entries(client, "rss", "critic_feed", "a-critic")) == count

    def test_unknown_critic_is_404(self, client):
        assert get(client, "atom", "critic_feed", "nobody").status_code == 404


class TestFranchiseFeed:
    def test_items_are_the_reviews_of_the_films_in_the_franchise(self, client, review):
        FranchiseEntryFactory(film=review.film, franchise__slug="the-line", franchise__name="Line")
        publish(review=FullReviewFactory())
        assert headlines(client, "franchise_feed", "the-line") == ["Rails & <Ties>"]
        feed = get(client, "json", "franchise_feed", "the-line").json()
        assert (feed["title"], feed["home_page_url"]) == (
            "Curtain: Line",
            f"{SITE}/franchises/the-line/",
        )

    def test_six_queries_for_any_number_of_items(self, client, review, django_assert_num_queries):
        entry = FranchiseEntryFactory(franchise__slug="the-line", film=review.film)
        for count in (1, 3):
            while entry.franchise.entries.count() < count:
                film = FranchiseEntryFactory(franchise=entry.franchise).film
                publish(review=FullReviewFactory(film=film))
            with django_assert_num_queries(6):
                assert len(entries(client, "atom", "franchise_feed", "the-line")) == count

    def test_unknown_franchise_is_404(self, client):
        assert get(client, "atom", "franchise_feed", "none").status_code == 404


class TestConditionalRequests:
    def test_etag_changes_only_when_public_text_changes(self, client, review, clock):
        etags = {format: get(client, format)["ETag"] for format in FORMATS}
        assert [etag for etag in etags.values() if etag.startswith("W/")] == []

        def statuses():
            return {
                get(client, format, if_none_match=etag).status_code
                for format, etag in etags.items()
            }

        assert statuses() == {304}

        clock.shift(HOUR)
        review.sections.filter(placement="full_story").update(body="Nobody dies. " * 50)
        publish(review=review)
        assert statuses() == {304}

        review.sections.filter(placement="closing").update(body="Rewritten.")
        clock.shift(HOUR)
        publish(review=review)
        assert statuses() == {200}

    @pytest.mark.parametrize("format", FORMATS)
    def test_there_is_no_last_modified(self, client, review, format):
        response = get(client, format, if_modified_since="Fri, 01 May 2099 12:00:00 GMT")
        assert (response.status_code, "Last-Modified" in response) == (200, False)

    @pytest.mark.parametrize("format", FORMATS)
    def test_only_get_and_head_are_allowed_and_no_cookie_is_set(self, client, review, format):
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

    def test_updated_changes_only_with_a_note(self, client, review, clock):
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

    def test_properties_are_those_of_the_specification(self, client, review):
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


class TestURLs:
    @pytest.mark.parametrize("path", ["/feeds/reviews.xml", "/feeds/reviews", "/feeds/"])
    def test_unknown_extension_is_404(self, client, path):
        assert client.get(path).status_code == 404

    def test_urls_start_with_site_url_for_any_host(self, client, review, settings):
        settings.SITE_URL = "https://curtain.example"
        settings.ALLOWED_HOSTS = ["*"]
        body = client.get("/feeds/reviews.atom", headers={"host": "evil.example"}).text
        assert ("evil.example" in body, "127.0.0.1" in body) == (False, False)
        assert "https://curtain.example/reviews/the-review/" in body


class TestHub:
    HUB = "https://hub.example/?a=1&b=2"

    @pytest.mark.parametrize("format", FORMATS)
    def test_is_named_in_the_feed_and_in_its_header(self, client, clock, settings, format):
        settings.WEBSUB_HUB = self.HUB
        response = get(client, format)
        feed = f"{SITE}/feeds/reviews.{format}"
        assert response["Link"] == f'<{self.HUB}>; rel="hub", <{feed}>; rel="self"'
        if format == "json":
            assert response.json()["hubs"] == [{"type": "WebSub", "url": self.HUB}]
        else:
            links = feedparser.parse(response.content).feed.links
            assert {"rel": "hub", "href": self.HUB}.items() <= {
                name: value for link in links if link.rel == "hub" for name, value in link.items()
            }.items()
            assert feed in [link.href for link in links if link.rel == "self"]

    @pytest.mark.parametrize("format", FORMATS)
    def test_is_missing_without_one(self, client, clock, format):
        response = get(client, format)
        assert not response.has_header("Link")
        assert b"hub" not in response.content
