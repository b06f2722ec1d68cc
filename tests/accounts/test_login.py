"""Logging in: with a password, with a code as well, and not at all for a while."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

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
WAIT = "That was too often in too short a time. Please try again in 15 minutes."


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

    @pytest.mark.parametrize(
        "foreign", ["https://example.org/", "//example.org/", "/\\example.org"]
    )
    def test_leads_to_the_admin_instead_of_another_site(self, editor: User, foreign: str) -> None:
        response = log_in(next=foreign)
        assert (response.status_code, response["Location"]) == (302, "/admin/")

    def test_of_no_member_of_staff_does_not(self) -> None:
        account(username="eve", is_staff=False)
        assert len(errors(log_in())) == 1

    def test_alone_is_enough_for_whoever_has_no_app(self, editor: User) -> None:
        assert log_in(otp_token="123456").status_code == 302

    def test_is_not_printed_into_the_page(self, editor: User, device: TOTPDevice) -> None:
        response = log_in()
        assert errors(response) == ["Please enter the code from your authenticator app as well."]
        assert PASSWORD not in response.content.decode()


class TestLockOut:
    def fail(self, times: int, **fields: Any) -> list[int]:
        return [log_in(**{"password": "wrong"} | fields).status_code for _ in range(times)]

    def test_comes_with_the_fifth_failure(self, editor: User) -> None:
        assert self.fail(5) == [200, 200, 200, 200, 429]

    def test_holds_against_the_right_password_and_says_so(self, editor: User) -> None:
        self.fail(5)
        response = log_in()
        assert response.status_code == 429
        assert response["Retry-After"] == "900"
        assert WAIT in response.content.decode()

    def test_ends_after_a_quarter_of_an_hour_whatever_is_tried_meanwhile(
        self, editor: User, clock: time_machine.Traveller
    ) -> None:
        self.fail(5)
        clock.shift(timedelta(minutes=14))
        assert log_in().status_code == 429
        clock.shift(timedelta(minutes=1, seconds=1))
        assert log_in().status_code == 302
        assert AccessAttempt.objects.count() == 0

    def test_is_of_one_account_at_one_address(self, editor: User) -> None:
        account(username="ann")
        self.fail(5)
        assert log_in(username="ann").status_code == 302
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")
        assert log_in(elsewhere).status_code == 302

    def test_is_not_dodged_by_another_browser_or_invented_address(self, editor: User) -> None:
        dodges = [{"user-agent": f"agent {n}", "x-forwarded-for": f"192.0.2.{n}"} for n in range(5)]
        assert [log_in(password="wrong", headers=dodge).status_code for dodge in dodges] == [
            200,
            200,
            200,
            200,
            429,
        ]

    def test_behind_a_front_server_is_of_the_address_that_it_names(
        self, editor: User, settings: Settings
    ) -> None:
        settings.TRUSTED_PROXIES = 1
        self.fail(5, headers={"x-forwarded-for": "192.0.2.1"})
        assert log_in(headers={"x-forwarded-for": "192.0.2.2, 192.0.2.1"}).status_code == 429
        assert log_in(headers={"x-forwarded-for": "192.0.2.1, 192.0.2.2"}).status_code == 302

    def test_is_forgotten_with_a_success(self, editor: User) -> None:
        self.fail(4)
        log_in()
        assert self.fail(4) == [200, 200, 200, 200]

    def test_counts_wrong_codes_too(
        self, editor: User, device: TOTPDevice, clock: time_machine.Traveller
    ) -> None:
        statuses = []
        for _ in range(5):
            statuses.append(log_in(otp_token="000000").status_code)
            # Past the pause that the device itself makes after a wrong code.
            clock.shift(timedelta(seconds=30))
        assert statuses == [200, 200, 200, 200, 429]

    def test_keeps_no_password_and_no_code(self, editor: User) -> None:
        log_in(password="nearly", otp_token="123456")
        kept = AccessAttempt.objects.get().post_data
        assert "username" in kept
        assert "nearly" not in kept
        assert "123456" not in kept

    def test_keeps_no_diary_of_who_came(self, editor: User) -> None:
        log_in()
        assert AccessLog.objects.count() == 0


class TestBrake:
    def test_lets_an_address_guess_twenty_times_a_minute_whatever_the_account(
        self, clock: time_machine.Traveller
    ) -> None:
        statuses = [log_in(username=f"name-{n}").status_code for n in range(21)]
        assert statuses == [200] * 20 + [429]
        assert Client().get("/admin/login/").status_code == 200
        clock.shift(timedelta(minutes=1))
        assert log_in(username="another").status_code == 200


class TestCode:
    def test_is_asked_of_whoever_has_an_app(self, editor: User, device: TOTPDevice) -> None:
        assert errors(log_in()) == ["Please enter the code from your authenticator app as well."]

    def test_opens_the_admin(self, editor: User, device: TOTPDevice) -> None:
        client = Client()
        spaced = f"{code(device)[:3]} {code(device)[3:]}"
        assert log_in(client, otp_token=spaced).status_code == 302
        assert client.get("/admin/").wsgi_request.user.is_verified() is True

    def test_opens_it_once(self, editor: User, device: TOTPDevice) -> None:
        token = code(device)
        assert log_in(otp_token=token).status_code == 302
        assert errors(log_in(otp_token=token)) == [WRONG_CODE]

    def test_of_somebody_else_does_not(self, editor: User, device: TOTPDevice) -> None:
        other = TOTPDevice.objects.create(user=account(username="ann"), name="totp")
        assert errors(log_in(otp_token=code(other))) == [WRONG_CODE]

    def test_with_a_wrong_password_is_not_even_looked_at(
        self, editor: User, device: TOTPDevice
    ) -> None:
        assert len(errors(log_in(password="wrong", otp_token=code(device)))) == 1
        device.refresh_from_db()
        assert device.last_t == -1

    def test_after_a_wrong_one_has_to_wait(
        self, editor: User, device: TOTPDevice, clock: time_machine.Traveller
    ) -> None:
        log_in(otp_token="000000")
        assert errors(log_in(otp_token=code(device))) == [
            "Verification temporarily disabled because of 1 failed attempt, please try again soon."
        ]
        clock.shift(timedelta(seconds=2))
        assert log_in(otp_token=code(device)).status_code == 302


SET_UP = "/admin/second-factor/"


class TestRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Settings) -> None:
        settings.REQUIRE_TOTP = True

    @pytest.mark.parametrize("address", ["/admin/", "/admin/films/film/", "/admin/jsi18n/x/"])
    def test_leads_a_publisher_to_setting_it_up(self, editor: User, address: str) -> None:
        response = signed_in(editor).get(address, follow=True)
        assert response.redirect_chain[-1] == (SET_UP, 302)
        assert response.status_code == 200
        assert escape("/admin/films/") not in response.content.decode()

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF])
    def test_of_those_who_can_change_what_is_public(self, role: Role) -> None:
        assert signed_in(account(role)).get("/admin/").status_code == 302

    def test_of_superusers(self) -> None:
        assert signed_in(AdminFactory()).get("/admin/").status_code == 302

    def test_not_of_a_critic(self) -> None:
        assert signed_in(account(Role.CRITIC)).get("/admin/").status_code == 200

    def test_holds_against_what_is_posted_too(self, editor: User) -> None:
        client = signed_in(editor)
        response = client.post("/admin/films/genre/add/", {"name": "Noir", "slug": "noir"})
        assert response.status_code == 302
        assert response["Location"] == "/admin/login/?next=/admin/films/genre/add/"

    def test_with_a_device_but_no_code_leads_to_the_login(
        self, editor: User, device: TOTPDevice
    ) -> None:
        client = signed_in(editor)
        response = client.get("/admin/", follow=True)
        assert response.redirect_chain == [("/admin/login/?next=/admin/", 302)]
        assert b'name="otp_token"' in response.content
        assert client.get(SET_UP)["Location"] == f"/admin/login/?next={SET_UP}"

    def test_is_met_by_a_code(self, editor: User, device: TOTPDevice) -> None:
        client = Client()
        log_in(client, otp_token=code(device))
        assert client.get("/admin/").status_code == 200

    def test_ends_with_the_device(self, editor: User, device: TOTPDevice) -> None:
        client = Client()
        log_in(client, otp_token=code(device))
        device.delete()
        assert client.get("/admin/", follow=True).redirect_chain[-1] == (SET_UP, 302)


class TestSettingUp:
    def new(self, client: Client) -> TOTPDevice:
        client.get(SET_UP)
        return TOTPDevice(key=client.session["second_factor_key"])

    def test_is_for_staff(self) -> None:
        nobody = account(is_staff=False)
        for client in (Client(), signed_in(nobody)):
            assert client.get(SET_UP)["Location"] == f"/admin/login/?next={SET_UP}"

    def test_shows_the_secret_in_three_ways(self, editor: User) -> None:
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

    def test_keeps_the_same_secret_until_it_is_done(self, editor: User) -> None:
        client = signed_in(editor)
        assert self.new(client).key == self.new(client).key
        assert TOTPDevice.objects.count() == 0

    @pytest.mark.parametrize("token", ["", "000000", "velvet", "-1", "²"])
    def test_takes_none_but_the_right_code(self, editor: User, token: str) -> None:
        client = signed_in(editor)
        self.new(client)
        response = client.post(SET_UP, {"otp_token": token})
        assert response.status_code == 200
        assert len(response.context["form"].errors["otp_token"]) == 1
        assert TOTPDevice.objects.count() == 0

    def test_is_done_with_the_first_code(self, editor: User) -> None:
        client = signed_in(editor)
        made = self.new(client)
        before = client.session.session_key
        response = client.post(SET_UP, {"otp_token": code(made)}, follow=True)
        assert response.redirect_chain == [("/admin/", 302)]
        assert "From now on you log in with a code as well." in response.content.decode()
        kept = TOTPDevice.objects.get()
        assert (kept.user, kept.key, kept.confirmed) == (editor, made.key, True)
        assert client.get("/admin/").wsgi_request.user.is_verified() is True
        assert "second_factor_key" not in client.session
        assert client.session.session_key != before

    def test_spends_that_code(self, editor: User) -> None:
        client = signed_in(editor)
        token = code(self.new(client))
        client.post(SET_UP, {"otp_token": token})
        assert errors(log_in(otp_token=token)) == [WRONG_CODE]

    def test_of_another_app_needs_the_first(self, editor: User, device: TOTPDevice) -> None:
        client = signed_in(editor)
        assert client.get(f"{SET_UP}?anew").status_code == 302
        log_in(client, otp_token=code(device))

        page = client.get(SET_UP)
        assert "QR code" not in page.content.decode()
        assert "has been set up since" in page.content.decode()
        client.get(f"{SET_UP}?anew")
        made = TOTPDevice(key=client.session["second_factor_key"])
        client.post(f"{SET_UP}?anew", {"otp_token": code(made)})
        assert [kept.key for kept in TOTPDevice.objects.all()] == [made.key]
