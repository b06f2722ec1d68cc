from decimal import Decimal
from typing import Any

import pytest

from tests.constraints import Break, already_exists, not_a_choice
from tests.factories import (
    AudienceFitFactory,
    ReviewFactory,
    VerdictFactory,
    VerdictPointFactory,
)
from verdicts.models import AudienceFit, Verdict, VerdictPoint

pytestmark = pytest.mark.both_databases


def verdict(
    score: str | None = None, best: str | None = None, step: str | None = None, **changes: Any
) -> Verdict:
    score_, best_, step_ = (None if text is None else Decimal(text) for text in (score, best, step))
    given = {"review": ReviewFactory(), "score": score_, "scale_best": best_, "scale_step": step_}
    return VerdictFactory.build(**given | changes)


def fit(**changes: Any) -> AudienceFit:
    return AudienceFitFactory.build(**{"review": ReviewFactory()} | changes)


def point(**changes: Any) -> VerdictPoint:
    return VerdictPointFactory.build(**{"review": ReviewFactory()} | changes)


NO_SCALE = {
    "__all__": [
        "Enter score, best score and step together, or leave all three empty.",
    ]
}
OFF_SCALE = "The score must be between the worst and the best score."
NOT_IN_STEPS = "The score must be a whole number of steps above the worst score."
ODD_SCALE = "A percentage is from 0 to 100, and a letter grade from 1 (F) to 13 (A+)."
BREAKS = [
    Break(
        "verdict_recommendation_is_one",
        lambda: verdict(recommendation="maybe"),
        {"recommendation": not_a_choice("maybe")},
    ),
    *(
        Break("verdict_score_has_a_scale", lambda given=given: verdict(*given), NO_SCALE)
        for given in (
            ("7", None, None),
            ("7", "10", None),
            ("7", None, "1"),
            (None, "10", None),
            (None, None, "1"),
            (None, "10", "1"),
        )
    ),
    *(
        Break("verdict_score_has_a_scale", lambda changes=changes: verdict(**changes), NO_SCALE)
        for changes in ({"scale_kind": "stars"}, {"scale_worst": Decimal(1)})
    ),
    Break(
        "verdict_score_is_on_its_scale",
        lambda: verdict("-1", "10", "1"),
        {"score": ["Ensure this value is greater than or equal to 0."]},
    ),
    *(
        Break(
            "verdict_score_is_on_its_scale",
            lambda given=given: verdict(*given),
            {"__all__": [OFF_SCALE]},
        )
        for given in (
            ("11", "10", "1"),
            ("10.5", "10", "0.5"),
            ("0", "0", "1"),
            ("0", "10", "-1"),
            ("0", "10", "0"),
        )
    ),
    *(
        Break(
            "verdict_score_is_on_its_scale",
            lambda given=given, worst=worst: verdict(*given, scale_worst=Decimal(worst)),
            {"__all__": [OFF_SCALE]},
        )
        for *given, worst in (("0", "6", "1", "1"), ("6", "6", "1", "6"), ("3", "2", "1", "3"))
    ),
    Break(
        "verdict_score_is_in_steps",
        lambda: verdict("4", "6", "2", scale_worst=Decimal(1)),
        {"__all__": [NOT_IN_STEPS]},
    ),
    *(
        Break(
            "verdict_scale_fits_its_kind",
            lambda given=given, kind=kind, worst=worst: verdict(
                *given, scale_kind=kind, scale_worst=Decimal(worst)
            ),
            {"__all__": [ODD_SCALE]},
        )
        for kind, worst, *given in (
            ("percent", "0", "5", "10", "1"),
            ("percent", "1", "5", "100", "1"),
            ("letters", "1", "5", "12", "1"),
            ("letters", "0", "5", "13", "1"),
            ("letters", "1", "5", "13", "2"),
        )
    ),
    Break(
        "verdict_scale_fits_its_kind",
        lambda: verdict("1", "2", "1", scale_kind="words"),
        {"scale_kind": not_a_choice("words")},
    ),
    *(
        Break(
            "verdict_score_is_in_steps",
            lambda given=given: verdict(*given),
            {"__all__": [NOT_IN_STEPS]},
        )
        for given in (
            ("7.3", "10", "0.5"),
            ("7.5", "10", "1"),
            ("4.36", "5", "0.05"),
            ("0.01", "1", "0.02"),
            ("1", "10", "3"),
        )
    ),
    Break(
        "verdicts.Verdict.review",
        lambda: verdict(review=VerdictFactory().review),
        {"review": already_exists("Verdict", "Review")},
    ),
    Break("fit_answer_is_one", lambda: fit(answer="maybe"), {"answer": not_a_choice("maybe")}),
    Break(
        "point_polarity_is_one", lambda: point(polarity="odd"), {"polarity": not_a_choice("odd")}
    ),
    Break(
        "point_says_something",
        lambda: point(label="", body=""),
        {"__all__": ["Enter a label, a text or both."]},
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_a_constraint_refuses_the_row(self, broken: Break) -> None:
        broken.check()

    @pytest.mark.parametrize(
        "given",
        [
            (None, None, None),
            ("7.5", "10", "0.5"),
            ("4.35", "5", "0.05"),
            ("0", "10", "1"),
            ("10", "10", "1"),
            ("0.29", "1", "0.01"),
            ("1.15", "5", "0.05"),
            ("72", "100", "1"),
            ("999.99", "999.99", "0.01"),
            ("9", "10", "3"),
        ],
    )
    def test_a_score_on_its_scale_is_valid(self, given: tuple[str | None, ...]) -> None:
        row = verdict(*given)
        row.full_clean()
        row.save()
        assert Verdict.objects.count() == 1

    @pytest.mark.parametrize(
        ("kind", "worst", "given"),
        [
            *(("points", "1", (score, "6", "1")) for score in "16"),
            ("points", "0.5", ("3", "5", "0.5")),
            ("points", "1", ("4.35", "5", "0.05")),
            ("stars", "1", ("4.5", "5", "0.5")),
            ("percent", "0", ("85", "100", "5")),
            *(("letters", "1", (score, "13", "1")) for score in ("1", "13")),
        ],
    )
    def test_a_score_of_every_kind_is_valid(
        self, kind: str, worst: str, given: tuple[str, str, str]
    ) -> None:
        row = verdict(*given, scale_kind=kind, scale_worst=Decimal(worst))
        row.full_clean()
        row.save()
        assert Verdict.objects.count() == 1

    def test_every_hundredth_is_a_multiple_of_a_step_of_0_01(self) -> None:
        reviews = ReviewFactory.create_batch(101)
        rows = [
            verdict(f"{hundredth / 100:.2f}", "1", "0.01", review=review)
            for hundredth, review in enumerate(reviews)
        ]
        Verdict.objects.bulk_create(rows)
        assert Verdict.objects.count() == 101

    def test_a_point_needs_only_a_label_or_a_text(self) -> None:
        VerdictPoint.objects.bulk_create([point(label=""), point(body="")])
        assert VerdictPoint.objects.count() == 2

    def test_every_choice_can_be_stored(self) -> None:
        Verdict.objects.bulk_create(verdict(recommendation=r) for r in Verdict.Recommendation)
        AudienceFit.objects.bulk_create(fit(answer=answer) for answer in AudienceFit.Answer)
        VerdictPoint.objects.bulk_create(point(polarity=p) for p in VerdictPoint.Polarity)
        assert Verdict.objects.count() == len(Verdict.Recommendation)
        assert AudienceFit.objects.count() == len(AudienceFit.Answer)
        assert VerdictPoint.objects.count() == len(VerdictPoint.Polarity)
