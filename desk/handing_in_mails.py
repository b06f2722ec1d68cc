"""Mails to editors and critics about a review that was handed in or sent back, or about a note.

Nobody has checked an unpublished review, and a mail is stored on many machines. So a mail has no
word of the review, not even its headline: it names the film and the critics, and links to the desk.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mails import mail
from desk.autosave.answers import account_name
from editions.permissions import NEEDED, Action
from reviews.models import Review

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"

MOST = 50
"""To how many accounts a mail is sent."""


def tell_editors(review: Review, *, by: Any) -> None:
    """Mail the accounts that may publish ``review``, after the commit."""
    editors = User.objects.with_perm(NEEDED[Action.PUBLISH], backend=MODEL_BACKEND)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Handed in: %(film)s") % {"film": _film(review)}
        said = _("%(who)s has handed in a review of %(film)s by %(critics)s.")
        wanting = editors.exclude(mail_preference__handed_in=False)
        _tell(wanting, subject, said % _names(review, by), review, by)


def tell_critics(review: Review, *, by: Any) -> None:
    """Mail the accounts of the critics of ``review``, after the commit."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Sent back: %(film)s") % {"film": _film(review)}
        said = _("%(who)s has sent back the review of %(film)s by %(critics)s. You can change it.")
        _tell(_critics(review), subject, said % _names(review, by), review, by)


def tell_of_note(review: Review, *, by: Any) -> bool:
    """Mail the critics of ``review`` that ``by`` has written them a note, after the commit. Returns
    whether there is somebody to tell.

    The note is a comment on the desk. It may say what the review hides, so the mail has no word of
    it. Answers to the mail go to ``by``, or else to the editors.
    """
    reply_to = [address for address in (by.email or settings.CONTACT_EMAIL,) if address]
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A note on the review of %(film)s") % {"film": _film(review)}
        said = _(
            "%(who)s has written a note on the review of %(film)s by %(critics)s. Read it, and "
            "answer, at the address below."
        )
        if reply_to:
            said += " " + _("Or answer this mail: your answer goes to %(address)s.")
        names = _names(review, by) | {"address": "".join(reply_to)}
        return _tell(
            _critics(review), subject, said % names, review, by, page="comments", reply_to=reply_to
        )


def _critics(review: Review) -> Any:
    critics = User.objects.filter(critic__bylines__review=review)
    return critics.exclude(mail_preference__sent_back=False)


def _tell(
    accounts: Any,
    subject: str,
    sentence: str,
    review: Review,
    by: Any,
    *,
    page: str = "change",
    reply_to: Sequence[str] = (),
) -> bool:
    active = accounts.filter(is_active=True, is_staff=True).exclude(email="").exclude(pk=by.pk)
    addresses = active.order_by("pk").values_list("email", flat=True).distinct()[:MOST]
    path = reverse(f"admin:reviews_review_{page}", args=[review.pk])
    mail(addresses, subject, f"{sentence}\n\n{settings.SITE_URL}{path}\n", reply_to=reply_to)
    return bool(addresses)


def _names(review: Review, by: Any) -> dict[str, str]:
    return {
        "who": account_name(by),
        "film": _film(review),
        "critics": review.byline() or _("nobody"),
    }


def _film(review: Review) -> str:
    return str(review.film) if review.film else _("an unnamed film")
