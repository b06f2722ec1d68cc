"""Two forms of one review that are open at the same time."""

from playwright.sync_api import Page, expect

from bench.desk_faults.desk import UNREACHABLE, Desk, fault
from bench.desk_faults.server_faults import DELAYS


@fault("two tabs", "typed in two tabs of one editor, reloaded both")
def two_tabs(desk: Desk) -> Page:
    context = desk.context()
    first, second = context.pages[0], desk.open(context)
    for page in (first, second, first, second):
        page.bring_to_front()
        desk.type(page, 4)
    second.close()
    first.reload()
    return first


@fault("second editor", "typed, another editor saved in between, saved")
def second_editor(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    other = desk.context(name="ben").pages[0]
    other.get_by_label("Standfirst").fill("Of the other.")
    desk.save_and_see(other)
    desk.save(page)
    page.wait_for_timeout(1_500)
    return page


@fault(
    "second editor, server killed",
    "two typed, the second clicked Save, kill -9 after 0 to 0.3 s, 3 times; both saved",
)
def second_editor_killed(desk: Desk) -> Page:
    first = desk.context().pages[0]
    second = desk.context(name="ben").pages[0]
    for delay in DELAYS:
        desk.type(first, 4)
        desk.type(second, 4, part="opening")
        desk.saved(second)
        desk.click_and_kill(second, "Save", delay)
        save_and_wait(desk, first)
        second.goto(desk.url)
        desk.ready(second)
        if second.locator(".offer a.button").count():
            second.locator(".offer a.button").first.click()
            desk.ready(second)
            save_and_wait(desk, second)
        first.goto(desk.url)
        desk.ready(first)
    return second


@fault(
    "conflict, server killed",
    "refused for a conflict, kill -9, chose Both, clicked Save; server back, saved",
)
def conflict_killed(desk: Desk) -> Page:
    page = in_conflict(desk)
    desk.kill_server()
    page.locator(".conflict").get_by_label("Both: theirs below mine").check()
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    desk.save(page)
    page.wait_for_timeout(500)
    expect(page.locator(".conflict")).to_have_count(1)
    desk.site.start()
    desk.saved(page)
    save_and_wait(desk, page)
    expect(page.locator(".conflict")).to_have_count(0)
    saved = desk.shell("print(*review.sections.values_list('body', flat=True))").split()
    assert [word for word in desk.typed if word not in saved] == []
    return page


@fault(
    "conflict, tab closed", "refused for a conflict, kill -9, typed on, closed the tab; server back"
)
def conflict_tab_closed(desk: Desk) -> Page:
    page = in_conflict(desk)
    desk.kill_server()
    desk.type(page, 4)
    expect(page.locator("[data-line]")).to_contain_text(UNREACHABLE)
    page.close()
    desk.site.start()
    return desk.open(page.context)


def in_conflict(desk: Desk) -> Page:
    """A page that was refused, because somebody else has changed the same text."""
    page = desk.context().pages[0]
    other = desk.context(name="ben").pages[0]
    desk.type(other, 4)
    desk.save_and_see(other)
    desk.type(page, 4)
    desk.save(page)
    expect(page.locator(".conflict")).to_have_count(1)
    desk.ready(page)
    return page


def save_and_wait(desk: Desk, page: Page) -> None:
    """Save, whatever else the desk says."""
    desk.save(page)
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
