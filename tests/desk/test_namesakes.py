"""People, critics and characters of one name are told apart where an editor chooses them."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.strict_admin import ChoiceFilter
from editions.publishing import publish
from tests.factories import (
    AdminFactory,
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CRITICS = ["Ada Test · ada-test", "ada test · ada-test-2", "Ada Tester"]
PEOPLE = ["Ann Alpha · ann-alpha, Newer", "Ann Alpha · other-ann", "Ann Alphabet"]
CHARACTERS = [
    "Guard · Lighthouse saga",
    "Guard · Lighthouse saga, guard-2",
    "Guard · Newer, Ann Alpha",
    "Guardian",
]


@pytest.fixture(scope="module")
def rows(module_db: object) -> SimpleNamespace:
    ada = CriticFactory(display_name="Ada Test", slug="ada-test")
    other = CriticFactory(display_name="ada test", slug="ada-test-2")
    CriticFactory(display_name="Ada Tester")
    ann = PersonFactory(name="Ann Alpha", slug="ann-alpha")
    PersonFactory(name="Ann Alpha", slug="other-ann", sort_name="Alpha (sculptor), Ann")
    PersonFactory(name="Ann Alphabet")
    saga = FranchiseFactory(name="Lighthouse saga")
    for slug in ("guard", "guard-2"):
        CharacterFactory(name="Guard", slug=slug, franchise=saga)
    guard = CharacterFactory(name="Guard", slug="guard", franchise=None)
    CharacterFactory(name="Guardian")
    older = FilmFactory(title="Older", release_date=date(1999, 1, 1))
    newer = FilmFactory(title="Newer", release_date=date(2001, 1, 1))
    for film in (older, newer):
        credit = CreditFactory(film=film, person=ann, characters=[guard])
    review = ReviewFactory(critics=[other, ada])
    SectionFactory(review=review)
    VerdictFactory(review=review)
    publish(review=review)
    return SimpleNamespace(review=review, film=newer, credit=credit, admin=AdminFactory())


@pytest.fixture
def editor(client: Client, rows: SimpleNamespace) -> Client:
    client.force_login(rows.admin)
    return client


@pytest.mark.parametrize(
    ("relation", "term", "labels"),
    [
        ("reviews.review.critics", "ada", CRITICS),
        ("cast.credit.person", "ann", PEOPLE),
        ("cast.credit.characters", "guard", CHARACTERS),
    ],
)
def test_suggestions(editor: Client, relation: str, term: str, labels: list[str]) -> None:
    keys = ("app_label", "model_name", "field_name")
    query = dict(zip(keys, relation.split("."), strict=True))
    found = editor.get(reverse("admin:autocomplete"), query | {"term": term}).json()
    assert sorted(each["text"] for each in found["results"]) == sorted(labels)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("reviews_review_change", ["ada test · ada-test-2", "Ada Test · ada-test"]),
        ("cast_credit_change", ["Ann Alpha · ann-alpha, Newer", "Guard · Newer, Ann Alpha"]),
        ("cast_credit_film", ["Ann Alpha · ann-alpha, Newer", "Guard · Newer, Ann Alpha"]),
    ],
)
def test_chosen_rows(editor: Client, rows: SimpleNamespace, name: str, labels: list[str]) -> None:
    keys = {
        "reviews_review_change": rows.review.pk,
        "cast_credit_change": rows.credit.pk,
        "cast_credit_film": rows.film.pk,
    }
    page = editor.get(reverse(f"admin:{name}", args=[keys[name]])).text
    places = [page.find(f"selected>{label}</option>") for label in labels]
    assert -1 < places[0] < places[1]


@pytest.mark.parametrize("page", ["reviews_review", "editions_edition"])
def test_filters_of_lists(editor: Client, page: str) -> None:
    [found] = [
        each
        for each in editor.get(reverse(f"admin:{page}_changelist")).context["cl"].filter_specs
        if isinstance(each, ChoiceFilter)
    ]
    labels = [label for _key, label in found.lookup_choices]
    assert set(CRITICS) <= set(labels)


@pytest.mark.parametrize("name", ["reviews_review_changelist", "editions_edition_changelist"])
def test_columns_of_lists(editor: Client, rows: SimpleNamespace, name: str) -> None:
    page = editor.get(reverse(f"admin:{name}")).text
    assert "ada test · ada-test-2 and Ada Test · ada-test</td>" in page
