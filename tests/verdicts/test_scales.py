"""Scales: points, stars, percent and letter grades."""

from decimal import Decimal

import pytest

from verdicts.scales import GRADES, NoScale, NotOnScale, Scale, ScaleKind

LETTERS = "A+, A, A-, B+, B, B-, C+, C, C-, D+, D, D-, F"


class TestNotation:
    @pytest.mark.parametrize(
        ("text", "kind", "worst", "best", "step"),
        [
            ("letters", "letters", "1", "13", "1"),
            (" Percent ", "percent", "0", "100", "1"),
            ("percent step 5", "percent", "0", "100", "5"),
            ("stars", "stars", "0", "5", "0.5"),
            ("stars 1-4 step 1", "stars", "1", "4", "1"),
            ("1-6", "points", "1", "6", "1"),
            ("1 – 6", "points", "1", "6", "1"),
            ("0-10 step 0.5", "points", "0", "10", "0.5"),
            ("points 0-20", "points", "0", "20", "1"),
        ],
    )
    def test_is_read(self, text, kind, worst, best, step):
        numbers = (Decimal(number) for number in (worst, best, step))
        assert Scale.from_notation(text) == Scale(ScaleKind(kind), *numbers)

    @pytest.mark.parametrize(
        "text",
        ["", "school", "A-F", "6", "-6", "1-", "letters 1-6", "percent 0-10", "stars 3 of 5"],
    )
    def test_anything_else_is_refused(self, text):
        with pytest.raises(NoScale, match=r"^A scale is written “letters”, “percent”, “stars” or"):
            Scale.from_notation(text)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("6-1", "The best score must be more than the worst."),
            ("1-6 step 0", "The step must be more than 0."),
            ("0-1000", "The numbers of a scale are less than 1000, with two decimals at most."),
            (
                "0-1 step 0.005",
                "The numbers of a scale are less than 1000, with two decimals at most.",
            ),
            ("stars 0-11", "Stars are at most 10, and have whole, half or quarter steps."),
            ("stars 0-5 step 0.3", "Stars are at most 10, and have whole, half or quarter steps."),
            ("points", "Points need a best score and a step."),
        ],
    )
    def test_impossible_numbers_are_refused(self, text, message):
        with pytest.raises(NoScale) as refused:
            Scale.from_notation(text)
        assert str(refused.value) == message


class TestScore:
    @pytest.mark.parametrize(
        ("scale", "text", "score"),
        [
            ("letters", "A+", 13),
            ("letters", "F", 1),
            ("letters", " b− ", 8),
            ("percent", "85 %", 85),
            ("percent", "85", 85),
            ("1-6", "1", 1),
            ("stars", "3.5", Decimal("3.5")),
            ("0-10 step 0.5", "7,5", Decimal("7.5")),
            ("0-10 step 0.5", "7.50", Decimal("7.5")),
            ("stars", "3 ½", Decimal("3.5")),
            ("stars", "½", Decimal("0.5")),
        ],
    )
    def test_is_read_and_written(self, scale, text, score):
        scale = Scale.from_notation(scale)
        assert scale.read(text) == score
        assert scale.read(scale.written(score)) == score

    @pytest.mark.parametrize(
        ("scale", "text", "possible"),
        [
            ("letters", "E", LETTERS),
            ("letters", "F+", LETTERS),
            ("letters", "9", LETTERS),
            ("1-6", "0", "1, 2, 3, 4, 5, 6"),
            ("1-6", "B", "1, 2, 3, 4, 5, 6"),
            ("1-6 step 2", "2", "1, 3, 5"),
            ("percent", "101", "from 0 to 100 in steps of 1"),
            ("0-10", "nine", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
            ("0-10", "7½½", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
            ("0-10", "1e0", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        ],
    )
    def test_that_is_not_on_the_scale_is_refused_with_the_possible_ones(
        self, scale, text, possible
    ):
        with pytest.raises(NotOnScale) as refused:
            Scale.from_notation(scale).read(text)
        assert str(refused.value) == (f"“{text}” is not on the scale. Possible scores: {possible}.")

    def test_letters_are_in_order(self):
        scale = Scale.of(ScaleKind.LETTERS)
        assert [scale.written(Decimal(place)) for place in range(1, 14)] == [*GRADES]
        assert ", ".join(reversed(GRADES)) == LETTERS
