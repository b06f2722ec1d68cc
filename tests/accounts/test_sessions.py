"""Where an account is logged in, and ending sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from accounts.audit_models import AuditEntry
from accounts.login_sessions import mark_login
from accounts.roles import Role
from tests.factories import PASSWORD, AdminFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db

OWN = "/admin/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def eve() -> User:
    return account(Role.EDITOR, username="eve")


def log_in(agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    form = {"username": "eve", "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", form).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/password_change/").status_code == 200


def shown(client: Client, address: str = OWN) -> Any:
    return page_context(client, address)["sessions"]


class TestList:
    def test_shows_own_sessions_without_key_and_whole_address(self, eve: User) -> None:
        log_in(EDGE)
        signed_in(account(username="ann"))
        client = log_in()
        page = client.get(OWN).content.decode()
        sessions = shown(client)
        assert [(each.browser, each.network, each.is_current) for each in sessions] == [
            ("Firefox on Linux", "192.0.0.0/16", True),
            ("Edge on Windows", "192.0.0.0/16", False),
        ]
        assert all(each.since and each.seen for each in sessions)
        assert sessions[1].digest in page
        assert not any(each.key in page for each in sessions)
        assert "192.0.2.7" not in page

    def test_leaves_out_sessions_from_before_a_new_password(self, eve: User) -> None:
        log_in()
        eve.set_password(PASSWORD)
        eve.save()
        assert len(shown(log_in())) == 1

    @pytest.mark.parametrize(
        ("agent", "address", "kept"),
        [
            (PHONE, "2001:db8:1:2::3", (["Safari", "iPhone"], "2001:db8:1::/48")),
            ("curl/8", "unknown", (["", ""], "")),
        ],
    )
    def test_kinds_of_browsers(self, agent: str, address: str, kept: Any) -> None:
        request = RequestFactory().get("/", headers={"user-agent": agent}, REMOTE_ADDR=address)
        request.session = {}  # type: ignore[assignment]
        mark_login(request=request)
        login = request.session["login"]
        assert (login["browser"], login["network"]) == kept


class TestMaximum:
    def test_a_login_is_over_after_seven_days_of_renewals(self, eve: User) -> None:
        begun = datetime(2026, 3, 1, 12, tzinfo=UTC)
        with time_machine.travel(begun, tick=False) as clock:
            client = log_in()
            for _ in range(16):
                clock.shift(timedelta(hours=10))
                assert is_in(client)
            clock.shift(timedelta(hours=10))
            assert not is_in(client)
            assert shown(log_in())[0].is_current
            assert len(shown(log_in())) == 2


class TestEnding:
    def test_one(self, eve: User) -> None:
        first, second, mine = log_in(), log_in(EDGE), log_in(PHONE)
        [digest] = [each.digest for each in shown(mine) if each.browser == "Edge on Windows"]
        assert mine.post(OWN, {"end": digest})["Location"] == OWN
        assert [is_in(each) for each in (first, second, mine)] == [True, False, True]
        entry = AuditEntry.objects.first()
        assert entry
        assert (entry.name, entry.action, entry.detail) == ("eve", "sessions_ended", "1")

    def test_all_others(self, eve: User) -> None:
        first, second, mine = log_in(), log_in(), log_in()
        mine.post(OWN, {"others": "yes"})
        assert [is_in(each) for each in (first, second, mine)] == [False, False, True]

    def test_not_that_of_another_account(self, eve: User) -> None:
        ann = signed_in(account(username="ann"))
        [digest] = [each.digest for each in shown(ann)]
        mine = log_in()
        answer = mine.post(OWN, {"end": digest}, follow=True)
        assert "This session is already over." in answer.content.decode()
        assert is_in(ann)

    def test_all_by_a_chief(self, eve: User) -> None:
        first, second = log_in(), log_in()
        chief = signed_in(account(Role.CHIEF))
        address = f"/admin/auth/user/{eve.pk}/sessions/"
        assert len(shown(chief, address)) == 2
        assert chief.post(address, {"all": "yes"}).status_code == 302
        assert [is_in(each) for each in (first, second, chief)] == [False, False, True]

    def test_a_chief_does_not_end_those_of_a_superuser(self) -> None:
        root = AdminFactory()
        client = signed_in(root)
        chief = signed_in(account(Role.CHIEF))
        chief.post(f"/admin/auth/user/{root.pk}/sessions/", {"all": "yes"})
        assert is_in(client)
