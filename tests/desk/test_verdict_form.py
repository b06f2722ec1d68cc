"""The verdict of a review on the desk: its score and the scale of the score."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts.roles import Role
from reviews.models import Review
from tests.desk_forms import address, errors_of, items, opened
from tests.factories import AdminFactory, ReviewFactory, VerdictFactory
from tests.roles import account, signed_in
from tests.unrendered import posted
from verdicts.models import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def root(module_db: Path) -> User:
    return AdminFactory()


@pytest.fixture(scope="module")
def plain(module_db: Path) -> Review:
    """A review without items."""
    return ReviewFactory()


@pytest.fixture(scope="module")
def plain_form(root: User, plain: Review) -> dict[str, Any]:
    return opened(signed_in(root), plain)


@pytest.fixture
def desk(root: User) -> Client:
    return signed_in(root)


def verdict_fields(score: str, kind: str, worst: str, best: str, step: str) -> dict[str, Any]:
    """The fields of a new verdict."""
    row = {
        "recommendation": "mixed",
        "score": score,
        "scale_kind": kind,
        "scale_worst": worst,
        "scale_best": best,
        "scale_step": step,
    }
    return items("verdict", row)


SHOWN_NUMBERS = {
    "points": ["worst", "best", "step"],
    "stars": ["worst", "best", "step"],
    "percent": ["step"],
    "letters": [],
    "": ["worst"],
}
"""The numbers of a scale that the form shows for its kind; "" stands for no score."""


class TestScore:
    @pytest.mark.parametrize(
        ("given", "stored"),
        [
            (("B+", "letters", "", "", ""), (10, "letters", 1, 13, 1)),
            (("B+", "letters", "0", "10", "0.5"), (10, "letters", 1, 13, 1)),
            (("5", "points", "1", "6", "1"), (5, "points", 1, 6, 1)),
            (("7", "points", "", "", ""), (7, "points", 0, 10, Decimal("0.5"))),
            (("3,5", "stars", "", "", ""), (Decimal("3.5"), "stars", 0, 5, Decimal("0.5"))),
            (("85%", "percent", "", "", ""), (85, "percent", 0, 100, 1)),
            (("", "letters", "1", "6", "1"), (None, "points", 0, None, None)),
        ],
    )
    def test_score_is_read_on_its_scale(
        self, desk: Client, plain: Review, plain_form: dict[str, Any], given: Any, stored: Any
    ) -> None:
        form = plain_form | verdict_fields(*given)
        assert errors_of(posted(desk, address(plain), form)) == {}
        row = Verdict.objects.get(review=plain)
        found = row.score, row.scale_kind, row.scale_worst, row.scale_best, row.scale_step
        assert found == stored
        shown = opened(desk, plain)
        numbers = [name for name in ("worst", "best", "step") if f"verdict-0-scale_{name}" in shown]
        assert numbers == SHOWN_NUMBERS[row.scale_kind if row.score else ""]
        assert shown.get("verdict-0-score", "") == given[0].replace(",", ".").removesuffix("%")

    @pytest.mark.parametrize(
        ("given", "errors"),
        [
            (
                ("E", "letters", "", "", ""),
                {
                    "verdict-0-score": [
                        (
                            "“E” is not on the scale. Possible scores: "
                            "A+, A, A-, B+, B, B-, C+, C, C-, D+, D, D-, F."
                        )
                    ]
                },
            ),
            (
                ("0", "points", "1", "6", "1"),
                {
                    "verdict-0-score": [
                        "“0” is not on the scale. Possible scores: 1, 2, 3, 4, 5, 6."
                    ]
                },
            ),
            (
                ("5", "points", "10", "", ""),
                {"verdict-0-scale_best": ["The best score must be more than the worst."]},
            ),
        ],
    )
    def test_score_that_is_not_on_its_scale_is_refused(
        self, desk: Client, plain: Review, plain_form: dict[str, Any], given: Any, errors: Any
    ) -> None:
        form = plain_form | verdict_fields(*given)
        assert errors_of(posted(desk, address(plain), form)) == errors

    def test_letter_is_shown_to_a_critic_who_has_submitted_the_review(self) -> None:
        user = account(Role.CRITIC)
        review = ReviewFactory(stage="submitted", critic__user=user)
        VerdictFactory(
            review=review,
            score=10,
            scale_kind="letters",
            scale_worst=1,
            scale_best=13,
            scale_step=1,
        )
        page = signed_in(user).get(address(review)).content.decode()
        assert page.count('<div class="readonly" id="id_verdict-0-written_score">B+</div>') == 1
        assert "10.00" not in page

    def test_a_new_verdict_starts_with_the_house_scale(
        self, desk: Client, plain: Review, plain_form: dict[str, Any], settings: Any
    ) -> None:
        settings.HOUSE_SCALE = "1-6"
        form = opened(desk, plain)
        names = ("score", "scale_kind", "scale_worst", "scale_best", "scale_step")
        shown = [str(form.get(f"verdict-0-{name}", "")) for name in names]
        assert shown == ["", "points", "1", "6", "1"]
        assert errors_of(posted(desk, address(plain), form)) == {}
        assert not Verdict.objects.filter(review=plain).exists()
