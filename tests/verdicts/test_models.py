from decimal import Decimal

import pytest

from tests.factories import (
    AudienceFitFactory,
    ReviewFactory,
    VerdictFactory,
    VerdictPointFactory,
)
from verdicts.models import AudienceFit, Verdict, VerdictPoint

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
class TestVerdict:
    def test_str_is_the_recommendation(self) -> None:
        assert str(Verdict(recommendation="must_see")) == "Must see"

    def test_a_score_is_stored_with_its_scale(self) -> None:
        verdict = VerdictFactory(scored=True)
        verdict.refresh_from_db()
        assert (verdict.score, verdict.scale_best, verdict.scale_step) == (
            Decimal("7.5"),
            Decimal(10),
            Decimal("0.5"),
        )

    def test_verdicts_are_ordered_by_age(self) -> None:
        verdicts = VerdictFactory.create_batch(2)
        assert list(Verdict.objects.all()) == verdicts

    def test_deleting_a_review_deletes_its_verdict(self) -> None:
        review = VerdictFactory().review
        AudienceFitFactory(review=review)
        VerdictPointFactory(review=review)
        review.delete()
        assert Verdict.objects.count() == 0
        assert AudienceFit.objects.count() == 0
        assert VerdictPoint.objects.count() == 0


@pytest.mark.django_db
class TestAudienceFit:
    def test_str_is_the_answer_and_the_premise(self) -> None:
        assert str(AudienceFit(answer="depends", premise="you like trains")) == (
            "It depends: you like trains"
        )

    def test_fits_are_ordered_by_position_then_age(self) -> None:
        review = ReviewFactory()
        fits = [AudienceFitFactory(review=review, position=place) for place in (2, 1, 1)]
        assert list(review.audience_fits.all()) == [fits[i] for i in (1, 2, 0)]


@pytest.mark.django_db
class TestVerdictPoint:
    def test_str_is_the_label_or_the_first_60_characters(self) -> None:
        assert str(VerdictPoint(label="The duel", body="Long.")) == "The duel"
        assert str(VerdictPoint(body="x" * 100)) == "x" * 60

    def test_points_are_ordered_by_polarity_then_position(self) -> None:
        review = ReviewFactory()
        points = [
            VerdictPointFactory(review=review, polarity=polarity, position=place)
            for polarity, place in (("good", 2), ("bad", 2), ("good", 1), ("bad", 1))
        ]
        assert list(review.points.all()) == [points[i] for i in (3, 1, 2, 0)]
