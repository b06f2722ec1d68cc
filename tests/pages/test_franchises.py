"""Franchises: the list, and the page of each."""

from datetime import date

import pytest
from django.urls import reverse

from editions.publishing import publish
from tests.factories import (
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    ImageFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


def get(client, name, *args):
    return client.get(reverse(f"pages:{name}", args=args))


@pytest.fixture
def franchise():
    return FranchiseFactory(name="The Line", slug="the-line", universe_name="The Lineverse")


@pytest.fixture
def entries(franchise):
    """Released One, Two, Three; told Two, Three, One."""
    entries = [
        FranchiseEntryFactory(franchise=franchise, film__title=title, release_order=number)
        for number, title in enumerate(("One", "Two", "Three"), 1)
    ]
    entries[2].before, entries[2].after = entries[0], entries[1]
    entries[2].save()
    return entries


def strips(client):
    page = get(client, "franchise", "the-line").context["page"]
    return [[film.title for film in order.films] for order in page["strips"]]


class TestFranchises:
    def test_by_name_each_with_its_films(self, client, entries):
        FranchiseFactory(name="A Beginning")
        listed = get(client, "franchises").context["franchises"]
        assert [
            (franchise["name"], [frame.title for frame in franchise["frames"]])
            for franchise in listed
        ] == [("A Beginning", []), ("The Line", ["One", "Two", "Three"])]

    @pytest.mark.parametrize("count", [1, 3])
    def test_are_three_queries_however_many(self, client, count, django_assert_num_queries):
        for _number in range(count):
            FranchiseEntryFactory.create_batch(count, franchise=FranchiseFactory())
        with django_assert_num_queries(3):
            get(client, "franchises")

    def test_none_is_a_page_too(self, client):
        assert "No franchise is on the list yet." in get(client, "franchises").text


class TestOrders:
    def test_two_strips_with_threads_where_the_story_has_an_order(self, client, entries):
        page = get(client, "franchise", "the-line").context["page"]
        assert strips(client) == [["One", "Two", "Three"], ["Two", "Three", "One"]]
        assert [(thread.start, thread.end) for thread in page["threads"]] == [
            ("16.667", "83.333"),
            ("50.000", "16.667"),
            ("83.333", "50.000"),
        ]
        assert page["is_in_order"] is False

    def test_what_has_not_moved_is_told_from_what_has(self, client, franchise, entries):
        FranchiseEntryFactory(
            franchise=franchise, film__title="Four", release_order=4, after=entries[0]
        )
        page = get(client, "franchise", "the-line").context["page"]
        assert [[film.has_moved for film in order.films] for order in page["strips"]] == [
            [True, True, True, False],
            [True, True, True, False],
        ]
        assert [thread.has_moved for thread in page["threads"]] == [True, True, True, False]

    def test_says_so_where_both_are_the_same(self, client, franchise):
        first = FranchiseEntryFactory(franchise=franchise, release_order=1)
        FranchiseEntryFactory(franchise=franchise, release_order=2, after=first)
        response = get(client, "franchise", "the-line")
        assert response.context["page"]["is_in_order"] is True
        assert "The story runs in the order in which the films came out." in response.text

    def test_one_strip_where_nothing_is_known_of_the_story(self, client, franchise):
        FranchiseEntryFactory.create_batch(2, franchise=franchise)
        page = get(client, "franchise", "the-line").context["page"]
        assert [strip.name for strip in page["strips"]] == ["release"]
        assert (page["threads"], page["is_in_order"]) == ([], False)

    def test_one_strip_where_the_facts_contradict_each_other(self, client, entries):
        # No form lets this through; the database holds no constraint against it.
        type(entries[0]).objects.filter(pk=entries[0].pk).update(before=entries[1])
        assert strips(client) == [["One", "Two", "Three"]]

    def test_none_without_films(self, client, franchise):
        response = get(client, "franchise", "the-line")
        assert response.status_code == 200
        assert response.context["page"]["strips"] == []


class TestChapters:
    def test_say_where_in_the_story_each_film_is_set(self, client, franchise, entries):
        FranchiseEntryFactory(
            franchise=franchise, film__title="Four", release_order=4, after=entries[0]
        )
        FranchiseEntryFactory(
            franchise=franchise, film__title="Five", release_order=5, before=entries[1]
        )
        chapters = get(client, "franchise", "the-line").context["page"]["chapters"]
        assert [(chapter.title, chapter.setting) for chapter in chapters] == [
            ("One", ""),
            ("Two", ""),
            ("Three", "Set between Two and One"),
            ("Four", "Set after One"),
            ("Five", "Set before Two"),
        ]

    def test_say_what_kind_of_entry_it_is(self, client, franchise):
        film = FilmFactory(title="Aside", status="planned", release_date=None)
        FranchiseEntryFactory(
            franchise=franchise, film=film, relation="spin_off", label="A detour", note="By train."
        )
        (chapter,) = get(client, "franchise", "the-line").context["page"]["chapters"]
        assert (chapter.label, chapter.relation, chapter.status, chapter.note) == (
            "A detour",
            "spin-off",
            "planned",
            "By train.",
        )


class TestProspects:
    def test_the_nearest_first_with_the_age_of_what_is_known(self, client, franchise):
        film = FilmFactory(title="Four", slug="four", status="planned")
        for title, status in (
            ("Cancelled", "canceled"),
            ("Rumoured", "rumored"),
            ("Out", "released"),
        ):
            ProjectFactory(franchise=franchise, working_title=title, status=status)
        ProjectFactory(
            franchise=franchise,
            working_title="Filming",
            status="filming",
            film=film,
            as_of=date(2026, 1, 2),
            source_url="https://example.org/news",
            note="In the snow.",
        )
        response = get(client, "franchise", "the-line")
        prospects = response.context["page"]["prospects"]
        assert [(prospect.title, prospect.status) for prospect in prospects] == [
            ("Filming", "filming"),
            ("Rumoured", "rumoured"),
            ("Cancelled", "cancelled"),
        ]
        assert prospects[0].url == "/films/four/"
        for words in ("as known on Jan. 2, 2026", "https://example.org/news", "In the snow."):
            assert response.text.count(words) == 1
        assert response.text.count("no date recorded") == 2


class TestFranchise:
    @pytest.mark.parametrize("count", [1, 3])
    def test_is_a_pinned_number_of_queries(
        self, client, franchise, count, django_assert_num_queries
    ):
        for number in range(count):
            film = FilmFactory(poster=ImageFactory())
            FranchiseEntryFactory(franchise=franchise, film=film, release_order=number + 1)
            publish(review=FullReviewFactory(film=film))
            ProjectFactory(franchise=franchise, film=film)
        with django_assert_num_queries(4):
            get(client, "franchise", "the-line")

    def test_has_the_live_reviews_of_its_films(self, client, entries):
        publish(review=FullReviewFactory(film=entries[0].film, headline="Of the first"))
        publish(review=FullReviewFactory(headline="Of another film"))
        FullReviewFactory(film=entries[1].film, headline="Draft")
        cards = get(client, "franchise", "the-line").context["page"]["reviews"]
        assert [card.headline for card in cards] == ["Of the first"]

    def test_no_such_franchise_is_404(self, client):
        assert get(client, "franchise", "nothing").status_code == 404
