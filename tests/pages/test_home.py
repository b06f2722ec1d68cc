"""The front page's picture, and what comes next."""

from datetime import date

import pytest
from django.urls import reverse

from editions.publishing import publish
from pages.franchises.projects import next_projects
from tests.factories import FilmFactory, FranchiseFactory, FullReviewFactory, ImageFactory
from tests.factories import ProjectFactory as Project

pytestmark = pytest.mark.django_db


def home(client):
    return client.get(reverse("pages:home"))


class TestTopBill:
    def test_has_the_one_picture_that_is_fetched_first(self, client):
        for _number in range(2):
            publish(review=FullReviewFactory(film__poster=ImageFactory()))
        response = home(client)
        assert response.text.count('fetchpriority="high"') == 1
        assert 'fetchpriority="high"' in response.context["lead"].poster

    def test_is_the_still_where_there_is_no_poster(self, client):
        publish(review=FullReviewFactory(lead_image=ImageFactory()))
        lead = home(client).context["lead"]
        assert (lead.poster, 'fetchpriority="high"' in lead.lead) == ("", True)

    def test_may_have_no_picture(self, client):
        publish(review=FullReviewFactory(lead_image=None))
        lead = home(client).context["lead"]
        assert (lead.poster, lead.lead) == ("", "")


class TestComing:
    def test_is_what_is_expected_the_nearest_first_and_then_the_newest_known(self):
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
            Project(working_title=title, status=status, as_of=as_of)
        titles = [prospect.title for prospect in next_projects(10)]
        assert titles == ["Shooting", "News", "Old news", "No day", "Rumour"]
        assert [prospect.title for prospect in next_projects(2)] == titles[:2]

    def test_says_of_which_franchise_and_how_old_the_news_is(self, client):
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        film = FilmFactory(slug="line-two", status="planned")
        Project(
            franchise=franchise,
            working_title="Line Two",
            film=film,
            status="in_development",
            as_of=date(2026, 1, 2),
            note="a train.",
        )
        text = home(client).text
        for words in (
            '<a href="/franchises/the-line/">The Line</a>',
            '<a href="/films/line-two/"><cite>Line Two</cite></a>',
            "In development",
            "as known on Jan. 2, 2026",
            "A train.",
        ):
            assert text.count(words) == 1

    def test_is_left_out_where_there_is_none(self, client):
        assert 'id="coming-heading"' not in home(client).text
        Project()
        assert 'id="coming-heading"' in home(client).text
