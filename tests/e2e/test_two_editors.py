"""Two browsers have one form open."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from films.models import Film
from reviews.models import Review
from tests.e2e.axe import violations
from tests.e2e.logins import sign_in
from tests.factories import AdminFactory, FilmFactory, FullReviewFactory


@pytest.fixture
def bea(page_without_javascript: Page, live_server: Any) -> Page:
    """A page of the other browser."""
    user = AdminFactory(first_name="Bea", last_name="Beta")
    sign_in(page_without_javascript.context, live_server.url, user)
    return page_without_javascript


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_review_is_joined_and_conflicts_are_chosen(page: Page, bea: Page, live_server: Any) -> None:
    sign_in(page.context, live_server.url, AdminFactory(first_name="Ann", last_name="Alpha"))
    review = FullReviewFactory(headline="Before")
    body = "The train leaves at dawn.\n\nNobody knows where it goes.\n\nIt is late."
    review.sections.filter(placement="opening").update(body=body)
    address = f"{live_server.url}/admin/reviews/review/{review.pk}/change/"
    for editor in (page, bea):
        editor.goto(address)

    # Without JavaScript, from a form that nothing was changed in but these.
    bea.locator("[name=headline]").fill("Hers")
    bea.locator("[name=opening-0-body]").fill(body.replace("at dawn", "in the morning"))
    bea.locator("[name=standfirst]").fill("Her standfirst.")
    save(bea)
    expect(bea.locator(".messagelist li")).to_have_text(["Saved."])

    page.get_by_label("Headline").fill("Mine")
    mine = body.replace("at dawn", "at noon").replace("It is late.", "It is very late.")
    page.locator("[name=opening-0-body]").fill(mine)
    save(page)
    conflicts = page.locator(".conflict")
    expect(conflicts).to_have_count(2)
    expect(conflicts.first).to_contain_text("Bea Beta changed this, too.")
    expect(page.locator("[name=standfirst]")).to_have_value("Her standfirst.")
    expect(page.locator("[name=opening-0-body]")).to_have_value(mine)
    expect(conflicts.last.locator("del")).to_have_text(["at", "noon"])
    expect(conflicts.last.locator("ins")).to_have_text(["in", "the morning"])
    assert violations(page, ".conflict, .errorlist.nonfield") == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 720})

    page.get_by_role("link", name="The opening 1: Body").click()
    conflicts.last.get_by_label("Both: theirs below mine").check()
    conflicts.first.get_by_label("Keep mine").focus()
    page.keyboard.press("ArrowDown")
    save(page)
    expect(page.locator(".messagelist li").first).to_have_text(
        "Bea Beta saved changes while you had this page open. They are kept: Standfirst."
    )
    stored = Review.objects.get()
    assert (stored.headline, stored.standfirst) == ("Hers", "Her standfirst.")
    assert stored.sections.get(placement="opening").body == (
        "The train leaves at noon.\n\nThe train leaves in the morning.\n\n"
        "Nobody knows where it goes.\n\nIt is very late."
    )


@pytest.mark.soak
def test_facts(page: Page, bea: Page, live_server: Any) -> None:
    sign_in(page.context, live_server.url, AdminFactory(first_name="Ann", last_name="Alpha"))
    film = FilmFactory(title="Alien", tagline="Before.", overview="One.\n\nTwo.")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    address = f"{live_server.url}/admin/films/film/{film.pk}/change/"
    for editor in (page, bea):
        editor.goto(address)
    page.locator("[name=overview]").fill("1.\n\nTwo.")
    page.locator("[name=tagline]").fill("Mine.")
    page.get_by_role("button", name="Save and continue editing").click()

    # Bea's form is older. It has neither JavaScript nor the new texts.
    bea.locator("[name=runtime]").fill("90")
    bea.locator("[name=tagline]").fill("Hers.")
    bea.get_by_role("button", name="Save and continue editing").click()
    expect(bea.locator(".conflict")).to_have_count(1)
    assert Film.objects.get().runtime == 125
    bea.get_by_label("Take theirs").check()
    bea.get_by_role("button", name="Save and continue editing").click()
    expect(bea.locator(".conflict")).to_have_count(0)
    stored = Film.objects.get()
    assert (stored.tagline, stored.runtime) == ("Mine.", 90)
    assert stored.overview.splitlines() == ["1.", "", "Two."]

    # Leaving with unsaved text asks.
    page.goto(address)
    page.goto("about:blank")
    assert asked == []
    page.goto(address)
    page.locator("[name=tagline]").press_sequentially("x")
    page.goto("about:blank")
    assert asked == ["beforeunload"]


PRESS_TWICE = """
(button) => {
  const sent = [];
  button.form.addEventListener("submit", (event) => {
    sent.push(!event.defaultPrevented);
    event.preventDefault();
  });
  button.click();
  button.click();
  return sent;
}"""


def test_second_click_does_not_send_a_new_row_again(page: Page, live_server: Any) -> None:
    sign_in(page.context, live_server.url)
    page.goto(f"{live_server.url}/admin/films/project/add/")
    button = page.get_by_role("button", name="Save", exact=True)
    assert button.evaluate(PRESS_TWICE) == [True, False]
