"""What all pages have in common: methods, cookies, canonical URL, navigation and pagination."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.views.defaults import server_error

from editions.publishing import publish, withdraw
from pages.films import views as films
from reviews.models import Review
from tests.factories import (
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseFactory,
    FullReviewFactory,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LISTS = ["reviews", "films", "franchises", "people", "critics"]

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def get(client, name, *args, **query):
    return client.get(reverse(f"pages:{name}", args=args), query)


@pytest.fixture(scope="class")
def full_site(class_db):
    """One row of every kind."""
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
    def test_no_cookie_no_query_in_canonical_url_and_only_get_and_head(
        self, client, full_site, name, args
    ):
        address = reverse(f"pages:{name}", args=args)
        response = client.get(f"{address}?utm_source=x")
        assert response.status_code == 200
        assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)
        canonical = f'<link rel="canonical" href="http://127.0.0.1:8000{address}">'
        assert response.text.count(canonical) == 1
        assert client.head(address).content == b""
        assert client.post(address).status_code == 405

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
    def test_current_page_is_marked_in_the_navigation(self, client, full_site, name, args, marked):
        nav = get(client, name, *args).context["nav"]
        assert [entry["name"] for entry in nav] == [
            "Reviews",
            "Films",
            "Franchises",
            "People",
            "About",
        ]
        assert [(entry["name"], entry["current"]) for entry in nav if entry["current"]] == marked

    def test_404_page_has_the_navigation(self, client):
        response = client.get("/nothing/here/")
        assert response.status_code == 404
        assert "This page does not exist." in response.text
        assert '<a href="/films/">Films</a>' in response.text

    def test_410_page_has_the_navigation(self, client, full_site):
        withdraw(review=Review.objects.get(slug="the-review"))
        response = get(client, "review", "the-review")
        assert response.status_code == 410
        assert "This page has been removed." in response.text
        assert '<a href="/films/">Films</a>' in response.text

    def test_500_page_makes_no_query(self, rf, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = server_error(rf.get("/"))
        assert response.status_code == 500
        assert "The film broke: an error on our side." in response.content.decode()
        assert b"<nav" not in response.content


@pytest.fixture(scope="class")
def five_films(class_db):
    for title in "ABCDE":
        FilmFactory(title=title)


class TestPagination:
    @pytest.fixture
    def many_films(self, five_films, monkeypatch):
        monkeypatch.setattr(films, "PAGE_SIZE", 2)

    def titles(self, response):
        return [tile.title for tile in response.context["tiles"]]

    def test_pages_of_a_long_list_link_to_each_other(self, client, many_films):
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
    def test_invalid_page_number_is_404(self, client, many_films, page):
        assert get(client, "films", page=page).status_code == 404


class TestEmptyLists:
    @pytest.mark.parametrize("name", LISTS)
    def test_have_no_pager(self, client, name):
        response = get(client, name)
        assert response.status_code == 200
        assert 'class="pager"' not in response.text
