"""The second factor: a code from an authenticator app (TOTP, RFC 6238). One app per account."""

import time
from base64 import b32encode
from typing import Any

import segno
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_otp import login as mark_verified
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

SESSION_KEY = "second_factor_key"
"""Session key of the secret of the device that is being set up."""

WRONG_CODE = _("This code is wrong or has expired. Please enter the code that the app shows now.")


def confirmed_device(user: User | AnonymousUser) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user.pk, confirmed=True).first()


def unsaved_device(request: HttpRequest) -> TOTPDevice:
    """The device that this session is setting up; the same for every call until it is saved."""
    key = request.session.setdefault(SESSION_KEY, default_key())
    return TOTPDevice(user=request.user, name="totp", key=key)


def secret_in_groups(device: TOTPDevice) -> str:
    """The secret for typing into an app: base 32 in groups of four characters."""
    secret = b32encode(device.bin_key).decode()
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def qr_code(device: TOTPDevice) -> SafeString:
    """The QR code of the device as SVG, black on white in every theme so that cameras read it."""
    code = segno.make(device.config_url, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=5, dark="#000", light="#fff"))  # noqa: S308  (made by segno)


class CodeField(forms.CharField):
    """A one-time code. Removes the spaces between groups of digits."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {
            "autocomplete": "one-time-code",
            "class": "vTextField",
            "inputmode": "numeric",
        }
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attributes), **kwargs)

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class LoginForm(OTPAuthenticationFormMixin, AdminAuthenticationForm):
    """Asks for name and password, and for a code if the account has an authenticator app."""

    otp_token = CodeField(
        label=_("Code from your authenticator app"),
        help_text=_("Only if you have set up an authenticator app."),
        required=False,
    )

    otp_error_messages = OTPAuthenticationFormMixin.otp_error_messages | {
        "token_required": _("Please enter the code from your authenticator app as well."),
        "invalid_token": WRONG_CODE,
    }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        user = self.get_user()
        if user and confirmed_device(user):
            try:
                self.clean_otp(user)
            except ValidationError as refusal:
                if refusal.code == "invalid_token":
                    # A wrong code counts as a failed login.
                    user_login_failed.send(
                        sender=__name__,
                        credentials={"username": user.get_username()},
                        request=self.request,
                    )
                raise
        return cleaned

    def _chosen_device(self, user: User) -> TOTPDevice | None:
        # Locked, so that a code cannot be used twice at once.
        return TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()

    def _update_form(self, user: User) -> None:
        """Do nothing: the overridden method would render the password into the page."""


class SetUpForm(forms.Form):
    """Asks for the first code of a new device, which proves that the app has its secret."""

    otp_token = CodeField(label=_("Code that the app shows"))

    def __init__(self, *args: Any, device: TOTPDevice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_otp_token(self) -> str:
        token: str = self.cleaned_data["otp_token"]
        device = self.device
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
        totp.time = time.time()
        if not (token.isdecimal() and totp.verify(int(token), device.tolerance)):
            raise ValidationError(WRONG_CODE, code="invalid_token")
        device.last_t, device.drift = totp.t(), totp.drift
        return token

    @transaction.atomic
    def save_device(self, request: HttpRequest) -> None:
        """Save the device, replacing any other of the account, and mark the session verified."""
        TOTPDevice.objects.filter(user=self.device.user).delete()
        self.device.save()
        del request.session[SESSION_KEY]
        request.session.cycle_key()
        mark_verified(request, self.device)
