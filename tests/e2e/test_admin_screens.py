"""Every screen of the admin in a browser: axe, policy, console, both themes, width of a telephone.

The screens come from the admin's registry and from the resolver. A new model or address is opened
as well, or fails a test until somebody has planted a row of it or listed it as no screen. Without
SOAK, a browser opens the screens in `WITHOUT_SOAK`; with SOAK, all but those that look like one of
these. All others must answer with the status 200.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.invitations import invitation_link
from desk.comments.commenting import comment
from desk.comments.models import Comment
from desk.merging.admin import Mergeable
from desk.steps.pages import STEPS
from editions.bin import keep_removed, put_into_bin
from editions.parts import BY_KEY
from editions.publishing import publish
from films.models import Film
from images.models import Image
from moving.models import MoveLine, Redirect, SiteMove
from outreach.models import Webhook
from reviews.models import Review
from site_settings.models import SitePage, SiteSettings
from tests.desk.tmdb.server import FILM, Tmdb, running
from tests.e2e.axe import load_with_every_page, violations_in_both_themes
from tests.e2e.logins import sign_in
from tests.factories import (
    PASSWORD,
    AdminFactory,
    ContentNoteFactory,
    CreditFactory,
    DayOfReviewFactory,
    DeliveryFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    ProjectFactory,
    ReviewFactory,
    UserFactory,
    picture_bytes,
)
from tests.roles import account

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}

# Addresses that show no screen of the admin.
NO_SCREENS = {
    "admin:autocomplete",
    "admin:films_film_date",
    "admin:jsi18n",
    "admin:logout",
    "admin:reviews_review_autosave",
    "admin:reviews_review_autosave_new",
    "admin:reviews_review_credits",
    # The panel of leaks of the form.
    "admin:reviews_review_leaks",
    "admin:reviews_review_leaks_new",
    "admin:reviews_review_words",
    "admin:view_on_site",
    # A file.
    "admin:moving_sitemove_report",
    # Redirects to the preview.
    "admin:reviews_review_preview",
    # Looks like the readers' pages, which have tests of their own.
    "staff_preview:own_page",
    "staff_preview:page",
    "staff_preview:page_changed",
    "staff_preview:page_curtain",
    "staff_preview:page_revealed",
    "staff_preview:page_revealed_one",
    "staff_preview:page_typed",
    # Dialogs and previews of the editor, which has tests of its own.
    "markdownx_canonical",
    "markdownx_markdownify",
    "markdownx_pictures",
    "markdownx_upload",
}

# Violations in Django's own markup: by rule, a part of the element.
DJANGOS = {
    # select2 puts the button that clears a multiple choice among the list's items.
    "list": 'class="select2-selection__rendered"',
}

# One screen of each kind that several models or steps have.
ONE_OF_EACH_KIND = {
    f"admin:{name}"
    for name in (
        "index",
        "password_change",
        "auth_user_add",
        "cast_person_merge",
        "films_film_add",
        "films_film_changelist",
        "films_film_change",
        "films_film_delete",
        "images_image_add",
        "images_image_changelist",
        "images_image_change",
        "editions_edition_change",
        "reviews_review_add",
        "reviews_review_changelist",
        "reviews_review_change",
        "reviews_review_history",
        "reviews_review_publish",
        # This step asks for a text.
        "reviews_review_note",
        # This step is not possible for a review that was live, and says so.
        "reviews_review_backdate",
    )
}

# What the browser opens without SOAK. The screens of our own are those with the most on them.
WITHOUT_SOAK = ONE_OF_EACH_KIND | {
    "admin:cast_credit_paste",
    "admin:reviews_review_bulk",
    "admin:reviews_review_calendar",
    "admin:reviews_review_comments",
    "admin:reviews_review_compare",
    "admin:search",
}

# The settings of the site are one row, and an invitation leads to its form. The others are not for
# somebody who is logged in, or who has no second factor; tests/accounts opens them.
REDIRECTED = {
    "admin:invitation",
    "admin:login",
    "admin:passkey_login",
    "admin:passkeys",
    "admin:recovery_codes",
    "admin:site_settings_sitesettings_changelist",
}

# How the names of screens end that look alike for all models or all steps ("_add" looks like
# "_change" with empty fields). The tests of faults open only those in ONE_OF_EACH_KIND.
SIMILAR = (
    "_add",
    "_changelist",
    "_delete",
    "_history",
    "_merge",
    *(f"_review_{step}" for step in STEPS),
)

REMEMBER_VIOLATIONS = """
window.refusals = [];
addEventListener("securitypolicyviolation", (event) =>
  refusals.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


LANGUAGE_AND_WIDTH = """
[document.documentElement.lang, document.documentElement.scrollWidth]
"""


def names(resolver: URLResolver, prefix: str = "admin/", space: str = "") -> Iterator[str]:
    """The names of the addresses under the admin's path."""
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
    """The addresses that the registered models have for ``user``, by name."""
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
    """The addresses of the other screens, and of states of a screen."""
    image = Image.objects.first()
    assert image
    screens = {
        name: reverse(name)
        for name in (
            "admin:index",
            "admin:login",
            "admin:mails",
            "admin:newsletter",
            "admin:password_reset",
            "admin:password_reset_done",
            "admin:password_change",
            "admin:password_change_done",
            "admin:second_factor",
            "admin:recovery_codes",
            "admin:sessions",
            "admin:passkeys",
            "admin:passkey_login",
        )
    }
    screens |= {
        f"admin:reviews_review_{step}": reverse(f"admin:reviews_review_{step}", args=[review.pk])
        for step in STEPS
    }
    screens["admin:reviews_review_bulk"] = (
        reverse("admin:reviews_review_bulk", args=["schedule"]) + f"?reviews={review.pk}"
    )
    states: dict[str, list[Any]] = {
        "calendar": [],
        "state": [review.pk, "edition-1"],
        "compare": [review.pk],
        "removed": [review.pk],
        "share": [review.pk],
        "comments": [review.pk],
        "bin": [],
    }
    screens |= {
        f"admin:reviews_review_{name}": reverse(f"admin:reviews_review_{name}", args=arguments)
        for name, arguments in states.items()
    }
    screens |= {
        f"{name}_merge": reverse(f"{name}_merge", args=[model._default_manager.first().pk])
        for model, its in admin.site._registry.items()
        if isinstance(its, Mergeable)
        for name in [f"admin:{model._meta.app_label}_{model._meta.model_name}"]
    }
    screens |= {
        "admin:app_list": reverse("admin:app_list", args=["films"]),
        "admin:search": reverse("admin:search") + "?q=e",
        "admin:auth_user_invite": reverse("admin:auth_user_invite", args=[user.pk]),
        "admin:auth_user_sessions": reverse("admin:auth_user_sessions", args=[user.pk]),
        "admin:invitation": urlsplit(invitation_link(UserFactory(is_staff=True))).path,
        "a link that was used": reverse("admin:invitation", args=["MQ", "used"]),
        "admin:auth_user_password_change": reverse(
            "admin:auth_user_password_change", args=[user.pk]
        ),
        "admin:cast_credit_film": reverse("admin:cast_credit_film", args=[film.pk]),
        "admin:moving_redirect_file": reverse("admin:moving_redirect_file"),
        "admin:moving_redirect_try": reverse("admin:moving_redirect_try") + "?address=/old/",
        "admin:outreach_webhook_secret": reverse(
            "admin:outreach_webhook_secret", args=[Webhook.objects.get().pk]
        ),
        "admin:films_film_new": reverse("admin:films_film_new"),
        "admin:films_film_tmdb": reverse("admin:films_film_tmdb") + "?q=Ballerina",
        "admin:films_film_tmdb_facts": reverse("admin:films_film_tmdb_facts", args=[FILM["id"]]),
        "admin:films_film_tmdb_cast": reverse(
            "admin:films_film_tmdb_cast", args=[FILM["id"], film.pk]
        ),
        "admin:cast_credit_paste": reverse("admin:cast_credit_paste", args=[film.pk]),
        "a list that finds nothing": reverse("admin:films_film_changelist") + "?q=nothing",
        "a list that is filtered": reverse("admin:films_film_changelist")
        + "?status__exact=released&q=film",
        "a picture that is in use": reverse(
            "admin:images_image_delete", args=[Image.objects.first().pk]
        ),  # type: ignore[union-attr]
    }
    return screens


def without_a_screen(user: User) -> set[str]:
    """The names of the models' addresses that are closed even to ``user``."""
    request = RequestFactory().get("/")
    request.user = user
    found = set()
    for model, its in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found |= set() if its.has_add_permission(request) else {f"{name}_add"}
        found |= set() if its.has_delete_permission(request) else {f"{name}_delete"}
    return found


def one_row_of_each_model() -> tuple[Review, Film]:
    review: Review = FullReviewFactory()
    ContentNoteFactory(review=review)
    publish(review=review)
    publish(review=review, live_from=timezone.now() + timedelta(days=1))
    TOTPDevice.objects.create(user=UserFactory(), name="totp")
    DayOfReviewFactory(review=review)
    film: Film = FilmFactory(poster=ImageFactory())
    FranchiseEntryFactory(film=film)
    CreditFactory.create_batch(3, film=film)
    ProjectFactory()
    GenreFactory()
    Redirect.objects.create(old="/old/", review=review)
    DeliveryFactory()
    checked = SiteMove.objects.create(
        file_name="site.xml",
        state="checked",
        done=1,
        total=1,
        counts={"authors": {"ada": ["Ada", 1]}, "tags": {"Crime": 1}, "warnings": 1},
    )
    checked.path.mkdir(parents=True)
    MoveLine.objects.create(
        move=checked, number=1, place="line 7", outcome="draft", warnings=["Look."]
    )
    SiteSettings.objects.get_or_create(pk=1)
    SitePage.objects.get_or_create(slug="imprint", defaults={"title": "Imprint"})
    keep_removed(BY_KEY["story"], review.sections.all(), review=review, by=None)
    put_into_bin(ReviewFactory(), by=None)
    by = AdminFactory()
    passage = {"passage": "opening.1", "quote": "She learns"}
    for given in ({}, passage, passage | {"quote": "words that are gone"}):
        said = comment(review=review, by=by, text="Is that so?", **given)
        comment(review=review, by=by, text="It is.", thread=said)
    Comment.objects.create(review=review, text="Done.", resolved_at=timezone.now())
    return review, film


@pytest.fixture(scope="module")
def tmdb_server() -> Iterator[Tmdb]:
    with running(picture_bytes(7)) as tmdb:
        yield tmdb


@pytest.fixture
def tmdb(tmdb_server: Tmdb, settings: Settings) -> None:
    tmdb_server.set_up(settings)


@pytest.fixture
def rows(planted: Any) -> tuple[Review, Film]:
    found: tuple[Review, Film] = planted(one_row_of_each_model)
    return found


@pytest.fixture
def root(page: Page, live_server: Any) -> User:
    """A superuser, signed in in the page's browser."""
    user: User = AdminFactory(username="root", first_name="Eve")
    return sign_in(page.context, live_server.url, user)


@pytest.fixture
def screen(page: Page) -> Page:
    page.add_init_script(REMEMBER_VIOLATIONS)
    page.emulate_media(reduced_motion="reduce")
    return page


def of_our_making(found: list[str]) -> list[str]:
    """The violations in ``found`` that are not in Django's own markup."""
    return [each for each in found if DJANGOS.get(each.partition(":")[0], "no element") not in each]


def is_similar(name: str) -> bool:
    """Whether the browser need not open the screen ``name``, because it opens one like it."""
    return name.endswith(SIMILAR) and name not in ONE_OF_EACH_KIND


def wrong_with(page: Page, checked: set[int] | None = None) -> list[str]:
    """What the checks find on the open page. `violations` explains ``checked``."""
    page.set_viewport_size(WIDE)
    found = of_our_making(violations_in_both_themes(page, checked=checked))
    page.set_viewport_size(NARROW)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROW["width"]:
        found.append(f"{wide} pixels wide on a telephone of {NARROW['width']}")
    return found + page.evaluate("refusals")


class TestScreens:
    def test_are_all_the_addresses_of_the_admin(
        self, rows: tuple[Review, Film], root: User
    ) -> None:
        screens = of_models(root) | of_ours(*rows, root)
        opened = {name for name in screens if ":" in name}
        assert set(names(get_resolver())) == opened | NO_SCREENS | without_a_screen(root)

    def test_that_no_browser_opens_answer_with_200(
        self, rows: tuple[Review, Film], root: User, tmdb: None
    ) -> None:
        """Or with a redirection. With SOAK, a browser opens some of these screens as well."""
        client = Client()
        client.force_login(root)
        screens = of_models(root) | of_ours(*rows, root)
        met = {
            name: client.get(address).status_code
            for name, address in screens.items()
            if name not in WITHOUT_SOAK
        }
        assert met == dict.fromkeys(met, 200) | dict.fromkeys(REDIRECTED, 302)
        assert len(met) > 100

    def test_in_a_browser_have_no_faults(
        self, screen: Page, live_server: Any, rows: tuple[Review, Film], root: User
    ) -> None:
        screens = of_models(root) | of_ours(*rows, root)
        chosen = {name: screens[name] for name in WITHOUT_SOAK}
        assert self.faults(screen, live_server.url, chosen) == {}

    @pytest.mark.soak
    def test_that_look_like_no_other_have_no_faults(
        self, screen: Page, live_server: Any, rows: tuple[Review, Film], root: User, tmdb: None
    ) -> None:
        screens = {
            name: address
            for name, address in (of_models(root) | of_ours(*rows, root)).items()
            if not (is_similar(name) or name in WITHOUT_SOAK)
        }
        assert len(screens) > 50
        assert self.faults(screen, live_server.url, screens) == {}

    def faults(
        self, page: Page, url: str, screens: dict[str, str]
    ) -> dict[str, tuple[int, list[str]]]:
        """Opens ``screens``, addresses by name. Returns the names of those with faults, each with
        its HTTP status and what is wrong with it."""
        load_with_every_page(page)
        checked: set[int] = set()
        met = {}
        for name, address in sorted(screens.items()):
            response = page.goto(f"{url}{address}")
            assert response is not None
            met[name] = (response.status, wrong_with(page, checked))
        return {name: it for name, it in met.items() if it != (200, [])}

    @pytest.mark.soak
    def test_have_no_faults_in_german(
        self,
        screen: Page,
        live_server: Any,
        rows: tuple[Review, Film],
        root: User,
        tmdb: None,
        settings: Settings,
    ) -> None:
        """The words are longer: the checks are those that depend on them."""
        settings.LANGUAGE_CODE = "de"
        models = of_models(root)
        screens = sorted((models | of_ours(*rows, root)).items())
        screen.set_viewport_size(NARROW)
        met, wanted = {}, {}
        for name, address in screens:
            if name in models and name not in ONE_OF_EACH_KIND:
                continue
            screen.goto(f"{live_server.url}{address}")
            met[name] = screen.evaluate(LANGUAGE_AND_WIDTH) + screen.evaluate("refusals")
            wanted[name] = ["de", NARROW["width"]]
        assert {name: it for name, it in met.items() if it != wanted[name]} == {}
        assert len(met) > 40


class TestWithoutAccess:
    """Screens for visitors without a session or without permissions."""

    def test_login(self, screen: Page, live_server: Any, page_errors: list[str]) -> None:
        AdminFactory(username="root")
        checked: set[int] = set()
        screen.goto(f"{live_server.url}/admin/")
        assert wrong_with(screen, checked=checked) == []
        for attempt in range(5):
            screen.get_by_label("Username").fill("root")
            screen.get_by_label("Password").fill(PASSWORD[::-1])
            screen.get_by_role("button", name="Log in").click()
            if attempt == 0:
                expect(screen.get_by_text("Please enter the correct username")).to_be_visible()
                assert wrong_with(screen, checked=checked) == []
        expect(screen.get_by_text("Please try again in 15 minutes.")).to_be_visible()
        assert wrong_with(screen, checked=checked) == []
        assert all("429" in error for error in page_errors)
        page_errors.clear()

    def test_after_logging_out(self, screen: Page, live_server: Any, root: User) -> None:
        screen.goto(f"{live_server.url}/admin/")
        screen.get_by_role("button", name="Log out").click()
        expect(screen.get_by_role("heading", name="Logged out")).to_be_visible()
        assert wrong_with(screen) == []

    @pytest.mark.parametrize(
        ("address", "status", "says"),
        [
            ("films/film/add/", 403, "You have no permission for this page."),
            ("nowhere/", 404, "This page does not exist."),
        ],
    )
    def test_errors(
        self,
        screen: Page,
        live_server: Any,
        page_errors: list[str],
        address: str,
        status: int,
        says: str,
    ) -> None:
        sign_in(screen.context, live_server.url, account())
        response = screen.goto(f"{live_server.url}/admin/{address}")
        assert response is not None
        assert response.status == status
        expect(screen.get_by_role("heading", name=says)).to_be_visible()
        assert wrong_with(screen) == []
        assert [error for error in page_errors if f"{status}" not in error] == []
        page_errors.clear()

    def test_index_without_permissions(self, screen: Page, live_server: Any) -> None:
        sign_in(screen.context, live_server.url, account())
        screen.goto(f"{live_server.url}/admin/")
        expect(screen.get_by_text("You don’t have permission")).to_be_visible()
        assert wrong_with(screen) == []
