"""The audit log: what is entered, who reads it, and that nobody can change it."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from accounts.audit import record, record_command
from accounts.audit_models import AuditEntry, Unchangeable
from accounts.invitations import invitation_link
from accounts.recovery_codes import hashed, store_codes
from accounts.roles import Role
from documents.management.commands.backup import Command
from editions.publishing import publish, set_embargo, set_slug, withdraw
from outreach.models import Webhook
from site_settings.models import SiteSettings
from tests.factories import PASSWORD, AdminFactory, FullReviewFactory, ReviewFactory, UserFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

Action = AuditEntry.Action
LIST = "/admin/accounts/auditentry/"


@pytest.fixture
def eve() -> User:
    return account(Role.EDITOR, username="eve")


@pytest.fixture
def chief() -> Client:
    return signed_in(account(Role.CHIEF, username="carla"))


def entries() -> list[tuple[str, str, str, str]]:
    """Who, what, to what and the detail of every entry but the login of a fixture."""
    found = AuditEntry.objects.order_by("pk").exclude(action=Action.LOGGED_IN, address=None)
    return [
        (each.name, each.action, f"{each.model} {each.key}".strip(), each.detail) for each in found
    ]


def log_in(client: Client, **fields: Any) -> Any:
    form = {"username": "eve", "password": PASSWORD, "next": "/admin/"} | fields
    return client.post("/admin/login/", form)


def forget() -> None:
    AuditEntry.objects.all()._raw_delete("default")


def form_of(client: Client, user: User, **fields: Any) -> None:
    """Change ``user`` in the admin, with the roles that it has."""
    address = f"/admin/auth/user/{user.pk}/change/"
    form = {"username": user.username, "email": user.email, "is_active": "on", "is_staff": "on"}
    opened = {"base": page_context(client, address)["base"]}
    given = {name: value for name, value in (form | opened | fields).items() if value is not None}
    assert client.post(address, given).status_code == 302


class TestLogins:
    def test_in_and_out(self, eve: User, settings: Settings) -> None:
        settings.TRUSTED_PROXIES = 1
        client = Client(headers={"x-forwarded-for": "192.0.2.7", "x-request-id": "request-42"})
        log_in(client)
        client.post("/admin/logout/")
        about = f"auth.user {eve.pk}"
        assert entries() == [("eve", "logged_in", about, ""), ("eve", "logged_out", about, "")]
        first = AuditEntry.objects.last()
        assert first
        assert (first.address, first.request_id) == ("192.0.2.7", "request-42")

    def test_failed_until_locked(self, eve: User) -> None:
        for _ in range(6):
            log_in(Client(), password="wrong")
        failed = ("", "login_failed", f"auth.user {eve.pk}", "")
        locked = ("", "locked_out", f"auth.user {eve.pk}", "")
        assert entries() == [failed] * 4 + [locked] * 2

    def test_of_no_account_store_no_name(self) -> None:
        log_in(Client(), username="a password in the wrong field")
        assert entries() == [("", "login_failed", "", "")]


class TestAccounts:
    def test_password_by_its_owner(self, eve: User) -> None:
        client = signed_in(eve)
        forget()
        form = {
            "old_password": PASSWORD,
            "new_password1": "velvet-42",
            "new_password2": "velvet-42",
        }
        client.post("/admin/password_change/", form | {"old_password": "wrong"})
        client.post("/admin/password_change/", form)
        assert [entry[:2] for entry in entries()] == [("eve", "password_changed")]

    def test_password_by_a_link(self, eve: User) -> None:
        client = Client()
        form = client.get(invitation_link(eve).replace("http://127.0.0.1:8000", ""), follow=True)
        address = form.redirect_chain[-1][0]
        client.post(address, {"new_password1": "velvet-42", "new_password2": "velvet-42"})
        assert entries() == [("eve", "password_changed", f"auth.user {eve.pk}", "")]

    def test_changed_by_a_chief(self, chief: Client) -> None:
        user = UserFactory(is_staff=True)
        forget()
        editor = Group.objects.get(name=Role.EDITOR)
        form_of(chief, user, groups=[editor.pk])
        form_of(chief, user, groups=[editor.pk], is_active=None, first_name="Vera")
        chief.post(
            f"/admin/auth/user/{user.pk}/password/",
            {"usable_password": "true", "password1": "velvet-42", "password2": "velvet-42"},
        )
        chief.get(f"/admin/auth/user/{user.pk}/invite/")
        about = f"auth.user {user.pk}"
        assert entries() == [
            ("carla", "roles_changed", about, "Editor"),
            ("carla", "deactivated", about, ""),
            ("carla", "changed", about, "first_name"),
            ("carla", "password_changed", about, ""),
            ("carla", "link_made", about, ""),
        ]

    def test_second_factor(self, chief: Client, eve: User) -> None:
        device = TOTPDevice.objects.create(user=eve, name="totp")
        store_codes(device, hashed(["1" * 16]))
        forget()
        log_in(Client(), otp_token="1" * 16)
        chief.post(f"/admin/otp_totp/totpdevice/{device.pk}/delete/", {"post": "yes"})
        about = f"auth.user {eve.pk}"
        assert entries() == [
            ("eve", "code_used", about, ""),
            ("eve", "logged_in", about, ""),
            ("carla", "factor_removed", about, ""),
        ]


class TestSettings:
    def test_site_and_webhook(self, chief: Client) -> None:
        hook = Webhook.objects.create(address="https://hooks.example/")
        forget()
        chief.post(f"/admin/outreach/webhook/{hook.pk}/secret/")
        site = SiteSettings.objects.get()
        address = f"/admin/site_settings/sitesettings/{site.pk}/change/"
        base = {"base": page_context(chief, address)["base"]}
        posted(chief, address, base | {"name": "Lamps"})
        assert entries() == [
            ("carla", "changed", f"outreach.webhook {hook.pk}", "secret"),
            ("carla", "changed", f"site_settings.sitesettings {site.pk}", "name"),
        ]


class TestReviews:
    def test_steps(self, eve: User) -> None:
        review = FullReviewFactory(headline="The headline of nobody")
        later = timezone.now() + timedelta(days=1)
        publish(review=review, by=eve)
        set_slug(review=review, slug="other")
        withdraw(review=review, by=eve)
        set_embargo(review=review, until=later, by=eve)
        about = f"reviews.review {review.pk}"
        found = entries()
        assert [entry[:3] for entry in found] == [
            ("eve", "published", about),
            ("", "address_changed", about),
            ("eve", "withdrawn", about),
            ("eve", "embargoed", about),
        ]
        assert "nobody" not in str(found)


class TestCommands:
    def test_prune_deletes_old_entries_and_enters_it(self) -> None:
        for days in (40, 20):
            AuditEntry.objects.create(
                action=Action.EXPORTED, at=timezone.now() - timedelta(days=days)
            )
        out = StringIO()
        call_command("prune_audit_log", "--days=30", stdout=out)
        assert out.getvalue() == "1 entry is deleted.\n"
        assert [entry[1::2] for entry in entries()] == [("exported", ""), ("pruned", "1")]

    @pytest.mark.parametrize("days", ["0", "-1", "many"])
    def test_prune_refuses_other_numbers(self, days: str) -> None:
        with pytest.raises(CommandError, match="give a number of days, such as 365"):
            call_command("prune_audit_log", f"--days={days}")

    def test_warn_if_it_cannot_be_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: Any, **kwargs: Any) -> None:
            raise OperationalError("disk I/O error")

        monkeypatch.setattr("accounts.audit.record", fail)

        errors = StringIO()
        record_command(Command(stderr=errors, no_color=True), Action.BACKED_UP)
        assert errors.getvalue() == "Warning: the audit log could not be written.\n"


class TestUnchangeable:
    def test_by_code(self) -> None:
        record(Action.EXPORTED)
        entry = AuditEntry.objects.get()
        every = AuditEntry.objects.all()
        for change in (entry.save, entry.delete, every.delete, lambda: every.update(name="x")):
            with pytest.raises(Unchangeable):
                change()

    @pytest.mark.parametrize("way", ["add/", "{}/delete/"])
    def test_by_a_superuser(self, way: str) -> None:
        root = signed_in(AdminFactory())
        entry = AuditEntry.objects.latest("pk")
        assert root.get(f"{LIST}{way.format(entry.pk)}").status_code == 403
        assert root.post(f"{LIST}{way.format(entry.pk)}", {"post": "yes"}).status_code == 403
        assert root.post(f"{LIST}{entry.pk}/change/", {"name": "x"}).status_code == 403
        assert page_context(root, LIST)["action_form"] is None


class TestList:
    def test_names_what_its_reader_may_see(self, chief: Client) -> None:
        review = ReviewFactory(headline="Lamps")
        user = UserFactory(username="ann")
        forget()
        record(Action.WITHDRAWN, review)
        record(Action.ADDED, user)
        review_entry, user_entry = page_context(chief, LIST)["cl"].result_list[::-1]
        assert review_entry.row_name == f"review: {review}"
        assert user_entry.row_name == "user: ann"

    def test_does_not_name_it_to_others(self) -> None:
        reader = account(username="reader")
        reader.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
        review = ReviewFactory(headline="Lamps")
        client = signed_in(reader)
        record(Action.WITHDRAWN, review)
        page = client.get(LIST).content.decode()
        assert f"review {review.pk}" in page
        assert "Lamps" not in page

    def test_search_finds_both_sides(self, chief: Client) -> None:
        ann = UserFactory(username="ann")
        record(Action.ADDED, ann)
        record(Action.PUBLISHED, by=ann)
        record(Action.PUBLISHED)
        assert len(page_context(chief, f"{LIST}?q=ann")["cl"].result_list) == 2

    def test_a_chief_does_not_see_what_was_done_to_superusers(self, chief: Client) -> None:
        root = AdminFactory()
        forget()
        record(Action.LOGIN_FAILED, root)
        assert list(page_context(chief, LIST)["cl"].result_list) == []
        assert len(page_context(signed_in(root), LIST)["cl"].result_list) == 2
