"""Forgotten passwords: a link by mail, the same answer for every address."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts import mails
from site_settings.models import SiteSettings
from tests.factories import PASSWORD, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/admin/password-reset/"
NEW = "another velvet curtain"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails are sent without a thread of their own."""
    monkeypatch.setattr(mails, "in_thread", lambda work: work())


@pytest.fixture
def vera() -> User:
    return EditorFactory(username="vera", email="vera@example.org")


class Asked:
    def __init__(self, client: Client, on_commit: DjangoCaptureOnCommitCallbacks) -> None:
        self.client, self.on_commit = client, on_commit

    def __call__(self, email: str) -> tuple[int, str, str]:
        """Status, target and page of the answer for ``email``."""
        with self.on_commit(execute=True):
            response = self.client.post(PAGE, {"email": email})
        target = response.get("Location", "")
        page = self.client.get(target).content.decode() if target else ""
        return response.status_code, target, re.sub(r'value="[^"]*"', "", page)


@pytest.fixture
def ask(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Asked:
    return Asked(client, django_capture_on_commit_callbacks)


class TestForgottenPassword:
    def test_is_replaced_with_the_link_of_a_mail(
        self, vera: User, ask: Asked, client: Client
    ) -> None:
        TOTPDevice.objects.create(user=vera, name="totp")
        assert "password-reset" in client.get("/admin/login/").content.decode()
        assert ask("VERA@example.org")[:2] == (302, "/admin/password-reset/sent/")
        [sent] = mail.outbox
        assert (sent.to, sent.subject) == ([vera.email], "Choose a new password for Curtain")
        link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", sent.body)
        assert link
        form = client.get(link[1], follow=True).redirect_chain[-1][0]
        client.post(form, {"new_password1": NEW, "new_password2": NEW})
        vera.refresh_from_db()
        assert vera.check_password(NEW)
        # The second factor stays, and the link has logged nobody in.
        login = {"username": "vera", "password": NEW}
        page = client.post("/admin/login/", login).content.decode()
        assert "Please enter the code from your authenticator app as well." in page
        assert client.get(link[1]).status_code == 200

    def test_answers_the_same_for_every_address(self, vera: User, ask: Asked) -> None:
        UserFactory(email="reader@example.org")  # may not log in
        EditorFactory(email="gone@example.org", is_active=False)
        addresses = [vera.email, "reader@example.org", "gone@example.org", "nobody@example.org"]
        answers = {ask(address) for address in addresses}
        assert len(answers) == 1
        assert [each.to for each in mail.outbox] == [[vera.email]]

    def test_of_somebody_who_has_none_yet_is_chosen(self, ask: Asked) -> None:
        invited = EditorFactory(email="new@example.org")
        invited.set_unusable_password()
        invited.save()
        ask(invited.email)
        assert [each.to for each in mail.outbox] == [[invited.email]]

    def test_is_named_after_the_site(self, vera: User, ask: Asked) -> None:
        SiteSettings.objects.update_or_create(pk=1, defaults={"name": "Night Films"})
        ask(vera.email)
        assert [each.subject for each in mail.outbox] == ["Choose a new password for Night Films"]

    def test_fills_no_mailbox(self, vera: User, ask: Asked) -> None:
        assert {ask(vera.email) for _try in range(5)} == {ask("nobody@example.org")}
        assert len(mail.outbox) == 3

    def test_is_limited_per_address_of_the_client(self, client: Client) -> None:
        with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
            statuses = [client.post(PAGE, {"email": "x@b.org"}).status_code for _ in range(11)]
        assert statuses == [302] * 10 + [429]

    def test_without_a_mail_server_has_no_form(self, client: Client, settings: Settings) -> None:
        settings.EMAIL_BACKEND = mails.NO_MAIL
        page = client.get(PAGE).content.decode()
        assert "This site cannot send mails." in page
        assert 'name="email"' not in page
        assert "password-reset" not in client.get("/admin/login/").content.decode()

    def test_is_answered_the_same_while_the_mail_server_fails(
        self,
        vera: User,
        ask: Asked,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def fail(_backend: BaseEmailBackend, messages: list[Any]) -> int:
            raise ValueError(messages[0].body)

        backend = type("Backend", (BaseEmailBackend,), {"send_messages": fail})
        monkeypatch.setattr(mails, "get_connection", backend)
        assert ask(vera.email)[0] == 302
        assert [record.getMessage() for record in caplog.records] == [
            "A mail could not be sent: ValueError"
        ]
        assert vera.check_password(PASSWORD)
