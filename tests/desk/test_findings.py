import pytest

from desk.findings import describe_leak, findings_of, place_of
from editions.leaks import Leak
from editions.manuscript import read_manuscript
from tests.factories import FullReviewFactory


class TestPlace:
    @pytest.mark.parametrize(
        ("key", "place"),
        [
            ("opening-2", "The opening, 2"),
            ("opening-2-1", "The opening, 2"),
            ("story-1", "The full story, 1"),
            ("cast", "The cast"),
            ("verdict-1", "The verdict"),
            ("headline", "headline"),
        ],
    )
    def test_has_the_title_of_the_part(self, key: str, place: str) -> None:
        assert place_of(key) == place


class TestLeak:
    def test_surprise_appearance_is_described(self) -> None:
        assert describe_leak(Leak("Keanu Reeves", "credits", "with Keanu Reeves in it")) == (
            "The surprise appearance of “Keanu Reeves” is also in public text: “…with Keanu "
            "Reeves in it…”"
        )


@pytest.mark.django_db
class TestFinding:
    def test_links_to_the_part(self) -> None:
        review = FullReviewFactory(disclosure="It is >!her sister!<", cast_introduction="x\n\n>!y")
        assert [(f.place, f.anchor) for f in findings_of(read_manuscript(review))] == [
            ("Disclosure, line 1", "part-colophon"),
            ("The cast, line 3", "part-cast"),
        ]
