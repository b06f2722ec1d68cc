"""The characters of one film have different slugs, by which documents name them."""

from importlib import import_module

import pytest
from django.apps import apps

from cast.models import Character, Credit
from films.models import Film
from tests.admin_pages import errors_of
from tests.factories import (
    AdminFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseFactory,
)
from tests.roles import signed_in

pytestmark = pytest.mark.django_db


def guard(**fields: object) -> Character:
    return CharacterFactory(name="Guard", slug="guard", **fields)


def slugs(film: Film) -> list[str]:
    characters = Character.objects.filter(credits__film=film).order_by("pk")
    return list(characters.values_list("slug", flat=True))


class TestSlugs:
    def test_a_second_character_of_a_slug_gets_a_number(self) -> None:
        film = FilmFactory()
        taken = CharacterFactory(slug="guard-2")
        for character in (guard(), taken, guard(), guard()):
            CreditFactory(film=film, characters=[character])
        assert slugs(film) == ["guard-2", "guard", "guard-3", "guard-4"]

    def test_the_character_of_a_franchise_keeps_its_slug(self) -> None:
        film = FilmFactory()
        CreditFactory(film=film, characters=[guard(), guard(franchise=FranchiseFactory())])
        assert slugs(film) == ["guard-2", "guard"]

    def test_characters_of_different_films_share_a_slug(self) -> None:
        films = [CreditFactory(characters=[guard()]).film for _number in range(2)]
        assert [slugs(film) for film in films] == [["guard"], ["guard"]]
        # Until a credit of the one becomes one of the other film.
        credit = Credit.objects.get(film=films[1])
        credit.film = films[0]
        credit.save()
        assert slugs(films[0]) == ["guard", "guard-2"]

    def test_the_admin_refuses_the_slug_of_another_character_of_the_film(self) -> None:
        film = FilmFactory()
        guards = [guard(), guard()]
        for character in guards:
            CreditFactory(film=film, characters=[character])
        address = f"/admin/cast/character/{guards[1].pk}/change/"
        client = signed_in(AdminFactory())
        form = {"name": "Guard", "slug": "guard"}
        form["base"] = client.get(address).context["base"]
        assert list(errors_of(client.post(address, form))) == ["slug"]
        # Also while the editor has yet to choose between two slugs.
        del form["base"]
        assert set(errors_of(client.post(address, form))) == {"slug", "__all__"}

    def test_the_migration_numbers_those_that_are_stored(self) -> None:
        film = FilmFactory()
        for character in (guard(), guard()):
            CreditFactory(film=film, characters=[character])
        Character.objects.update(slug="guard")
        import_module("cast.migrations.0009_different_character_slugs").number(apps, None)
        assert slugs(film) == ["guard", "guard-2"]
