"""Every screen of the admin in a browser: axe, the policy, the console, both themes, a telephone.

Which screens there are the registry and the resolver say, so that a new model or address is looked
at, or fails the test until somebody has planted a row of it or said that it is no screen.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from editions.publishing import publish
from films.models import Film
from images.models import Image
from reviews.models import Review
from tests.e2e.axe import violations
from tests.factories import (
    PASSWORD,
    AdminFactory,
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    ProjectFactory,
    UserFactory,
)
from tests.roles import account

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}

# What a person is never shown as a page.
NO_SCREENS = {
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:logout",
    "admin:reviews_review_credits",
    "admin:view_on_site",
    # Leads to the next.
    "admin:reviews_review_preview",
    # Pages of the readers' look, for which there are tests of their own.
    "staff_preview:page",
    "staff_preview:page_curtain",
    "staff_preview:page_revealed",
    "staff_preview:page_revealed_one",
    # Dialogs and a preview within the editor, which has tests of its own.
    "markdownx_canonical",
    "markdownx_markdownify",
    "markdownx_pictures",
    "markdownx_upload",
}

# Of Django's own making, by rule and what the element has in it.
DJANGOS = {
    # select2 hangs the button that clears a choice of several among the list's items.
    "list": 'class="select2-selection__rendered"',
}

# Where the dark theme is looked at, too: of each kind one that has everything of its kind.
IN_THE_DARK = {
    f"admin:{name}"
    for name in (
        "index",
        "password_change",
        "films_film_changelist",
        "films_film_change",
        "films_film_delete",
        "images_image_changelist",
        "images_image_change",
        "editions_edition_change",
        "reviews_review_changelist",
        "reviews_review_change",
        "reviews_review_history",
        "reviews_review_publish",
    )
}

# Of these axe looks at one model's in place of all: they differ in a name.
ONE_TEMPLATE = ("_history", "_delete")

HEARD = """
window.refusals = [];
addEventListener("securitypolicyviolation", (event) =>
  refusals.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


def names(resolver: URLResolver, prefix: str = "admin/", space: str = "") -> Iterator[str]:
    """The name of every address under the admin's."""
    for entry in resolver.url_patterns:
        place = str(entry.pattern)
        if prefix and not place.startswith(prefix):
            continue
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{space}{entry.name}"
        else:
            below = f"{entry.namespace}:" if entry.namespace else space
            yield from names(entry, "", below)


def of_models(user: User) -> dict[str, str]:
    """The addresses that each registered model has for somebody who may do anything."""
    request = RequestFactory().get("/")
    request.user = user
    found = {}
    for model, its in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("pk").first()
        assert row, f"no row of {name} to look at: plant one in rows()"
        ways: dict[str, list[Any]] = {"changelist": [], "history": [row.pk], "change": [row.pk]}
        ways |= {"add": []} if its.has_add_permission(request) else {}
        ways |= {"delete": [row.pk]} if its.has_delete_permission(request) else {}
        found |= {f"{name}_{way}": reverse(f"{name}_{way}", args=a) for way, a in ways.items()}
    return found


def of_ours(review: Review, film: Film, user: User) -> dict[str, str]:
    """The other screens, and what only some states of a screen show."""
    image = Image.objects.first()
    assert image
    screens = {
        name: reverse(name)
        for name in (
            "admin:index",
            "admin:login",
            "admin:password_change",
            "admin:password_change_done",
            "admin:second_factor",
        )
    }
    screens |= {
        f"admin:reviews_review_{step}": reverse(f"admin:reviews_review_{step}", args=[review.pk])
        for step in ("publish", "schedule", "cancel", "withdraw")
    }
    screens |= {
        "admin:app_list": reverse("admin:app_list", args=["films"]),
        "admin:auth_user_password_change": reverse(
            "admin:auth_user_password_change", args=[user.pk]
        ),
        "admin:cast_credit_film": reverse("admin:cast_credit_film", args=[film.pk]),
        "a list that finds nothing": reverse("admin:films_film_changelist") + "?q=nothing",
        "a list that is filtered": reverse("admin:films_film_changelist")
        + "?status__exact=released&q=film",
        "a picture that is in use": reverse(
            "admin:images_image_delete", args=[Image.objects.first().pk]
        ),  # type: ignore[union-attr]
    }
    return screens


def without_a_screen(user: User) -> set[str]:
    """What a model's admin refuses even to somebody who may do anything."""
    request = RequestFactory().get("/")
    request.user = user
    found = set()
    for model, its in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found |= set() if its.has_add_permission(request) else {f"{name}_add"}
        found |= set() if its.has_delete_permission(request) else {f"{name}_delete"}
    return found


@pytest.fixture
def rows() -> tuple[Review, Film]:
    review = FullReviewFactory()
    publish(review=review)
    publish(review=review, live_from=timezone.now() + timedelta(days=1))
    TOTPDevice.objects.create(user=UserFactory(), name="totp")
    film = FilmFactory(poster=ImageFactory())
    FranchiseEntryFactory(film=film)
    CreditFactory.create_batch(3, film=film)
    ProjectFactory()
    GenreFactory()
    return review, film


@pytest.fixture
def root(page: Page, live_server: Any) -> User:
    """A superuser, signed in with this page."""
    user: User = AdminFactory(username="root", first_name="Eve")
    sign_in(page, live_server.url, user)
    return user


def sign_in(page: Page, url: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": f"{url}/admin/"}])


@pytest.fixture
def screen(page: Page) -> Page:
    page.add_init_script(HEARD)
    page.emulate_media(reduced_motion="reduce")
    return page


def of_our_making(found: list[str]) -> list[str]:
    """Of what axe ``found``, all but what Django draws by itself."""
    return [each for each in found if DJANGOS.get(each.partition(":")[0], "no element") not in each]


def wrong_with(page: Page, name: str = "") -> list[str]:
    """Of the page as it is open, in the dark, and on a telephone."""
    page.set_viewport_size(WIDE)
    is_one_of_many = name.endswith(ONE_TEMPLATE) and name not in IN_THE_DARK
    found = [] if is_one_of_many else of_our_making(violations(page))
    if not name or name in IN_THE_DARK:
        page.emulate_media(color_scheme="dark")
        in_the_dark = violations(page, runOnly=["color-contrast"])
        found += [f"in the dark, {each}" for each in of_our_making(in_the_dark)]
        page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROW["width"]:
        found.append(f"{wide} pixels wide on a telephone of {NARROW['width']}")
    return found + page.evaluate("refusals")


class TestScreens:
    def test_every_address_of_the_admin_is_looked_at(
        self, rows: tuple[Review, Film], root: User
    ) -> None:
        screens = of_models(root) | of_ours(*rows, root)
        looked_at = {name for name in screens if ":" in name}
        assert set(names(get_resolver())) == looked_at | NO_SCREENS | without_a_screen(root)

    @pytest.mark.parametrize("half", [0, 1])
    def test_are_in_order(
        self, screen: Page, live_server: Any, rows: tuple[Review, Film], root: User, half: int
    ) -> None:
        screens = sorted((of_models(root) | of_ours(*rows, root)).items())[half::2]
        met, wanted = {}, {}
        for name, address in screens:
            response = screen.goto(f"{live_server.url}{address}")
            assert response is not None
            met[name] = (response.status, wrong_with(screen, name))
            wanted[name] = (200, [])
        assert {name: it for name, it in met.items() if it != wanted[name]} == {}
        assert len(met) > 30


class TestDoors:
    """What somebody sees who is not in, or not let in."""

    def test_the_login(self, screen: Page, live_server: Any, page_errors: list[str]) -> None:
        AdminFactory(username="root")
        screen.goto(f"{live_server.url}/admin/")
        assert wrong_with(screen) == []
        for attempt in range(5):
            screen.get_by_label("Username").fill("root")
            screen.get_by_label("Password").fill(PASSWORD[::-1])
            screen.get_by_role("button", name="Log in").click()
            if attempt == 0:
                expect(screen.get_by_text("Please enter the correct username")).to_be_visible()
                assert wrong_with(screen) == []
        expect(screen.get_by_text("Please try again in 15 minutes.")).to_be_visible()
        assert wrong_with(screen) == []
        assert all("429" in error for error in page_errors)
        page_errors.clear()

    def test_after_the_log_out(self, screen: Page, live_server: Any, root: User) -> None:
        screen.goto(f"{live_server.url}/admin/")
        screen.get_by_role("button", name="Log out").click()
        expect(screen.get_by_role("heading", name="Logged out")).to_be_visible()
        assert wrong_with(screen) == []

    @pytest.mark.parametrize(
        ("address", "status", "says"),
        [
            ("films/film/add/", 403, "You have no permission for this page."),
            ("nowhere/", 404, "This reel is missing."),
        ],
    )
    def test_what_is_not_for_them(
        self,
        screen: Page,
        live_server: Any,
        page_errors: list[str],
        address: str,
        status: int,
        says: str,
    ) -> None:
        sign_in(screen, live_server.url, account())
        response = screen.goto(f"{live_server.url}/admin/{address}")
        assert response is not None
        assert response.status == status
        expect(screen.get_by_role("heading", name=says)).to_be_visible()
        assert wrong_with(screen) == []
        assert [error for error in page_errors if f"{status}" not in error] == []
        page_errors.clear()

    def test_who_may_do_nothing(self, screen: Page, live_server: Any) -> None:
        sign_in(screen, live_server.url, account())
        screen.goto(f"{live_server.url}/admin/")
        expect(screen.get_by_text("You don’t have permission")).to_be_visible()
        assert wrong_with(screen) == []
