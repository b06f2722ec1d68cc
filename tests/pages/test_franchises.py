"""The list of franchises, and the page of a franchise."""

from datetime import date

import pytest
from django.urls import reverse

from editions.publishing import publish
from pages.franchises import page as page_of_franchise
from pages.franchises import views as franchises
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
    """In order of release One, Two, Three; in order of the story Two, Three, One."""
    entries = [
        FranchiseEntryFactory(franchise=franchise, film__title=title, release_order=number)
        for number, title in enumerate(("One", "Two", "Three"), 1)
    ]
    entries[2].before, entries[2].after = entries[0], entries[1]
    entries[2].save()
    return entries


def orders(client):
    page = get(client, "franchise", "the-line").context["page"]
    return [[film.title for film in order.films] for order in page["strips"]]


class TestFranchiseList:
    def test_franchises_are_sorted_by_name_with_their_films(self, client, entries):
        FranchiseFactory(name="A Beginning")
        listed = get(client, "franchises").context["franchises"]
        assert [
            (franchise["name"], [film.title for film in franchise["frames"]])
            for franchise in listed
        ] == [("A Beginning", []), ("The Line", ["One", "Two", "Three"])]

    def test_long_franchise_shows_its_first_films(self, client, entries, monkeypatch):
        monkeypatch.setattr(franchises, "FILMS_OF_EACH", 2)
        response = get(client, "franchises")
        [franchise] = response.context["franchises"]
        assert [film.title for film in franchise["frames"]] == ["One", "Two"]
        assert '<a href="/franchises/the-line/">All films: The Line</a>' in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_four_queries_for_any_number_of_franchises(
        self, client, count, django_assert_num_queries
    ):
        for _number in range(count):
            FranchiseEntryFactory.create_batch(count, franchise=FranchiseFactory())
        with django_assert_num_queries(4):
            get(client, "franchises")

    def test_empty_list_is_a_page(self, client):
        assert "There are no franchises here yet." in get(client, "franchises").text


class TestOrders:
    def test_known_story_order_gives_two_orders_with_connections(self, client, entries):
        page = get(client, "franchise", "the-line").context["page"]
        assert orders(client) == [["One", "Two", "Three"], ["Two", "Three", "One"]]
        assert [(line.start, line.end) for line in page["threads"]] == [
            ("16.667", "83.333"),
            ("50.000", "16.667"),
            ("83.333", "50.000"),
        ]
        assert page["is_in_order"] is False

    def test_only_films_with_different_positions_have_moved(self, client, franchise, entries):
        FranchiseEntryFactory(
            franchise=franchise, film__title="Four", release_order=4, after=entries[0]
        )
        page = get(client, "franchise", "the-line").context["page"]
        assert [[film.has_moved for film in order.films] for order in page["strips"]] == [
            [True, True, True, False],
            [True, True, True, False],
        ]
        assert [line.has_moved for line in page["threads"]] == [True, True, True, False]

    def test_page_says_that_both_orders_are_equal(self, client, franchise):
        first = FranchiseEntryFactory(franchise=franchise, release_order=1)
        FranchiseEntryFactory(franchise=franchise, release_order=2, after=first)
        response = get(client, "franchise", "the-line")
        assert response.context["page"]["is_in_order"] is True
        assert "The story follows the order in which the films came out." in response.text

    def test_unknown_story_order_gives_one_order(self, client, franchise):
        FranchiseEntryFactory.create_batch(2, franchise=franchise)
        page = get(client, "franchise", "the-line").context["page"]
        assert [strip.name for strip in page["strips"]] == ["release"]
        assert (page["threads"], page["is_in_order"]) == ([], False)

    def test_contradictory_facts_give_one_order(self, client, entries):
        # Forms refuse this, but no database constraint does.
        type(entries[0]).objects.filter(pk=entries[0].pk).update(before=entries[1])
        assert orders(client) == [["One", "Two", "Three"]]

    def test_franchise_without_films_has_no_orders(self, client, franchise):
        response = get(client, "franchise", "the-line")
        assert response.status_code == 200
        assert response.context["page"]["strips"] == []


class TestTimelineEntry:
    def test_setting_names_the_films_before_and_after(self, client, franchise, entries):
        FranchiseEntryFactory(
            franchise=franchise, film__title="Four", release_order=4, after=entries[0]
        )
        FranchiseEntryFactory(
            franchise=franchise, film__title="Five", release_order=5, before=entries[1]
        )
        chapters = get(client, "franchise", "the-line").context["page"]["chapters"]
        assert [(entry.title, entry.setting) for entry in chapters] == [
            ("One", ""),
            ("Two", ""),
            ("Three", "Set between Two and One"),
            ("Four", "Set after One"),
            ("Five", "Set before Two"),
        ]

    def test_relation_label_status_and_note(self, client, franchise):
        film = FilmFactory(title="Aside", status="planned", release_date=None)
        FranchiseEntryFactory(
            franchise=franchise, film=film, relation="spin_off", label="A detour", note="By train."
        )
        (entry,) = get(client, "franchise", "the-line").context["page"]["chapters"]
        assert (entry.label, entry.relation, entry.status, entry.note) == (
            "A detour",
            "spin-off",
            "planned",
            "By train.",
        )


class TestProjects:
    def test_most_advanced_projects_are_first_with_their_dates(self, client, franchise):
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
        projects = response.context["page"]["projects"]
        assert [(project.title, project.status) for project in projects] == [
            ("Filming", "filming"),
            ("Rumoured", "rumoured"),
            ("Cancelled", "cancelled"),
        ]
        assert projects[0].url == "/films/four/"
        for words in ("as known on Jan. 2, 2026", "https://example.org/news", "In the snow."):
            assert response.text.count(words) == 1
        assert response.text.count("no date recorded") == 2

    @pytest.mark.parametrize(
        ("month", "precision", "words"),
        [(1, "year", "as known in 2026"), (3, "month", "as known in March 2026")],
    )
    def test_date_of_a_project_may_be_a_year_or_a_month(self, client, month, precision, words):
        franchise = FranchiseFactory(slug="the-line")
        ProjectFactory(
            franchise=franchise,
            status="rumored",
            as_of=date(2026, month, 1),
            as_of_precision=precision,
        )
        assert f"<span>{words}</span>" in get(client, "franchise", "the-line").text


class TestFranchisePage:
    @pytest.mark.parametrize("count", [1, 3])
    def test_number_of_queries(self, client, franchise, count, django_assert_num_queries):
        for number in range(count):
            film = FilmFactory(poster=ImageFactory())
            FranchiseEntryFactory(franchise=franchise, film=film, release_order=number + 1)
            publish(review=FullReviewFactory(film=film))
            ProjectFactory(franchise=franchise, film=film)
        with django_assert_num_queries(7):
            get(client, "franchise", "the-line")

    def test_films_are_continued_on_the_next_page(self, client, entries, monkeypatch):
        monkeypatch.setattr(page_of_franchise, "FILMS_ON_PAGE", 2)
        ProjectFactory(franchise=entries[0].franchise)
        pages = [client.get("/franchises/the-line/", {"page": number}) for number in (1, 2)]
        shown = [response.context["page"] for response in pages]
        assert [
            [[(film.number, film.title) for film in order.films] for order in page["strips"]]
            for page in shown
        ] == [
            [[(1, "One"), (2, "Two")], [(1, "Two"), (2, "Three")]],
            [[(3, "Three")], [(3, "One")]],
        ]
        assert [[chapter.title for chapter in page["chapters"]] for page in shown] == [
            ["One", "Two"],
            ["Three"],
        ]
        assert [page["threads"] for page in shown] == [[], []]
        assert [len(page["projects"]) for page in shown] == [1, 0]
        assert 'rel="next" href="?page=2"' in pages[0].text
        assert client.get("/franchises/the-line/", {"page": 3}).status_code == 404

    def test_list_of_all_reviews_is_linked_if_there_are_more(self, client, entries, monkeypatch):
        monkeypatch.setattr(page_of_franchise, "LATEST_REVIEWS", 1)
        publish(review=FullReviewFactory(film=entries[0].film, headline="Older"))
        link = '<a href="/reviews/?franchise=the-line">'
        assert link not in get(client, "franchise", "the-line").text
        publish(review=FullReviewFactory(film=entries[1].film, headline="Newer"))
        response = get(client, "franchise", "the-line")
        assert link in response.text
        assert [card.headline for card in response.context["page"]["reviews"]] == ["Newer"]

    def test_live_reviews_of_its_films_are_listed(self, client, entries):
        publish(review=FullReviewFactory(film=entries[0].film, headline="Of the first"))
        publish(review=FullReviewFactory(headline="Of another film"))
        FullReviewFactory(film=entries[1].film, headline="Draft")
        cards = get(client, "franchise", "the-line").context["page"]["reviews"]
        assert [card.headline for card in cards] == ["Of the first"]

    def test_unknown_franchise_is_404(self, client):
        assert get(client, "franchise", "nothing").status_code == 404
