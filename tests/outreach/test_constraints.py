from datetime import UTC, datetime
from typing import Any

import pytest

from outreach.models import Announcement, Delivery, OutreachState, Webhook
from tests.constraints import BLANK, Break, already_exists, constraint_error
from tests.factories import EditionFactory, EditorFactory

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def announcement(**changes: Any) -> Announcement:
    edition = EditionFactory()
    given = {"review": edition.review, "edition": edition, "kind": "published", "moment": NOON}
    return Announcement(**given | changes)


def announced() -> Announcement:
    made = announcement()
    made.save()
    return made


def announced_twice() -> Announcement:
    first = announced()
    return announcement(review=first.review, edition=first.edition)


def delivery(**changes: Any) -> Delivery:
    given = {"announcement": announced(), "channel": "hub", "feed": "https://a.example/feed"}
    return Delivery(**given | changes)


def twice(**recipient: Any) -> Delivery:
    first = delivery(**recipient)
    first.save()
    return Delivery(announcement=first.announcement, **{"feed": ""} | recipient)


def to_account() -> Delivery:
    return twice(channel="mail", account=EditorFactory(), feed="")


def to_webhook() -> Delivery:
    webhook = Webhook.objects.create(address="https://a.example/")
    return twice(channel="webhook", webhook=webhook, feed="")


def same_key() -> Delivery:
    first = delivery()
    first.save()
    return delivery(key=first.key)


def same(fields: str) -> dict[str, list[str]]:
    return {"__all__": [f"Delivery with this {fields} already exists."]}


BREAKS = [
    Break("webhook_has_an_address", lambda: Webhook(address=""), {"address": BLANK}),
    Break(
        "webhook_has_a_secret",
        lambda: Webhook(address="https://a.example/", secret="x"),
        constraint_error("webhook_has_a_secret"),
    ),
    Break(
        "announcement_is_made_once",
        announced_twice,
        {
            "__all__": [
                "Announcement with this Review, What happened and When it happened already exists."
            ]
        },
    ),
    Break(
        "announcement_has_its_edition",
        lambda: announcement(edition=None),
        constraint_error("announcement_has_its_edition"),
    ),
    Break("delivery_account_once", to_account, same("Announcement and Account")),
    Break("delivery_webhook_once", to_webhook, same("Announcement and Webhook")),
    Break(
        "delivery_feed_once",
        lambda: twice(channel="hub", feed="https://a.example/feed"),
        constraint_error("delivery_feed_once"),
    ),
    Break(
        "delivery_has_one_recipient",
        lambda: delivery(feed=""),
        constraint_error("delivery_has_one_recipient"),
    ),
    Break(
        "delivery_is_done_or_waiting",
        lambda: delivery(status="sent"),
        constraint_error("delivery_is_done_or_waiting"),
    ),
    Break(
        "outreach.Delivery.key",
        same_key,
        {"key": already_exists("Delivery", "Id of the message")},
    ),
    Break("outreach_state_is_one_row", lambda: OutreachState(pk=2), None),
]


@pytest.mark.django_db
@pytest.mark.parametrize("broken", BREAKS, ids=str)
def test_the_database_refuses(broken: Break) -> None:
    broken.check()
