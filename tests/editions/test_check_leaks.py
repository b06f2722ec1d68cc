import pytest
from django.core.management import CommandError, call_command

from tests.factories import FullReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaky():
    review = FullReviewFactory(slug="leaky")
    review.sections.filter(placement="closing").update(body="So the ending is a duel, they say.")
    return review


class TestCheckLeaks:
    def test_prints_both_places_and_exits_1(self, leaky, capsys):
        FullReviewFactory(slug="tight")
        with pytest.raises(SystemExit, match="1"):
            call_command("check_leaks")
        assert capsys.readouterr().out == (
            "leaky: “the ending is a duel” is hidden in story-1, but also public: “So the "
            "ending is a duel, they say”\n"
        )

    def test_prints_nothing_without_leaks(self, leaky, capsys):
        FullReviewFactory(slug="tight")
        call_command("check_leaks", "tight")
        assert capsys.readouterr().out == ""

    def test_unknown_slug_is_an_error(self, leaky):
        with pytest.raises(CommandError, match=r"No review has the slug gone, lost\."):
            call_command("check_leaks", "leaky", "lost", "gone")
