"""The second factor: a code from an authenticator app (TOTP, RFC 6238). One app per account.

A recovery code (`accounts.recovery_codes`) takes the place of a code of the app at a login.
"""

import time
from base64 import b32encode
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp import login as mark_verified
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from accounts.audit import Action, record
from accounts.models import Passkey
from accounts.recovery_codes import codes_left, hashed, new_codes, store_codes, use_code

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
        help_text=_(
            "Only if you have set up an authenticator app. One of your recovery codes works, too."
        ),
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

    def _verify_token(self, user: User, token: str, device: Any = None) -> TOTPDevice:
        # After a wrong code the device pauses, for codes of both kinds.
        if device.verify_is_allowed()[0] and use_code(device, token):
            device.throttle_reset()
            record(Action.CODE_USED, user, by=user, request=self.request)
            if self.request:
                _say_how_many_are_left(self.request, device)
            return device
        verified: TOTPDevice = super()._verify_token(user, token, device)
        return verified

    def _update_form(self, user: User) -> None:
        """Do nothing: the overridden method would render the password into the page."""


def _say_how_many_are_left(request: HttpRequest, device: TOTPDevice) -> None:
    left = codes_left(device)
    said = ngettext(
        "You have used a recovery code. You have %(left)d left. New ones are made under “Second "
        "factor”.",
        "You have used a recovery code. You have %(left)d left. New ones are made under “Second "
        "factor”.",
        left,
    )
    messages.warning(request, said % {"left": left})


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

    def save_device(self, request: HttpRequest) -> list[str]:
        """Save the device, replacing any other of the account, and mark the session verified.
        Returns the recovery codes of the device."""
        codes = new_codes()
        hashes = hashed(codes)
        with transaction.atomic():
            self.device.save()
            former = TOTPDevice.objects.filter(user=self.device.user).exclude(pk=self.device.pk)
            Passkey.objects.filter(device__in=former).update(device=self.device)
            former.delete()
            store_codes(self.device, hashes)
            del request.session[SESSION_KEY]
            request.session.cycle_key()
            mark_verified(request, self.device)
            record(Action.FACTOR_SET_UP, self.device.user, request=request)
        return codes


class PasswordForm(forms.Form):
    """Asks for the password of an account that is logged in. A wrong one counts as a failed
    login."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "class": "vTextField"}
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) is None:
            raise ValidationError(_("This password is wrong."), code="invalid_password")
        return password
