"""The filter by film of the list of reviews."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from desk.film_filter import FilmFilter
from tests.factories import FilmFactory, ReviewFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db

LIST = "/admin/reviews/review/"


@pytest.fixture
def desk() -> Client:
    return signed_in(account(Role.EDITOR))


def page(desk: Client, **query: str) -> tuple[list[str], FilmFilter, dict[str, Any]]:
    """The headlines in the list, the filter, and its choices, those that are chosen as None."""
    changes: Any = page_context(desk, LIST, **query)["cl"]
    (found,) = (each for each in changes.filter_specs if isinstance(each, FilmFilter))
    choices = {
        each["display"]: None if each["selected"] else each["query_string"]
        for each in found.choices(changes)
    }
    return sorted(review.headline for review in changes.result_list), found, choices


def test_film_is_chosen_in_a_field_with_suggestions(desk: Client) -> None:
    ReviewFactory(headline="Of another")
    film = FilmFactory(title="Nosferatu")
    ReviewFactory(headline="Of the film", film=film)
    rows, found, choices = page(desk)
    assert (rows, choices) == (["Of another", "Of the film"], {"All": None})
    field = found.field()
    assert 'class="admin-autocomplete"' in field
    assert field.count("<option") == 1
    assert "Nosferatu" not in field
    assert "select2.full" in str(page_context(desk, LIST)["media"].render_js())


def test_chosen_film_is_shown_with_a_link_that_takes_it_away(desk: Client) -> None:
    film = FilmFactory(title="Nosferatu")
    ReviewFactory(headline="Of the film", film=film)
    ReviewFactory(headline="Of another")
    rows, found, choices = page(desk, film=str(film.pk), status="draft", p="1")
    assert (rows, choices) == (["Of the film"], {"All": "?status=draft", str(film): None})
    # Another film is looked for among the reviews that the other filters leave.
    assert found.kept == [("status", "draft")]


@pytest.mark.parametrize("film", ["", "alien", "-1", "9" * 30])
def test_what_is_no_key_is_no_filter(desk: Client, film: str) -> None:
    ReviewFactory(headline="Any")
    rows, _found, choices = page(desk, film=film)
    assert (rows, choices) == (["Any"], {"All": None})


def test_list_costs_the_same_with_more_films(desk: Client) -> None:
    ReviewFactory(film=FilmFactory())
    costs = []
    for _number in range(2):
        with CaptureQueriesContext(connection) as queries:
            text = desk.get(LIST).text
        costs.append((len(queries), text.count("<option")))
        FilmFactory.create_batch(3)
    assert costs[0] == costs[1]


def test_account_that_may_not_see_films_gets_no_suggestions() -> None:
    user = account()
    user.is_staff = True
    user.save()
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_review", "edit_every_review"])
    )
    film = FilmFactory(title="Nosferatu")
    ReviewFactory(headline="Of the film", film=film)
    client = signed_in(user)
    assert "filter_film" not in client.get(LIST).text
    rows, _found, choices = page(client, film=str(film.pk))
    assert (rows, [*choices]) == (["Of the film"], ["All", str(film)])
