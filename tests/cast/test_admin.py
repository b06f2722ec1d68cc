from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast.models import Character, Person
from tests.admin_pages import AdminPages, errors_of
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseFactory,
    PersonFactory,
)


class TestPersonAdmin(AdminPages):
    factory = PersonFactory
    bad = {"imdb_id": "tt1234567"}
    errors = {"__all__": ["An IMDb id of a person is “nm” and 7 to 9 digits."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {"name": "Ana de Armas", "slug": "ana-de-armas"}

    def test_derives_the_name_for_sorting(self) -> None:
        self.post(self.url("add"), self.fields())
        assert Person.objects.get().sort_name == "Armas, Ana de"

    def test_empty_slug_is_made_from_the_name(self) -> None:
        assert errors_of(self.post(self.url("add"), {"name": "Łukasz Próbny"})) == {}
        assert Person.objects.get().slug == "lukasz-probny"

    def test_made_slug_of_somebody_else_is_refused_with_a_link(self) -> None:
        other = PersonFactory(name="Lukasz Probny")
        link = f'<a href="{self.url("change", other.pk)}" target="_blank">Lukasz Probny</a>'
        assert errors_of(self.post(self.url("add"), {"name": "Łukasz Próbny"})) == {
            "slug": [
                (
                    f"The slug “lukasz-probny” belongs to {link}. Use that one, or enter another "
                    "slug, such as “lukasz-probny-2”."
                )
            ]
        }

    def test_other_spaces_after_initials_are_no_other_name(self) -> None:
        PersonFactory(name="J. J. Abrams")
        response = self.post(self.url("add"), {"name": "J.J. Abrams"})
        assert list(errors_of(response)) == ["slug"]

    def test_name_of_somebody_with_another_slug_is_refused_unless_a_slug_is_entered(self) -> None:
        other = PersonFactory(name="Łukasz Próbny", slug="ukasz-probny")
        link = f'<a href="{self.url("change", other.pk)}" target="_blank">Łukasz Próbny</a>'
        assert errors_of(self.post(self.url("add"), {"name": "Łukasz Próbny"})) == {
            "slug": [
                (
                    f"There is already {link} with this name. Use that one. If you mean another, "
                    "enter a slug, such as “lukasz-probny”."
                )
            ]
        }
        fields = {"name": "Łukasz Próbny", "slug": "lukasz-probny"}
        assert errors_of(self.post(self.url("add"), fields)) == {}


class TestCharacterAdmin(AdminPages):
    factory = CharacterFactory
    bad = {"name": ""}
    errors = {"name": ["This field is required."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {"name": "Eve", "slug": "eve", "franchise": FranchiseFactory().pk}

    def test_slug_of_another_character_of_the_franchise_is_refused_with_a_link(self) -> None:
        fields = self.fields()
        self.post(self.url("add"), fields)
        link = f'<a href="{self.url("change", Character.objects.get().pk)}" target="_blank">Eve</a>'
        assert errors_of(self.post(self.url("add"), fields)) == {
            "slug": [
                (
                    f"The slug “eve” belongs to {link}. Use that one, or enter another slug, "
                    "such as “eve-2”."
                )
            ]
        }

    def test_characters_without_a_franchise_may_share_a_name(self) -> None:
        for _each in range(2):
            assert errors_of(self.post(self.url("add"), {"name": "Врач 1"})) == {}
        assert list(Character.objects.values_list("slug", flat=True)) == ["vrach-1", "vrach-1"]


class TestCreditAdmin(AdminPages):
    factory = CreditFactory
    bad = {"department": "Directing"}
    errors = {"__all__": ["Enter the job, such as “Director” or “Composer”."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {
            "film": FilmFactory().pk,
            "person": PersonFactory().pk,
            "characters": [CharacterFactory().pk],
            "department": "Acting",
        }

    def test_names_a_person_or_a_character(self) -> None:
        fields = self.fields() | {"person": "", "characters": []}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "person": ["Choose a person, characters, or both."]
        }

    def queries_of_suggestions(self) -> int:
        query = {"app_label": "reviews", "model_name": "castcritique", "field_name": "credits"}
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(reverse("admin:autocomplete"), query)
        assert response.status_code == 200
        return len(queries)

    def test_suggestions_take_as_many_queries_for_three_credits_as_for_one(self) -> None:
        CreditFactory()
        one = self.queries_of_suggestions()
        CreditFactory.create_batch(2)
        assert self.queries_of_suggestions() == one
