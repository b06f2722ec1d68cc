"""A text in another language or direction than the site's says so on every page that prints it."""

from html import unescape

import pytest
from django.urls import reverse

from editions.publishing import publish
from pages.languages import direction_of, foreign_language
from tests.factories import FilmFactory, ReviewFactory, SectionFactory, VerdictFactory

HEADLINE = "המגדלור, סרט על המתנה!"


@pytest.mark.parametrize(
    ("language", "direction"),
    [("he", "rtl"), ("ar-EG", "rtl"), ("en", "ltr"), ("de-AT", "ltr"), ("xx-nothing", "ltr")],
)
def test_direction_of_a_language(language, direction):
    assert direction_of(language) == direction


def test_the_language_of_the_site_is_not_foreign(settings):
    settings.LANGUAGE_CODE = "de-at"
    assert [foreign_language(each) for each in ("de-AT", "de", "he")] == ["", "de", "he"]


@pytest.mark.django_db
@pytest.mark.search_index
class TestHebrewReview:
    @pytest.fixture(autouse=True)
    def _review(self, db):
        review = ReviewFactory(
            film=FilmFactory(title="המגדלור (גרסת הבמאי)", slug="lighthouse"),
            headline=HEADLINE,
            slug="lighthouse",
            standfirst="סרט איטי, ארוך (90 דקות!) ויפה.",
            language="he",
        )
        SectionFactory(review=review, heading="", body="הסרט *Lantern 2* קצר יותר.")
        VerdictFactory(review=review)
        publish(review=review)

    @pytest.mark.parametrize(
        "address", ["/", "/reviews/", "/films/lighthouse/", "/search/?q=המגדלור"]
    )
    def test_its_headline_in_a_list_is_isolated(self, client, address):
        html = client.get(address).text
        assert html.count('href="/reviews/lighthouse/" lang="he" dir="auto">') == 1
        assert html.count(HEADLINE.split(",")[1]) >= 1

    def test_its_text_in_feeds_has_a_direction(self, client):
        for feed_format in ("rss", "atom", "json"):
            text = client.get(reverse("pages:feed", args=[feed_format])).text
            assert 'lang="he" dir="rtl"' in unescape(text.replace('\\"', '"'))

    def test_its_page_has_the_direction_for_the_article_only(self, client):
        html = client.get("/reviews/lighthouse/").text
        assert '<article class="review" lang="he" dir="rtl">' in html
        assert '<html lang="en" dir="ltr">' in html
