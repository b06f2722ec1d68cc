"""Films of one title and year are told apart wherever they are chosen or found."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from cast.models import Person
from cast.telling_apart import tell_apart
from editions.publishing import publish
from films.models import Film
from tests.factories import (
    AdminFactory,
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    PersonFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db


def lighthouse(slug: str, released: date = date(2022, 3, 4), **fields: object) -> Film:
    return FilmFactory(title="Lighthouse", slug=slug, release_date=released, **fields)


def direct(film: Film, name: str, **fields: object) -> None:
    person = Person.objects.filter(name=name).first() or PersonFactory(name=name)
    values = {"department": "Directing", "job": "Director", "characters": []} | fields
    CreditFactory(film=film, person=person, **values)


def names(*films: Film) -> list[str]:
    stored = Film.objects.in_bulk([film.pk for film in films])
    return [str(stored[film.pk]) for film in films]


class TestNames:
    def test_a_film_of_its_own_has_its_usual_name(self) -> None:
        lighthouse("other-year", date(1999, 1, 1))
        assert names(lighthouse("one"), FilmFactory(title="Alien")) == [
            "Lighthouse (2022)",
            "Alien (2025)",
        ]

    def test_directors_or_else_the_original_title_or_the_day_or_the_slug(self) -> None:
        directed = lighthouse("one", original_title="Leuchtturm")
        direct(directed, "Ann Alpha")
        direct(directed, "Bob Beta", job="Co-Director")
        direct(directed, "Cy Writer", department="Writing", job="Writer")
        secret = lighthouse("two")
        direct(secret, "Secret Star", is_spoiler=True)
        original = lighthouse("three", original_title="Fyr")
        assert names(directed, secret, original) == [
            "Lighthouse (2022) · Ann Alpha, Bob Beta",
            "Lighthouse (2022) · March 4, 2022",
            "Lighthouse (2022) · Fyr",
        ]
        unknown = {"title": "Soon", "status": "planned", "release_date": None}
        planned = [FilmFactory(slug=slug, **unknown) for slug in "ab"]
        assert names(*planned) == ["Soon · a", "Soon · b"]

    def test_next_detail_is_added_if_the_first_does_not_differ(self) -> None:
        films = [lighthouse("one"), lighthouse("two"), lighthouse("three", date(2022, 9, 9))]
        for film in films:
            direct(film, "Ann Alpha")
        assert names(*films) == [
            "Lighthouse (2022) · Ann Alpha, March 4, 2022, one",
            "Lighthouse (2022) · Ann Alpha, March 4, 2022, two",
            "Lighthouse (2022) · Ann Alpha, Sept. 9, 2022",
        ]

    def test_long_details_are_shortened_in_the_middle(self) -> None:
        films = [lighthouse(f"{'long-' * 30}{end}", original_title="Ö" * 200) for end in "ab"]
        assert [len(film.distinction) for film in Film.objects.all()] == [299, 299]
        assert [name[-1] for name in names(*films)] == ["a", "b"]


class TestAlikeTitles:
    """Titles that readers could take for one another count as one."""

    ALIKE = (
        "LIGHTHOUSE",
        "Líghthôuse",
        "Light  House",
        "Light\N{NO-BREAK SPACE}house!",
        "Ｌｉｇｈｔｈｏｕｓｅ",
        "Lig\N{COMBINING CARON}hthouse",
        "Light\N{SOFT HYPHEN}house",
    )

    def test_have_distinctions(self) -> None:
        films = [lighthouse("own")]
        films += [
            FilmFactory(title=title, slug=f"no-{number}", release_date=date(2022, 3, 4))
            for number, title in enumerate(self.ALIKE)
        ]
        FilmFactory(title="Lighthouses", slug="other", release_date=date(2022, 3, 4))
        assert {film.slug: film.distinction for film in Film.objects.all()} == {
            "other": "",
            **{film.slug: f"March 4, 2022, {film.slug}" for film in films},
        }

    def test_lose_them_when_a_title_changes(self) -> None:
        lighthouse("one")
        film = FilmFactory(title="LIGHTHOUSE", release_date=date(2022, 1, 1))
        film.title = "Beacon"
        film.save()
        assert set(Film.objects.values_list("distinction", flat=True)) == {""}

    def test_of_other_scripts_and_of_signs_are_kept_apart(self) -> None:
        for number, title in enumerate(("!!!", "???", "千と千尋", "千与千寻", "É", "Ǝ")):
            FilmFactory(title=title, slug=f"s-{number}", release_date=date(2022, 3, 4))
        assert set(Film.objects.values_list("distinction", flat=True)) == {""}

    def test_stored_before_get_theirs_by_migrations(self) -> None:
        films = [lighthouse("one"), FilmFactory(title="LIGHTHOUSE", release_date=date(2022, 1, 1))]
        Film.objects.update(distinction="", comparable_title="")
        import_module("films.migrations.0007_comparable_titles").fill(apps, None)
        import_module("cast.migrations.0005_tell_films_apart_again").tell_apart(apps, None)
        assert names(*films) == [
            "Lighthouse (2022) · March 4, 2022",
            "LIGHTHOUSE (2022) · Jan. 1, 2022",
        ]


class TestChanges:
    """The stored distinctions follow what is beside the titles."""

    NAMES = {
        "one": "Lighthouse (2022) · Ann Alpha",
        "two": "Lighthouse (2022) · Sept. 9, 2022",
    }
    ALONE = {"one": "Lighthouse (2022)", "two": "Lighthouse (2022)"}

    @pytest.fixture(autouse=True)
    def _films(self) -> None:
        direct(lighthouse("one"), "Ann Alpha")
        lighthouse("two", date(2022, 9, 9))

    def found(self) -> dict[str, str]:
        return {film.slug: str(film) for film in Film.objects.all()}

    def test_a_new_film(self) -> None:
        assert self.found() == self.NAMES

    @pytest.mark.parametrize("fields", [{"title": "Beacon"}, {"release_date": date(2023, 1, 1)}])
    def test_a_film_gets_another_title_or_year(self, fields: dict[str, object]) -> None:
        film = Film.objects.get(slug="two")
        for name, value in fields.items():
            setattr(film, name, value)
        film.save()
        assert self.found() == {
            "one": "Lighthouse (2022)",
            "two": f"{film.title} ({film.release_date:%Y})",
        }

    def test_a_film_is_deleted(self) -> None:
        Film.objects.get(slug="two").delete()
        assert self.found() == {"one": "Lighthouse (2022)"}

    def test_the_director_is_renamed_replaced_hidden_or_removed(self) -> None:
        person = Person.objects.get()
        person.name = "Ann Beta"
        person.save()
        assert self.found()["one"] == "Lighthouse (2022) · Ann Beta"
        credit = person.credits.get()
        credit.person = PersonFactory(name="Bob Gamma")
        credit.save()
        assert self.found()["one"] == "Lighthouse (2022) · Bob Gamma"
        credit.is_spoiler = True
        credit.save()
        assert self.found()["one"] == "Lighthouse (2022) · March 4, 2022"
        credit.is_spoiler = False
        credit.save()
        credit.delete()
        assert self.found()["one"] == "Lighthouse (2022) · March 4, 2022"

    def test_a_credit_moves_to_the_other_film(self) -> None:
        credit = Person.objects.get().credits.get()
        credit.film = Film.objects.get(slug="two")
        credit.save()
        assert self.found() == {
            "one": "Lighthouse (2022) · March 4, 2022",
            "two": "Lighthouse (2022) · Ann Alpha",
        }

    def test_only_one_query_without_a_film_of_the_title(
        self, django_assert_num_queries: object
    ) -> None:
        Film.objects.get(slug="two").delete()
        alone = FilmFactory()
        with django_assert_num_queries(1):  # type: ignore[operator]
            tell_apart({alone.pk})


@pytest.fixture
def two() -> list[Film]:
    """Two films, the first by Ann Alpha, with a published review; the second is spoiled by it."""
    one, other = lighthouse("one"), lighthouse("two", date(2022, 9, 9))
    direct(one, "Ann Alpha")
    review = FullReviewFactory(film=one, headline="The First")
    SectionFactory(review=review, body='The one with >!the dog!<{spoils="two"}.')
    review.sections.get(placement="full_story").spoils.set([other])
    publish(review=review)
    return [one, other]


NAMES = ["Lighthouse (2022) · Ann Alpha", "Lighthouse (2022) · Sept. 9, 2022"]


class TestAdmin:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client) -> None:
        client.force_login(AdminFactory())

    @pytest.mark.parametrize(("model", "field"), [("review", "film"), ("section", "spoils")])
    def test_suggestions(self, client: Client, two: list[Film], model: str, field: str) -> None:
        for term in ("Lighthouse", "Lighthouse (2022)"):
            query = {"app_label": "reviews", "model_name": model, "field_name": field}
            found = client.get(reverse("admin:autocomplete"), query | {"term": term}).json()
            assert [each["text"] for each in found["results"]] == NAMES

    def test_a_film_is_found_by_its_full_name(self, client: Client, two: list[Film]) -> None:
        query = {"app_label": "reviews", "model_name": "review", "field_name": "film"}
        found = client.get(reverse("admin:autocomplete"), query | {"term": NAMES[0]}).json()
        assert NAMES[0] in [each["text"] for each in found["results"]]

    def test_chosen_films_of_the_desk(self, client: Client, two: list[Film]) -> None:
        url = reverse("admin:reviews_review_change", args=[two[0].reviews.get().pk])
        page = client.get(url).text
        assert [name in page for name in NAMES] == [True, True]

    @pytest.mark.parametrize("page", ["films_film", "reviews_review", "cast_credit"])
    def test_lists(self, client: Client, two: list[Film], page: str) -> None:
        text = client.get(reverse(f"admin:{page}_changelist")).text
        assert "Lighthouse · Ann Alpha" in text or NAMES[0] in text


class TestReaders:
    @pytest.mark.search_index
    def test_search(self, client: Client, two: list[Film]) -> None:
        page = client.get(reverse("pages:search"), {"q": "lighthouse"})
        assert {(hit.url, hit.distinction) for hit in page.context["hits"]} >= {
            ("/films/one/", "Ann Alpha"),
            ("/films/two/", "Sept. 9, 2022"),
        }

    def test_list_of_films(self, client: Client, two: list[Film]) -> None:
        tiles = client.get(reverse("pages:films")).context["tiles"]
        assert [tile.distinction for tile in tiles] == ["Ann Alpha", "Sept. 9, 2022"]

    def test_cards_and_the_head_of_the_review(self, client: Client, two: list[Film]) -> None:
        review = two[0].reviews.get()
        for page in (reverse("pages:home"), reverse("pages:review", args=[review.slug])):
            assert '<span class="year">Ann Alpha</span>' in client.get(page).text

    def test_franchise_and_the_list_of_seen_films(self, client: Client, two: list[Film]) -> None:
        franchise = FranchiseFactory()
        for number, film in enumerate(two, 1):
            FranchiseEntryFactory(franchise=franchise, film=film, release_order=number)
        page = client.get(reverse("pages:franchise", args=[franchise.slug])).text
        assert '<span class="year">Sept. 9, 2022</span>' in page
        assert 'data-title="Lighthouse · Sept. 9, 2022"' in page

    def test_breadcrumbs_and_titles(self, client: Client, two: list[Film]) -> None:
        for film, name in zip(two, NAMES, strict=True):
            page = client.get(reverse("pages:film", args=[film.slug])).text
            assert f"<title>{name} – " in page
            assert f'"name":"{name}"' in page.replace('": "', '":"')

    def test_curtain_of_a_review(self, client: Client, two: list[Film]) -> None:
        review = two[0].reviews.get()
        page = client.get(reverse("pages:review", args=[review.slug])).text
        assert f"Spoils {NAMES[1]}" in page
