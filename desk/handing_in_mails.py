"""Mails to editors and critics about a review that was handed in or sent back.

Nobody has checked an unpublished review, and a mail is stored on many machines. So a mail has no
word of the review, not even its headline: it names the film and the critics, and links to the desk.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from desk.autosave.answers import account_name
from desk.mails import mail
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
        _tell(editors, subject, said % _names(review, by), review, by)


def tell_critics(review: Review, *, by: Any) -> None:
    """Mail the accounts of the critics of ``review``, after the commit."""
    critics = User.objects.filter(critic__bylines__review=review)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Sent back: %(film)s") % {"film": _film(review)}
        said = _("%(who)s has sent back the review of %(film)s by %(critics)s. You can change it.")
        _tell(critics, subject, said % _names(review, by), review, by)


def _tell(accounts: Any, subject: str, sentence: str, review: Review, by: Any) -> None:
    active = accounts.filter(is_active=True, is_staff=True).exclude(email="").exclude(pk=by.pk)
    addresses = active.order_by("pk").values_list("email", flat=True).distinct()[:MOST]
    link = f"{settings.SITE_URL}{reverse('admin:reviews_review_change', args=[review.pk])}"
    mail(addresses, subject, f"{sentence}\n\n{link}\n")


def _names(review: Review, by: Any) -> dict[str, str]:
    return {
        "who": account_name(by),
        "film": _film(review),
        "critics": review.byline() or _("nobody"),
    }


def _film(review: Review) -> str:
    return str(review.film) if review.film else _("an unnamed film")
