"""Links to the preview of a review for people without an account, valid for some days.

The address has a random token, of which only a digest is stored: nobody can read it again, and a
copy of the database opens nothing. `editions.preview_tokens` reads the tokens.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import Review

MOST_DAYS = 30

KEPT = timedelta(days=30)
"""How long a link is listed after it has expired or was revoked."""


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def valid(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def outdated(self) -> Self:
        """The links that need not be listed any longer."""
        return self.filter(expires_at__lt=timezone.now() - KEPT)


class ShareLink(models.Model):
    """Who has the token with ``digest`` can read the working copy of ``review``."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="share_links"
    )
    digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(_("for whom"), max_length=100, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("who"),
        related_name="+",
        null=True,
        blank=True,
    )
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a preview")
        verbose_name_plural = _("links to a preview")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.review}: {self.recipient or self.made_at:%Y-%m-%d}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])


def make_share_link(
    *, review: Review, days: int, by: Any, recipient: str = ""
) -> tuple[ShareLink, str]:
    """A new link and its token, which cannot be read again. Deletes outdated links."""
    ShareLink.objects.outdated().delete()
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        review=review,
        digest=_digest(token),
        recipient=recipient,
        made_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, token


def shared_until(token: str) -> tuple[int, datetime] | None:
    """The primary key of the review that ``token`` opens, and the end of its link; None without
    such a link. The link may have ended: then that moment has passed."""
    link = ShareLink.objects.filter(digest=_digest(token)).first()
    return (link.review_id, link.revoked_at or link.expires_at) if link else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
