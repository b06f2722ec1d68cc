"""The bin: deleted drafts and removed items can be put back for 30 days."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from desk.merging.kinds import FilmMerge
from editions.bin import NotBinned, empty_bin, put_into_bin, take_out_of_bin
from editions.history import stored_content
from editions.history_models import RemovedItem, ReviewEvent
from editions.permissions import reviews_visible_to
from editions.publishing import publish
from reviews.models import Review
from tests.desk_forms import ADD, address, empty_parts, errors_of, opened
from tests.factories import (
    AdminFactory,
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
)
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

BIN = "/admin/reviews/review/bin/"


@pytest.fixture
def root() -> User:
    return AdminFactory()


@pytest.fixture
def desk(root: User) -> Client:
    return signed_in(root)


def bin_page(client: Client) -> Any:
    return client.get(BIN).context["rows"]


def later(**days: int) -> Any:
    return timezone.now() + timedelta(**days)


class TestReviews:
    def test_a_deleted_draft_is_nowhere_and_comes_back_whole(
        self, desk: Client, root: User
    ) -> None:
        review = FullReviewFactory(slug="ballerina")
        before = stored_content(review)
        desk.post(address(review, "delete"), {"post": "yes"})

        assert not Review.objects.filter(pk=review.pk).exists()
        assert not reviews_visible_to(root).exists()
        page = desk.get(address(review), follow=True)
        assert page.redirect_chain == [(BIN, 302)]
        [row] = bin_page(desk)
        assert (row["review"], row["who"]) == (review, root)
        # Its slug is free.
        form = {"headline": "Ballerina", "language": "en"}
        assert errors_of(desk.post(ADD, empty_parts() | form)) == {}
        assert Review.objects.get().slug == "ballerina"

        response = desk.post(BIN, {"take_out": review.pk})
        assert response.url == address(review)
        taken = Review.objects.get(pk=review.pk)
        assert taken.slug == "ballerina-2"
        taken.slug = "ballerina"
        assert stored_content(review).story == before.story
        assert [event.kind for event in ReviewEvent.objects.filter(review=review)] == [
            "unbinned",
            "binned",
        ]
        assert desk.post(BIN, {"take_out": review.pk}, follow=True).status_code == 200
        assert ReviewEvent.objects.filter(kind="unbinned").count() == 1

    def test_chosen_drafts(self, desk: Client) -> None:
        keys = [ReviewFactory().pk for _ in range(2)]
        chosen = {"action": "delete_selected", "_selected_action": keys}
        assert "go to the bin" in desk.post("/admin/reviews/review/", chosen).content.decode()
        desk.post("/admin/reviews/review/", chosen | {"post": "yes"})
        assert {row["review"].pk for row in bin_page(desk)} == set(keys)

    def test_can_be_deleted_for_good(self, desk: Client, root: User) -> None:
        review = ReviewFactory()
        put_into_bin(review, by=root)
        desk.post(BIN, {"delete": review.pk})
        assert not Review.everything.exists()

    def test_a_published_one_is_refused(self) -> None:
        review = FullReviewFactory()
        publish(review=review)
        with pytest.raises(NotBinned):
            put_into_bin(review, by=None)

    def test_of_others_are_not_shown_to_a_critic(self) -> None:
        user = account(Role.CRITIC)
        own, other = ReviewFactory(critic=CriticFactory(user=user)), ReviewFactory()
        for review in (own, other):
            put_into_bin(review, by=None)
        critic = signed_in(user)
        assert [row["review"] for row in bin_page(critic)] == [own]
        critic.post(BIN, {"take_out": other.pk})
        critic.post(BIN, {"take_out": own.pk})
        assert list(Review.objects.all()) == [own]

    def test_films_can_be_merged_meanwhile(self) -> None:
        gone, kept = FilmFactory(), FilmFactory()
        review = ReviewFactory(film=gone)
        put_into_bin(review, by=None)
        FilmMerge(kept, gone).run()
        assert take_out_of_bin(review, by=None).film == kept


class TestRemovedItems:
    def test_a_removed_item_can_be_put_back(self, desk: Client, root: User) -> None:
        review = FullReviewFactory()
        before = stored_content(review)
        form = opened(desk, review)
        gone = {f"{prefix}-DELETE": "on" for prefix in ("story-0", "cast-0", "verdict-0")}
        assert errors_of(desk.post(address(review), form | gone)) == {}
        page = f"/admin/reviews/review/{review.pk}/removed/"
        assert page in desk.get(address(review)).content.decode()
        rows = desk.get(page).context["rows"]
        assert [row["part"] for row in rows] == ["The verdict", "The full story", "The cast"]
        assert rows[1]["text"].startswith(before.story.items[0].heading)

        for row in rows:
            response = desk.post(page, {"put_back": row["pk"]})
            assert response.url == address(review)
        content = stored_content(review)
        assert content.story.items == (*before.story.items[1:], before.story.items[0])
        assert content.cast.items == (*before.cast.items[1:], before.cast.items[0])
        assert content.verdict == before.verdict
        assert not RemovedItem.objects.exists()
        assert Review.objects.get().version == 5

    def test_a_second_verdict_is_refused(self, desk: Client) -> None:
        review = FullReviewFactory()
        item = RemovedItem.objects.create(
            review=review,
            part="verdict",
            content={"recommendation": "skip"},
            content_schema=2,
        )
        page = f"/admin/reviews/review/{review.pk}/removed/"
        said = desk.post(page, {"put_back": item.pk}, follow=True).content.decode()
        assert "There is already another one" in said
        assert RemovedItem.objects.exists()

    def test_an_empty_item_is_not_kept(self, desk: Client) -> None:
        review = ReviewFactory()
        SectionFactory(review=review, heading="", body="")
        form = opened(desk, review)
        assert errors_of(desk.post(address(review), form | {"opening-0-DELETE": "on"})) == {}
        assert not RemovedItem.objects.exists()

    def test_of_others_are_not_shown_to_a_critic(self) -> None:
        review = ReviewFactory()
        critic = signed_in(account(Role.CRITIC))
        page = critic.get(f"/admin/reviews/review/{review.pk}/removed/")
        assert page.status_code == 302


def test_is_emptied_after_30_days() -> None:
    review, other = ReviewFactory(), ReviewFactory()
    RemovedItem.objects.create(review=other, part="opening", content={}, content_schema=2)
    put_into_bin(review, by=None)
    empty_bin(later(days=29))
    assert (Review.everything.count(), RemovedItem.objects.count()) == (2, 1)
    empty_bin(later(days=31))
    assert (Review.everything.count(), RemovedItem.objects.count()) == (1, 0)
