"""Items of a review that change their order, and sections that move to another part."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from editions.parts import PARTS
from reviews.models import Review, Section
from tests.desk_forms import (
    address,
    errors_of,
    opened,
)
from tests.factories import (
    AudienceFitFactory,
    CastCritiqueFactory,
    CreditFactory,
    FilmFactory,
    ReviewFactory,
    SectionFactory,
    VerdictPointFactory,
)
from tests.roles import signed_in
from tests.unrendered import posted
from verdicts.models import VerdictPoint

pytestmark = pytest.mark.django_db


class TestOrder:
    """Each part has three items, with the headings a, b and c."""

    @pytest.fixture
    def review(self) -> Review:
        review = ReviewFactory()
        credit = CreditFactory(film=review.film)
        for position, heading in enumerate("abc", 1):
            place = {"review": review, "position": position}
            for placement in Section.Placement:
                SectionFactory(**place, placement=placement, heading=heading)
            CastCritiqueFactory(**place, heading=heading, credits=[credit])
            AudienceFitFactory(**place, premise=heading)
            for polarity in VerdictPoint.Polarity:
                VerdictPointFactory(**place, polarity=polarity, label=heading)
        return review

    def test_items_are_sorted_and_renumbered(self, desk: Client, review: Review) -> None:
        given = {
            "opening": ("3", "1", "2"),
            # Without JavaScript: the number of another item is typed.
            "cast": ("1", "2", "1"),
            "audience": ("3", "2", "3"),
            "story": ("1", "", "3"),
            "good": ("10", "20", "15"),
        }
        form = opened(desk, review) | {
            f"{part}-{index}-position": number
            for part, numbers in given.items()
            for index, number in enumerate(numbers)
        }
        # A new item is the last, and a deletion closes the gap.
        form |= {"bad-TOTAL_FORMS": 4, "bad-3-label": "d", "closing-0-DELETE": "on"}
        assert errors_of(posted(desk, address(review), form)) == {}

        orders = {
            "opening": "bca",
            "cast": "cab",
            "audience": "bca",
            "story": "acb",
            "good": "acb",
            "bad": "abcd",
            "closing": "bc",
        }
        for part in PARTS:
            if part.key in orders:
                rows = part.item.model.objects.filter(review=review, **part.where)
                found = rows.order_by("position", "pk").values_list("position", part.item.title)
                assert list(found) == list(enumerate(orders[part.key], 1)), part.key


class TestMovedSections:
    """A section that is moved to another part goes to its end."""

    @pytest.fixture(scope="class")
    @classmethod
    def review(cls, module_db: Path) -> Review:
        review = ReviewFactory()
        for position, heading in enumerate("abcd", 1):
            SectionFactory(review=review, position=position, heading=heading)
        SectionFactory(review=review, position=1, heading="x", placement="closing")
        return review

    @pytest.fixture(scope="class")
    @classmethod
    def form(cls, root: User, review: Review) -> dict[str, Any]:
        return opened(signed_in(root), review)

    def headings(self, review: Review) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for section in review.sections.order_by("position", "pk"):
            found.setdefault(section.placement, []).append((section.position, section.heading))
        return found

    def test_are_appended_in_their_order(
        self, desk: Client, review: Review, form: dict[str, Any]
    ) -> None:
        moved = {"opening-0-placement": "closing", "opening-2-placement": "closing"}
        order = {"opening-0-position": "3", "opening-2-position": "1"}
        assert errors_of(posted(desk, address(review), form | moved | order)) == {}
        assert self.headings(review) == {
            "opening": [(1, "b"), (2, "d")],
            "closing": [(1, "x"), (2, "c"), (3, "a")],
        }

    def test_can_swap_parts_in_one_save(
        self, desk: Client, review: Review, form: dict[str, Any]
    ) -> None:
        moved = {"opening-1-placement": "full_story", "closing-0-placement": "opening"}
        assert errors_of(posted(desk, address(review), form | moved)) == {}
        assert self.headings(review) == {
            "opening": [(1, "a"), (2, "c"), (3, "d"), (4, "x")],
            "full_story": [(1, "b")],
        }

    def test_new_section_can_be_moved_and_one_with_only_a_placement_is_ignored(
        self, desk: Client, review: Review, form: dict[str, Any]
    ) -> None:
        new = {"opening-4-heading": "e", "opening-4-placement": "closing"}
        empty = {"opening-5-placement": "closing"}
        posted(desk, address(review), form | {"opening-TOTAL_FORMS": 6} | new | empty)
        assert self.headings(review)["closing"] == [(1, "x"), (2, "e")]
        assert review.sections.count() == 6

    def test_refused_moves(self, desk: Client, review: Review) -> None:
        """Hidden sections with a label or films, and a move to an unknown part."""
        hidden = [
            SectionFactory(review=review, placement="full_story", position=n, heading=heading)
            for n, heading in enumerate("hi", 1)
        ]
        given = {"story-0-curtain_label": "The ending", "story-1-spoils": [FilmFactory().pk]}
        unhidden = opened(desk, review) | {
            "story-0-placement": "opening",
            "story-1-placement": "opening",
        }
        said = (
            "Only a section of the full story can have a curtain label and spoiled films. Empty "
            "both fields before you move this section."
        )
        unknown = {"opening-0-placement": "cellar"}
        assert errors_of(posted(desk, address(review), unhidden | given | unknown)) == {
            "opening-0-placement": [
                "Select a valid choice. cellar is not one of the available choices."
            ],
            "story-0-placement": [said],
            "story-1-placement": [said],
        }
        assert errors_of(posted(desk, address(review), unhidden)) == {}
        assert self.headings(review)["opening"][-2:] == [(5, "h"), (6, "i")]
        for section in hidden:
            section.refresh_from_db()
            assert section.placement == "opening"
