"""Every role against every address and action of the admin.

The tables are written by hand and take nothing from `accounts.roles`. An address that is in none of
them fails a test until somebody has written down who may go there.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.generic import RedirectView
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from accounts.roles import Role
from editions.preview_tokens import preview_token
from editions.publishing import publish
from reviews.models import Review
from tests.factories import (
    PASSWORD,
    AdminFactory,
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
    ReviewFactory,
    UserFactory,
)
from tests.roles import account

pytestmark = pytest.mark.django_db

# Without an account; with one that is not staff; staff without a role; then the roles.
VISITORS = ("anonymous", "nobody", "staff", "critic", "editor", "chief", "superuser")

ROLES = VISITORS[3:]

# Models of which a critic sees only what is their own.
OWNED = {"reviews_review"}

# The pages that publish and withdraw a review, and what has to be allowed for each.
STEPS = {"publish": "p", "schedule": "p", "cancel": "p", "withdraw": "w"}

# The answer to a GET, a column for each of `VISITORS`: a status, or the name of the page that it
# redirects to.
SITE = {
    "index": ("login", "login", 200, 200, 200, 200, 200),
    "login": (200, 200, "index", "index", "index", "index", "index"),
    "logout": ("index", "index", 405, 405, 405, 405, 405),
    "password_change": ("login", "login", 200, 200, 200, 200, 200),
    "password_change_done": ("login", "login", 200, 200, 200, 200, 200),
    "second_factor": ("login", "login", 200, 200, 200, 200, 200),
    "jsi18n": ("login", "login", 200, 200, 200, 200, 200),
    # Asked for a film. A film has no page that the admin links to.
    "view_on_site": ("login", "login", 404, 404, 404, 404, 404),
    # Without its parameters. `test_autocomplete` asks with them.
    "autocomplete": ("login", "login", 403, 403, 403, 403, 403),
    # Of the app films.
    "app_list": ("login", "login", 404, 200, 200, 200, 200),
}

# What a role may do to a model's rows, by first letter: view, add, change, delete, publish,
# withdraw.
# Visitors without a role may do nothing.
MODELS = {
    # model: (critic, editor, chief, superuser)
    "auth_user": ("", "", "vac", "vacd"),
    "cast_character": ("v", "vacd", "vacd", "vacd"),
    "cast_credit": ("v", "vacd", "vacd", "vacd"),
    "cast_person": ("v", "vacd", "vacd", "vacd"),
    "films_film": ("v", "vacd", "vacd", "vacd"),
    "films_franchise": ("v", "vacd", "vacd", "vacd"),
    "films_franchiseentry": ("v", "vacd", "vacd", "vacd"),
    "films_genre": ("v", "vacd", "vacd", "vacd"),
    "films_project": ("v", "vacd", "vacd", "vacd"),
    "images_image": ("va", "vacd", "vacd", "vacd"),
    "otp_totp_totpdevice": ("", "", "vd", "vd"),
    "editions_edition": ("", "v", "v", "v"),
    "reviews_critic": ("v", "v", "vacd", "vacd"),
    # A critic's own draft.
    "reviews_review": ("vac", "vacdp", "vacdpw", "vacdpw"),
}

# The answer to an empty form that is posted, as in `SITE`. Whoever is allowed in is told what is
# missing.
SITE_POSTS = {
    "index": ("login", "login", 200, 200, 200, 200, 200),
    "login": (200, 200, 200, 200, 200, 200, 200),
    "password_change": ("login", "login", 200, 200, 200, 200, 200),
    "password_change_done": ("login", "login", 405, 405, 405, 405, 405),
    "second_factor": ("login", "login", 200, 200, 200, 200, 200),
    "jsi18n": ("login", "login", 405, 405, 405, 405, 405),
    "view_on_site": ("login", "login", 404, 404, 404, 404, 404),
    "autocomplete": ("login", "login", 405, 405, 405, 405, 405),
    "app_list": ("login", "login", 404, 200, 200, 200, 200),
    # Last, because it ends the session.
    "logout": ("index", "index", 200, 200, 200, 200, 200),
}

# Addresses under the admin's path that are not the admin's own: a GET, then an empty form posted.
BESIDE = {
    "markdownx_canonical": (
        (403, 403, 400, 400, 400, 400, 400),
        (403, 403, 400, 400, 400, 400, 400),
    ),
    "markdownx_markdownify": (
        (403, 403, 400, 400, 400, 400, 400),
        (403, 403, 400, 400, 400, 400, 400),
    ),
    "markdownx_upload": (
        (403, 403, 403, 400, 400, 400, 400),
        (403, 403, 403, 400, 400, 400, 400),
    ),
    "markdownx_pictures": (
        (403, 403, 403, 200, 200, 200, 200),
        (403, 403, 403, 400, 400, 400, 400),
    ),
    # Of a critic's own draft. Anybody else who is no editor gets a 404.
    "staff_preview:page": (
        ("login", "login", 404, 200, 200, 200, 200),
        ("login", "login", 405, 405, 405, 405, 405),
    ),
    "staff_preview:page_revealed": (
        ("login", "login", 404, 200, 200, 200, 200),
        ("login", "login", 405, 405, 405, 405, 405),
    ),
    "staff_preview:page_revealed_one": (
        ("login", "login", 404, 200, 200, 200, 200),
        ("login", "login", 405, 405, 405, 405, 405),
    ),
    # Fetched by a script. After a redirect it would show the login form inside the curtain.
    "staff_preview:page_curtain": (
        (403, 403, 404, 200, 200, 200, 200),
        (403, 403, 405, 405, 405, 405, 405),
    ),
}

# The addresses that every model has, and what has to be allowed for each.
GETS = {"changelist": "v", "add": "a", "change": "v", "history": "v", "delete": "d"}
POSTS = {"add": "a", "change": "c", "delete": "d"}
# Addresses of one model alone to which a form is posted.
MORE_POSTS = {
    "auth_user": {"password_change": "c"},
    "cast_credit": {"film": "c"},
    "reviews_review": STEPS,
}
# Addresses of one model alone.
MORE = {
    "auth_user": {"password_change": "c"},
    # The credits of the film that a credit is of.
    "cast_credit": {"film": "v"},
    # Suggestions of credits, the preview, and the pages that confirm a step.
    "reviews_review": {"credits": "v", "preview": "v", **STEPS},
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def beside_the_admin() -> set[str]:
    """The names of the addresses under the admin's path that are not the admin's own."""
    found = set()
    for entry in get_resolver().url_patterns:
        if f"/{entry.pattern}".startswith(settings.ADMIN_PATH) and entry is not the_admin():
            space = getattr(entry, "namespace", None)
            mounted = patterns(entry) if isinstance(entry, URLResolver) else [entry]
            found |= {f"{space}:{one.name}" if space else f"{one.name}" for one in mounted}
    return found


def the_admin() -> URLResolver:
    return next(
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and entry.namespace == "admin"
    )


@pytest.fixture(scope="module")
def critic(module_db: Path) -> User:
    user = account(Role.CRITIC)
    CriticFactory(user=user)
    return user


@pytest.fixture(scope="module")
def users(critic: User) -> dict[str, User]:
    """The account of each visitor but the anonymous one."""
    return {
        "nobody": UserFactory(),
        "staff": account(),
        "critic": critic,
        "editor": account(Role.EDITOR),
        "chief": account(Role.CHIEF),
        "superuser": AdminFactory(),
    }


@pytest.fixture
def visitor(request: pytest.FixtureRequest, users: dict[str, User]) -> Client:
    client = Client()
    if request.param != "anonymous":
        client.force_login(users[request.param])
    return client


def owned(review: Review) -> dict[str, Model]:
    return {"reviews_review": review}


@pytest.fixture(scope="module")
def review(critic: User) -> Review:
    """A critic's own draft, with every part."""
    return FullReviewFactory(critic=critic.critic)


@pytest.fixture(scope="module")
def rows(critic: User) -> dict[str, Model]:
    """A row of each model. The review is a critic's own draft."""
    published = FullReviewFactory()
    publish(review=published)
    return {
        "auth_user": UserFactory(),
        "cast_character": CharacterFactory(),
        "cast_credit": CreditFactory(),
        "cast_person": PersonFactory(),
        "films_film": FilmFactory(),
        "films_franchise": FranchiseFactory(),
        "films_franchiseentry": FranchiseEntryFactory(),
        "films_genre": GenreFactory(),
        "films_project": ProjectFactory(),
        "images_image": ImageFactory(),
        "otp_totp_totpdevice": TOTPDevice.objects.create(user=UserFactory(), name="totp"),
        "editions_edition": published.editions.get(),
        "reviews_critic": CriticFactory(),
    } | owned(ReviewFactory(critic=critic.critic))


WITHOUT_A_ROW = ("changelist", "add", "credits")


def address(model: str, kind: str, row: Model) -> str:
    arguments = [] if kind in WITHOUT_A_ROW else [row.pk]
    if (model, kind) == ("cast_credit", "film"):
        arguments = [row.film_id]  # type: ignore[attr-defined]
    return reverse(f"admin:{model}_{kind}", args=arguments)


def of_the_site(name: str, rows: dict[str, Model]) -> str:
    film = rows["films_film"]
    arguments = {
        "view_on_site": [ContentType.objects.get_for_model(film).pk, film.pk],
        "app_list": ["films"],
    }
    return reverse(f"admin:{name}", args=arguments.get(name))


def beside(client: Client, review: Review) -> dict[str, tuple[Any, Any]]:
    """The outcome of a GET and of an empty form for each address in `BESIDE`."""
    token = preview_token(review)
    arguments: dict[str, list[str]] = {
        "staff_preview:page": [token],
        "staff_preview:page_revealed": [token],
        "staff_preview:page_revealed_one": [token, "story-1"],
        "staff_preview:page_curtain": [token, "story-1"],
    }
    addresses = {name: reverse(name, args=arguments.get(name)) for name in BESIDE}
    return {
        name: (outcome(client.get(address)), outcome(client.post(address)))
        for name, address in addresses.items()
    }


def outcome(response: Any) -> Any:
    """The status, or the name of the page that the response redirects to."""
    if response.status_code != 302:
        return response.status_code
    way = response["Location"].split("?")[0]
    if way.startswith("/admin/preview/"):
        return 200  # Its address differs each time: it is signed.
    known = {reverse("admin:login"): "login", reverse("admin:index"): "index"}
    return known.get(way, way)


def allowed(visitor: str, model: str) -> str:
    return "" if visitor not in ROLES else MODELS[model][ROLES.index(visitor)]


def refusal(visitor: str, model: str = "", kind: str = "") -> Any:
    if visitor in ("anonymous", "nobody"):
        return "login"
    # To somebody who may not see a review, the admin says that it does not exist.
    about_one = kind == "preview" or (kind in STEPS and visitor == "staff")
    return "index" if about_one and model in OWNED else 403


def opened(
    client: Client, rows: dict[str, Model], models: Iterable[str] = MODELS
) -> dict[str, Any]:
    """The outcome of a GET of every address of these models."""
    return {
        f"{model} {kind}": outcome(client.get(address(model, kind, rows[model])))
        for model in models
        for kind in GETS | MORE.get(model, {})
    }


def posted(
    client: Client, rows: dict[str, Model], models: Iterable[str] = MODELS
) -> dict[str, Any]:
    """The outcome of an empty form at every address of these models that takes one.

    200 where the form is read, and where the row is deleted. The library answers 400 to a form
    without a picture.
    """
    met = {}
    for kind in POSTS:
        # The review last: deleting it deletes its parts.
        for model in sorted(models, key="reviews_review".__eq__):
            row = rows[model]
            came = outcome(client.post(address(model, kind, row), DELETE_IT))
            met[f"{model} {kind}"] = 200 if came == 400 else came
            if kind == "delete" and not type(row).objects.filter(pk=row.pk).exists():
                met[f"{model} {kind}"] = 200
    return met


DELETE_IT = {"post": "yes"}


def expected(visitor: str, kinds: dict[str, str], more: Any = MORE) -> dict[str, Any]:
    return {
        f"{model} {kind}": 200
        if needed in allowed(visitor, model)
        else refusal(visitor, model, kind)
        for model in MODELS
        for kind, needed in (kinds | more.get(model, {})).items()
    }


class TestTables:
    def test_name_every_address_of_the_admin(self) -> None:
        addresses = {f"{model}_{kind}" for model in MODELS for kind in GETS | MORE.get(model, {})}
        assert {found.name for found in patterns(the_admin()) if found.name} == addresses | set(
            SITE
        )

    def test_name_every_other_address_under_its_path(self) -> None:
        assert beside_the_admin() == set(BESIDE)

    def test_have_a_post_for_every_get(self) -> None:
        assert set(SITE_POSTS) == set(SITE)

    def test_name_every_model(self) -> None:
        assert {
            f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry
        } == set(MODELS)

    def test_addresses_without_a_name_are_djangos(self) -> None:
        unnamed = [found.callback for found in patterns(the_admin()) if not found.name]
        old_change, catch_all = RedirectView, admin.site.catch_all_view
        assert {getattr(view, "view_class", view.__name__) for view in unnamed} == {
            old_change,
            catch_all.__name__,
        }


@pytest.mark.parametrize(("name", "visitor"), [(n, n) for n in VISITORS], indirect=["visitor"])
class TestMatrix:
    def test_get_of_the_site(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        met = {found: outcome(visitor.get(of_the_site(found, rows))) for found in SITE}
        assert met == {found: row[VISITORS.index(name)] for found, row in SITE.items()}

    def test_post_to_the_site(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        met = {found: outcome(visitor.post(of_the_site(found, rows))) for found in SITE_POSTS}
        assert met == {found: row[VISITORS.index(name)] for found, row in SITE_POSTS.items()}

    def test_other_addresses_under_the_path_of_the_admin(
        self, name: str, visitor: Client, review: Review
    ) -> None:
        met = beside(visitor, review)
        number = VISITORS.index(name)
        assert met == {found: (got[number], sent[number]) for found, (got, sent) in BESIDE.items()}

    def test_post_to_addresses_of_one_model(
        self, name: str, visitor: Client, rows: dict[str, Model]
    ) -> None:
        """An empty form gets past the check of permissions where the step is allowed."""
        met, wanted = {}, {}
        for model, kinds in MORE_POSTS.items():
            for kind, needed in kinds.items():
                way = outcome(visitor.post(address(model, kind, rows[model])))
                refused = refusal(name, model, kind)
                met[f"{model} {kind}"] = way if way in ("login", "index", 403) else "let in"
                may = needed in allowed(name, model)
                wanted[f"{model} {kind}"] = "let in" if may else refused
        assert met == wanted

    def test_get_of_every_model(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        assert opened(visitor, rows) == expected(name, GETS)

    def test_post_to_every_model(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        assert posted(visitor, rows) == expected(name, POSTS, more={})

    def test_actions_of_every_list(
        self, name: str, visitor: Client, rows: dict[str, Model]
    ) -> None:
        """The only action is to delete, for those who may."""
        met, wanted = {}, {}
        for model, row in rows.items():
            response = visitor.get(address(model, "changelist", row))
            form = response.context and response.context.get("action_form")
            choices = dict(form.fields["action"].choices) if form else {}
            met[model] = set(choices) - {""}
            wanted[model] = {"delete_selected"} if "d" in allowed(name, model) else set()
        assert met == wanted

    def test_autocomplete(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        """Suggests rows of a model to those who may view it."""
        met, wanted = {}, {}
        for source in admin.site._registry.values():
            for field_name in source.autocomplete_fields:
                field = source.model._meta.get_field(field_name)
                target = field.related_model._meta
                query = {
                    "app_label": source.model._meta.app_label,
                    "model_name": source.model._meta.model_name,
                    "field_name": field_name,
                }
                what = f"{source.model._meta.label} {field_name}"
                met[what] = outcome(visitor.get(reverse("admin:autocomplete"), query))
                seen = "v" in allowed(name, f"{target.app_label}_{target.model_name}")
                wanted[what] = 200 if seen else refusal(name)
        assert met == wanted
        assert met


@pytest.mark.parametrize("visitor", ["critic"], indirect=True)
class TestCritics:
    """What they have submitted, and the reviews of others."""

    def test_cannot_change_what_they_have_submitted(self, visitor: Client, critic: User) -> None:
        rows = owned(ReviewFactory(critic=critic.critic, stage=Review.Stage.SUBMITTED))
        assert opened(visitor, rows, rows) == {
            f"{model} {kind}": 403 if kind == "delete" or kind in STEPS else 200
            for model in rows
            for kind in GETS | MORE[model]
        }
        assert posted(visitor, rows, rows) == {
            f"{model} {kind}": 200 if kind == "add" else 403 for model in rows for kind in POSTS
        }
        assert all(type(row).objects.filter(pk=row.pk).exists() for row in rows.values())

    def test_cannot_open_the_review_of_another(self, visitor: Client) -> None:
        rows = owned(ReviewFactory(headline="Not yours"))
        not_there = {
            f"{model} {kind}": "index" for model in rows for kind in GETS | POSTS | MORE[model]
        }
        # Without a row that would be there, the permission is asked for first.
        not_there["reviews_review delete"] = 403
        beside = {f"{model} {kind}": 200 for model in rows for kind in WITHOUT_A_ROW}
        assert opened(visitor, rows, rows) == not_there | beside
        assert posted(visitor, rows, rows) == {
            f"{model} {kind}": (not_there | beside)[f"{model} {kind}"]
            for model in rows
            for kind in POSTS
        }
        assert all(type(row).objects.filter(pk=row.pk).exists() for row in rows.values())

    def test_do_not_find_it_in_a_list(self, visitor: Client, critic: User) -> None:
        mine = ReviewFactory(critic=critic.critic)
        other = ReviewFactory()
        shown = visitor.get(address("reviews_review", "changelist", mine)).context["cl"].queryset
        assert set(shown) == set(Review.objects.filter(critic=critic.critic))
        assert (mine in shown, other in shown) == (True, False)

    def test_do_not_find_it_in_a_suggestion(self, visitor: Client, critic: User) -> None:
        mine = ReviewFactory(critic=critic.critic)
        other = ReviewFactory()
        query = {"app_label": "reviews", "model_name": "section", "field_name": "review"}
        found = visitor.get(reverse("admin:autocomplete"), query).json()["results"]
        suggested = {review["id"] for review in found}
        assert {"id": str(mine.pk), "text": str(mine)} in found
        assert str(other.pk) not in suggested
        assert suggested == {str(one.pk) for one in Review.objects.filter(critic=critic.critic)}


class TestSuperusers:
    """Accounts that a chief may neither see nor change."""

    @pytest.fixture
    def chief(self) -> Client:
        client = Client()
        client.force_login(account(Role.CHIEF))
        return client

    def test_cannot_be_changed_by_a_chief(self, chief: Client) -> None:
        root = AdminFactory()
        rows: dict[str, Model] = {
            "auth_user": root,
            "otp_totp_totpdevice": TOTPDevice.objects.create(user=root, name="totp"),
        }
        assert {
            what: way
            for what, way in opened(chief, rows, rows).items()
            if not what.endswith(("changelist", "add"))
        } == {
            "auth_user change": "index",
            "auth_user history": "index",
            "auth_user delete": 403,
            "auth_user password_change": 404,
            "otp_totp_totpdevice change": "index",
            "otp_totp_totpdevice history": "index",
            "otp_totp_totpdevice delete": "index",
        }
        chief.post(
            address("auth_user", "password_change", root),
            {"usable_password": "true", "password1": "a new velvet", "password2": "a new velvet"},
        )
        root.refresh_from_db()
        assert root.check_password(PASSWORD) is True


class TestWithoutASecondFactor:
    """With `REQUIRE_TOTP`, a chief without a device is let in only where one is set up."""

    @pytest.fixture
    def chief(self, settings: Settings) -> Client:
        settings.REQUIRE_TOTP = True
        client = Client()
        client.force_login(account(Role.CHIEF))
        return client

    def test_every_model_is_closed(self, chief: Client, rows: dict[str, Model]) -> None:
        assert set(opened(chief, rows).values()) == {"login"}
        assert set(posted(chief, rows).values()) == {"login"}

    def test_the_site_is_closed(self, chief: Client, rows: dict[str, Model]) -> None:
        met = {name: outcome(chief.get(of_the_site(name, rows))) for name in SITE}
        assert met == {
            name: {
                "login": reverse("admin:second_factor"),
                "second_factor": 200,
                "logout": "index",
            }.get(name, "login")
            for name in SITE
        }

    def test_other_addresses_are_closed(self, chief: Client, review: Review) -> None:
        anonymous = {name: (got[0], sent[0]) for name, (got, sent) in BESIDE.items()}
        assert beside(chief, review) == anonymous
