"""Faults of the browser, of its clock and of the session."""

import tempfile
import time

from playwright.sync_api import Page, expect

from bench.desk_faults.desk import PASSWORD, Desk, fault, kill_browser, own_browser

KEPT_AFTER = 0.8
"""Seconds after which the browser has a copy of what was typed."""
CLOCK = "{const now = Date.now; Date.now = () => now() + 3600000;}"
NO_STORAGE = (
    "Object.defineProperty(window, 'indexedDB', {value: {open() { throw Error('refused'); }}})"
)


@fault("reload", "typed, reloaded at once")
def reload(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    page.reload()
    return page


@fault("tab closed", "typed, closed the tab at once, opened the desk again")
def tab_closed(desk: Desk) -> Page:
    context = desk.context()
    desk.type(context.pages[0])
    context.pages[0].close()
    return desk.open(context)


@fault("back", "typed, went back, opened the desk again")
def back(desk: Desk) -> Page:
    page = desk.context().pages[0]
    page.goto(f"{desk.site.url}/admin/reviews/review/")
    page.goto(desk.url)
    desk.ready(page)
    desk.type(page)
    page.go_back()
    return page


@fault("save, back, save", "saved, went back, typed more, saved the old page")
def save_back_save(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    desk.save_and_see(page)
    page.go_back()
    desk.ready(page)
    desk.type(page)
    desk.save(page)
    page.wait_for_timeout(1_500)
    return page


@fault("double click", "typed, clicked Save twice: saved once")
def double_click(desk: Desk) -> Page:
    page = desk.context().pages[0]
    desk.type(page)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator(".messagelist .success").first).to_have_text("Saved.")
    version = desk.shell("print(review.version)")
    assert version.strip() == "2", version
    return page


@fault("browser killed", "typed, kill -9 of the browser after 0.8 s, opened another one")
def browser_killed(desk: Desk) -> Page:
    folder = tempfile.mkdtemp()
    with own_browser(desk.playwright, folder) as (browser, process):
        page = browser.contexts[0].new_page()
        desk.log_in(page)
        desk.type(page)
        time.sleep(KEPT_AFTER)
        kill_browser(process)
    # The next one of the same profile.
    next_one = own_browser(desk.playwright, folder)
    browser, _process = desk.after.enter_context(next_one)
    page = browser.contexts[0].new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(desk.url)
    if "login" in page.url:
        desk.log_in(page)
    return page


@fault("no storage in the browser", "IndexedDB refused, server down: says so; saved when back")
def no_storage(desk: Desk) -> Page:
    page = desk.context(script=NO_STORAGE).pages[0]
    desk.kill_server()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text("this browser cannot keep your text")
    desk.site.start()
    desk.saved(page)
    return page


@fault("session over", "session ended, typed, logged in again in place, saved")
def session_over(desk: Desk) -> Page:
    page = desk.context().pages[0]
    page.context.clear_cookies()
    desk.type(page)
    expect(page.locator("[data-line]")).to_contain_text("You are logged out.")
    desk.save(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Username").fill("ann")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator(".messagelist .success")).to_have_text("Saved.")
    return page


@fault("session over, tab closed", "session ended, typed, closed the tab, logged in again")
def session_over_closed(desk: Desk) -> Page:
    context = desk.context()
    page = context.pages[0]
    context.clear_cookies()
    desk.type(page)
    time.sleep(KEPT_AFTER)
    page.close()
    page = context.new_page()
    desk.log_in(page)
    return page


@fault("browser's clock off", "the browser's clock is an hour ahead: typed, closed the tab")
def clock_off(desk: Desk) -> Page:
    context = desk.context(script=CLOCK)
    page = context.pages[0]
    desk.type(page)
    desk.saved(page)
    desk.type(page)
    page.close()
    return desk.open(context)
