from decimal import Decimal
from typing import Any

from tests.admin_pages import AdminPages, errors_of
from tests.factories import (
    AudienceFitFactory,
    ReviewFactory,
    VerdictFactory,
    VerdictPointFactory,
)
from verdicts.models import Verdict


class TestVerdictAdmin(AdminPages):
    factory = VerdictFactory
    bad = {"score": "7.3"}
    errors = {"__all__": ["The score is a whole number of steps."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        return {
            "review": ReviewFactory().pk,
            "recommendation": "recommended",
            "score": "7.5",
            "scale_best": "10",
            "scale_step": "0.5",
            "summary": "*Good.*",
        }

    def test_a_verdict_needs_no_score(self) -> None:
        nothing = {"score": "", "scale_best": "", "scale_step": ""}
        assert errors_of(self.post(self.url("add"), self.fields() | nothing)) == {}
        assert Verdict.objects.get().score is None

    def test_numbers_that_are_none_are_errors_of_their_fields(self) -> None:
        for value in ("NaN", "Infinity", "1e9", "x"):
            fields = self.fields() | {"score": value}
            assert next(iter(errors_of(self.post(self.url("add"), fields)))) == "score"

    def test_a_step_of_nothing_is_an_error_of_the_form(self) -> None:
        fields = self.fields() | {"scale_step": "0"}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "__all__": ["The score lies between 0 and the best score."]
        }

    def test_a_score_is_kept_as_it_was_given(self) -> None:
        self.post(self.url("add"), self.fields())
        assert Verdict.objects.get().score == Decimal("7.5")


class TestAudienceFitAdmin(AdminPages):
    factory = AudienceFitFactory
    bad = {"premise": ""}
    errors = {"premise": ["This field is required."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        return {
            "review": ReviewFactory().pk,
            "position": "1",
            "premise": "you like trains",
            "answer": "yes",
        }


class TestVerdictPointAdmin(AdminPages):
    factory = VerdictPointFactory
    bad = {"label": "", "body": ""}
    errors = {"__all__": ["Give the point a label, a text or both."]}
    public_when_saved = False

    def fields(self) -> dict[str, Any]:
        return {
            "review": ReviewFactory().pk,
            "polarity": "good",
            "position": "1",
            "label": "The train",
        }
