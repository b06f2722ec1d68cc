"""The slug of a published review on the desk."""

import pytest

from accounts.roles import Role
from editions.publishing import publish
from reviews.models import ReviewSlug
from tests.desk_forms import address, opened
from tests.factories import CriticFactory, FullReviewFactory
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db


def test_an_editor_changes_it_and_the_old_address_is_kept() -> None:
    review = FullReviewFactory(slug="first")
    publish(review=review)
    desk = signed_in(account(Role.EDITOR))
    form = opened(desk, review)
    assert form["slug"] == "first"
    assert desk.post(address(review), form | {"slug": "second"}).status_code == 302
    review.refresh_from_db()
    assert (review.slug, review.version) == ("second", 2)
    assert ReviewSlug.objects.get(review=review).slug == "first"
    answer = desk.get("/reviews/first/")
    assert (answer.status_code, answer["Location"]) == (301, "/reviews/second/")

    # Nobody else gets it.
    other = FullReviewFactory(slug="other")
    form = opened(desk, other) | {"slug": "first"}
    response = desk.post(address(other), form)
    assert response.status_code == 200
    assert "Another review has the slug “first”." in response.text


def test_a_critic_cannot_change_it() -> None:
    """It would be public at once, and critics do not publish."""
    user = account(Role.CRITIC)
    review = FullReviewFactory(slug="first", critic=CriticFactory(user=user))
    publish(review=review)
    desk = signed_in(user)
    form = opened(desk, review)
    assert "slug" not in form
    assert desk.post(address(review), form | {"slug": "second"}).status_code == 302
    review.refresh_from_db()
    assert review.slug == "first"
