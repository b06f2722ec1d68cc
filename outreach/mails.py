"""The mails about announcements.

A mail about an edition has what its readers see in a list: headline, film, critics. A mail about a
review that is not public names the film and the critics only.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mails import mails_to
from editions.models import Edition
from films.moments import in_words
from outreach.mail_recipients import is_by_schedule
from outreach.models import Announcement, Delivery
from pages.absolute_urls import page_url
from reviews.models import Review

Kind = Announcement.Kind


def mail_of(delivery: Delivery) -> EmailMessage:
    """The mail of ``delivery``, with an id that is the same in every attempt."""
    account, announcement = delivery.account, delivery.announcement
    assert account is not None
    with translation.override(settings.LANGUAGE_CODE):
        edition = announcement.edition
        written = _of_edition(announcement, edition) if edition else _of_embargo(announcement)
        subject, text = written
        end = _("Choose your mails: %(address)s") % {
            "address": f"{settings.SITE_URL}{reverse('admin:mails')}"
        }
    [mail] = mails_to([account.email], subject, f"{text}\n\n-- \n{end}\n")
    mail.extra_headers["Message-ID"] = f"<{delivery.key}@{_host()}>"
    return mail


def _of_edition(announcement: Announcement, edition: Edition) -> tuple[str, str]:
    names = {
        "film": str(edition.film),
        "critics": edition.byline() or _("nobody"),
        "when": in_words(announcement.moment),
    }
    if is_by_schedule(announcement):
        subject = _("Now live: %(film)s")
        said = _("As scheduled, the review of %(film)s by %(critics)s is live since %(when)s.")
    elif announcement.kind == Kind.UPDATED:
        subject = _("Newer edition: %(film)s")
        said = _("A newer edition of the review of %(film)s by %(critics)s is live.")
    else:
        subject = _("Published: %(film)s")
        said = _("The review of %(film)s by %(critics)s is published.")
    link = page_url("review", edition.review.slug)
    return subject % names, f"{said % names}\n\n{edition.headline}\n{link}"


def _of_embargo(announcement: Announcement) -> tuple[str, str]:
    review = announcement.review
    names = {
        "film": str(review.film) if review.film else _("an unnamed film"),
        "critics": review.byline() or _("nobody"),
        "when": in_words(announcement.moment),
    }
    subject = _("Embargo ended: %(film)s") % names
    said = _(
        "The embargo on the review of %(film)s by %(critics)s has ended: %(when)s. It can be "
        "published now."
    )
    return subject, f"{said % names}\n\n{_desk(review)}"


def _desk(review: Review) -> str:
    return f"{settings.SITE_URL}{reverse('admin:reviews_review_change', args=[review.pk])}"


def _host() -> str:
    return settings.SITE_URL.partition("://")[2].partition(":")[0]
