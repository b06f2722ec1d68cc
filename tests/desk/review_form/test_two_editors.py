"""A review that two editors change at once."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from desk.review_admin import ReviewDesk
from editions.history import content_of_snapshot
from reviews.models import Review
from tests.desk_forms import (
    address,
    errors_of,
    items,
    opened,
    retyped,
    stored,
)
from tests.factories import (
    AdminFactory,
    FullReviewFactory,
)
from tests.roles import signed_in
from tests.unrendered import posted
from verdicts.models import Verdict

pytestmark = pytest.mark.django_db


class TestTwoEditors:
    """Two editors have the form open. What both have changed is joined, or the second one chooses.
    Nothing is lost."""

    @pytest.fixture(scope="class")
    @classmethod
    def review(cls, module_db: Path) -> Review:
        return FullReviewFactory()

    @pytest.fixture(scope="class")
    @classmethod
    def form(cls, root: User, review: Review) -> dict[str, Any]:
        """The form of both, opened before the first one saves."""
        return opened(signed_in(root), review)

    @pytest.fixture
    def bea(self) -> Client:
        return signed_in(AdminFactory(first_name="Bea"))

    @staticmethod
    def save(client: Client, review: Review, form: dict[str, Any]) -> list[str]:
        """The messages that the page shows which follows ``form``."""
        response = posted(client, address(review), form | {"_continue": "1"})
        assert errors_of(response) == {}
        return [str(message) for message in get_messages(response.wsgi_request)]

    def test_saving_increments_the_version(
        self, desk: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        for version in (1, 2):
            posted(desk, address(plain), plain_form | {"version": version})
            assert stored(plain).version == version + 1

    @pytest.mark.parametrize("is_mine_first", [True, False])
    def test_changes_of_different_things_are_both_kept(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any], is_mine_first: bool
    ) -> None:
        body = "One.\n\nTwo.\n\nThree."
        assert self.save(desk, review, form | {"opening-0-body": body}) == ["Saved."]
        form = opened(desk, review)
        hers = form | {
            "headline": "Hers",
            "opening-0-body": body.replace("One", "1"),
            "good-0-label": "Hers",
        }
        mine = form | {
            "standfirst": "Mine.",
            "opening-0-body": body.replace("Three", "3").replace("\n", "\r\n"),
            "bad-0-DELETE": "on",
        }
        first, second = [(desk, mine), (bea, hers)][:: 1 if is_mine_first else -1]
        self.save(first[0], review, first[1])
        messages = self.save(second[0], review, second[1])
        saved = stored(review)
        assert (saved.headline, saved.standfirst) == ("Hers", "Mine.")
        assert saved.sections.get(placement="opening").body == "1.\n\nTwo.\n\n3."
        assert saved.points.get(polarity="good").label == "Hers"
        assert not saved.points.filter(pk=form["bad-0-id"]).exists()
        if not is_mine_first:
            kept = "Headline; The opening 1: Body; The good 1: Label"
            said = f"Bea saved changes while you had this page open. They are kept: {kept}."
            assert said in messages

    def test_conflict_refuses_the_save_and_shows_both_texts(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers", "opening-0-body": "Her words."})
        mine = form | {"headline": "Mine", "opening-0-body": "My words."}
        response = desk.post(address(review), mine)
        assert list(errors_of(response)) == ["__all__", "headline", "opening-0-body"]
        assert stored(review).headline == "Hers"
        page = response.content.decode()
        assert ('value="Mine"' in page, "My words.</textarea>" in page) == (True, True)
        assert "Bea changed this, too." in page
        assert "<del>My</del> words." in page
        assert "<ins>Her</ins> words." in page
        # Without a choice it is asked again.
        assert list(errors_of(posted(desk, address(review), mine))) == [
            "__all__",
            "headline",
            "opening-0-body",
        ]

    @pytest.mark.parametrize(
        ("choice", "headline", "body"),
        [
            ("mine", "Mine", "My words."),
            ("theirs", "Hers", "Her words."),
            ("both", "Mine", "My words.\n\nHer words."),
        ],
    )
    def test_second_editor_chooses(
        self,
        desk: Client,
        bea: Client,
        review: Review,
        form: dict[str, Any],
        choice: str,
        headline: str,
        body: str,
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers", "opening-0-body": "Her words."})
        mine = form | {"headline": "Mine", "opening-0-body": "My words."}
        refused = posted(desk, address(review), mine)
        again = retyped(refused, "mine") | retyped(refused, choice)
        refused = posted(desk, address(review), again | {"verdict-0-score": "99"})
        assert list(errors_of(refused)) == ["verdict-0-score"]
        self.save(desk, review, retyped(refused) | {"verdict-0-score": "7"})
        saved = stored(review)
        assert saved.headline == headline
        assert saved.sections.get(placement="opening").body == body
        recorded = [
            (event.get_kind_display(), event.why, content.headline, content.opening.items[0].body)
            for event in review.history.order_by("pk")
            if event.snapshot and (content := content_of_snapshot(event.snapshot))
        ]
        given_up = (
            "Working copy before the next step",
            "Given up for another editor's text: Headline; The opening 1: Body",
            "Mine",
            "My words.",
        )
        assert ("Saved", "", "Hers", "Her words.") in recorded
        assert (given_up in recorded) == (choice == "theirs")
        assert recorded[-1] == ("Saved", "", headline, body)

    def test_choice_between_other_texts_is_asked_again(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers"})
        again = retyped(posted(desk, address(review), form | {"headline": "Mine"}), "mine")
        self.save(bea, review, opened(bea, review) | {"headline": "Hers again"})
        refused = posted(desk, address(review), again)
        assert list(errors_of(refused)) == ["__all__", "headline"]
        self.save(desk, review, retyped(refused, "mine"))
        assert stored(review).headline == "Mine"

    def test_deleted_items(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        deleted = {"good-0-DELETE": "on", "verdict-0-DELETE": "on", "closing-0-DELETE": "on"}
        self.save(bea, review, form | deleted)
        mine = form | {"good-0-label": "Kept", "verdict-0-summary": "Kept."}
        messages = self.save(desk, review, mine)
        assert [point.label for point in review.points.filter(polarity="good")] == ["Kept"]
        assert Verdict.objects.get(review=review).summary == "Kept."
        assert review.sections.filter(placement="closing").count() == 0
        assert messages[:2] == [
            (
                "Bea saved changes while you had this page open. They are kept: "
                "The closing 1 (removed)."
            ),
            "Bea deleted what you have changed. It is stored again: The good 1; The verdict.",
        ]

    @pytest.mark.parametrize(("choice", "left"), [("mine", 0), ("theirs", 1)])
    def test_deletion_of_what_the_other_one_has_changed_is_asked_about(
        self,
        desk: Client,
        bea: Client,
        review: Review,
        form: dict[str, Any],
        choice: str,
        left: int,
    ) -> None:
        self.save(bea, review, form | {"good-0-label": "Hers"})
        refused = posted(desk, address(review), form | {"good-0-DELETE": "on"})
        assert list(errors_of(refused)) == ["__all__"]
        self.save(desk, review, retyped(refused, choice))
        assert review.points.filter(polarity="good", label="Hers").count() == left

    def test_moved_section_is_joined_where_it_is_now(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"opening-0-placement": "closing"})
        self.save(desk, review, form | {"opening-0-body": "Mine."})
        moved = review.sections.get(body="Mine.")
        assert moved.placement == "closing"
        assert review.sections.count() == 3

    def test_verdict_added_by_both_is_joined(
        self, desk: Client, bea: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        self.save(bea, plain, plain_form | {"verdict-0-recommendation": "skip"})
        mine = plain_form | {"verdict-0-summary": "Mine.", "verdict-0-recommendation": "skip"}
        self.save(desk, plain, mine)
        verdict = Verdict.objects.get(review=plain)
        assert (verdict.recommendation, verdict.summary) == ("skip", "Mine.")
        other = plain_form | {"verdict-0-recommendation": "mixed"}
        refused = posted(desk, address(plain), other)
        assert list(errors_of(refused)) == ["__all__", "verdict-0-recommendation"]

    def test_items_added_by_both_are_kept(
        self, desk: Client, bea: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        for client, label in ((bea, "Hers"), (desk, "Mine")):
            self.save(client, plain, plain_form | items("good", {"label": label}))
        assert {point.label for point in plain.points.all()} == {"Hers", "Mine"}

    def test_form_that_does_not_say_how_it_was_opened_undoes_nothing(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers"})
        old = {name: value for name, value in form.items() if name not in ("version", "base")}
        assert list(errors_of(posted(desk, address(review), old))) == ["__all__", "headline"]

    def test_change_between_validation_and_saving(
        self,
        desk: Client,
        plain: Review,
        plain_form: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        form = plain_form | {"headline": "Mine"}
        original = ReviewDesk.save_model

        def save_model(self: Any, request: Any, obj: Any, form: Any, change: bool) -> None:
            monkeypatch.setattr(ReviewDesk, "save_model", original)
            form.cleaned_data["version"] -= 1
            original(self, request, obj, form, change)

        monkeypatch.setattr(ReviewDesk, "save_model", save_model)
        response = posted(desk, address(plain), form)
        # The view validates the same form again, which is not stale.
        assert response.status_code == 302
        saved = stored(plain)
        assert (saved.headline, saved.version) == ("Mine", 2)
