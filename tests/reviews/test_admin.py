from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import CastCritique, Section
from tests.admin_pages import AdminPages, errors_of
from tests.factories import (
    CastCritiqueFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    UserFactory,
)


class TestCriticAdmin(AdminPages):
    factory = CriticFactory
    bad = {"display_name": ""}
    errors = {"display_name": ["This field is required."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {"display_name": "Jane Doe", "slug": "jane-doe", "user": UserFactory().pk}


class TestReviewAdmin(AdminPages):
    factory = ReviewFactory
    bad = {"language": "english"}
    errors = {"language": ["Use a language tag such as “en” or “de-AT” (BCP 47)."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        return {
            "film": FilmFactory().pk,
            "critic": CriticFactory().pk,
            "headline": "The ballet of bullets",
            "slug": "the-ballet-of-bullets",
            "language": "en",
            "stage": "draft",
            "embargo_until_0": "2026-06-01",
            "embargo_until_1": "12:00",
            "cast_introduction": "Of many, *two*.",
        }


class TestSectionAdmin(AdminPages):
    factory = SectionFactory
    bad = {"curtain_label": "The ending"}
    errors = {"__all__": ["Only a section of the full story has a curtain."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        return {
            "review": ReviewFactory().pk,
            "position": "1",
            "placement": "opening",
            "body": "She learns that >!the envoy is her sister!<.",
        }

    def test_a_hidden_section_names_the_films_that_it_spoils(self) -> None:
        film = FilmFactory()
        self.post(
            self.url("add"),
            self.fields()
            | {"placement": "full_story", "curtain_label": "The ending", "spoils": [film.pk]},
        )
        section = Section.objects.get()
        assert list(section.spoils.all()) == [film]
        assert section.body == "She learns that >!the envoy is her sister!<."


class TestCastCritiqueAdmin(AdminPages):
    factory = CastCritiqueFactory
    bad = {"credits": []}
    errors = {"credits": ["This field is required."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        review = ReviewFactory()
        credit = CreditFactory(film=review.film)
        return {"review": review.pk, "position": "1", "credits": [credit.pk], "body": "Good."}

    def test_credits_of_another_film_are_an_error_of_their_field(self) -> None:
        review = ReviewFactory(film=FilmFactory(title="Ballerina"))
        stranger = CreditFactory(person=PersonFactory(name="Cher"), characters=[])
        fields = self.fields() | {"review": review.pk, "credits": [stranger.pk]}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "credits": ["Not in the credits of Ballerina (2025): Cher."]
        }
        assert CastCritique.objects.count() == 0

    def test_a_form_without_a_review_says_so(self) -> None:
        assert errors_of(self.post(self.url("add"), self.fields() | {"review": ""})) == {
            "review": ["This field is required."]
        }

    def test_the_form_takes_the_same_queries_for_one_credit_and_for_three(self) -> None:
        counts = []
        for number in (1, 3):
            review = ReviewFactory()
            credits = CreditFactory.create_batch(number, film=review.film)
            critique = CastCritiqueFactory(review=review, credits=credits)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.url("change", critique.pk))
            counts.append(len(queries))
        assert counts[0] == counts[1]
