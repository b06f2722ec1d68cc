"""Logging in with REQUIRE_TOTP: setting up a second factor, and being asked for its code."""

import base64
from typing import Any

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.roles import Role
from tests.e2e.axe import violations
from tests.factories import PASSWORD
from tests.roles import account


def log_in(page: Page, code: str = "") -> None:
    page.get_by_label("Username").fill("eve")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code from your authenticator app").fill(code)
    page.get_by_role("button", name="Log in", exact=True).click()


class TestSecondFactor:
    def test_is_set_up_at_the_first_login_and_asked_for_at_the_next(
        self, page: Page, live_server: Any, settings: Settings
    ) -> None:
        settings.REQUIRE_TOTP = True
        account(Role.EDITOR, username="eve")
        page.goto(f"{live_server.url}/admin/films/film/")
        assert violations(page) == []
        log_in(page)

        expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
        expect(page.get_by_role("img", name="QR code")).to_be_visible()
        assert violations(page) == []
        # The page prints the secret in base 32, as apps take it.
        secret = base64.b32decode(page.locator("code").inner_text().replace(" ", ""))
        page.get_by_label("Code that the app shows").fill(f"{totp(secret):06}")
        page.get_by_role("button", name="Finish the set-up").click()
        expect(
            page.get_by_text(
                "Your authenticator app is set up. From now on, each login asks for its code."
            )
        ).to_be_visible()
        recovery = page.locator("#content-main code")
        expect(recovery).to_have_count(10)
        code = recovery.first.inner_text()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("status")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()").splitlines()
        assert [line for line in copied if line] == recovery.all_inner_texts()
        assert violations(page) == []
        page.get_by_role("link", name="Second factor").click()
        expect(page.get_by_text("Your authenticator app was set up on")).to_be_visible()
        assert violations(page) == []

        page.get_by_role("button", name="Log out").click()
        page.goto(f"{live_server.url}/admin/films/film/")
        log_in(page)
        expect(page.get_by_text("Please enter the code from your authenticator")).to_be_visible()
        log_in(page, code)
        expect(page.get_by_role("heading", name="Select film to change")).to_be_visible()
        assert page.url == f"{live_server.url}/admin/films/film/"

    def test_a_passkey_is_added_and_logs_in(
        self, page: Page, live_server: Any, settings: Settings
    ) -> None:
        settings.SITE_URL = live_server.url
        user = account(Role.EDITOR, username="eve")
        device = TOTPDevice.objects.create(user=user, name="totp")
        key = page.context.new_cdp_session(page)
        key.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        options |= {"hasUserVerification": True, "isUserVerified": True}
        key.send("WebAuthn.addVirtualAuthenticator", {"options": options})

        page.goto(f"{live_server.url}/admin/second-factor/passkeys/")
        log_in(page, f"{totp(device.bin_key):06}")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_text("The passkey is added.")).to_be_visible()
        assert violations(page) == []

        page.get_by_role("button", name="Log out").click()
        page.goto(f"{live_server.url}/admin/films/film/")
        expect(page.locator("[role=alert]")).to_be_hidden()
        assert violations(page) == []
        page.get_by_role("button", name="Log in with a passkey").click()
        expect(page.get_by_role("heading", name="Select film to change")).to_be_visible()
