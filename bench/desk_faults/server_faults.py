"""Faults of the server, of its disk, its clock and the network."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from bench.desk_faults.desk import UNREACHABLE, Desk, fault
from tests.faults import full_disk


@fault("server killed", "typed, kill -9 of the server, typed on, closed the tab, server back")
def server_killed(desk: Desk) -> Page:
    context = desk.context()
    page = context.pages[0]
    desk.type(page)
    desk.saved(page)
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    page.close()
    desk.site.start()
    return desk.open(context)


@fault("server killed and back", "the same with the tab left open: it is saved by itself")
def server_back(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    desk.site.start()
    desk.saved(page)
    desk.save_and_see(page)
    return page


@fault("server killed in Save", "typed, clicked Save, kill -9 of the server at once")
def killed_in_save(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
    desk.kill_server()
    desk.site.start()
    return page


@fault("server down at Save", "typed, kill -9 of the server, clicked Save: the page stays")
def down_at_save(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    desk.save(page)
    page.wait_for_timeout(500)
    assert page.url == desk.url
    desk.site.start()
    desk.save_and_see(page)
    return page


@fault("network cut", "cut the network, typed, closed the tab, network back")
def network_cut(desk: Desk) -> Page:
    context = desk.context()
    page = context.pages[0]
    context.set_offline(True)
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    page.close()
    context.set_offline(False)
    return desk.open(context)


@fault("disk full", "the site's disk is full: typed, disk free again, saved")
def disk_full(desk: Desk) -> Page:
    page = desk.context().pages[0]
    workers = desk.site.workers_running()
    with full_disk(workers[0]), full_disk(workers[1]):
        desk.type(page)
        expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    desk.saved(page)
    desk.save_and_see(page)
    return page


DELAYS = (0, 0.1, 0.3)
"""Seconds after the click at which the server is killed."""


@fault(
    "server killed in Publish",
    "saved, clicked Publish now, kill -9 after 0 to 0.3 s, 3 times; published",
)
def killed_in_publish(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    for delay in DELAYS:
        desk.save_and_see(page)
        page.goto(f"{desk.site.url}/admin/reviews/review/{desk.review}/publish/")
        desk.click_and_kill(page, "Publish now", delay)
        # An edition is there with its line in the history, or not at all.
        counts = desk.shell(
            "print(review.editions.count(), review.history.filter(kind='published').count())"
        )
        assert len(set(counts.split())) == 1, counts
        page.goto(desk.url)
        desk.ready(page)
        desk.type(page, 2)
    desk.save_and_see(page)
    page.goto(f"{desk.site.url}/admin/reviews/review/{desk.review}/publish/")
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messagelist .success").first).to_contain_text("is live.")
    page.goto(f"{desk.site.url}/reviews/{desk.shell('print(review.slug)').strip()}/")
    public = page.locator("main").inner_text().split()
    assert [word for word in desk.typed if word not in public] == []
    return page


@fault(
    "server killed in Restore", "saved twice, clicked Restore, kill -9 after 0 to 0.3 s, 3 times"
)
def killed_in_restore(desk: Desk) -> Page:
    desk.looks_in_history = True
    page = desk.context().pages[0]
    before = desk.type(page)
    desk.save_and_see(page)
    state = desk.states(page)[0]
    for delay in DELAYS:
        page.goto(desk.url)
        desk.ready(page)
        typed = desk.type(page, 4)
        desk.save_and_see(page)
        page.goto(state)
        desk.click_and_kill(page, "Restore into the working copy", delay)
        page.goto(desk.url)
        # The text from before the restore, or that of the state.
        there = desk.words(page).split()
        assert {word in there for word in before} == {True}, there
        assert len({word in there for word in typed}) == 1, there
    return page


LIBFAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
"""Debian's libfaketime."""


@fault(
    "server's clock off",
    "the server's clock an hour ahead: typed; clock right again: typed on, closed the tab",
)
def server_clock_off(desk: Desk) -> Page:
    assert LIBFAKETIME, "libfaketime is missing (Debian: apt install libfaketime)."
    clock = {"LD_PRELOAD": str(LIBFAKETIME), "FAKETIME": "+1h", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    desk.kill_server()
    with added(desk.site.settings, clock):
        desk.site.start()
    context = desk.context()
    page = context.pages[0]
    desk.type(page)
    desk.saved(page)
    now = datetime.now(UTC)
    saved_at = desk.shell("print(review.autosaved_texts.get().saved_at.isoformat())")
    assert datetime.fromisoformat(saved_at.strip()) > now + timedelta(minutes=59), saved_at
    desk.kill_server()
    desk.type(page)
    desk.site.start()
    desk.saved(page)
    desk.type(page)
    page.close()
    return desk.open(context)


@contextmanager
def added(settings: dict[str, str], more: dict[str, str]) -> Iterator[None]:
    """``settings`` with ``more`` until the end of the block."""
    settings |= more
    try:
        yield
    finally:
        for name in more:
            del settings[name]
