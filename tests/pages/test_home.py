"""The home page, the About page and the favicon."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from editions.publishing import publish, withdraw
from pages.franchises.projects import next_projects
from tests.factories import (
    FilmFactory,
    FranchiseFactory,
    FullReviewFactory,
    ImageFactory,
    ProjectFactory,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def get(client, name):
    return client.get(reverse(f"pages:{name}"))


class TestLeadCard:
    def test_only_the_lead_picture_has_high_priority(self, client):
        for _number in range(2):
            publish(review=FullReviewFactory(film__poster=ImageFactory()))
        response = get(client, "home")
        assert response.text.count('fetchpriority="high"') == 1
        assert 'fetchpriority="high"' in response.context["lead"].poster

    def test_without_a_poster_the_lead_image_is_shown(self, client):
        publish(review=FullReviewFactory(lead_image=ImageFactory()))
        lead = get(client, "home").context["lead"]
        assert (lead.poster, 'fetchpriority="high"' in lead.lead) == ("", True)

    def test_lead_card_without_any_picture(self, client):
        publish(review=FullReviewFactory(lead_image=None))
        lead = get(client, "home").context["lead"]
        assert (lead.poster, lead.lead) == ("", "")


class TestNextProjects:
    def test_expected_projects_sorted_by_status_and_date(self):
        for title, status, as_of in (
            ("Out", "released", None),
            ("Off", "canceled", None),
            ("Hardly", "unlikely", None),
            ("Rumour", "rumored", date(2026, 5, 1)),
            ("No day", "announced", None),
            ("Old news", "announced", date(2024, 5, 1)),
            ("News", "announced", date(2026, 5, 1)),
            ("Shooting", "filming", date(2020, 5, 1)),
        ):
            ProjectFactory(working_title=title, status=status, as_of=as_of)
        titles = [project.title for project in next_projects(10)]
        assert titles == ["Shooting", "News", "Old news", "No day", "Rumour"]
        assert [project.title for project in next_projects(2)] == titles[:2]

    def test_project_shows_franchise_and_date(self, client):
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        film = FilmFactory(slug="line-two", status="planned")
        ProjectFactory(
            franchise=franchise,
            working_title="Line Two",
            film=film,
            status="in_development",
            as_of=date(2026, 1, 2),
            note="a train.",
        )
        text = get(client, "home").text
        for words in (
            '<a href="/franchises/the-line/">The Line</a>',
            '<a href="/films/line-two/"><cite dir="auto">Line Two</cite></a>',
            "In development",
            "as known on Jan. 2, 2026",
            "A train.",
        ):
            assert text.count(words) == 1

    def test_section_is_left_out_without_projects(self, client):
        assert 'id="coming-heading"' not in get(client, "home").text
        ProjectFactory()
        assert 'id="coming-heading"' in get(client, "home").text


class TestHome:
    def test_empty_home_page(self, client):
        response = get(client, "home")
        assert response.status_code == 200
        assert (response.context["lead"], response.context["cards"]) == (None, [])

    def test_live_reviews_are_listed_newest_first(self, client, clock):
        for hours, headline in enumerate(["Oldest", "Older", "Newest"]):
            clock.move_to(NOON + hours * HOUR)
            publish(review=FullReviewFactory(headline=headline))
        publish(review=FullReviewFactory(headline="Later"), live_from=NOON + 9 * HOUR)
        withdrawn = FullReviewFactory(headline="Withdrawn")
        publish(review=withdrawn)
        withdraw(review=withdrawn)
        FullReviewFactory(headline="Draft")
        clock.move_to(NOON + 3 * HOUR)

        context = get(client, "home").context
        assert context["lead"].headline == "Newest"
        assert [card.headline for card in context["cards"]] == ["Older", "Oldest"]

    @pytest.mark.parametrize("reviews", [1, 3])
    def test_four_queries_for_any_number_of_reviews(
        self, client, reviews, django_assert_num_queries
    ):
        for _number in range(reviews):
            publish(review=FullReviewFactory())
            ProjectFactory()
        with django_assert_num_queries(4):
            get(client, "home")


class TestFavicon:
    def test_favicon_redirects_to_the_svg(self, client):
        assert get(client, "favicon").url == "/static/favicon.svg"


class TestAbout:
    def test_site_name_is_shown_and_two_queries_are_made(
        self, client, django_assert_num_queries, settings
    ):
        settings.SITE_NAME = "The Velvet Row"
        with django_assert_num_queries(2):
            response = get(client, "about")
        assert "The Velvet Row reviews whole films" in response.text
        assert "the editors of The Velvet Row for everything else" in response.text

    def test_contact_is_shown_if_it_is_set(self, client, settings):
        settings.CONTACT_EMAIL = "editors@example.org"
        text = get(client, "about").text
        assert text.count('<a href="mailto:editors@example.org">editors@example.org</a>') == 1
        settings.CONTACT_EMAIL = ""
        assert "mailto:" not in get(client, "about").text

    @pytest.mark.parametrize(("key", "named"), [("", False), ("key", True)])
    def test_names_tmdb_where_facts_come_from_it(self, client, settings, key, named):
        """Its terms ask for this sentence."""
        settings.TMDB_API_KEY = key
        sentence = "This product uses the TMDB API but is not endorsed or certified by TMDB."
        assert (sentence in get(client, "about").text) is named

    def test_footer_of_every_page_links_to_its_sections(self, client, settings):
        def footer_links(response):
            footer = response.text.partition("<footer")[2]
            return re.findall(r'<a href="/about/#(.+?)">(.+?)</a>', footer)

        corrections = ("corrections", "Corrections")
        for name in ("home", "about"):
            settings.CONTACT_EMAIL = "editors@example.org"
            assert footer_links(get(client, name)) == [("contact", "Contact"), corrections]
            settings.CONTACT_EMAIL = ""
            assert footer_links(get(client, name)) == [corrections]

    def test_corrections_are_listed(self, client, clock):
        assert "There are no corrections so far." in get(client, "about").text
        review = FullReviewFactory(slug="the-review", headline="All <aboard>")
        publish(review=review)
        clock.shift(HOUR)
        publish(review=review, note="The runtime & more.")
        text = get(client, "about").text
        assert "There are no corrections so far." not in text
        for words in ("The runtime &amp; more.", "All &lt;aboard&gt;", "/reviews/the-review/"):
            assert text.count(words) == 1
