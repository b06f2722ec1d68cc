"""Webhooks and deliveries in the admin."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from outreach.models import Announcement, Delivery, Webhook
from tests.factories import AdminFactory, DeliveryFactory, ReviewFactory, WebhookFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ADD = "/admin/outreach/webhook/add/"
FORM = {"address": "https://hooks.example/in", "is_active": "on", "on_published": "on"}


@pytest.fixture
def chief() -> Client:
    return signed_in(account(Role.CHIEF))


class TestTheSecret:
    def test_is_shown_once(self, chief: Client) -> None:
        added = chief.post(ADD, FORM)
        webhook = Webhook.objects.get()
        assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", webhook.secret)
        assert webhook.secret in added.content.decode()
        assert "no-store" in added["Cache-Control"]
        for page in ("change", "history", "secret"):
            address = reverse(f"admin:outreach_webhook_{page}", args=[webhook.pk])
            assert webhook.secret not in chief.get(address).content.decode()
        assert webhook.secret not in chief.get("/admin/outreach/webhook/").content.decode()

    def test_is_replaced_when_it_is_lost(self, chief: Client) -> None:
        webhook = Webhook.objects.create(address=FORM["address"])
        former = webhook.secret
        page = posted(chief, f"/admin/outreach/webhook/{webhook.pk}/secret/", {})
        webhook.refresh_from_db()
        assert page.context_data["secret"] == webhook.secret != former

    def test_of_no_webhook_leads_to_the_front_page(self, chief: Client) -> None:
        assert chief.get("/admin/outreach/webhook/9/secret/").url == "/admin/"


class TestAWebhook:
    def test_inside_the_network_is_refused(self, chief: Client) -> None:
        page = posted(chief, ADD, FORM | {"address": "https://169.254.169.254/latest"})
        errors = page.context_data["adminform"].form.errors["address"]
        assert errors[0].endswith("of this server: it is in a private network.")
        assert not Webhook.objects.exists()


class TestDeliveries:
    def test_are_listed_and_cannot_be_changed(
        self, chief: Client, django_assert_max_num_queries: pytest.FixtureRequest
    ) -> None:
        webhook = WebhookFactory(address=FORM["address"])
        delivery, *_others = DeliveryFactory.create_batch(3, webhook=webhook, answer="500")
        with django_assert_max_num_queries(8):
            page = chief.get("/admin/outreach/delivery/").content.decode()
        assert page.count(" (2025): published") == 3
        # In its column and in the name of its checkbox.
        assert page.count("https://hooks.example/in") == 2 * 3
        address = reverse("admin:outreach_delivery_change", args=[delivery.pk])
        assert chief.post(address, {"status": "sent"}).status_code == 403

    def test_are_sent_again(self, chief: Client) -> None:
        later = timezone.now() + timedelta(hours=1)
        common = {"due": later, "attempts": 8}
        waiting = DeliveryFactory(**common)
        failed, sent = (
            DeliveryFactory(**common, status=status, done=NOON) for status in ("failed", "sent")
        )
        page = chief.post(
            "/admin/outreach/delivery/",
            {"action": "send_again", "_selected_action": [waiting.pk, failed.pk, sent.pk]},
            follow=True,
        )
        assert "2 messages are sent again." in page.content.decode()
        found = Delivery.objects.filter(due__lt=later).values_list("pk", "status", "attempts")
        assert {*found} == {(waiting.pk, "pending", 8), (failed.pk, "pending", 0)}

    def test_are_not_sent_again_by_who_may_only_read_them(self) -> None:
        reader = account()
        reader.user_permissions.add(Permission.objects.get(codename="view_delivery"))
        DeliveryFactory()
        page = page_context(signed_in(reader), "/admin/outreach/delivery/")
        assert page["action_form"] is None

    def test_show_no_superuser_and_no_review_that_an_account_may_not_see(self) -> None:
        archivist = account()
        archivist.user_permissions.add(Permission.objects.get(codename="view_delivery"))
        shown = DeliveryFactory()
        shown.announcement.deliveries.create(channel="mail", account=AdminFactory())
        ended = Announcement.objects.create(
            review=ReviewFactory(), kind="embargo_ended", moment=NOON
        )
        ended.deliveries.create(channel="mail", account=archivist)
        page = page_context(signed_in(archivist), "/admin/outreach/delivery/")
        assert list(page["cl"].result_list) == [shown]

    def test_do_not_keep_their_webhook_and_their_review_from_being_deleted(
        self, chief: Client
    ) -> None:
        webhook = DeliveryFactory().webhook
        delete = reverse("admin:outreach_webhook_delete", args=[webhook.pk])
        asked = page_context(chief, delete)
        assert (asked["perms_lacking"], dict(asked["model_count"])) == (
            set(),
            {"webhooks": 1, "deliveries": 1},
        )
        assert "Delivery" not in str(asked["deleted_objects"])
        chief.post(delete, {"post": "yes"})
        assert not Delivery.objects.exists()
        draft = ReviewFactory()
        ended = Announcement.objects.create(review=draft, kind="embargo_ended", moment=NOON)
        Delivery.objects.create(announcement=ended, channel="mail", account=AdminFactory())
        delete = reverse("admin:reviews_review_delete", args=[draft.pk])
        asked = page_context(chief, delete)
        assert asked["perms_lacking"] == set()
        assert "Announcement" not in str(asked["deleted_objects"])
