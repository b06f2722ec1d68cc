"""What the desk saves while an editor types, and what it tells the others."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from desk.autosave.form_data import unpack
from desk.autosave.models import AutosavedText, OpenForm
from desk.autosave.sent import MAX_BYTES
from editions.models import Generation
from reviews.models import Review
from tests.autosaves import OTHER_WINDOW, WINDOW, as_form, send, typed
from tests.desk_forms import address
from tests.factories import CriticFactory, FullReviewFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

State = AutosavedText.State
SECRET = "canarytext"


class TestAutosaving:
    def test_stores_what_is_half_written_and_nothing_else(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        fields = [
            ["headline", "Half >!written"],
            ["closing-0-body", "One\nTwo"],
            ["csrfmiddlewaretoken", "x"],
            ["password", "x"],
            ["_save", "Save"],
        ]
        before = Generation.objects.get().number, Review.objects.values().get(pk=review.pk)
        answer = send(desk, ann, review, fields=fields, place="closing").json()
        assert answer | {"at": ""} == {
            "account": ann.pk,
            "at": "",
            "others": [],
            "changed": "",
            "number": 1,
            "stored": True,
            "closed": False,
        }
        text = AutosavedText.objects.get()
        assert (text.review, text.account, text.window) == (review, ann, WINDOW)
        assert (text.place, text.opened_version, text.state) == ("closing", 1, State.OPEN)
        assert b"Half" not in bytes(text.data)
        assert unpack(text.data) == [
            ("headline", "Half >!written"),
            ("closing-0-body", "One\r\nTwo"),
        ]
        after = Generation.objects.get().number, Review.objects.values().get(pk=review.pk)
        assert after == before

    def test_takes_the_same_queries_however_many_others_are_there(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        send(desk, ann, review, fields=[["headline", "a"]])
        counts = []
        for number in (2, 3):
            for other in range(3 * (number - 2) + 1):
                user = account(Role.EDITOR, username=f"other-{number}-{other}")
                OpenForm.objects.create(review=review, account=user, window=WINDOW)
            with CaptureQueriesContext(connection) as queries:
                answer = send(desk, ann, review, number=number, fields=[["headline", "b"]])
            counts.append([query["sql"].split('"')[0].split()[0] for query in queries])
        assert len(answer.json()["others"]) == 5
        # Session, account, its own and its groups' permissions, review; BEGIN; form and text;
        # COMMIT; the others.
        assert counts[0] == counts[1] == [
            *["SELECT"] * 5, "SAVEPOINT", "UPDATE", "UPDATE", "RELEASE", "SELECT",
        ]  # fmt: skip

    def test_that_arrives_late_changes_nothing(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        send(desk, ann, review, number=5, fields=[["headline", "new"]])
        answer = send(desk, ann, review, number=4, fields=[["headline", "old"]]).json()
        assert (answer["stored"], answer["number"]) == (False, 5)
        offered = page_context(desk, address(review))["autosave"]["offers"]
        assert [offer["headline"] for offer in offered] == ["new"]

    def test_of_two_windows_keeps_both(self, desk: Client, ann: User, review: Review) -> None:
        for window in (WINDOW, OTHER_WINDOW):
            send(desk, ann, review, window=window, fields=[["headline", window]])
        offered = page_context(desk, address(review))["autosave"]["offers"]
        assert {offer["headline"] for offer in offered} == {WINDOW, OTHER_WINDOW}

    def test_of_the_text_that_was_opened_offers_nothing(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        send(desk, ann, review, fields=[["headline", "typed"]])
        send(desk, ann, review, number=2, fields=[["headline", "Ballet"]], unchanged=True)
        assert page_context(desk, address(review))["autosave"]["offers"] == []
        assert AutosavedText.objects.discarded().count() == 1
        send(desk, ann, review, number=3, fields=[["headline", "typed again"]])
        assert AutosavedText.objects.unsaved().count() == 1

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({"fields": [["body", "x" * MAX_BYTES]]}, 413),
            ({"fields": [["body", "x"]] * 5_001}, 413),
            ({"fields": "text"}, 400),
            ({"fields": [["body", 1]]}, 400),
            ({"window": "../short"}, 400),
            ({"number": -1}, 400),
            ({"number": 10**30}, 400),
            ({"account": 0}, 409),
        ],
    )
    def test_refuses_with_a_sentence(
        self, desk: Client, ann: User, review: Review, sent: dict[str, Any], status: int
    ) -> None:
        response = send(desk, ann, review, **sent)
        assert response.status_code == status
        assert response.json()["refused"]
        assert AutosavedText.objects.count() == 0

    def test_needs_the_csrf_token(self, ann: User, review: Review) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(ann)
        assert send(client, ann, review, fields=[]).status_code == 403
        token = client.get(address(review, "autosave")).json()["token"]
        response = client.post(
            address(review, "autosave"),
            json.dumps({"account": ann.pk, "window": WINDOW, "number": 1, "fields": []}),
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        assert response.status_code == 200

    def test_is_refused_where_the_account_may_not_change_the_review(self, review: Review) -> None:
        user = account(Role.CRITIC)
        critic = CriticFactory(user=user)
        client = signed_in(user)
        assert send(client, user, review, fields=[]).status_code == 404
        own = FullReviewFactory(critic=critic)
        assert send(client, user, own, fields=[]).status_code == 200
        Review.objects.filter(pk=own.pk).update(stage=Review.Stage.SUBMITTED)
        assert send(client, user, own, fields=[]).status_code == 403
        assert "autosave" not in page_context(client, address(own))
        nobody = account()
        for place in (None, review):
            assert send(signed_in(nobody), nobody, place, fields=[]).status_code == 403
        # The session is over.
        assert send(Client(), user, own, fields=[]).status_code == 302

    def test_removes_what_was_closed_30_days_ago(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        for days in (29, 31):
            closed = timezone.now() - timedelta(days=days)
            AutosavedText.objects.create(
                account=ann, window=f"{days}", state=State.DISCARDED, closed_at=closed, data=b""
            )
        send(desk, ann, review, fields=[])
        assert set(AutosavedText.objects.values_list("window", flat=True)) == {"29", WINDOW}


class TestConstraints:
    @pytest.mark.parametrize(
        ("name", "more"),
        [
            ("autosaved_text_open_or_closed", {"state": State.SAVED}),
            ("autosaved_text_open_or_closed", {"closed_at": timezone.now()}),
            ("autosaved_text_once", {"window": "first"}),
        ],
    )
    def test_of_texts(self, ann: User, name: str, more: dict[str, Any]) -> None:
        AutosavedText.objects.create(account=ann, window="first", data=b"")
        fields: dict[str, Any] = {"account": ann, "window": "second", "data": b""} | more
        with pytest.raises(IntegrityError), transaction.atomic():
            AutosavedText.objects.create(**fields)

    def test_a_form_is_open_once_in_a_window(self, ann: User) -> None:
        OpenForm.objects.create(account=ann, window=WINDOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            OpenForm.objects.create(account=ann, window=WINDOW)


class TestPresence:
    def test_is_told_to_the_others(
        self, desk: Client, ann: User, ben: User, review: Review
    ) -> None:
        send(signed_in(ben), ben, review, place="good")
        ((said,), at) = (send(desk, ann, review).json()[name] for name in ("others", "at"))
        assert said == f"Ben Beta has this review open, in “The good”, since {at[:5]}."
        assert send(desk, ann, review, window=OTHER_WINDOW).json()["others"] == [
            said,
            f"You have this review open in another window since {at[:5]}.",
        ]
        assert page_context(desk, address(review))["autosave"]["others"][0] == said
        # A part that does not exist is not repeated.
        send(signed_in(ben), ben, review, place=SECRET)
        said = send(desk, ann, review).json()["others"][-1]
        assert said == f"Ben Beta has this review open since {at[:5]}."
        send(desk, ann, review, window=OTHER_WINDOW, place="bad")
        said = send(desk, ann, review).json()["others"][-1]
        assert said.startswith("You have this review open in another window, in “The bad”, since ")

    def test_page_that_is_loaded_again_is_no_other_window(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        send(desk, ann, review)
        assert page_context(desk, address(review))["autosave"]["others"] == []
        again = send(desk, ann, review, window=OTHER_WINDOW, replaces=WINDOW)
        assert again.json()["others"] == []
        assert send(desk, ann, review, window=OTHER_WINDOW, replaces=1).status_code == 400

    def test_ends_when_the_window_is_closed_or_silent_for_a_minute(
        self, desk: Client, ann: User, ben: User, review: Review
    ) -> None:
        for window in (WINDOW, OTHER_WINDOW):
            send(signed_in(ben), ben, review, window=window)
        send(signed_in(ben), ben, review, window=OTHER_WINDOW, gone=True)
        assert OpenForm.objects.count() == 1
        OpenForm.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
        assert send(desk, ann, review).json()["others"] == []
        assert OpenForm.objects.get().account == ann

    def test_ends_when_a_clock_that_was_ahead_is_right(
        self, desk: Client, ann: User, ben: User, review: Review
    ) -> None:
        send(signed_in(ben), ben, review)
        OpenForm.objects.update(seen_at=timezone.now() + timedelta(hours=3))
        assert send(desk, ann, review).json()["others"] == []

    def test_tells_who_has_saved_since(
        self, desk: Client, ann: User, ben: User, review: Review
    ) -> None:
        form = as_form(typed(signed_in(ben), review, standfirst="New."))
        assert posted(signed_in(ben), address(review), form).status_code == 302
        answer = send(desk, ann, review).json()
        assert answer["changed"].startswith("Ben Beta saved this review at ")
