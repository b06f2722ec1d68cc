import json

import pytest
from django.core.management import CommandError, call_command

from editions.leaks.reviews import confirm, leaks_of
from editions.manuscript import read_manuscript
from tests.factories import FullReviewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.leak_check]

SAID = "So the ending is a duel, they say."


@pytest.fixture
def leaky():
    review = FullReviewFactory(slug="leaky")
    review.sections.filter(placement="closing").update(body=SAID)
    return review


class TestCheckLeaks:
    def test_prints_both_places_and_exits_1(self, leaky, capsys):
        FullReviewFactory(slug="tight")
        with pytest.raises(SystemExit, match="1"):
            call_command("check_leaks")
        out = capsys.readouterr().out
        assert out.startswith(
            f"leaky: closing-1 “{SAID}” gives away story-1 “The ending is a duel.” ("
        )
        assert out.endswith("%: duel)\n")
        assert out.count("\n") == 1

    def test_json(self, leaky, capsys):
        with pytest.raises(SystemExit, match="1"):
            call_command("check_leaks", all=True, format="json")
        (row,) = json.loads(capsys.readouterr().out)
        assert 0.5 <= row.pop("confidence") <= 1
        assert row == {
            "review": "leaky",
            "public": {"part": "closing-1", "excerpt": SAID},
            "hidden": {"part": "story-1", "excerpt": "The ending is a duel."},
            "confirmed": False,
        }

    def test_confirmed_leaks_are_listed_and_no_failure(self, leaky, capsys):
        (leak,) = leaks_of(read_manuscript(leaky), film=leaky.film_id, pk=leaky.pk)
        confirm(review=leaky.pk, leak=leak, reason="Everybody knows.", by=None)
        call_command("check_leaks", "leaky")
        assert capsys.readouterr().out.endswith(", confirmed\n")

    def test_prints_nothing_without_leaks(self, leaky, capsys):
        FullReviewFactory(slug="tight")
        call_command("check_leaks", "tight")
        assert capsys.readouterr().out == ""

    def test_json_without_leaks(self, capsys):
        call_command("check_leaks", format="json")
        assert json.loads(capsys.readouterr().out) == []

    def test_unknown_slug_is_an_error(self, leaky):
        with pytest.raises(CommandError, match=r"No review has the slug gone, lost\."):
            call_command("check_leaks", "leaky", "lost", "gone")

    def test_slugs_and_all_are_an_error(self):
        with pytest.raises(CommandError, match="not both"):
            call_command("check_leaks", "leaky", "--all")
