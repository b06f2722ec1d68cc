"""Facts are added on the desk without leaving the review."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.roles import Role
from films.models import Film
from tests.e2e.axe import violations_in_both_themes
from tests.e2e.logins import sign_in
from tests.factories import (
    CreditFactory,
    FilmFactory,
    ImageFactory,
    PersonFactory,
    ReviewFactory,
    picture_bytes,
)
from tests.roles import account

CAST_LIST = "Directed by Len Wiseman\nAna de Armas as Eve\nAnn Alpha … Rooney\nGaffer: Bo"


@pytest.fixture
def desk(page: Page, live_server: Any) -> Page:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page.context, live_server.url)
    return page


def test_cast_list_is_pasted_by_keyboard(desk: Page, live_server: Any, violated: list[str]) -> None:
    review = ReviewFactory()
    for slug in ("ann", "ann-2"):
        PersonFactory(name="Ann Alpha", slug=slug)
    desk.goto(f"{live_server.url}/admin/reviews/review/{review.pk}/change/")
    desk.get_by_label("Headline").fill("Typed before")
    button = desk.get_by_role("button", name="Paste a cast list")
    button.press("Enter")
    text = desk.get_by_label("The cast and crew of")
    expect(text).to_be_focused()
    desk.keyboard.insert_text(CAST_LIST)
    # A panel that is closed keeps what was typed.
    desk.keyboard.press("Escape")
    expect(button).to_be_focused()
    desk.keyboard.press("Enter")
    expect(text).to_have_value(CAST_LIST)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    lines = desk.locator(".cast-line")
    expect(lines).to_have_count(4)
    expect(lines.nth(3)).to_contain_text("“Gaffer” is no job that the site knows.")
    assert violations_in_both_themes(desk, "#side-panel") == []
    desk.set_viewport_size({"width": 390, "height": 844})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.get_by_role("button", name="Save the credits").press("Enter")
    who = desk.get_by_label("“Ann Alpha” is")
    expect(who).to_be_focused()
    desk.keyboard.press("ArrowDown")
    desk.get_by_label("Surprise appearance").last.press("Space")
    ana = lines.filter(has_text="Ana de Armas")
    ana.get_by_role("button", name="Move down").press("Enter")
    expect(ana.get_by_role("button", name="Move up")).to_be_enabled()
    assert violations_in_both_themes(desk, "#side-panel") == []
    desk.get_by_role("button", name="Save the credits").press("Enter")
    said = desk.locator("#part-cast [data-panel-note]")
    expect(said).to_have_text("3 credits added. 2 people are new. 2 characters are new.")
    expect(button).to_be_focused()
    expect(desk.get_by_label("Headline")).to_have_value("Typed before")
    found = review.film.credits.all().with_names().by_billing()
    assert [(str(credit), credit.is_spoiler) for credit in found] == [
        ("Ann Alpha as Rooney", True),
        ("Ana de Armas as Eve", False),
        ("Len Wiseman as Director", False),
    ]
    # A critique can be of the new credits at once.
    desk.get_by_role("button", name="Add critique").click()
    desk.keyboard.type("eve")
    expect(desk.locator(".select2-results__option")).to_have_text(["Ana de Armas as Eve"])
    assert violated == []


def test_film_is_added_by_a_critic_beside_the_review(
    page: Page, live_server: Any, violated: list[str]
) -> None:
    sign_in(page.context, live_server.url, account(Role.CRITIC))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/admin/reviews/review/add/")
    page.get_by_label("Headline").fill("Typed before")
    field = page.locator(".field-film")
    field.locator(".select2-selection").click()
    page.keyboard.type("Ballerina")
    expect(page.get_by_text("No results found")).to_be_visible()
    button = field.get_by_role("button", name="New film")
    # The list covers the button below the field.
    page.locator(".select2-dropdown").get_by_role("button", name="New film").click()
    title = page.get_by_label("Title:", exact=True)
    expect(title).to_be_focused()
    expect(title).to_have_value("Ballerina")
    assert violations_in_both_themes(page, "#side-panel") == []
    # The fields of the review and of the film do not share an id.
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    page.keyboard.press("Tab")
    page.keyboard.type("2025")
    page.keyboard.press("Enter")
    expect(field.locator("[data-panel-note]")).to_contain_text("until an editor confirms it")
    expect(field.locator(".select2-selection__rendered")).to_contain_text("Ballerina (2025)")
    expect(page.get_by_label("Headline")).to_have_value("Typed before")
    film = Film.objects.get()
    assert (film.title, film.is_confirmed) == ("Ballerina", False)
    # The same once more: the form offers the film that is there.
    button.press("Enter")
    title.fill("Ballerina")
    page.get_by_label("Release date").fill("2025")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Use Ballerina (2025)").press("Enter")
    expect(page.locator("#side-panel")).to_be_hidden()
    assert Film.objects.count() == 1
    assert violated == []


def test_credits_are_moved_by_keyboard(desk: Page, live_server: Any) -> None:
    film = FilmFactory()
    for name, order in (("Ann", 2), ("Bo", 5), ("Cy", None), ("Di", None)):
        CreditFactory(
            film=film, person=PersonFactory(name=name), characters=[], billing_order=order
        )
    desk.goto(f"{live_server.url}/admin/cast/credit/film/{film.pk}/")
    last = desk.get_by_role("group", name="Di").get_by_role("button", name="Move up")
    last.press("Enter")
    expect(last).to_be_focused()
    desk.get_by_role("group", name="Bo").get_by_role("button", name="Move up").press("Enter")
    desk.get_by_role("button", name="Save this page").click()
    expect(desk.locator(".messagelist .success")).to_have_text("3 credits saved.")
    found = film.credits.by_billing().values_list("person__name", "billing_order")
    assert [*found] == [("Bo", 2), ("Ann", 5), ("Di", 6), ("Cy", None)]


@pytest.mark.soak
def test_focal_point_is_set_on_the_picture(desk: Page, live_server: Any) -> None:
    image = ImageFactory(data=picture_bytes(1, width=300, height=200))
    desk.goto(f"{live_server.url}/admin/images/image/{image.pk}/change/")
    picture = desk.locator(".focal-point img")
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    box: Any = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.8})
    mark = desk.get_by_role("button", name="Focal point")
    expect(mark).to_be_focused()
    mark.press("ArrowRight")
    mark.press("Shift+ArrowUp")
    crop = desk.locator(".focal-point__crop--poster img")
    assert crop.evaluate("image => getComputedStyle(image).objectPosition") == "21% 70%"
    desk.get_by_role("button", name="Save", exact=True).click()
    image.refresh_from_db()
    assert image.focus == (0.21, 0.7)
