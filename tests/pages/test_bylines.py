"""A review by two critics, on every page and in every channel that names its critics."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import feedparser
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from editions.models import Edition
from editions.preview_tokens import preview_token
from editions.publishing import publish
from editions.rerendering import rendering_of
from pages.people.performances import performance_critiques
from pages.search.rebuilding import rebuild
from pages.sharing.share_cards import edition_share_card
from reviews.bylines import joined_names
from reviews.models import Critic, Review
from tests.factories import CriticFactory, FullReviewFactory
from tests.pages.page_heads import head_of
from tests.pages.schema_org import problems

pytestmark = [pytest.mark.django_db, pytest.mark.search_index]

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"
BYLINE = (
    'By <a href="/critics/bo/" dir="auto">Bo &amp; Co</a> and '
    '<a href="/critics/ada/" dir="auto">Ada Test</a>'
)


@pytest.fixture(scope="module")
def published(module_db: Any) -> None:
    """Bo and Ada have written a review together, and each of them one alone."""
    ada = CriticFactory(display_name="Ada Test", slug="ada")
    bo = CriticFactory(display_name="Bo & Co", slug="bo")
    for hours, (headline, critics) in enumerate(
        [("By Ada", [ada]), ("By Bo", [bo]), ("By both", [bo, ada])]
    ):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            publish(review=FullReviewFactory(headline=headline, critics=critics))
    publish(review=FullReviewFactory(headline="By another"))
    rebuild()


@pytest.fixture
def both(published: None) -> Edition:
    return Edition.objects.get(headline="By both")


def get(name: str, *args: Any, **query: Any) -> Any:
    response = Client().get(reverse(f"pages:{name}", args=args), query)
    assert response.status_code == 200
    return response


def listed(name: str, *args: Any, **query: Any) -> list[str]:
    return [card.headline for card in get(name, *args, **query).context["cards"]]


class TestNames:
    @pytest.mark.parametrize(
        ("names", "joined"),
        [
            ([], ""),
            (["A"], "A"),
            (["A", "B"], "A and B"),
            (["A", "B", "C", "D"], "A, B, C and D"),
        ],
    )
    def test_are_joined_as_in_a_sentence(self, names: list[str], joined: str) -> None:
        assert joined_names(names) == joined


class TestReview:
    def test_head_and_verdict_name_both_in_order(self, both: Edition) -> None:
        page = get("review", "by-both").text
        assert f"<span>{BYLINE}</span>" in page
        assert "</span>Bo &amp; Co and Ada Test</p>" in page

    def test_metadata_names_both(self, both: Edition) -> None:
        head = head_of(get("review", "by-both").text)
        authors = [value for name, value in head.properties if name == "article:author"]
        assert authors == [f"{SITE}/critics/bo/", f"{SITE}/critics/ada/"]
        assert [(each["@type"], each["name"]) for each in head.node("Review")["author"]] == [
            ("Person", "Bo & Co"),
            ("Person", "Ada Test"),
        ]
        assert [problem for found in head.documents for problem in problems(found)] == []

    def test_share_card_names_both(self, both: Edition) -> None:
        assert edition_share_card(both, rendering_of(both)).byline == "Bo & Co and Ada Test"

    def test_preview_names_the_critics_of_the_manuscript(self, both: Edition) -> None:
        review = both.review
        review.sign([Critic.objects.get(slug="ada").pk])
        page = Client().get(f"/preview/{preview_token(review)}/").text
        assert '<span>By <a href="/critics/ada/" dir="auto">Ada Test</a></span>' in page
        assert BYLINE in get("review", "by-both").text

    def test_preview_of_a_draft_without_a_critic_has_no_byline(self, published: None) -> None:
        review = FullReviewFactory()
        review.sign([])
        page = Client().get(f"/preview/{preview_token(review)}/")
        assert page.status_code == 200
        assert "By <a" not in page.text

    def test_related_reviews_are_those_of_either(self, both: Edition) -> None:
        related = get("review", "by-both").context["related"]
        assert [card.headline for card in related] == ["By Bo", "By Ada"]


class TestLists:
    def test_cards_name_both(self, both: Edition) -> None:
        for name, args in (("home", []), ("reviews", []), ("film", [both.film.slug])):
            assert BYLINE in get(name, *args).text, name

    def test_the_page_of_each_has_the_review(self, both: Edition) -> None:
        assert listed("critic", "ada") == ["By both", "By Ada"]
        assert listed("critic", "bo") == ["By both", "By Bo"]

    def test_the_review_counts_for_each(self, both: Edition) -> None:
        critics = get("critics").context["critics"]
        counts = {critic["name"]: critic["review_count"] for critic in critics}
        assert (counts["Ada Test"], counts["Bo & Co"]) == (2, 2)

    def test_filter_finds_and_counts_it_for_each(self, both: Edition) -> None:
        assert listed("reviews", critic="ada") == ["By both", "By Ada"]
        [facet] = [each for each in get("reviews").context["facets"] if each.name == "critic"]
        counts = {choice.label: choice.count for choice in facet.choices}
        assert (counts["Ada Test"], counts["Bo & Co"]) == (2, 2)

    def test_critique_on_the_page_of_a_person_names_both(self, both: Edition) -> None:
        credits = both.credits.filter(is_spoiler=False).values_list("pk", flat=True)
        [critique], _has_more = performance_critiques(list(credits), 12)
        assert critique.byline.names == "Bo & Co and Ada Test"

    def test_sitemap_dates_the_page_of_each_by_it(self, both: Edition) -> None:
        sitemap = get("sitemap_section", "critics").text
        dates = dict(re.findall(r"<loc>[^<]*/critics/(\w+)/</loc>\s*<lastmod>([^<]*)", sitemap))
        assert dates["ada"] == dates["bo"] == "2026-05-01T14:00:00+00:00"


class TestFeeds:
    @pytest.mark.parametrize("format", ["atom", "rss", "json"])
    def test_each_author_is_named(self, both: Edition, format: str) -> None:
        response = get("critic_feed", "ada", format)
        if format == "json":
            items = response.json()["items"]
            found = [[author["name"] for author in item["authors"]] for item in items]
        else:
            feed = feedparser.parse(response.content)
            assert feed.bozo is False
            found = [[author["name"] for author in item.authors] for item in feed.entries]
        assert found == [["Bo & Co", "Ada Test"], ["Ada Test"]]


class TestSearch:
    @pytest.mark.parametrize("words", ["ada bo both", "test both", "both co"])
    def test_review_is_found_by_either(self, both: Edition, words: str) -> None:
        [hit] = get("search", q=words, kind="review").context["hits"]
        assert (hit.plain_title, hit.byline) == ("By both", "Bo & Co and Ada Test")

    def test_critics_are_found_who_have_only_signed_with_others(self, published: None) -> None:
        new = CriticFactory(display_name="Cyrano")
        publish(review=FullReviewFactory(critics=[Critic.objects.get(slug="ada"), new]))
        assert [hit.plain_title for hit in get("search", q="cyrano").context["hits"]][:1] == [
            "Cyrano"
        ]

    def test_hit_is_up_to_date_after_a_name_changes(self, both: Edition) -> None:
        ada = Critic.objects.get(slug="ada")
        ada.display_name = "Zelda Quist"
        ada.save()
        hits = get("search", q="quist", kind="review").context["hits"]
        assert {hit.byline for hit in hits} == {"Bo & Co and Zelda Quist", "Zelda Quist"}


class TestReplacedByline:
    def test_pages_change_when_the_review_is_published_again(self, both: Edition) -> None:
        review = Review.objects.get(slug="by-both")
        review.sign([Critic.objects.get(slug="bo").pk])
        assert listed("critic", "ada") == ["By both", "By Ada"]
        publish(review=review)
        assert listed("critic", "ada") == ["By Ada"]
        assert [each.signed_by()[0].slug for each in review.editions.order_by("number")] == [
            "bo",
            "bo",
        ]
        assert [len(each.signed_by()) for each in review.editions.order_by("number")] == [2, 1]
        assert unescape(BYLINE) not in unescape(get("review", "by-both").text)
