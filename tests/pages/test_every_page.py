"""What the lists share: pages, navigation, reading alone; and the reviews, critics and About."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.views.defaults import server_error

from editions.publishing import publish, withdraw
from pages.critics import views as critics
from pages.films import views as films
from pages.reviews import views as reviews_list
from reviews.models import Review
from tests.factories import (
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseFactory,
    FullReviewFactory,
    ImageFactory,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LISTS = ["reviews", "films", "franchises", "people", "critics"]

pytestmark = pytest.mark.django_db


def get(client, name, *args, **query):
    return client.get(reverse(f"pages:{name}", args=args), query)


@pytest.fixture
def full_house():
    """One of everything."""
    critic = CriticFactory(display_name="A. Critic", slug="a-critic")
    review = FullReviewFactory(critic=critic, slug="the-review")
    publish(review=review)
    FranchiseFactory(slug="the-line")
    CreditFactory(person__slug="somebody", film__slug="the-film")


class TestEveryPage:
    PAGES = [
        *((name, []) for name in (*LISTS, "home", "about")),
        ("review", ["the-review"]),
        ("film", ["the-film"]),
        ("franchise", ["the-line"]),
        ("person", ["somebody"]),
        ("critic", ["a-critic"]),
    ]

    @pytest.mark.parametrize(("name", "args"), PAGES)
    def test_sets_no_cookie_varies_by_none_and_is_for_reading_alone(
        self, client, full_house, name, args
    ):
        address = reverse(f"pages:{name}", args=args)
        response = client.get(address)
        assert response.status_code == 200
        assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)
        assert client.head(address).content == b""
        assert client.post(address).status_code == 405

    @pytest.mark.parametrize(("name", "args"), PAGES)
    def test_names_its_one_address(self, client, full_house, name, args):
        address = reverse(f"pages:{name}", args=args)
        canonical = f'<link rel="canonical" href="http://127.0.0.1:8000{address}">'
        assert client.get(f"{address}?utm_source=x").text.count(canonical) == 1

    @pytest.mark.parametrize(
        ("name", "args", "marked"),
        [
            ("home", [], []),
            ("reviews", [], [("Reviews", "page")]),
            ("review", ["the-review"], [("Reviews", "true")]),
            ("films", [], [("Films", "page")]),
            ("film_revealed", ["the-film"], [("Films", "true")]),
            ("franchise", ["the-line"], [("Franchises", "true")]),
            ("people", [], [("People", "page")]),
            ("about", [], [("About", "page")]),
            ("critics", [], []),
        ],
    )
    def test_is_marked_in_the_navigation(self, client, full_house, name, args, marked):
        nav = get(client, name, *args).context["nav"]
        assert [entry["name"] for entry in nav] == [
            "Reviews",
            "Films",
            "Franchises",
            "People",
            "About",
        ]
        assert [(entry["name"], entry["current"]) for entry in nav if entry["current"]] == marked

    def test_one_that_is_missing_has_the_navigation_too(self, client):
        response = client.get("/nothing/here/")
        assert response.status_code == 404
        assert "This reel is missing." in response.text
        assert '<a href="/films/">Films</a>' in response.text

    def test_a_withdrawn_one_has_it_too(self, client, full_house):
        withdraw(review=Review.objects.get(slug="the-review"))
        response = get(client, "review", "the-review")
        assert response.status_code == 410
        assert "Its run has ended." in response.text
        assert '<a href="/films/">Films</a>' in response.text

    def test_one_that_broke_asks_the_database_for_nothing(self, rf, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = server_error(rf.get("/"))
        assert response.status_code == 500
        assert "The film broke." in response.content.decode()
        assert b"<nav" not in response.content


class TestPages:
    @pytest.fixture
    def many_films(self, monkeypatch):
        monkeypatch.setattr(films, "PAGE_SIZE", 2)
        for title in "ABCDE":
            FilmFactory(title=title)

    def titles(self, response):
        return [tile.title for tile in response.context["tiles"]]

    def test_of_a_long_list_lead_to_each_other(self, client, many_films):
        first, second, last = (get(client, "films", page=number) for number in (1, 2, 3))
        assert [self.titles(page) for page in (first, second, last)] == [
            ["A", "B"],
            ["C", "D"],
            ["E"],
        ]
        ways = ['rel="prev" href="?page=1"', 'rel="next" href="?page=3"', "Page 2 of 3"]
        assert [way for way in ways if way in second.text] == ways
        assert 'rel="prev"' not in first.text
        assert 'rel="next"' not in last.text
        assert "/films/?page=2" in second.text
        assert "<title>Films, page 2 – Curtain</title>" in second.text
        assert "<title>Films – Curtain</title>" in first.text

    @pytest.mark.parametrize("page", ["0", "-1", "4", "x", "1.5", "", "9" * 5000])
    def test_that_are_not_there_are_404(self, client, many_films, page):
        assert get(client, "films", page=page).status_code == 404

    @pytest.mark.parametrize("name", LISTS)
    def test_an_empty_list_is_one_page(self, client, name):
        response = get(client, name)
        assert response.status_code == 200
        assert 'class="pager"' not in response.text


class TestReviews:
    def test_what_is_live_newest_first(self, client, monkeypatch):
        monkeypatch.setattr(reviews_list, "PAGE_SIZE", 2)
        with time_machine.travel(NOON, tick=False) as clock:
            for headline in ("Oldest", "Older", "Newest"):
                publish(review=FullReviewFactory(headline=headline))
                clock.shift(timedelta(hours=1))
            publish(review=FullReviewFactory(headline="Later"), live_from=NOON + timedelta(days=9))
            FullReviewFactory(headline="Draft")
            pages = [get(client, "reviews", page=number) for number in (1, 2)]
        assert [[card.headline for card in page.context["cards"]] for page in pages] == [
            ["Newest", "Older"],
            ["Oldest"],
        ]

    @pytest.mark.parametrize("count", [1, 3])
    def test_are_eight_queries_however_many(self, client, count, django_assert_num_queries):
        for _number in range(count):
            publish(review=FullReviewFactory(film__poster=ImageFactory()))
        with django_assert_num_queries(8):  # how many, those of the page, six filters
            get(client, "reviews")

    def test_lead_to_film_and_critic(self, client, full_house):
        card = get(client, "reviews").context["cards"][0]
        for url in (card.url, card.film_url, card.critic_url):
            assert client.get(url).status_code == 200

    def test_a_review_leads_to_its_film_and_its_critic(self, client, full_house):
        page = get(client, "review", "the-review").context["page"]
        for url in (page["film"]["url"], page["critic"]["url"]):
            assert client.get(url).status_code == 200


class TestCritics:
    def test_those_who_have_a_live_review_and_how_many(self, client):
        first, second = (CriticFactory(display_name=name) for name in ("B. First", "A. Second"))
        for critic in (first, first, second):
            publish(review=FullReviewFactory(critic=critic))
        gone = FullReviewFactory()
        publish(review=gone)
        withdraw(review=gone)
        publish(review=first.reviews.first())
        FullReviewFactory(critic=CriticFactory())
        listed = get(client, "critics").context["critics"]
        assert [(critic["name"], critic["review_count"]) for critic in listed] == [
            ("A. Second", 1),
            ("B. First", 2),
        ]

    @pytest.mark.parametrize(
        ("name", "initials"),
        [("Ida Tull", "IT"), ("Ana de la Cruz", "AC"), ("Zed", "Z")],
    )
    def test_without_a_portrait_show_their_initials(self, client, name, initials):
        publish(review=FullReviewFactory(critic__display_name=name))
        response = get(client, "critics")
        assert [critic["initials"] for critic in response.context["critics"]] == [initials]
        assert f"<span>{initials}</span>" in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_are_two_queries_however_many(self, client, count, django_assert_num_queries):
        for _number in range(count):
            publish(review=FullReviewFactory(critic__portrait=ImageFactory()))
        with django_assert_num_queries(2):
            get(client, "critics")

    def test_each_has_a_page_with_what_is_live(self, client, monkeypatch):
        monkeypatch.setattr(critics, "REVIEWS_PAGE_SIZE", 1)
        critic = CriticFactory(
            display_name="A. Critic",
            slug="a-critic",
            bio="Sits in row three.\n\nStays.",
            portrait=ImageFactory(alt="A critic.", credit="By D. Painter"),
        )
        for headline in ("Older", "Newer"):
            publish(review=FullReviewFactory(critic=critic, headline=headline))
        FullReviewFactory(critic=critic, headline="Draft")
        publish(review=FullReviewFactory(headline="By another"))
        pages = [get(client, "critic", "a-critic", page=number) for number in (1, 2)]
        assert [[card.headline for card in page.context["cards"]] for page in pages] == [
            ["Newer"],
            ["Older"],
        ]
        for words in ("<p>Stays.</p>", 'alt="A critic."', "By D. Painter"):
            assert pages[0].text.count(words) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_each_is_three_queries(self, client, count, django_assert_num_queries):
        critic = CriticFactory(slug="a-critic")
        for _number in range(count):
            publish(review=FullReviewFactory(critic=critic))
        with django_assert_num_queries(3):
            get(client, "critic", "a-critic")

    def test_a_byline_stays_without_a_review(self, client):
        CriticFactory(slug="between-jobs")
        response = get(client, "critic", "between-jobs")
        assert response.status_code == 200
        assert "Nothing by this critic is showing at the moment." in response.text

    def test_no_such_critic_is_404(self, client):
        assert get(client, "critic", "nobody").status_code == 404


class TestAbout:
    def test_is_one_query(self, client, django_assert_num_queries, settings):
        settings.SITE_NAME = "The Velvet Row"
        with django_assert_num_queries(1):
            response = get(client, "about")
        assert "The Velvet Row reviews films whole" in response.text
        assert "the editors of The Velvet Row for the rest" in response.text

    def test_names_the_mailbox_if_there_is_one(self, client, settings):
        settings.CONTACT_EMAIL = "editors@example.org"
        text = get(client, "about").text
        assert text.count('<a href="mailto:editors@example.org">editors@example.org</a>') == 1
        settings.CONTACT_EMAIL = ""
        assert "mailto:" not in get(client, "about").text

    def test_every_footer_leads_to_it(self, client, settings):
        def led_to(response):
            footer = response.text.partition("<footer")[2]
            return re.findall(r'<a href="/about/#(.+?)">(.+?)</a>', footer)

        corrections = ("corrections", "Corrections")
        for name in ("home", "about"):
            settings.CONTACT_EMAIL = "editors@example.org"
            assert led_to(get(client, name)) == [("contact", "Contact"), corrections]
            settings.CONTACT_EMAIL = ""
            assert led_to(get(client, name)) == [corrections]

    def test_lists_the_corrections(self, client):
        assert "Nothing has been put right so far." in get(client, "about").text
        review = FullReviewFactory(slug="the-review", headline="All <aboard>")
        with time_machine.travel(NOON, tick=False):
            publish(review=review)
        publish(review=review, note="The runtime & more.")
        text = get(client, "about").text
        assert "Nothing has been put right so far." not in text
        for words in ("The runtime &amp; more.", "All &lt;aboard&gt;", "/reviews/the-review/"):
            assert text.count(words) == 1
