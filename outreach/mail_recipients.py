"""Who gets a mail about an announcement."""

from collections.abc import Iterator

from django.contrib.auth.models import User

from accounts.mails import is_mail_set_up
from accounts.models import MailPreference, mail_preference
from editions.history import Kind as EventKind
from editions.history_models import ReviewEvent
from editions.permissions import Action, may
from outreach.models import Announcement

Kind = Announcement.Kind


def mail_recipients(announcement: Announcement) -> Iterator[User]:
    """The accounts that want a mail about ``announcement``, without who has done it."""
    if announcement.kind == Kind.WITHDRAWN or not is_mail_set_up():
        return
    was_scheduled = is_by_schedule(announcement)
    signed = announcement.edition or announcement.review
    own = {critic.user_id for critic in signed.signed_by()}
    by = announcement.edition.by_id if announcement.edition else None
    accounts = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    for account in accounts.select_related("mail_preference").order_by("pk"):
        if account.pk == by and not was_scheduled:
            continue
        wanted = _wanted(mail_preference(account), announcement, was_scheduled)
        if wanted == MailPreference.Reviews.NONE:
            continue
        if wanted == MailPreference.Reviews.OWN and account.pk not in own:
            continue
        # An embargo is of a review that may not be public yet.
        if announcement.edition or may(account, Action.VIEW, announcement.review):
            yield account


def is_by_schedule(announcement: Announcement) -> bool:
    """Whether the edition went live at a moment that was chosen before."""
    edition = announcement.edition
    if edition is None:
        return False
    return ReviewEvent.objects.filter(
        review=edition.review_id, kind=EventKind.SCHEDULED, edition_number=edition.number
    ).exists()


def _wanted(preference: MailPreference, announcement: Announcement, was_scheduled: bool) -> str:
    if announcement.kind == Kind.EMBARGO_ENDED:
        return preference.embargo_ended
    return preference.went_live if was_scheduled else preference.published
