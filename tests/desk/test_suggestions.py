"""What the fields of the admin suggest: the best name first, with film, year and role."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.suggestions import rank_of
from desk.credit_choices import credit_label, matching_credits
from tests.factories import (
    AdminFactory,
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ReviewFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def rows(module_db: object) -> SimpleNamespace:
    wick = FranchiseFactory(name="John Wick")
    film = FilmFactory(title="Ballerina", release_date=date(2025, 6, 6))
    others = [FilmFactory(title=title) for title in ("A Day", "John Wick", "John Wick: Chapter 4")]
    for order, each in enumerate([film, *others], 1):
        FranchiseEntryFactory(franchise=wick, film=each, release_order=order, label=f"Part {order}")
    for name, role in (
        ("Alan Stevens", "Abbot"),
        ("Steve Park", "Guard"),
        ("Eve Myles", "Nurse"),
        ("Ana de Armas", "Eve"),
        ("Mary Eve", "Sister"),
    ):
        character = CharacterFactory(name=role, franchise=wick)
        person = PersonFactory(name=name)
        CreditFactory(film=film, person=person, characters=[character], billing="lead")
    CharacterFactory(name="John Wick", franchise=wick)
    CreditFactory(
        film=film,
        person=PersonFactory(name="Len Wiseman"),
        characters=[],
        department="Directing",
        job="Director",
    )
    return SimpleNamespace(film=film, admin=AdminFactory())


@pytest.fixture
def editor(client: Client, rows: SimpleNamespace) -> Client:
    client.force_login(rows.admin)
    return client


def answer(client: Client, relation: str, term: str, page: str = "1") -> HttpResponse:
    keys = ("app_label", "model_name", "field_name")
    query = dict(zip(keys, relation.split("."), strict=True)) | {"term": term, "page": page}
    return client.get(reverse("admin:autocomplete"), query)


def suggested(client: Client, relation: str, term: str) -> list[tuple[str, str]]:
    found = answer(client, relation, term).json()["results"]
    return [(each["text"], each["detail"]) for each in found]


class TestPages:
    @pytest.mark.parametrize("number", [5, 18, 19, 20, 21, 45])
    def test_together_have_all_matches_the_best_first(self, editor: Client, number: int) -> None:
        begins = [f"Ann {place:02}" for place in range(number)]
        names = ["Ann", *begins, "Mary Ann", "Joanna"]
        for name in reversed(names):
            PersonFactory(name=name)
        pages = []
        while not pages or pages[-1]["pagination"]["more"]:
            page = str(len(pages) + 1)
            pages.append(answer(editor, "cast.credit.person", "ann", page).json())
        found = [[each["text"] for each in page["results"]] for page in pages]
        assert [len(page) for page in found[:-1]] == [20] * (len(found) - 1)
        assert [name for page in found for name in page] == names

    def test_of_no_text(self, editor: Client, rows: SimpleNamespace) -> None:
        found = answer(editor, "cast.credit.person", "").json()
        assert (len(found["results"]), found["pagination"]["more"]) == (6, False)
        for _number in range(15):
            PersonFactory()
        found = answer(editor, "cast.credit.person", "").json()
        assert (len(found["results"]), found["pagination"]["more"]) == (20, True)
        found = answer(editor, "cast.credit.person", "", "2").json()
        assert (len(found["results"]), found["pagination"]["more"]) == (1, False)

    def test_one_after_the_last_is_empty(self, editor: Client) -> None:
        assert answer(editor, "cast.credit.person", "eve", "7").json()["results"] == []

    @pytest.mark.parametrize("page", ["0", "-1", "last", "9" * 30])
    def test_that_cannot_be_is_not_found(self, editor: Client, page: str) -> None:
        assert answer(editor, "cast.credit.person", "eve", page).status_code == 404

    def test_matches_are_not_counted(self, editor: Client) -> None:
        with CaptureQueriesContext(connection) as queries:
            answer(editor, "cast.credit.person", "eve")
        assert not [query for query in queries if "COUNT(" in query["sql"]]


@pytest.mark.parametrize(
    ("relation", "term", "found"),
    [
        ("reviews.review.film", "john wick", ["John Wick (2025)", "John Wick: Chapter 4 (2025)"]),
        ("reviews.review.film", "John Wick (2025)", ["John Wick (2025)", "John Wick: Chapter 4"]),
        (
            "films.franchiseentry.after",
            "john wick",
            ["John Wick: Part 3", "John Wick: Part 4", "John Wick: Part 1", "John Wick: Part 2"],
        ),
        ("cast.credit.characters", "john wick", ["John Wick", "Abbot"]),
        ("cast.credit.person", "eve", ["Eve Myles", "Mary Eve", "Steve Park", "Alan Stevens"]),
        ("cast.credit.person", "park steve", ["Steve Park"]),
    ],
)
def test_names_come_first(editor: Client, relation: str, term: str, found: list[str]) -> None:
    texts = [text for text, _detail in suggested(editor, relation, term)]
    assert [text[: len(wanted)] for text, wanted in zip(texts, found, strict=False)] == found


@pytest.mark.parametrize(
    ("relation", "term", "said"),
    [
        ("cast.credit.person", "ana de", ("Ana de Armas", "Ballerina (2025), Eve")),
        ("cast.credit.person", "len", ("Len Wiseman", "Ballerina (2025), Director")),
        ("cast.credit.characters", "eve", ("Eve", "Ballerina (2025), Ana de Armas")),
        ("films.franchiseentry.after", "baller", ("John Wick: Part 1", "Ballerina (2025)")),
    ],
)
def test_film_year_and_role_are_said(
    editor: Client, relation: str, term: str, said: tuple[str, str]
) -> None:
    assert suggested(editor, relation, term)[0] == said


def test_film_that_is_not_confirmed_says_so(editor: Client) -> None:
    FilmFactory(title="Stub", original_title="Le stub", is_confirmed=False)
    assert suggested(editor, "reviews.review.film", "stub") == [
        ("Stub (2025)", "Le stub · not confirmed")
    ]


def test_credits_of_the_film_by_name(editor: Client, rows: SimpleNamespace) -> None:
    labels = [credit_label(credit) for credit in matching_credits(str(rows.film.pk), "eve")]
    assert labels == [
        "Ana de Armas as Eve",
        "Eve Myles as Nurse",
        "Mary Eve as Sister",
        "Alan Stevens as Abbot",
        "Steve Park as Guard",
    ]
    query = {"film": rows.film.pk, "term": "len"}
    found = editor.get(reverse("admin:reviews_review_credits"), query).json()["results"]
    assert [(each["text"], each["detail"]) for each in found] == [
        ("Len Wiseman as Director", "Directing")
    ]


@pytest.mark.parametrize(
    ("names", "rank"),
    [
        (["Eve"], 0),
        (["Adam", "EVE"], 0),
        (["Eve Macarro"], 1),
        (["Mary Eve"], 2),
        (["Steven"], 3),
        (["Adam"], 4),
        ([], 4),
    ],
)
def test_rank(names: list[str], rank: int) -> None:
    assert rank_of(names, " eve ") == rank


def test_three_suggestions_take_as_many_queries_as_one(editor: Client) -> None:
    """Those of every field with suggestions."""
    makers = {
        "character": CharacterFactory,
        "critic": CriticFactory,
        "film": FilmFactory,
        "franchise": FranchiseFactory,
        "franchiseentry": FranchiseEntryFactory,
        "genre": GenreFactory,
        "image": ImageFactory,
        "person": PersonFactory,
        "review": ReviewFactory,
        "user": AdminFactory,
    }
    names = {"critic": "display_name", "film": "title", "franchiseentry": "label", "image": "alt"}
    names |= {"review": "headline", "user": "username"}
    counts: dict[str, list[int]] = {}
    relations = {
        (source.model._meta.get_field(name).related_model, f"{source.opts.label_lower}.{name}")
        for source in admin.site._registry.values()
        for name in source.autocomplete_fields
    }
    assert len(relations) > 10
    for count in (1, 2):
        for model in {model for model, _relation in relations}:
            kind = model._meta.model_name
            for _number in range(count):
                row = makers[kind](**{names.get(kind, "name"): f"Zyx {count} {_number}"})
                if kind in ("person", "character"):
                    role = {"person": row} if kind == "person" else {"characters": [row]}
                    CreditFactory(**role)
        for _model, relation in relations:
            with CaptureQueriesContext(connection) as queries:
                found = suggested(editor, relation, "zyx")
            assert len(found) == (1 if count == 1 else 3), relation
            counts.setdefault(relation, []).append(len(queries))
    assert {relation: it for relation, it in counts.items() if it[0] != it[1]} == {}
