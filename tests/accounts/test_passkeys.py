"""Passkeys: added by a session with a second factor, and a login without password and code."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from pytest_django import Settings

from accounts.audit_models import AuditEntry
from accounts.models import Passkey
from accounts.recovery_codes import hashed, store_codes
from accounts.roles import Role
from tests.factories import PASSWORD
from tests.roles import account
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db

SITE = "https://reviews.example.org"
OWN = "/admin/second-factor/passkeys/"
LOG_IN = "/admin/login/passkey/"
PRESENT, VERIFIED = 1, 4


class Authenticator:
    """A security key with one passkey."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"a passkey of eve"
        self.counter = 0

    def data(self, flags: int, credential: AttestedCredentialData | None) -> AuthenticatorData:
        self.counter += 1
        host = sha256(b"reviews.example.org").digest()
        flags |= 64 if credential else 0
        return AuthenticatorData.create(host, flags, self.counter, credential or b"")

    def make(self, options: str, *, origin: str = SITE, flags: int = PRESENT | VERIFIED) -> str:
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        made = AttestationObject.create("none", self.data(flags, credential), {})
        client = self.client("webauthn.create", options, origin)
        return self.answer(client, attestationObject=bytes(made))

    def sign(self, options: str, *, origin: str = SITE, flags: int = PRESENT | VERIFIED) -> str:
        client = self.client("webauthn.get", options, origin)
        data = bytes(self.data(flags, None))
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self.answer(client, authenticatorData=data, signature=signature)

    def client(self, kind: str, options: str, origin: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def answer(self, client: bytes, **parts: bytes) -> str:
        response = {"clientDataJSON": client} | parts
        encoded = {name: websafe_encode(part) for name, part in response.items()}
        key = websafe_encode(self.id)
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": encoded})


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def eve() -> User:
    return account(Role.EDITOR, username="eve")


@pytest.fixture
def device(eve: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=eve, name="totp")


@pytest.fixture
def client(device: TOTPDevice) -> Client:
    """Logged in with a code."""
    store_codes(device, hashed(["1" * 16]))
    client = Client()
    form = {"username": "eve", "password": PASSWORD, "otp_token": "1" * 16}
    assert client.post("/admin/login/", form).status_code == 302
    return client


@pytest.fixture
def key(client: Client) -> Authenticator:
    key = Authenticator()
    add(client, key)
    assert Passkey.objects.count() == 1
    return key


def add(client: Client, key: Authenticator, **given: Any) -> Any:
    password = given.pop("password", PASSWORD)
    credential = key.make(page_context(client, OWN)["options"], **given)
    return client.post(OWN, {"password": password, "credential": credential})


def log_in(key: Authenticator, client: Client | None = None, **given: Any) -> Any:
    client = client or Client()
    page = page_context(client, "/admin/login/")
    form = {"credential": key.sign(page["passkey_options"], **given), "next": "/admin/films/film/"}
    form |= {"challenge": page["passkey_challenge"]}
    return client.post(LOG_IN, form)


def is_refused(answer: Any) -> bool:
    return str(answer["Location"]).startswith("/admin/login/?next=")


class TestAdding:
    def test_after_the_password(self, client: Client, device: TOTPDevice) -> None:
        key = Authenticator()
        refused = add(client, key, password="wrong")
        assert refused.context["form"].errors == {"password": ["This password is wrong."]}
        assert Passkey.objects.count() == 0
        assert add(client, key)["Location"] == OWN
        assert Passkey.objects.get().device == device
        assert AuditEntry.objects.first().action == "passkey_added"  # type: ignore[union-attr]

    @pytest.mark.parametrize("given", [{"origin": "https://example.com"}, {"flags": PRESENT}])
    def test_refuses_other_sites_and_devices_that_do_not_check(
        self, client: Client, given: dict[str, Any]
    ) -> None:
        add(client, Authenticator(), **given)
        assert Passkey.objects.count() == 0

    @pytest.mark.parametrize("credential", ["", "{}", "[]", '{"id": 7}', "[" * 5_000])
    def test_refuses_what_is_no_answer(self, client: Client, credential: str) -> None:
        client.get(OWN)
        client.post(OWN, {"password": PASSWORD, "credential": credential})
        page = client.get(OWN).content.decode()
        assert "The passkey could not be added. Please try again." in page

    def test_needs_a_login_with_a_code(self, eve: User, device: TOTPDevice) -> None:
        client = Client()
        client.force_login(eve)
        assert client.get(OWN)["Location"] == f"/admin/login/?next={OWN}"

    def test_is_not_offered_at_an_ip_address(self, client: Client, settings: Settings) -> None:
        settings.SITE_URL = "http://127.0.0.1:8000"
        assert page_context(client, OWN)["options"] == ""
        assert "passkey_options" not in page_context(Client(), "/admin/login/")

    def test_removing(self, client: Client, key: Authenticator) -> None:
        client.post(OWN, {"remove": Passkey.objects.get().pk})
        assert is_refused(log_in(key))


class TestLogin:
    def test_needs_neither_password_nor_code(self, key: Authenticator, settings: Settings) -> None:
        settings.REQUIRE_TOTP = True
        client = Client()
        assert log_in(key, client)["Location"] == "/admin/films/film/"
        assert client.get("/admin/").wsgi_request.user.is_verified() is True
        entry = AuditEntry.objects.first()
        assert entry
        assert (entry.name, entry.action, entry.detail) == ("eve", "logged_in", "passkey")

    @pytest.mark.parametrize("given", [{"origin": "https://example.com"}, {"flags": PRESENT}])
    def test_refuses_other_sites_and_devices_that_do_not_check(
        self, key: Authenticator, given: dict[str, Any]
    ) -> None:
        assert is_refused(log_in(key, **given))

    def test_refuses_another_key(self, key: Authenticator) -> None:
        assert is_refused(log_in(Authenticator()))
        assert AuditEntry.objects.first().action == "login_failed"  # type: ignore[union-attr]

    def test_refuses_a_device_that_has_counted_further(self, key: Authenticator) -> None:
        log_in(key)
        key.counter = 0
        assert is_refused(log_in(key))

    def test_takes_a_challenge_once_and_for_five_minutes(self, key: Authenticator) -> None:
        page = page_context(Client(), "/admin/login/")
        form = {"challenge": page["passkey_challenge"]}
        first, second = (key.sign(page["passkey_options"]) for _ in range(2))
        with time_machine.travel(timezone.now() + timedelta(seconds=400)):
            assert is_refused(Client().post(LOG_IN, form | {"credential": first}))
        assert not is_refused(Client().post(LOG_IN, form | {"credential": first}))
        assert is_refused(Client().post(LOG_IN, form | {"credential": second}))

    def test_refuses_a_challenge_of_somebody_else(self, key: Authenticator) -> None:
        page = page_context(Client(), "/admin/login/")
        form = {"credential": key.sign(page["passkey_options"])}
        assert is_refused(Client().post(LOG_IN, form | {"challenge": "made:up"}))

    def test_refuses_an_account_that_may_not_log_in(self, eve: User, key: Authenticator) -> None:
        User.objects.update(is_active=False)
        assert is_refused(log_in(key))


class TestApp:
    def test_passkeys_stay_when_the_owner_replaces_it(
        self, client: Client, device: TOTPDevice, key: Authenticator
    ) -> None:
        address = "/admin/second-factor/?replace"
        page_context(client, address)
        made = TOTPDevice(key=client.session["second_factor_key"])
        client.post(address, {"otp_token": f"{totp(made.bin_key):06}"})
        assert not TOTPDevice.objects.filter(pk=device.pk).exists()
        assert not is_refused(log_in(key))

    def test_passkeys_end_with_the_app(self, device: TOTPDevice, key: Authenticator) -> None:
        device.delete()
        assert is_refused(log_in(key))
