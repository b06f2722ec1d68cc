"""Sending what is due: each message once, again after a failure, never about what is not so."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from pytest_django import Settings

from editions.models import Edition
from outreach import delivering
from outreach.delivering import CLAIM, RETRIES, deliver
from outreach.due import run_due
from outreach.messages import signature
from outreach.models import Announcement, Delivery, OutreachState, Webhook
from outreach.posting import NotPosted, post
from tests.factories import CriticFactory, EditionFactory, EditorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Recipients:
    """What was posted, and what is answered: a status, or the error of a connection."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, bytes, dict[str, str]]] = []
        self.answer: tuple[int, str] | str = (204, "")

    def post(self, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        self.posted.append((address, body, headers))
        if isinstance(self.answer, str):
            raise NotPosted(self.answer)
        return self.answer


@pytest.fixture(autouse=True)
def recipients(monkeypatch: pytest.MonkeyPatch) -> Recipients:
    given = Recipients()
    monkeypatch.setattr(delivering, "post", given.post)
    return given


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    OutreachState.objects.update(since=NOON - MINUTE)
    with time_machine.travel(NOON + MINUTE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def webhook() -> Webhook:
    return Webhook.objects.create(address="https://hooks.example/in")


@pytest.fixture
def edition(webhook: Webhook) -> Edition:
    """One that went live at noon. Its critic gets a mail, and the webhook a message."""
    critic = CriticFactory(display_name="Ada", user=EditorFactory(email="ada@example.org"))
    made: Edition = EditionFactory(
        review__critic=critic,
        review__headline="The Night Train",
        review__slug="the-night-train",
        review__film__title="The Train",
        review__film__slug="the-train",
        number=1,
        live_from=NOON,
        score="7.5",
        scale_best="10",
    )
    return made


def statuses(channel: str) -> list[tuple[str, int, str]]:
    rows = Delivery.objects.filter(channel=channel).order_by("pk")
    return list(rows.values_list("status", "attempts", "answer"))


class TestARun:
    def test_sends_each_message_once(self, edition: Edition, recipients: Recipients) -> None:
        out = StringIO()
        call_command("run_due", stdout=out)
        call_command("run_due", stdout=out)
        assert out.getvalue() == "Sent: 2. Failed: 0. Dropped: 0.\n"
        assert (len(mail.outbox), len(recipients.posted)) == (1, 1)
        assert statuses("webhook") == [("sent", 1, "204")]

    def test_that_was_killed_is_continued_and_the_message_in_hand_sent_again(
        self, edition: Edition, recipients: Recipients, clock: time_machine.Traveller
    ) -> None:
        def kill(*_message: Any) -> None:
            raise KeyboardInterrupt

        recipients.post, usual = kill, recipients.post  # type: ignore[method-assign, assignment]
        delivering.post = kill
        with pytest.raises(KeyboardInterrupt):
            run_due()
        delivering.post = usual
        run_due()
        assert (len(mail.outbox), recipients.posted) == (1, [])
        clock.shift(CLAIM)
        run_due()
        assert (len(mail.outbox), len(recipients.posted)) == (1, 1)
        assert statuses("webhook") == [("sent", 2, "204")]

    def test_at_the_same_time_as_another_sends_what_that_has_not_claimed(
        self, edition: Edition, recipients: Recipients, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def other_run(address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
            assert deliver().sent == 0
            return recipients.post(address, body, headers)

        monkeypatch.setattr(delivering, "post", other_run)
        assert run_due().sent == 2
        assert len(recipients.posted) == 1

    def test_deletes_old_rows(self, edition: Edition, clock: time_machine.Traveller) -> None:
        run_due()
        clock.shift(timedelta(days=91))
        run_due()
        assert not Announcement.objects.exists()


class TestAFailure:
    def test_is_tried_again_later_and_given_up_in_the_end(
        self,
        edition: Edition,
        recipients: Recipients,
        clock: time_machine.Traveller,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        recipients.answer = "ConnectionRefusedError"
        run_due()
        assert statuses("webhook") == [("pending", 1, "ConnectionRefusedError")]
        for wait in RETRIES:
            clock.shift(wait - MINUTE)
            run_due()
            clock.shift(MINUTE)
            run_due()
        assert statuses("webhook") == [("failed", 8, "ConnectionRefusedError")]
        assert len({headers["webhook-id"] for _to, _body, headers in recipients.posted}) == 1
        log = caplog.messages
        assert (len(log), "hooks.example" in "".join(log)) == (8, False)
        assert log[-1].endswith("failed: ConnectionRefusedError. Attempt 8, given up.")

    def test_of_one_webhook_holds_no_other_up(
        self, edition: Edition, webhook: Webhook, recipients: Recipients
    ) -> None:
        EditionFactory(live_from=NOON)
        Webhook.objects.create(address="https://other.example/")
        recipients.answer = (500, "")
        run_due()
        # Each is tried once; the second message waits.
        assert sorted(to for to, _body, _headers in recipients.posted) == [
            "https://hooks.example/in",
            "https://other.example/",
        ]

    def test_waits_as_long_as_the_recipient_asks(
        self, edition: Edition, recipients: Recipients
    ) -> None:
        recipients.answer = (503, "7200")
        run_due()
        assert Delivery.objects.get(channel="webhook").due == NOON + MINUTE + timedelta(hours=2)

    def test_410_ends_the_webhook(
        self, edition: Edition, webhook: Webhook, recipients: Recipients
    ) -> None:
        recipients.answer = (410, "")
        run_due()
        webhook.refresh_from_db()
        assert (webhook.is_active, statuses("webhook")) == (False, [("dropped", 1, "410")])

    def test_of_the_mail_server_is_logged_without_the_mail(
        self,
        edition: Edition,
        clock: time_machine.Traveller,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def fail(_backend: Any, messages: list[Any]) -> int:
            raise OSError(messages[0].body)

        with monkeypatch.context() as away:
            away.setattr(EmailBackend, "send_messages", fail)
            run_due()
        assert statuses("mail") == [("pending", 1, "OSError")]
        assert "Train" not in caplog.text
        clock.shift(RETRIES[0])
        run_due()
        assert statuses("mail") == [("sent", 2, "")]


class TestWhatIsNotSoAnyMore:
    def test_is_not_told(
        self, edition: Edition, recipients: Recipients, clock: time_machine.Traveller
    ) -> None:
        recipients.answer = "TimeoutError"
        run_due()
        Edition.objects.filter(pk=edition.pk).update(live_until=NOON + 2 * MINUTE)
        recipients.answer = (204, "")
        clock.shift(RETRIES[0])
        run_due()
        assert statuses("webhook") == [("dropped", 2, "outdated"), ("sent", 1, "204")]
        assert json.loads(recipients.posted[-1][1]) == {
            "type": "review.withdrawn",
            "timestamp": "2026-05-01T12:02:00Z",
            "data": {"id": f"tag:127.0.0.1,2026-05-01:review/{edition.review_id}"},
        }


class TestMessages:
    def test_of_a_webhook_have_what_is_public(
        self, edition: Edition, webhook: Webhook, recipients: Recipients
    ) -> None:
        run_due()
        [(address, body, headers)] = recipients.posted
        assert address == webhook.address
        assert json.loads(body) == {
            "type": "review.published",
            "timestamp": "2026-05-01T12:00:00Z",
            "data": {
                "id": f"tag:127.0.0.1,2026-05-01:review/{edition.review_id}",
                "url": "http://127.0.0.1:8000/reviews/the-night-train/",
                "title": "The Night Train",
                "language": "",
                "film": {
                    "title": "The Train",
                    "url": "http://127.0.0.1:8000/films/the-train/",
                },
                "critics": ["Ada"],
                "recommendation": "Recommended",
                "score": "7.5/10",
                "published": "2026-05-01T12:00:00Z",
                "edition": {"number": 1, "date": "2026-05-01T12:00:00Z"},
            },
        }
        key, at = headers["webhook-id"], int(headers["webhook-timestamp"])
        assert at == int((NOON + MINUTE).timestamp())
        assert headers["webhook-signature"] == signature(webhook.secret, key, at, body)

    def test_are_signed_as_in_the_example_of_the_standard(self) -> None:
        """https://github.com/standard-webhooks/standard-webhooks: the test of its libraries."""
        signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
        )
        assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def test_of_the_hub_name_one_feed(
        self, edition: Edition, recipients: Recipients, settings: Settings
    ) -> None:
        settings.WEBSUB_HUB = "https://hub.example/"
        Webhook.objects.all().delete()
        run_due()
        assert len(recipients.posted) == 6
        assert recipients.posted[0][:2] == (
            "https://hub.example/",
            b"hub.mode=publish&hub.url=http%3A%2F%2F127.0.0.1%3A8000%2Ffeeds%2Freviews.atom",
        )

    def test_of_the_hub_tell_several_changes_of_a_feed_once(
        self, edition: Edition, recipients: Recipients, settings: Settings
    ) -> None:
        settings.WEBSUB_HUB = "https://hub.example/"
        Webhook.objects.all().delete()
        EditionFactory(live_from=NOON)
        run_due()
        bodies = [body for _to, body, _headers in recipients.posted]
        # Of all reviews, and of each of two critics.
        assert (len(bodies), len(set(bodies))) == (9, 9)

    @pytest.mark.parametrize("is_scheduled", [False, True])
    def test_of_a_mail_are_those_of_a_list(self, edition: Edition, is_scheduled: bool) -> None:
        if is_scheduled:
            edition.review.history.create(kind="scheduled", edition_number=1)
        run_due()
        [sent] = mail.outbox
        key = Delivery.objects.get(channel="mail").key
        assert sent.extra_headers == {"Message-ID": f"<{key}@127.0.0.1>"}
        subject, said = (
            (
                "Now live: The Train (2025)",
                (
                    "As scheduled, the review of The Train (2025) by Ada is live since Friday, "
                    "1 May 2026, 12:00 UTC."
                ),
            )
            if is_scheduled
            else (
                "Published: The Train (2025)",
                "The review of The Train (2025) by Ada is published.",
            )
        )
        assert (sent.to, sent.subject) == (["ada@example.org"], subject)
        assert sent.body == (
            f"{said}\n\nThe Night Train\nhttp://127.0.0.1:8000/reviews/the-night-train/\n\n"
            "-- \nChoose your mails: http://127.0.0.1:8000/admin/mails/\n"
        )

    def test_of_a_mail_about_an_embargo_have_no_headline(self, edition: Edition) -> None:
        Edition.objects.all().delete()
        review = edition.review
        review.embargo_until = NOON
        review.save()
        review.signed_by()[0].user.groups.add(Group.objects.get(name="Critic"))
        run_due()
        [sent] = mail.outbox
        assert sent.subject == "Embargo ended: The Train (2025)"
        assert "Night" not in sent.subject + sent.body
        assert f"/admin/reviews/review/{review.pk}/change/" in sent.body


@contextmanager
def server(status: int, headers: dict[str, str]) -> Iterator[tuple[str, list[Any]]]:
    """A server of this machine that gives one answer. Yields its address and what it has got."""
    got: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, self.headers["Host"], self.headers["A"], body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}", got
        http.shutdown()
        thread.join()


class TestPosting:
    @pytest.fixture(autouse=True)
    def _developing(self, settings: Settings) -> None:
        settings.DEBUG = True

    def test_follows_no_redirect(self) -> None:
        answer = {"Location": "/elsewhere", "Retry-After": "9"}
        with server(307, answer) as (address, got):
            assert post(f"{address}/in?x=1", b"{}", {"A": "b"}) == (307, "9")
        assert got == [("/in?x=1", address.removeprefix("http://"), "b", b"{}")]

    def test_of_a_server_that_is_away_names_the_kind_of_error_only(self) -> None:
        with server(200, {}) as (address, _got):
            pass
        with pytest.raises(NotPosted, match=re.compile(r"^ConnectionRefusedError$")):
            post(address, b"", {})

    def test_is_refused_without_a_word_of_the_address(self) -> None:
        with pytest.raises(NotPosted, match=re.compile(r"^it is in a private network$")):
            post("https://10.0.0.1/secret", b"", {})
