"""oEmbed: a link to a page of the site, as another site shows it."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from editions.publishing import publish, withdraw
from films.models import FilmSlug
from reviews.models import Review, ReviewSlug
from tests.factories import CriticFactory, FilmFactory, FullReviewFactory

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"
URL = f"{SITE}/reviews/the-review/"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def site(module_db):
    with time_machine.travel(NOON, tick=False):
        review = FullReviewFactory(
            slug="the-review",
            headline="Up & away",
            standfirst="It <flies>.",
            critic=CriticFactory(slug="a-critic", display_name="A. Critic"),
            film=FilmFactory(slug="the-film", title="The Film", tagline="It leaves."),
        )
        publish(review=review)
        FilmFactory(slug="waiting", is_confirmed=False)


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(NOON, tick=False):
        yield


def get(url=URL, **query):
    return Client().get("/oembed", {"url": url} | query)


class TestOEmbed:
    def test_of_a_review_is_a_quotation_with_a_link(self):
        answer = get().json()
        assert answer.pop("thumbnail_url").startswith(f"{SITE}/share/the-review.png?v=")
        assert answer == {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Curtain",
            "provider_url": f"{SITE}/",
            "title": "Up & away",
            "author_name": "A. Critic",
            "author_url": f"{SITE}/critics/a-critic/",
            "html": f'<blockquote cite="{URL}"><p><a href="{URL}">Up &amp; away</a></p>'
            "<p>It &lt;flies&gt;.</p><p>— A. Critic, Curtain</p></blockquote>",
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
            "width": 550,
            "height": 240,
        }

    def test_of_a_film_is_too(self):
        answer = get(f"{SITE}/films/the-film/").json()
        assert answer["title"] == "The Film (2025)"
        assert "<p>It leaves.</p><p>— Curtain</p>" in answer["html"]

    @pytest.mark.parametrize(
        "address", ["reviews/earlier/", "reviews/the-review", "films/earlier-film/"]
    )
    def test_of_an_address_that_the_site_redirects(self, address):
        review = Review.objects.get(slug="the-review")
        ReviewSlug.objects.create(review=review, slug="earlier")
        FilmSlug.objects.create(film=review.film, slug="earlier-film")
        own = f"{SITE}/films/the-film/" if "film" in address else URL
        answer = get(f"{SITE}/{address}").json()
        assert answer["html"] == get(own).json()["html"]
        with time_machine.travel(NOON + timedelta(hours=1), tick=False):
            withdraw(review=review)
            assert get(f"{SITE}/reviews/earlier/").status_code == 404

    def test_is_not_larger_than_asked_for(self):
        answer = get(maxwidth="300", maxheight="99999").json()
        assert (answer["width"], answer["height"]) == (300, 240)
        assert "thumbnail_url" not in answer

    def test_is_written_as_xml_too(self):
        response = get(format="xml")
        root = ElementTree.fromstring(response.content)
        assert response["Content-Type"] == "text/xml; charset=utf-8"
        found = {each.tag: each.text for each in root}
        assert found == {name: str(value) for name, value in get().json().items()}

    @pytest.mark.parametrize(
        ("url", "query", "status"),
        [
            ("", {}, 400),
            (URL, {"maxwidth": "wide"}, 400),
            (URL, {"maxheight": "0"}, 400),
            (URL, {"format": "yaml"}, 501),
            ("https://elsewhere.example/reviews/the-review/", {}, 404),
            ("ftp://127.0.0.1:8000/reviews/the-review/", {}, 404),
            ("http://[", {}, 404),
            (f"{SITE}/reviews/none/", {}, 404),
            (f"{SITE}/reviews/the-review/revealed/", {}, 404),
            (f"{SITE}/films/waiting/", {}, 404),
            (f"{SITE}/nowhere", {}, 404),
        ],
    )
    def test_refuses_other_addresses(self, url, query, status):
        response = get(url, **query)
        assert (response.status_code, response.json()["status"]) == (status, status)
        assert response["Access-Control-Allow-Origin"] == "*"

    def test_of_a_withdrawn_review_is_404(self):
        withdraw(review=Review.objects.get(slug="the-review"))
        with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
            assert get().status_code == 404

    def test_is_announced_by_the_page(self):
        links = [
            line
            for line in Client().get("/reviews/the-review/").text.splitlines()
            if "+oembed" in line
        ]
        assert [('type="application/json+oembed"' in each) for each in links] == [True, False]
        href = links[0].split('href="')[1].split('"')[0].replace("&amp;", "&")
        assert parse_qs(urlsplit(href).query) == {"url": [URL], "format": ["json"]}
        answer = Client().get(href.removeprefix(SITE))
        assert json.loads(answer.text)["title"] == "Up & away"
