"""What pages offer to the reader's list of seen films, which is kept in the browser."""

import json
import re
from html.parser import HTMLParser

import brotli
import pytest
from django.urls import reverse

from config.settings import BASE_DIR
from editions.publishing import publish
from pages.seen.markable import MarkableFilm, markable_film, markable_orders
from tests.factories import (
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db

FOUR_KILOBYTES = 4096


def get(client, name, *args):
    return client.get(reverse(f"pages:{name}", args=args))


class Elements(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def of_class(self, name):
        return [
            attributes
            for _tag, attributes in self.tags
            if name in (attributes.get("class") or "").split()
        ]


def elements(response):
    return Elements(response.text)


def offered(response):
    """The films that a reader can mark on a page, as (primary key, title, slug, year)."""
    return [
        (film["data-film"], film["data-title"], film["data-slug"], film["data-year"])
        for _tag, film in elements(response).tags
        if "data-film" in film
    ]


@pytest.fixture
def film():
    return FilmFactory(title="“Alien” & Co", slug="alien")


@pytest.fixture
def review(film):
    review = FullReviewFactory(film=film, slug="the-review")
    publish(review=review)
    return review


@pytest.fixture
def franchise(film):
    """Two released films with an unreleased one between them. The story order is reversed."""
    franchise = FranchiseFactory(slug="the-line")
    first = FranchiseEntryFactory(franchise=franchise, film=film, release_order=1)
    FranchiseEntryFactory(
        franchise=franchise, film__title="To come", film__status="planned", release_order=2
    )
    FranchiseEntryFactory(franchise=franchise, film__title="Prequel", release_order=3, before=first)
    return franchise


class TestMarkableFilm:
    def test_film_has_id_title_slug_and_year(self, film):
        assert markable_film(film) == MarkableFilm(film.pk, "“Alien” & Co", "alien", 2025)

    @pytest.mark.parametrize(
        "status", ["rumored", "planned", "in_production", "post_production", "canceled"]
    )
    def test_unreleased_film_is_not_markable(self, film, status):
        film.status = status
        assert markable_film(film) is None


class TestToggle:
    @pytest.mark.parametrize("name", ["film", "review"])
    def test_toggle_is_hidden_without_the_script(self, client, film, review, name):
        response = get(client, name, film.slug if name == "film" else review.slug)
        assert offered(response) == [(str(film.pk), "“Alien” & Co", "alien", "2025")]
        assert ["hidden" in box for box in elements(response).of_class("seen")] == [True]

    @pytest.mark.parametrize("name", ["film", "review"])
    def test_unreleased_film_has_no_toggle(self, client, film, review, name):
        film.status = "post_production"
        film.save()
        assert offered(get(client, name, film.slug if name == "film" else review.slug)) == []

    def test_review_without_curtains_has_a_toggle(self, client, film):
        review = ReviewFactory(film=film, slug="plain", meta_description="About it.")
        SectionFactory(review=review)
        VerdictFactory(review=review)
        publish(review=review)
        response = get(client, "review", "plain")
        assert response.context["page"]["curtain_count"] == 0
        assert len(offered(response)) == 1

    def test_film_id_has_no_thousands_separator(self, client, film, settings):
        settings.LANGUAGE_CODE, settings.USE_THOUSAND_SEPARATOR = "de", True
        film.pk = 1_234_567
        film.slug = "far"
        film.save()
        assert offered(get(client, "film", "far"))[0][0] == "1234567"

    def test_bytes_are_the_same_for_everyone(self, client, admin_client, film, review, franchise):
        pages = [
            ("film", "alien"),
            ("review", "the-review"),
            ("franchise", "the-line"),
            ("seen",),
        ]
        for page in pages:
            client.cookies["seen"] = "1"
            mine, yours = get(client, *page), get(admin_client, *page)
            assert mine.status_code == 200
            assert mine.content == yours.content
            assert (mine.cookies, "cookie" in mine.get("Vary", "").lower()) == ({}, False)
            client.cookies.clear()


class TestFranchise:
    def test_released_films_are_offered_in_both_orders(self, client, franchise):
        response = get(client, "franchise", "the-line")
        assert [title for _pk, title, _slug, _year in offered(response)] == [
            "“Alien” & Co",
            "Prequel",
            "Prequel",
            "“Alien” & Co",
        ]
        assert ["hidden" in form for form in elements(response).of_class("up-to")] == [True]

    def test_equal_orders_are_offered_once(self):
        franchise = FranchiseFactory()
        first = FranchiseEntryFactory(franchise=franchise, release_order=1)
        second = FranchiseEntryFactory(franchise=franchise, release_order=2, after=first)
        assert [order.name for order in markable_orders([first, second], [first, second])] == [
            "release"
        ]
        assert [order.name for order in markable_orders([first, second], None)] == ["release"]
        assert [order.name for order in markable_orders([first, second], [second, first])] == [
            "release",
            "story",
        ]

    def test_unreleased_films_are_not_offered(self, client):
        entry = FranchiseEntryFactory(
            franchise__slug="the-line", film__status="planned", film__release_date=None
        )
        assert markable_orders([entry], [entry]) == []
        assert elements(get(client, "franchise", "the-line")).of_class("up-to") == []


class TestSeenPage:
    def test_page_names_no_film_and_makes_one_query(
        self, client, review, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            response = get(client, "seen")
        assert response.status_code == 200
        assert (offered(response), "Alien" in response.text) == ([], False)

    def test_page_has_a_message_without_javascript(self, client):
        text = get(client, "seen").text
        assert "Curtains that spoil only these films then open by themselves." in text
        assert re.search(r"scriptless.*The list needs JavaScript", text)
        assert ["hidden" in part for part in Elements(text).of_class("seen-list")] == [True]

    def test_every_page_links_to_it(self, client):
        assert f'href="{reverse("pages:seen")}"' in get(client, "home").text


class TestFilmsOfACurtain:
    def test_review_curtain_names_its_film_and_person_curtain_names_none(
        self, client, film, review
    ):
        page = elements(get(client, "review", "the-review"))
        named = [tag["data-films"] for name, tag in page.tags if name == "spoiler-curtain"]
        assert set(named) == {str(film.pk)}
        credit = CreditFactory(person__slug="somebody")
        CreditFactory(person=credit.person, is_spoiler=True)
        page = elements(get(client, "person", "somebody"))
        assert [tag["data-films"] for name, tag in page.tags if name == "spoiler-curtain"] == [""]


class TestScripts:
    def test_scripts_of_a_review_are_at_most_four_kilobytes(self, client, review):
        sources = re.findall(r'src="/static/(js/[^"]+)"', get(client, "review", "the-review").text)
        assert sources == ["js/theme.js", "js/seen.js", "js/curtain.js"]
        sizes = {
            source: len(brotli.compress((BASE_DIR / "static" / source).read_bytes()))
            for source in sources
        }
        assert sum(sizes.values()) <= FOUR_KILOBYTES, json.dumps(sizes)

    def test_scripts_contain_no_sentences(self):
        """Texts for readers come from templates, where they are translated."""
        sentences = {
            file.name: found
            for file in (BASE_DIR / "static" / "js").glob("*.js")
            if (found := re.findall(r"""["'`][A-Z][a-z]+ [a-z]+[^"'`]*["'`]""", file.read_text()))
        }
        assert sentences == {}
