"""Login with a password, login with a code, and lockout."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from accounts.roles import Role
from accounts.second_factor import WRONG_CODE
from tests.factories import PASSWORD, AdminFactory
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SET_UP = "/admin/second-factor/"
TOO_MANY = (
    "Too many requests came from your connection in a short time. Please try again in 15 minutes."
)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def editor() -> User:
    return account(Role.EDITOR, username="eve")


@pytest.fixture
def device(editor: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=editor, name="totp")


def code(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06}"


def log_in(client: Client | None = None, **fields: Any) -> HttpResponse:
    client = client or Client()
    headers = {"accept": "text/html"} | fields.pop("headers", {})
    form = {"username": "eve", "password": PASSWORD, "next": "/admin/"} | fields
    return client.post("/admin/login/", form, headers=headers)


def errors(response: HttpResponse) -> list[str]:
    assert response.status_code == 200
    return [str(error) for error in response.context["form"].non_field_errors()]


class TestPassword:
    def test_opens_the_admin(self, editor: User) -> None:
        client = Client()
        response = log_in(client)
        assert (response.status_code, response["Location"]) == (302, "/admin/")
        assert client.get("/admin/").status_code == 200

    def test_is_refused_without_staff_status(self) -> None:
        account(username="eve", is_staff=False)
        assert len(errors(log_in())) == 1

    def test_is_enough_without_an_authenticator_app(self, editor: User) -> None:
        assert log_in(otp_token="123456").status_code == 302

    def test_is_not_rendered_into_the_page(self, editor: User, device: TOTPDevice) -> None:
        response = log_in()
        assert errors(response) == ["Please enter the code from your authenticator app as well."]
        assert PASSWORD not in response.content.decode()


@pytest.mark.parametrize("foreign", ["https://example.org/", "//example.org/", "/\\example.org"])
class TestAddressOfAnotherSite:
    """`next` with such an address leads to the front page of the admin."""

    def test_in_the_login_form(self, editor: User, foreign: str) -> None:
        response = log_in(next=foreign)
        assert (response.status_code, response["Location"]) == (302, "/admin/")

    def test_in_the_address_of_the_login(self, editor: User, foreign: str) -> None:
        client = Client()
        address = f"/admin/login/?{urlencode({'next': foreign})}"
        shown = client.get(address).context["next"]
        login = {"username": "eve", "password": PASSWORD, "next": shown}
        assert client.post(address, login)["Location"] == "/admin/"
        # Logged in already.
        assert client.get(address)["Location"] == "/admin/"

    def test_with_a_code(self, editor: User, device: TOTPDevice, foreign: str) -> None:
        assert log_in(next=foreign, otp_token=code(device))["Location"] == "/admin/"

    def test_while_a_second_factor_is_set_up(
        self, editor: User, settings: Settings, foreign: str
    ) -> None:
        settings.REQUIRE_TOTP = True
        client = Client()
        query = urlencode({"next": foreign})
        log_in(client, next=foreign)
        page = client.get(f"/admin/login/?{query}", follow=True)
        assert page.redirect_chain == [(SET_UP, 302)]
        made = TOTPDevice(key=client.session["second_factor_key"])
        finished = client.post(f"{SET_UP}?{query}", {"otp_token": code(made), "next": foreign})
        assert foreign not in finished.content.decode()

    def test_in_the_address_of_the_logout(self, editor: User, foreign: str) -> None:
        client = signed_in(editor)
        response = client.post(f"/admin/logout/?{urlencode({'next': foreign})}", follow=True)
        assert response.redirect_chain[-1] == ("/admin/login/?next=/admin/", 302)
        assert response.status_code == 200


class TestLockout:
    def fail(self, times: int, **fields: Any) -> list[int]:
        return [log_in(**{"password": "wrong"} | fields).status_code for _ in range(times)]

    def test_begins_with_the_fifth_failure(self, editor: User) -> None:
        assert self.fail(5) == [200, 200, 200, 200, 429]

    def test_refuses_the_right_password_too(self, editor: User) -> None:
        self.fail(5)
        response = log_in()
        assert response.status_code == 429
        assert response["Retry-After"] == "900"
        assert TOO_MANY in response.content.decode()

    def test_ends_after_15_minutes_despite_further_attempts(
        self, editor: User, clock: time_machine.Traveller
    ) -> None:
        self.fail(5)
        clock.shift(timedelta(minutes=14))
        assert log_in().status_code == 429
        clock.shift(timedelta(minutes=1, seconds=1))
        assert log_in().status_code == 302
        assert AccessAttempt.objects.count() == 0

    def test_applies_to_one_account_at_one_address(self, editor: User) -> None:
        account(username="ann")
        self.fail(5)
        assert log_in(username="ann").status_code == 302
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")
        assert log_in(elsewhere).status_code == 302

    def test_ignores_user_agent_and_forged_address(self, editor: User) -> None:
        dodges = [{"user-agent": f"agent {n}", "x-forwarded-for": f"192.0.2.{n}"} for n in range(5)]
        assert [log_in(password="wrong", headers=dodge).status_code for dodge in dodges] == [
            200,
            200,
            200,
            200,
            429,
        ]

    def test_uses_the_forwarded_address_behind_a_front_server(
        self, editor: User, settings: Settings
    ) -> None:
        settings.TRUSTED_PROXIES = 1
        self.fail(5, headers={"x-forwarded-for": "192.0.2.1"})
        assert log_in(headers={"x-forwarded-for": "192.0.2.2, 192.0.2.1"}).status_code == 429
        assert log_in(headers={"x-forwarded-for": "192.0.2.1, 192.0.2.2"}).status_code == 302

    def test_success_resets_the_count(self, editor: User) -> None:
        self.fail(4)
        log_in()
        assert self.fail(4) == [200, 200, 200, 200]

    def test_counts_wrong_codes(
        self, editor: User, device: TOTPDevice, clock: time_machine.Traveller
    ) -> None:
        statuses = []
        for _ in range(5):
            statuses.append(log_in(otp_token="000000").status_code)
            # The device itself pauses after a wrong code.
            clock.shift(timedelta(seconds=30))
        assert statuses == [200, 200, 200, 200, 429]

    def test_stores_no_password_and_no_code(self, editor: User) -> None:
        log_in(password="nearly", otp_token="123456")
        kept = AccessAttempt.objects.get().post_data
        assert "username" in kept
        assert "nearly" not in kept
        assert "123456" not in kept

    def test_stores_no_log_of_logins(self, editor: User) -> None:
        log_in()
        assert AccessLog.objects.count() == 0


class TestRateLimit:
    def test_allows_20_attempts_a_minute_per_address(self, clock: time_machine.Traveller) -> None:
        statuses = [log_in(username=f"name-{n}").status_code for n in range(21)]
        assert statuses == [200] * 20 + [429]
        assert Client().get("/admin/login/").status_code == 200
        clock.shift(timedelta(minutes=1))
        assert log_in(username="another").status_code == 200


class TestCode:
    def test_is_required_with_an_authenticator_app(self, editor: User, device: TOTPDevice) -> None:
        assert errors(log_in()) == ["Please enter the code from your authenticator app as well."]

    def test_opens_the_admin(self, editor: User, device: TOTPDevice) -> None:
        client = Client()
        spaced = f"{code(device)[:3]} {code(device)[3:]}"
        assert log_in(client, otp_token=spaced).status_code == 302
        assert client.get("/admin/").wsgi_request.user.is_verified() is True

    def test_works_once(self, editor: User, device: TOTPDevice) -> None:
        token = code(device)
        assert log_in(otp_token=token).status_code == 302
        assert errors(log_in(otp_token=token)) == [WRONG_CODE]

    def test_of_another_account_is_refused(self, editor: User, device: TOTPDevice) -> None:
        other = TOTPDevice.objects.create(user=account(username="ann"), name="totp")
        assert errors(log_in(otp_token=code(other))) == [WRONG_CODE]

    def test_is_not_checked_with_a_wrong_password(self, editor: User, device: TOTPDevice) -> None:
        assert len(errors(log_in(password="wrong", otp_token=code(device)))) == 1
        device.refresh_from_db()
        assert device.last_t == -1

    def test_is_delayed_after_a_wrong_code(
        self, editor: User, device: TOTPDevice, clock: time_machine.Traveller
    ) -> None:
        log_in(otp_token="000000")
        assert errors(log_in(otp_token=code(device))) == [
            "Verification temporarily disabled because of 1 failed attempt, please try again soon."
        ]
        clock.shift(timedelta(seconds=2))
        assert log_in(otp_token=code(device)).status_code == 302


class TestRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Settings) -> None:
        settings.REQUIRE_TOTP = True

    @pytest.mark.parametrize("address", ["/admin/", "/admin/films/film/", "/admin/jsi18n/x/"])
    def test_redirects_an_editor_to_the_set_up_page(self, editor: User, address: str) -> None:
        response = signed_in(editor).get(address, follow=True)
        assert response.redirect_chain[-1] == (SET_UP, 302)
        assert response.status_code == 200
        assert escape("/admin/films/") not in response.content.decode()

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF])
    def test_applies_to_editors_and_chiefs(self, role: Role) -> None:
        assert signed_in(account(role)).get("/admin/").status_code == 302

    def test_applies_to_superusers(self) -> None:
        assert signed_in(AdminFactory()).get("/admin/").status_code == 302

    def test_does_not_apply_to_critics(self) -> None:
        assert signed_in(account(Role.CRITIC)).get("/admin/").status_code == 200

    def test_applies_to_post_requests(self, editor: User) -> None:
        client = signed_in(editor)
        response = client.post("/admin/films/genre/add/", {"name": "Noir", "slug": "noir"})
        assert response.status_code == 302
        assert response["Location"] == "/admin/login/?next=/admin/films/genre/add/"

    def test_redirects_to_the_login_if_the_code_was_not_entered(
        self, editor: User, device: TOTPDevice
    ) -> None:
        client = signed_in(editor)
        response = client.get("/admin/", follow=True)
        assert response.redirect_chain == [("/admin/login/?next=/admin/", 302)]
        assert b'name="otp_token"' in response.content
        assert client.get(SET_UP)["Location"] == f"/admin/login/?next={SET_UP}"

    def test_login_with_a_code_is_enough(self, editor: User, device: TOTPDevice) -> None:
        client = Client()
        log_in(client, otp_token=code(device))
        assert client.get("/admin/").status_code == 200

    def test_applies_again_after_the_device_is_deleted(
        self, editor: User, device: TOTPDevice
    ) -> None:
        client = Client()
        log_in(client, otp_token=code(device))
        device.delete()
        assert client.get("/admin/", follow=True).redirect_chain[-1] == (SET_UP, 302)


class TestSetUp:
    def new(self, client: Client) -> TOTPDevice:
        client.get(SET_UP)
        return TOTPDevice(key=client.session["second_factor_key"])

    def test_requires_staff_status(self) -> None:
        nobody = account(is_staff=False)
        for client in (Client(), signed_in(nobody)):
            assert client.get(SET_UP)["Location"] == f"/admin/login/?next={SET_UP}"

    def test_shows_the_secret_as_link_key_and_qr_code(self, editor: User) -> None:
        client = signed_in(editor)
        response = client.get(SET_UP)
        context = response.context
        assert context["url"].startswith("otpauth://totp/Curtain%3Aeve?secret=")
        secret = context["secret"].replace(" ", "")
        assert f"secret={secret}&" in context["url"]
        page = response.content.decode()
        assert escape(context["url"]) in page
        assert context["secret"] in page
        assert 'aria-label="QR code"><svg ' in page
        assert "no-store" in response["Cache-Control"]

    def test_keeps_the_secret_until_it_is_finished(self, editor: User) -> None:
        client = signed_in(editor)
        assert self.new(client).key == self.new(client).key
        assert TOTPDevice.objects.count() == 0

    @pytest.mark.parametrize("token", ["", "000000", "velvet", "-1", "²"])
    def test_refuses_a_wrong_code(self, editor: User, token: str) -> None:
        client = signed_in(editor)
        self.new(client)
        response = client.post(SET_UP, {"otp_token": token})
        assert response.status_code == 200
        assert len(response.context["form"].errors["otp_token"]) == 1
        assert TOTPDevice.objects.count() == 0

    def test_is_finished_with_the_first_code(self, editor: User) -> None:
        client = signed_in(editor)
        made = self.new(client)
        before = client.session.session_key
        response = client.post(SET_UP, {"otp_token": code(made)})
        assert response.status_code == 200
        assert (
            "Your authenticator app is set up. From now on, each login asks for its code."
            in response.content.decode()
        )
        kept = TOTPDevice.objects.get()
        assert (kept.user, kept.key, kept.confirmed) == (editor, made.key, True)
        assert client.get("/admin/").wsgi_request.user.is_verified() is True
        assert "second_factor_key" not in client.session
        assert client.session.session_key != before

    def test_the_first_code_cannot_be_used_again(self, editor: User) -> None:
        client = signed_in(editor)
        token = code(self.new(client))
        client.post(SET_UP, {"otp_token": token})
        assert errors(log_in(otp_token=token)) == [WRONG_CODE]

    def test_replacing_an_app_requires_its_code(self, editor: User, device: TOTPDevice) -> None:
        client = signed_in(editor)
        assert client.get(f"{SET_UP}?replace").status_code == 302
        log_in(client, otp_token=code(device))

        page = client.get(SET_UP)
        assert "QR code" not in page.content.decode()
        assert "Your authenticator app was set up on" in page.content.decode()
        client.get(f"{SET_UP}?replace")
        made = TOTPDevice(key=client.session["second_factor_key"])
        client.post(f"{SET_UP}?replace", {"otp_token": code(made)})
        assert [kept.key for kept in TOTPDevice.objects.all()] == [made.key]
