"""Passkeys (WebAuthn): a login without password and code.

The device that holds a passkey checks its owner by a finger, a face or a PIN, and signs only for
the host of this site. So a passkey is two factors in one, and cannot be given to another site by
mistake. It belongs to the authenticator app of its account, and a login with it counts as one with
the app.
"""

import json
import secrets
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.login_sessions import browser_of
from accounts.models import Passkey
from accounts.request_counts import count_request
from accounts.site_name import site_name

SESSION_KEY = "passkey"
"""Session key of the challenge for a passkey that is being added."""

LOGIN_SECONDS = 300
"""How long a login page that was opened can be used."""

SALT = "accounts.passkeys"


class NotAccepted(Exception):
    """A passkey was not accepted; the message is a sentence."""


def are_possible() -> bool:
    """Browsers have passkeys for names of hosts only, not for IP addresses."""
    try:
        ip_address(_host())
    except ValueError:
        return True
    return False


def new_options(request: HttpRequest, device: TOTPDevice) -> str:
    """The JSON with which the browser of ``request`` makes a passkey."""
    from fido2.webauthn import PublicKeyCredentialUserEntity

    name = device.user.get_username()
    user = PublicKeyCredentialUserEntity(
        id=str(device.user.pk).encode(), name=name, display_name=name
    )
    known = [_stored(passkey) for passkey in Passkey.objects.filter(device=device)]
    options, request.session[SESSION_KEY] = _server().register_begin(
        user, known, resident_key_requirement="required", user_verification="required"
    )
    return json.dumps(dict(options)["publicKey"])


def add(request: HttpRequest, device: TOTPDevice, answer: str) -> Passkey:
    """Store the passkey that the browser has made. Raises `NotAccepted`."""
    state = request.session.pop(SESSION_KEY, None)
    try:
        made = _server().register_complete(state, json.loads(answer))
        credential_id = _text(made.credential_data.credential_id)
    except Exception as error:
        # The library parses what the client sent, and fails in many ways.
        raise NotAccepted(_("The passkey could not be added. Please try again.")) from error
    return Passkey.objects.create(
        device=device,
        name=browser_of(request),
        credential_id=credential_id,
        credential=bytes(made.credential_data),
        counter=made.counter,
    )


def login_options() -> tuple[str, str]:
    """The JSON with which a browser logs in, and a signed challenge that must come back with its
    answer. Nothing is stored for who only opens the login page."""
    challenge = secrets.token_urlsafe(32)
    options = {"challenge": challenge, "rpId": _host(), "userVerification": "required"}
    return json.dumps(options), signing.dumps(challenge, salt=SALT)


def used(answer: str, challenge: str) -> Passkey:
    """The passkey that has signed ``challenge``, which works once. Raises `NotAccepted`."""
    try:
        state = {
            "challenge": signing.loads(challenge, salt=SALT, max_age=LOGIN_SECONDS),
            "user_verification": "required",
        }
        given = json.loads(answer)
        passkeys = Passkey.objects.select_related("device__user")
        passkey = passkeys.get(credential_id=given["id"])
        _server().authenticate_complete(state, [_stored(passkey)], given)
        counter = _counter(given)
    except DatabaseError:
        raise
    except Exception as error:
        # As in `add`.
        raise NotAccepted(_("This passkey was not accepted. Please try again.")) from error
    account = passkey.device.user
    if not (account.is_active and account.is_staff):
        raise NotAccepted(_("This passkey was not accepted. Please try again."))
    # Devices that count and have counted less than before have a copy somewhere.
    if (counter or passkey.counter) and counter <= passkey.counter:
        raise NotAccepted(
            _("This passkey was used elsewhere. Remove it, and choose a new password.")
        )
    # While the count cannot be written, nobody can tell that the challenge is used a second time.
    if count_request(f"passkey {state['challenge']}"[:64], LOGIN_SECONDS) != 1:
        raise NotAccepted(_("This passkey was not accepted. Please try again."))
    passkey.counter, passkey.last_used_at = counter, timezone.now()
    passkey.save(update_fields=["counter", "last_used_at"])
    return passkey


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def _server() -> Any:
    # Imported when it is needed: it takes memory that most workers never use.
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(
        PublicKeyCredentialRpEntity(id=_host(), name=site_name()),
        verify_origin=lambda origin: origin == settings.SITE_URL,
    )


def _stored(passkey: Passkey) -> Any:
    from fido2.webauthn import AttestedCredentialData

    return AttestedCredentialData(bytes(passkey.credential))


def _counter(given: dict[str, Any]) -> int:
    from fido2.webauthn import AuthenticationResponse

    return AuthenticationResponse.from_dict(given).response.authenticator_data.counter


def _text(credential_id: bytes) -> str:
    from fido2.utils import websafe_encode

    return websafe_encode(credential_id)
