"""Recovery codes: made with the authenticator app, used at the login in place of its code."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import recovery_codes
from accounts.models import RecoveryCode
from accounts.recovery_codes import hashed, new_codes, store_codes
from accounts.roles import Role
from accounts.second_factor import WRONG_CODE
from tests.factories import PASSWORD
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

SET_UP = "/admin/second-factor/"
CODES = "/admin/second-factor/recovery-codes/"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery_codes, "ITERATIONS", 1)


@pytest.fixture
def editor() -> User:
    return account(Role.EDITOR, username="eve")


@pytest.fixture
def device(editor: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=editor, name="totp")


@pytest.fixture
def codes(device: TOTPDevice) -> list[str]:
    codes = new_codes()
    store_codes(device, hashed(codes))
    return codes


def log_in(code: str, client: Client | None = None) -> Any:
    form = {"username": "eve", "password": PASSWORD, "otp_token": code, "next": "/admin/"}
    return (client or Client()).post("/admin/login/", form)


def shown(page: str) -> list[str]:
    return re.findall(r"<code>(\d{4} \d{4} \d{4} \d{4})</code>", page)


def verified(client: Client) -> bool:
    return bool(client.get(SET_UP).wsgi_request.user.is_verified())


class TestShown:
    def test_once_when_the_app_is_set_up(self, editor: User) -> None:
        client = signed_in(editor)
        client.get(SET_UP)
        made = TOTPDevice(key=client.session["second_factor_key"])
        answer = client.post(SET_UP, {"otp_token": f"{totp(made.bin_key):06}"})
        codes = shown(answer.content.decode())
        assert len(set(codes)) == 10
        assert "no-store" in answer["Cache-Control"]
        assert not any(code in str(dict(client.session)) for code in codes)

        assert client.post(SET_UP)["Location"] == "/admin/"
        later = client.get(SET_UP).content.decode()
        assert shown(later) == []
        assert "You have 10 recovery codes left." in later
        assert log_in(codes[3]).status_code == 302

    def test_again_after_the_password(self, codes: list[str]) -> None:
        client = Client()
        log_in(codes[0], client)
        assert "You have 9 recovery codes left." in client.get(CODES).content.decode()
        answer = client.post(CODES, {"password": PASSWORD})
        new = shown(answer.content.decode())
        assert len(new) == 10
        assert log_in(codes[1]).status_code == 200  # the old ones have ended

    def test_not_after_a_wrong_password(self, codes: list[str]) -> None:
        client = Client()
        log_in(codes[0], client)
        answer = client.post(CODES, {"password": "wrong"})
        assert answer.context["form"].errors == {"password": ["This password is wrong."]}
        assert RecoveryCode.objects.count() == 9

    def test_wrong_passwords_lock_the_account(self, codes: list[str]) -> None:
        client = Client()
        log_in(codes[0], client)
        answers = [client.post(CODES, {"password": "wrong"}).status_code for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]
        assert log_in(codes[1]).status_code == 429

    def test_not_without_a_login_with_a_code(self, editor: User, codes: list[str]) -> None:
        answer = signed_in(editor).get(CODES)
        assert answer["Location"] == f"/admin/login/?next={CODES}"

    def test_not_without_an_app(self, editor: User) -> None:
        assert signed_in(editor).get(CODES)["Location"] == SET_UP


class TestLogin:
    def test_takes_a_code_with_or_without_spaces(self, codes: list[str]) -> None:
        client = Client()
        assert log_in(recovery_codes.in_groups(codes[0]), client).status_code == 302
        page = client.get("/admin/").content.decode()
        assert "You have used a recovery code. You have 9 left." in page
        assert verified(client)
        assert log_in(codes[1]).status_code == 302

    def test_takes_a_code_once(self, codes: list[str]) -> None:
        log_in(codes[0])
        [error] = log_in(codes[0]).context["form"].non_field_errors()
        assert error == WRONG_CODE

    @pytest.mark.parametrize("typed", ["0" * 16, "²" * 16, "٠" * 16])
    def test_refuses_and_delays_after_a_wrong_code(self, codes: list[str], typed: str) -> None:
        assert log_in(typed).context["form"].non_field_errors() == [WRONG_CODE]
        [error] = log_in(codes[0]).context["form"].non_field_errors()
        assert error.startswith("Verification temporarily disabled because of 1 failed attempt")
        assert RecoveryCode.objects.count() == 10

    def test_refuses_the_codes_of_another_account(self, device: TOTPDevice) -> None:
        other = TOTPDevice.objects.create(user=account(username="ann"), name="totp")
        codes = new_codes()
        store_codes(other, hashed(codes))
        assert log_in(codes[0]).context["form"].non_field_errors() == [WRONG_CODE]
        assert RecoveryCode.objects.count() == 10


class TestStored:
    def test_hashes_only(self, codes: list[str]) -> None:
        digests = list(RecoveryCode.objects.values_list("digest", flat=True))
        assert len(set(digests)) == 10
        assert not any(code in digest for code in codes for digest in digests)
        assert all(digest.startswith("pbkdf2_sha256$") for digest in digests)

    def test_end_with_the_app(self, device: TOTPDevice, codes: list[str]) -> None:
        device.delete()
        assert RecoveryCode.objects.count() == 0
