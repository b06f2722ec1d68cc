"""The cache server of CACHE_URL is killed, or answers nothing, while people work."""

import signal
import time
from collections.abc import Callable
from functools import cache

from bench.load_faults.database_rows import missing_words, said, write_reviews
from bench.load_faults.editors import Editor
from bench.load_faults.readers import Readers, at_work
from bench.load_faults.rows import AFTER, nothing_wrong, row
from bench.load_faults.services import Redis, redis_server, wait_until
from bench.load_faults.sites import CACHED, Trial, trial
from tests.processes.server import Browser

EDITORS = 3
SEARCHES = ("/search/?q=the", "/search/?q=review")
"""Their number is limited for each reader, which is counted on the cache server."""
FAILURES = 5
"""Failed logins, after which an account is locked for an address."""


@cache
def site_with_redis() -> tuple[Redis, Trial]:
    server = AFTER.enter_context(redis_server())
    return server, AFTER.enter_context(trial(editors=EDITORS + 3, CACHE_URL=server.url))


def ready_says(found: Trial, word: str) -> bool:
    return word in Browser(found.site).get("/readyz").body


def under_load(
    fault: Callable[[Redis], None], mended: Callable[[Redis], None], account: str
) -> str:
    server, found = site_with_redis()
    writers = write_reviews(found, EDITORS)
    early = Editor(found.site, account)
    early.sign_in()
    copied = Browser(found.site, early.cookies)
    assert copied.get("/admin/").status == 200
    readers = Readers(found.site.port, (*CACHED, *SEARCHES))
    with at_work(readers, *writers):
        time.sleep(3)
        fault(server)
        assert ready_says(found, '"cache": "The server of CACHE_URL')
        _logins_while_away(found, account)
        assert early.post("/admin/logout/", {}, form="/admin/password_change/").status == 200
        time.sleep(2)
        mended(server)
        wait_until(lambda: Browser(found.site).get("/readyz").status == 200, 10)
        time.sleep(3)
    assert copied.get("/admin/").status == 302, "a session that was ended meanwhile is there again"
    assert all(each.editor.is_signed_in() for each in writers), "a session is lost"
    nothing_wrong(readers, *writers)
    assert not (lost := missing_words(found, writers)), f"acknowledged and lost: {lost}"
    assert not (errors := found.errors()), f"{len(errors)} tracebacks in the log: {errors[:3]}"
    slowest = max(each.editor.slowest for each in writers)
    return (
        f"readers {dict(readers.counts)}, the slowest {readers.slowest:.1f} s; editors "
        f"{said(writers)}, the slowest {slowest:.1f} s; /readyz says `cache`; log-in works, "
        f"{FAILURES} failures lock; no session lost, none revived"
    )


def _logins_while_away(found: Trial, account: str) -> None:
    late = Editor(found.site, account)
    late.sign_in()
    assert late.is_signed_in()
    guessing = Editor(found.site, account)
    statuses = [guessing.log_in(account, "wrong").status for _try in range(FAILURES)]
    assert statuses == [200] * (FAILURES - 1) + [429], statuses


@row("Redis killed", "kill -9 under load, away for some seconds, started empty")
def killed() -> str:
    return under_load(
        lambda server: server.send(signal.SIGKILL),
        lambda server: server.start(),
        f"editor{EDITORS}",
    )


@row("Redis does not answer", "stopped under load (SIGSTOP), then goes on with what it had")
def frozen() -> str:
    return under_load(
        lambda server: server.send(signal.SIGSTOP),
        lambda server: server.send(signal.SIGCONT),
        f"editor{EDITORS + 1}",
    )


@row("Redis cannot be reached", "connections closed and refused under load; then with what it had")
def unreachable() -> str:
    return under_load(
        lambda server: server.refuse_connections(),
        lambda server: server.take_connections(),
        f"editor{EDITORS + 2}",
    )
