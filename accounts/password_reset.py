"""The page for those who have forgotten their password. A mail has the link of an invitation.

The answer is the same for every address, and takes the same time: nobody can find out who has an
account. The link leads to the page on which a password is chosen (`accounts.invitations`); the
login after it asks for the second factor as always.
"""

import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetDoneView, PasswordResetView
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitations import days_valid, invitation_link
from accounts.mails import is_mail_set_up, mail_in_thread
from accounts.request_counts import count_request
from accounts.site_name import site_name

MAILS = 3
SECONDS = 60 * 60
"""How many links are sent to one address in how many seconds. Nobody's mailbox can be filled."""


class ForgottenPasswordForm(PasswordResetForm):
    def get_users(self, email: str) -> Iterator[User]:
        """The accounts that can log in and have this address, also those that have not chosen a
        password yet."""
        given = _folded(email)
        for account in User.objects.filter(email__iexact=email, is_active=True, is_staff=True):
            # The database may take letters for equal of which a mail server knows only one.
            if _folded(account.email) == given:
                yield account

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Send a link to each account of the address."""
        email = self.cleaned_data["email"]
        key = sha256(f"password reset {_folded(email)}".encode()).hexdigest()
        if count_request(key, SECONDS) > MAILS:
            return
        with translation.override(settings.LANGUAGE_CODE):
            subject = _("Choose a new password for %(site)s") % {"site": site_name()}
            said = _(
                "Somebody, probably you, has asked for a new password of %(name)s. Choose it with "
                "this link. It works for %(days)d days, and once. If it was not you, do nothing: "
                "your password stays."
            )
            for account in self.get_users(email):
                words = said % {"name": account, "days": days_valid()}
                text = f"{words}\n\n{invitation_link(account)}\n"
                # To the address of the account, not to the one that was typed.
                mail_in_thread([account.email], subject, text)


class ForgottenPassword(PasswordResetView):
    form_class = ForgottenPasswordForm
    template_name = "admin/password_reset.html"
    success_url = reverse_lazy("admin:password_reset_done")
    title = gettext_lazy("Forgotten password")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"can_mail": is_mail_set_up()}


class PasswordResetSent(PasswordResetDoneView):
    template_name = "admin/password_reset.html"
    title = gettext_lazy("Look into your mailbox")


def _folded(email: str) -> str:
    return unicodedata.normalize("NFKC", email).casefold()
