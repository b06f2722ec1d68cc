from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from pytest_django import Settings

from accounts import request_counts
from accounts.models import RequestCount
from accounts.request_counts import count_request

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.own_cache
class TestInTheDatabase:
    def test_counts_each_key(self) -> None:
        assert [count_request(key, 60) for key in ("a", "b", "a", "a")] == [1, 1, 2, 3]

    def test_does_not_depend_on_the_cache_of_a_process(self) -> None:
        count_request("a", 60)
        cache.clear()
        assert count_request("a", 60) == 2

    def test_deletes_expired_counts(self) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            count_request("short", 60)
            count_request("long", 3600)
            clock.shift(timedelta(seconds=61))
            count_request("new", 60)
        assert sorted(RequestCount.objects.values_list("key", flat=True)) == ["long", "new"]

    def test_is_0_while_the_database_is_locked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def locked(key: str, seconds: int) -> int:
            raise OperationalError("database is locked")

        monkeypatch.setattr(request_counts, "_count_in_database", locked)
        assert count_request("a", 60) == 0

    @pytest.mark.sqlite
    def test_waits_for_the_write_lock_of_sqlite_a_quarter_of_a_second(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lock_wait(*arguments: object) -> int:
            with connection.cursor() as cursor:
                value: int = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            return value

        usual = lock_wait()
        monkeypatch.setattr(request_counts, "_count_in_database", lock_wait)
        assert count_request("a", 60) == 250
        assert lock_wait() == usual


class TestOnTheCacheServer:
    """Makes no query: without the mark of pytest-django a query fails."""

    @pytest.fixture(autouse=True)
    def _shared(self, settings: Settings) -> None:
        settings.CACHE_IS_SHARED = True

    def test_counts_each_key(self) -> None:
        assert [count_request(key, 60) for key in ("a", "b", "a", "a")] == [1, 1, 2, 3]

    def test_is_0_while_the_server_is_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # django-redis ignores exceptions, and then stores nothing.
        monkeypatch.setattr(cache, "add", lambda *arguments: False)
        assert count_request("a", 60) == 0
