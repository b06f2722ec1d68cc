"""Links with which the owner of an account chooses a password.

A link is that of Django's password reset: it is signed, works for `PASSWORD_RESET_TIMEOUT` seconds
and until the password is chosen or the account logs in. Nothing is stored for it.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import Action, record


def invitation_link(account: User) -> str:
    """The absolute address at which the owner of ``account`` chooses a password."""
    token = default_token_generator.make_token(account)
    parts = [urlsafe_base64_encode(force_bytes(account.pk)), token]
    return f"{settings.SITE_URL}{reverse('admin:invitation', args=parts)}"


def days_valid() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86_400


class ChoosePassword(PasswordResetConfirmView):
    """The page of a link. It does not log in: the login may ask for a second factor."""

    template_name = "admin/invitation.html"
    success_url = reverse_lazy("admin:login")
    title = gettext_lazy("Choose a password")

    def get_user(self, uidb64: str) -> User | None:
        account: Any = super().get_user(uidb64)
        return account if account and account.is_active and account.is_staff else None

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. Log in with it."))
        answer = super().form_valid(form)
        # Whoever has the link acts as the account.
        record(Action.PASSWORD_CHANGED, self.user, by=self.user, request=self.request)
        return answer
