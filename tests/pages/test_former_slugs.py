"""Old addresses of films, people and genres redirect for good."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from images.addresses import SLUG_IS_TAKEN
from tests.factories import CreditFactory, FilmFactory, GenreFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "pages"),
    [
        (FilmFactory, ["film", "film_revealed"]),
        (GenreFactory, ["genre"]),
        (PersonFactory, ["person", "person_revealed"]),
    ],
)
def test_every_former_slug_redirects(client: Client, factory: Any, pages: list[str]) -> None:
    row = factory(slug="first")
    if factory is PersonFactory:
        CreditFactory(person=row)
    for slug in ("second", "third"):
        row.slug = slug
        row.save()
    for page in pages:
        urls = {
            slug: reverse(f"pages:{page}", args=[slug])
            for slug in ("first", "second", "third", "no")
        }
        answers = {slug: client.get(url) for slug, url in urls.items()}
        assert {slug: answer.status_code for slug, answer in answers.items()} == {
            "first": 301,
            "second": 301,
            "third": 200,
            "no": 404,
        }
        assert answers["first"]["Location"] == answers["second"]["Location"] == urls["third"]


def test_former_slug_of_somebody_with_surprises_only_is_like_an_unknown_one(
    client: Client,
) -> None:
    person = PersonFactory(slug="secret")
    CreditFactory(person=person, is_spoiler=True)
    person.slug = "secret-star"
    person.save()
    answers = [client.get(f"/people/{slug}/") for slug in ("secret", "secret-star", "no")]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, answers[2].content)
    }


def test_slug_that_somebody_had_is_refused_for_somebody_else() -> None:
    person = PersonFactory(slug="ann")
    person.slug = "ann-alpha"
    person.save()
    with pytest.raises(ValidationError, match=str(SLUG_IS_TAKEN)):
        PersonFactory.build(slug="ann").full_clean()
    with pytest.raises(IntegrityError):
        PersonFactory(slug="ann")


@pytest.mark.parametrize(
    ("migration", "factory"),
    [
        ("cast.migrations.0002_person_slugs", PersonFactory),
        ("films.migrations.0002_genre_slugs", GenreFactory),
    ],
)
def test_migration_adds_the_present_slugs(migration: str, factory: Any) -> None:
    rows = factory.create_batch(2)
    rows[0].slugs.model.objects.all().delete()
    import_module(migration).add_present_slugs(apps, None)
    assert [[str(slug) for slug in row.slugs.all()] for row in rows] == [[row.slug] for row in rows]
