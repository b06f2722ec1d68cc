from typing import Any

from tests.admin_pages import AdminPages, errors_of
from tests.desk_forms import empty_parts
from tests.factories import (
    ContentNoteLabelFactory,
    CriticFactory,
    FilmFactory,
    ReviewFactory,
    UserFactory,
)


class TestCriticAdmin(AdminPages):
    factory = CriticFactory
    bad = {"display_name": ""}
    errors = {"display_name": ["This field is required."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {"display_name": "Jane Doe", "slug": "jane-doe", "user": UserFactory().pk}

    def test_other_spaces_after_initials_are_no_other_name(self) -> None:
        CriticFactory(display_name="J. J. Doe")
        response = self.post(self.url("add"), {"display_name": "J.J. Doe"})
        assert list(errors_of(response)) == ["slug"]


class TestContentNoteLabelAdmin(AdminPages):
    factory = ContentNoteLabelFactory
    bad = {"name": ""}
    errors = {"name": ["This field is required."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        return {"name": "Animal death", "slug": "animal-death"}


class TestReviewAdmin(AdminPages):
    """The checks that every admin page passes. tests/desk tests the rest of the desk."""

    factory = ReviewFactory
    bad = {"language": "english"}
    errors = {"language": ["Use a language tag such as “en” or “de-AT” (BCP 47)."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        return empty_parts() | {
            "film": FilmFactory().pk,
            "byline": [CriticFactory().pk],
            "headline": "The ballet of bullets",
            "slug": "the-ballet-of-bullets",
            "language": "en",
            "embargo_until_0": "2026-06-01",
            "embargo_until_1": "12:00",
            "cast_introduction": "Of many, *two*.",
        }
