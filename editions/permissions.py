"""Who may do what to a review.

`accounts.roles` lists the permissions of each role.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from reviews.models import Review


class Action(StrEnum):
    """An action on one review."""

    VIEW = "view"
    CHANGE = "change"
    SUBMIT = "submit"
    """Hand the review in to the editors."""
    SEND_BACK = "send_back"
    """Make a submitted review a draft again."""
    DELETE = "delete"
    PUBLISH = "publish"
    """Publish now, schedule, and cancel a scheduled edition."""
    WITHDRAW = "withdraw"
    EMBARGO = "embargo"


EVERY_REVIEW = "editions.edit_every_review"
"""The permission to work on reviews of all critics, not only one's own."""

NEEDED: Mapping[Action, str] = {
    Action.VIEW: "reviews.view_review",
    Action.CHANGE: "reviews.change_review",
    Action.SUBMIT: "editions.submit_review",
    Action.SEND_BACK: EVERY_REVIEW,
    Action.DELETE: "reviews.delete_review",
    Action.PUBLISH: "editions.publish_review",
    Action.WITHDRAW: "editions.withdraw_review",
    Action.EMBARGO: "editions.set_embargo",
}


def may(user: User | AnonymousUser, action: Action, review: Review) -> bool:
    """Whether ``user`` may do ``action`` to ``review``.

    A critic may change their own review while it is a draft. After it is submitted only editors
    may change it, until one of them makes it a draft again. A review is the own one of each critic
    who signs it.
    """
    if not user.has_perm(NEEDED[action]):
        return False
    if user.has_perm(EVERY_REVIEW):
        return True
    own = user.pk is not None and any(critic.user_id == user.pk for critic in review.signed_by())
    return own and (action is Action.VIEW or review.stage == Review.Stage.DRAFT)


def reviews_visible_to(user: User | AnonymousUser) -> QuerySet[Review]:
    """The reviews for which `may` allows `Action.VIEW`."""
    if not user.has_perm(NEEDED[Action.VIEW]):
        return Review.objects.none()
    if user.has_perm(EVERY_REVIEW):
        return Review.objects.all()
    return Review.objects.filter(critics__user=user.pk)
