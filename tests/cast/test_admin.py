from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast.models import Person
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


class TestCharacterAdmin(AdminPages):
    factory = CharacterFactory
    bad = {"name": ""}
    errors = {"name": ["This field is required."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {"name": "Eve", "slug": "eve", "franchise": FranchiseFactory().pk}

    def test_a_namesake_in_the_franchise_is_an_error_of_the_form(self) -> None:
        fields = self.fields()
        self.post(self.url("add"), fields)
        assert errors_of(self.post(self.url("add"), fields)) == {
            "__all__": ["Character with this Franchise and Slug already exists."]
        }


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
