"""What every role may do at every URL of the admin.

The tables are written by hand and use nothing of `accounts.roles`. A new URL fails a test until it
is in one of the tables.
"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
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

from accounts.models import AuditEntry
from accounts.roles import Role
from desk.tmdb import client
from editions.preview_tokens import preview_token
from editions.publishing import publish
from moving.models import Redirect, SiteMove
from reviews.models import Review
from site_settings.models import SitePage, SiteSettings
from tests.curtain_urls import checksums
from tests.desk.tmdb.server import FILM
from tests.factories import (
    PASSWORD,
    AdminFactory,
    CharacterFactory,
    ContentNoteLabelFactory,
    CreditFactory,
    CriticFactory,
    DayOfReviewFactory,
    DeliveryFactory,
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
    WebhookFactory,
)
from tests.roles import account
from tests.unrendered import unrendered

pytestmark = pytest.mark.django_db

# Without an account; an account that is not staff; staff without a role; then the roles.
VISITORS = ("anonymous", "nobody", "staff", "critic", "editor", "chief", "superuser")

ROLES = VISITORS[3:]

# Models of which a critic sees only their own rows.
OWNED = {"reviews_review"}

# The pages of the steps of a review, and the permission that each requires.
STEPS = {
    **dict.fromkeys(("publish", "schedule", "update", "backdate", "cancel"), "p"),
    "withdraw": "w",
    "hand_in": "s",
    "send_back": "b",
    "note": "b",
}

# The response to a GET for each of `VISITORS`: its status, or the name of the page to which it
# redirects.
SITE = {
    "index": ("login", "login", 200, 200, 200, 200, 200),
    "login": (200, 200, "index", "index", "index", "index", "index"),
    "logout": ("index", "index", 405, 405, 405, 405, 405),
    "password_change": ("login", "login", 200, 200, 200, 200, 200),
    "password_change_done": ("login", "login", 200, 200, 200, 200, 200),
    "second_factor": ("login", "login", 200, 200, 200, 200, 200),
    # Of an authenticator app, which these accounts do not have.
    "recovery_codes": ("login", "login", *["/admin/second-factor/"] * 5),
    "passkeys": ("login", "login", *["/admin/second-factor/"] * 5),
    # A login is sent by a form. Without it, the page of the login is shown.
    "passkey_login": ("login",) * 7,
    # Whoever has a link may choose a password. This link is invalid, and the page says so.
    "invitation": (200, 200, 200, 200, 200, 200, 200),
    # Where an account is logged in.
    "sessions": ("login", "login", 200, 200, 200, 200, 200),
    # Which mails an account gets.
    "mails": ("login", "login", 200, 200, 200, 200, 200),
    # A link for whoever has forgotten the password.
    "password_reset": (200, 200, 200, 200, 200, 200, 200),
    "password_reset_done": (200, 200, 200, 200, 200, 200, 200),
    # Of the present week. Everything in it is public.
    "newsletter": ("login", "login", 403, 200, 200, 200, 200),
    # Finds what the lists of the visitor find: nothing without a role.
    "search": ("login", "login", 200, 200, 200, 200, 200),
    "jsi18n": ("login", "login", 200, 200, 200, 200, 200),
    # Requested for a film. The admin has no link from a film to its page.
    "view_on_site": ("login", "login", 404, 404, 404, 404, 404),
    # Without parameters. `test_autocomplete` sends them.
    "autocomplete": ("login", "login", 403, 403, 403, 403, 403),
    # For the app films.
    "app_list": ("login", "login", 404, 200, 200, 200, 200),
}

# The permissions of each role by first letter: view, add, change, delete, publish, withdraw; submit
# (hand in) and take a review out of the hands of the editors (back); suggest a film, which an
# editor confirms. Visitors without a role have none.
MODELS = {
    # model: (critic, editor, chief, superuser)
    "accounts_auditentry": ("", "", "v", "v"),
    "auth_user": ("", "", "vac", "vacd"),
    "cast_character": ("v", "vacd", "vacd", "vacd"),
    "cast_credit": ("v", "vacd", "vacd", "vacd"),
    "cast_person": ("v", "vacd", "vacd", "vacd"),
    "films_film": ("vs", "vacds", "vacds", "vacds"),
    "films_franchise": ("v", "vacd", "vacd", "vacd"),
    "films_franchiseentry": ("v", "vacd", "vacd", "vacd"),
    "films_genre": ("v", "vacd", "vacd", "vacd"),
    "films_project": ("v", "vacd", "vacd", "vacd"),
    "images_image": ("va", "vacd", "vacd", "vacd"),
    "monitoring_dayofreview": ("v", "v", "v", "v"),
    "moving_redirect": ("", "vacd", "vacd", "vacd"),
    "moving_sitemove": ("", "", "vacd", "vacd"),
    "otp_totp_totpdevice": ("", "", "vd", "vd"),
    "outreach_delivery": ("", "", "v", "v"),
    "outreach_webhook": ("", "", "vacd", "vacd"),
    "editions_edition": ("", "v", "v", "v"),
    "site_settings_sitepage": ("", "", "vacd", "vacd"),
    "site_settings_sitesettings": ("", "", "vc", "vc"),
    "reviews_contentnotelabel": ("v", "vacd", "vacd", "vacd"),
    "reviews_critic": ("v", "v", "vacd", "vacd"),
    # The critic's own draft.
    "reviews_review": ("vacs", "vacdsbp", "vacdsbpw", "vacdsbpw"),
}

# The response to an empty form, as in `SITE`. With permission it is 200, the form with its errors.
SITE_POSTS = {
    "index": ("login", "login", 200, 200, 200, 200, 200),
    "login": (200, 200, 200, 200, 200, 200, 200),
    "password_change": ("login", "login", 200, 200, 200, 200, 200),
    "password_change_done": ("login", "login", 405, 405, 405, 405, 405),
    "second_factor": ("login", "login", 200, 200, 200, 200, 200),
    "recovery_codes": ("login", "login", *["/admin/second-factor/"] * 5),
    "passkeys": ("login", "login", *["/admin/second-factor/"] * 5),
    "passkey_login": ("login",) * 7,
    "invitation": (200, 200, 200, 200, 200, 200, 200),
    # An empty form names no session to end, and the list is shown again.
    "sessions": ("login", "login", *["/admin/sessions/"] * 5),
    "mails": ("login", "login", 200, 200, 200, 200, 200),
    "password_reset": (200, 200, 200, 200, 200, 200, 200),
    "password_reset_done": (405, 405, 405, 405, 405, 405, 405),
    "newsletter": ("login", "login", 403, 200, 200, 200, 200),
    "search": ("login", "login", 200, 200, 200, 200, 200),
    "jsi18n": ("login", "login", 405, 405, 405, 405, 405),
    "view_on_site": ("login", "login", 404, 404, 404, 404, 404),
    "autocomplete": ("login", "login", 405, 405, 405, 405, 405),
    "app_list": ("login", "login", 404, 200, 200, 200, 200),
    # Last, because it ends the session.
    "logout": ("index", "index", 200, 200, 200, 200, 200),
}

# URLs below ADMIN_PATH that do not belong to the admin site: the responses to a GET and to an empty
# form.
OTHER_URLS = {
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
    # The preview of the critic's own draft. Other staff without the role of an editor get a 404.
    "staff_preview:page": (
        ("login", "login", 404, 200, 200, 200, 200),
        ("login", "login", 405, 405, 405, 405, 405),
    ),
    # What is typed into the form, which is posted.
    "staff_preview:page_typed": (
        ("login", "login", 405, 405, 405, 405, 405),
        ("login", "login", 404, 200, 200, 200, 200),
    ),
    "staff_preview:page_changed": (
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
    # A page of the site's own.
    "staff_preview:own_page": (
        ("login", "login", 404, 404, 404, 200, 200),
        ("login", "login", 405, 405, 405, 405, 405),
    ),
    # Fetched by a script, which would show the login form inside the curtain after a redirect.
    "staff_preview:page_curtain": (
        (403, 403, 404, 200, 200, 200, 200),
        (403, 403, 405, 405, 405, 405, 405),
    ),
}

# The URLs that every model has, and the permission that each requires.
GETS = {"changelist": "v", "add": "a", "change": "v", "history": "v", "delete": "d"}
POSTS = {"add": "a", "change": "c", "delete": "d"}
# Who may delete one may also change it, which merging requires, too.
MERGED = {
    model: {"merge": "d"}
    for model in ("cast_character", "cast_person", "films_film", "films_genre")
}
# URLs of single models that accept a form.
MORE_POSTS = {
    **MERGED,
    "auth_user": {"password_change": "c"},
    "cast_credit": {"film": "c", "paste": "a"},
    "films_film": {**MERGED["films_film"], "new": "s"},
    "moving_redirect": {"file": "a"},
    # Replaces the secret.
    "outreach_webhook": {"secret": "c"},
    "reviews_review": {
        **STEPS,
        "state": "c",
        "comments": "v",
        "bulk": "s",
        "autosave": "c",
        "autosave_new": "a",
        "words": "c",
        "share": "v",
        "leaks": "c",
        "leaks_new": "a",
    },
}
# The search at TMDB, its facts about one film, and its cast.
TMDB = dict.fromkeys(("tmdb", "tmdb_facts", "tmdb_cast"), "a")
# URLs of single models.
MORE = {
    **MERGED,
    "auth_user": {"password_change": "c", "invite": "c", "sessions": "c"},
    # The credits of the film of the credit, and the page to paste more.
    "cast_credit": {"film": "v", "paste": "a"},
    # What a typed date means; the short form for a new film; the search at TMDB.
    "films_film": {**MERGED["films_film"], "date": "v", "new": "s", **TMDB},
    # The page that imports a file, and the one that tries an address.
    "moving_redirect": {"file": "a", "try": "v"},
    # The report as a file.
    "moving_sitemove": {"report": "v"},
    "outreach_webhook": {"secret": "c"},
    # Suggested credits, the preview, a state of the review, two states side by side, the bin, the
    # removed items, the comments, and the confirmation pages of the steps.
    "reviews_review": {
        # The addresses for autosaving, which say whose session it is.
        "autosave": "c",
        "autosave_new": "a",
        # Counts the words of a posted form.
        "words": "c",
        **dict.fromkeys(("credits", "preview", "share", "state", "compare", "bin", "removed"), "v"),
        "comments": "v",
        "calendar": "v",
        # Hands the selected review in.
        "bulk": "s",
        # The panel of leaks.
        "leaks": "c",
        "leaks_new": "a",
        **STEPS,
    },
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def other_url_names() -> set[str]:
    """The names of the URLs below ADMIN_PATH that do not belong to the admin site."""
    found = set()
    for entry in get_resolver().url_patterns:
        if f"/{entry.pattern}".startswith(settings.ADMIN_PATH) and entry is not admin_resolver():
            space = getattr(entry, "namespace", None)
            mounted = patterns(entry) if isinstance(entry, URLResolver) else [entry]
            found |= {f"{space}:{one.name}" if space else f"{one.name}" for one in mounted}
    return found


def admin_resolver() -> URLResolver:
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
    """The account of each visitor except the anonymous one."""
    return {
        "nobody": UserFactory(),
        "staff": account(),
        "critic": critic,
        "editor": account(Role.EDITOR),
        "chief": account(Role.CHIEF),
        "superuser": AdminFactory(),
    }


@pytest.fixture
def visitor(request: pytest.FixtureRequest, users: dict[str, User]) -> Iterator[Client]:
    """The pages are rendered for a critic, who may do a part of what they offer. The answers of
    the others are the same without the pages."""
    client = Client()
    if request.param != "anonymous":
        client.force_login(users[request.param])
    with nullcontext() if request.param == "critic" else unrendered():
        yield client


def owned(review: Review) -> dict[str, Model]:
    return {"reviews_review": review}


@pytest.fixture(scope="module")
def review(critic: User) -> Review:
    """The critic's own draft, with every part."""
    return FullReviewFactory(critic=critic.critic)


@pytest.fixture(scope="module")
def rows(critic: User) -> dict[str, Model]:
    """A row of each model. The review is the critic's own draft."""
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
        "monitoring_dayofreview": DayOfReviewFactory(review=ReviewFactory(critic=critic.critic)),
        "moving_redirect": Redirect.objects.create(old="/2019/heat/", target="/films/"),
        "outreach_delivery": DeliveryFactory(),
        "outreach_webhook": WebhookFactory(),
        "moving_sitemove": SiteMove.objects.create(file_name="site.xml", state="done"),
        "otp_totp_totpdevice": TOTPDevice.objects.create(user=UserFactory(), name="totp"),
        "accounts_auditentry": AuditEntry.objects.create(action="exported"),
        "editions_edition": published.editions.get(),
        "site_settings_sitepage": SitePage.objects.create(title="Imprint", slug="imprint"),
        "site_settings_sitesettings": SiteSettings.objects.get_or_create(pk=1)[0],
        "reviews_contentnotelabel": ContentNoteLabelFactory(),
        "reviews_critic": CriticFactory(),
    } | owned(ReviewFactory(critic=critic.critic))


@pytest.fixture(autouse=True)
def tmdb(monkeypatch: pytest.MonkeyPatch) -> None:
    """TMDB knows every film."""
    monkeypatch.setattr(client, "film", lambda _tmdb_id: FILM)


WITHOUT_ROW = (
    *("changelist", "add", "bin", "calendar", "credits", "date", "new", "tmdb", "autosave_new"),
    "words",
    "leaks_new",
    "file",
    "try",
)


def model_url(model: str, kind: str, row: Model) -> str:
    arguments = [] if kind in WITHOUT_ROW else [row.pk]
    if model == "cast_credit" and kind in ("film", "paste"):
        arguments = [row.film_id]  # type: ignore[attr-defined]
    if kind == "tmdb_cast":
        arguments.append(row.pk)
    if kind == "state":
        arguments.append("now")
    if kind == "bulk":
        return f"{reverse(f'admin:{model}_{kind}', args=['hand_in'])}?reviews={row.pk}"
    return reverse(f"admin:{model}_{kind}", args=arguments)


def site_url(name: str, rows: dict[str, Model]) -> str:
    film = rows["films_film"]
    arguments = {
        "view_on_site": [ContentType.objects.get_for_model(film).pk, film.pk],
        "app_list": ["films"],
        "invitation": ["MQ", "set-password"],
    }
    return reverse(f"admin:{name}", args=arguments.get(name))


def other_outcomes(client: Client, review: Review) -> dict[str, tuple[Any, Any]]:
    """The outcomes of a GET and of an empty form for each URL in `OTHER_URLS`."""
    token = preview_token(review)
    story = [token, "story-1", checksums(review)["story-1"]]
    page = SitePage.objects.get_or_create(slug="draft", defaults={"title": "Draft"})[0]
    arguments: dict[str, list[str]] = {
        "staff_preview:own_page": [str(page.pk)],
        "staff_preview:page": [token],
        "staff_preview:page_typed": [token],
        "staff_preview:page_changed": [token],
        "staff_preview:page_revealed": [token],
        "staff_preview:page_revealed_one": story,
        "staff_preview:page_curtain": story,
    }
    addresses = {name: reverse(name, args=arguments.get(name)) for name in OTHER_URLS}
    return {
        name: (outcome(client.get(address)), outcome(client.post(address)))
        for name, address in addresses.items()
    }


def outcome(response: Any) -> Any:
    """The status, or the name of the page that the response redirects to."""
    if response.status_code != 302:
        return response.status_code
    target = response["Location"].split("?")[0]
    if target.startswith("/admin/preview/"):
        return 200  # The URL is signed and differs each time.
    known = {reverse("admin:login"): "login", reverse("admin:index"): "index"}
    return known.get(target, target)


def allowed(visitor: str, model: str) -> str:
    return "" if visitor not in ROLES else MODELS[model][ROLES.index(visitor)]


def refusal(visitor: str, model: str = "", kind: str = "") -> Any:
    if visitor in ("anonymous", "nobody"):
        return "login"
    # For somebody who may not see a review, the admin says that it does not exist.
    about_one = kind in ("preview", "share") or (kind in STEPS and visitor == "staff")
    return "index" if about_one and model in OWNED else 403


def opened(
    client: Client, rows: dict[str, Model], models: Iterable[str] = MODELS
) -> dict[str, Any]:
    """The outcomes of a GET of every URL of these models. A list that leads to its row counts as
    200."""
    outcomes = {
        f"{model} {kind}": outcome(client.get(model_url(model, kind, rows[model])))
        for model in models
        for kind in GETS | MORE.get(model, {})
    }
    for model in NEED_NOTHING & set(models):
        if outcomes[f"{model} changelist"] == model_url(model, "change", rows[model]):
            outcomes[f"{model} changelist"] = 200
    return outcomes


def posted(
    client: Client, rows: dict[str, Model], models: Iterable[str] = MODELS
) -> dict[str, Any]:
    """The outcomes of an empty form at every URL of these models that accepts one.

    200 if the form was validated, or the row was deleted. The image library responds with 400 to a
    form without a picture, which counts as 200.
    """
    outcomes = {}
    for kind in POSTS:
        # The review is last, because deleting it deletes its parts.
        for model in sorted(models, key="reviews_review".__eq__):
            row = rows[model]
            result = outcome(client.post(model_url(model, kind, row), DELETE_IT))
            is_saved = model in NEED_NOTHING and result == model_url(model, "changelist", row)
            outcomes[f"{model} {kind}"] = 200 if result == 400 or is_saved else result
            if kind == "delete" and not type(row).objects.filter(pk=row.pk).exists():
                outcomes[f"{model} {kind}"] = 200
    return outcomes


DELETE_IT = {"post": "yes"}

# Models whose empty form is valid, and is saved.
NEED_NOTHING = {"site_settings_sitesettings"}


def expected(visitor: str, kinds: dict[str, str], more: Any = MORE) -> dict[str, Any]:
    return {
        f"{model} {kind}": 200
        if needed in allowed(visitor, model)
        else refusal(visitor, model, kind)
        for model in MODELS
        for kind, needed in (kinds | more.get(model, {})).items()
    }


class TestTables:
    def test_contain_every_url_of_the_admin(self) -> None:
        addresses = {f"{model}_{kind}" for model in MODELS for kind in GETS | MORE.get(model, {})}
        assert {
            found.name for found in patterns(admin_resolver()) if found.name
        } == addresses | set(SITE)

    def test_contain_every_other_url_below_its_path(self) -> None:
        assert other_url_names() == set(OTHER_URLS)

    def test_have_the_same_urls_for_get_and_post(self) -> None:
        assert set(SITE_POSTS) == set(SITE)

    def test_contain_every_model(self) -> None:
        assert {
            f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry
        } == set(MODELS)

    def test_urls_without_a_name_are_djangos(self) -> None:
        unnamed = [found.callback for found in patterns(admin_resolver()) if not found.name]
        old_change, catch_all = RedirectView, admin.site.catch_all_view
        assert {getattr(view, "view_class", view.__name__) for view in unnamed} == {
            old_change,
            catch_all.__name__,
        }


@pytest.mark.parametrize(("name", "visitor"), [(n, n) for n in VISITORS], indirect=["visitor"])
class TestMatrix:
    def test_get_of_the_site(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        outcomes = {found: outcome(visitor.get(site_url(found, rows))) for found in SITE}
        assert outcomes == {found: row[VISITORS.index(name)] for found, row in SITE.items()}

    def test_post_to_the_site(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        outcomes = {found: outcome(visitor.post(site_url(found, rows))) for found in SITE_POSTS}
        assert outcomes == {found: row[VISITORS.index(name)] for found, row in SITE_POSTS.items()}

    def test_other_urls_below_the_path_of_the_admin(
        self, name: str, visitor: Client, review: Review
    ) -> None:
        outcomes = other_outcomes(visitor, review)
        number = VISITORS.index(name)
        assert outcomes == {
            found: (got[number], sent[number]) for found, (got, sent) in OTHER_URLS.items()
        }

    def test_post_to_urls_of_single_models(
        self, name: str, visitor: Client, rows: dict[str, Model]
    ) -> None:
        """With permission, an empty form is validated."""
        outcomes, wanted = {}, {}
        for model, kinds in MORE_POSTS.items():
            for kind, needed in kinds.items():
                result = outcome(visitor.post(model_url(model, kind, rows[model])))
                refused = refusal(name, model, kind)
                outcomes[f"{model} {kind}"] = (
                    result if result in ("login", "index", 403) else "allowed"
                )
                may = needed in allowed(name, model)
                wanted[f"{model} {kind}"] = "allowed" if may else refused
        assert outcomes == wanted

    def test_get_of_every_model(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        assert opened(visitor, rows) == expected(name, GETS)

    def test_post_to_every_model(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        assert posted(visitor, rows) == expected(name, POSTS, more={})

    def test_actions_of_every_list(
        self, name: str, visitor: Client, rows: dict[str, Model]
    ) -> None:
        """The actions are to delete, to merge, to confirm, to send again, and the steps of a
        review, if the visitor has the permission."""
        outcomes, wanted = {}, {}
        for model, row in rows.items():
            response: Any = visitor.get(model_url(model, "changelist", row))
            form = getattr(response, "context_data", {}).get("action_form")
            choices = dict(form.fields["action"].choices) if form else {}
            outcomes[model] = set(choices) - {""}
            merge = {"merge_selected"} if model in MERGED else set()
            merge |= {"confirm_selected"} if model == "films_film" else set()
            may = allowed(name, model)
            wanted[model] = {"delete_selected"} | merge if "d" in may else set()
            if model == "outreach_delivery" and "v" in may:
                wanted[model] = {"send_again"}
            if model == "reviews_review":
                steps = {"s": ["hand_in"], "p": ["publish", "schedule"], "w": ["withdraw"]}
                wanted[model] |= {
                    f"{step}_selected" for each in may for step in steps.get(each, [])
                }
        assert outcomes == wanted

    def test_autocomplete(self, name: str, visitor: Client, rows: dict[str, Model]) -> None:
        """Rows of a model are suggested to visitors who may view it."""
        outcomes, wanted = {}, {}
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
                outcomes[what] = outcome(visitor.get(reverse("admin:autocomplete"), query))
                seen = "v" in allowed(name, f"{target.app_label}_{target.model_name}")
                wanted[what] = 200 if seen else refusal(name)
        assert outcomes == wanted
        assert outcomes


@pytest.mark.parametrize("visitor", ["critic"], indirect=True)
class TestCritics:
    """Submitted reviews, and reviews of other critics."""

    def test_cannot_change_their_submitted_reviews(self, visitor: Client, critic: User) -> None:
        rows = owned(ReviewFactory(critic=critic.critic, stage=Review.Stage.SUBMITTED))
        assert opened(visitor, rows, rows) == {
            f"{model} {kind}": 403 if kind in ("delete", "autosave", "leaks", *STEPS) else 200
            for model in rows
            for kind in GETS | MORE[model]
        }
        assert posted(visitor, rows, rows) == {
            f"{model} {kind}": 200 if kind == "add" else 403 for model in rows for kind in POSTS
        }
        assert all(type(row).objects.filter(pk=row.pk).exists() for row in rows.values())

    def test_cannot_open_reviews_of_others(self, visitor: Client) -> None:
        rows = owned(ReviewFactory(headline="Not yours"))
        missing = {
            f"{model} {kind}": "index" for model in rows for kind in GETS | POSTS | MORE[model]
        }
        # The delete page checks the permission before it looks for the row.
        missing["reviews_review delete"] = 403
        # Scripts ask for these, which would follow a redirection.
        missing["reviews_review autosave"] = 404
        # None of the selected reviews is visible, so the page leads back to the list.
        missing["reviews_review bulk"] = reverse("admin:reviews_review_changelist")
        missing["reviews_review leaks"] = 404
        others = {
            f"{model} {kind}": 200
            for model in rows
            for kind in (GETS | POSTS | MORE[model]).keys() & set(WITHOUT_ROW)
        }
        assert opened(visitor, rows, rows) == missing | others
        assert posted(visitor, rows, rows) == {
            f"{model} {kind}": (missing | others)[f"{model} {kind}"]
            for model in rows
            for kind in POSTS
        }
        assert all(type(row).objects.filter(pk=row.pk).exists() for row in rows.values())

    def test_reviews_of_others_are_not_listed(self, visitor: Client, critic: User) -> None:
        mine = ReviewFactory(critic=critic.critic)
        other = ReviewFactory()
        shown = visitor.get(model_url("reviews_review", "changelist", mine)).context["cl"].queryset
        assert set(shown) == set(Review.objects.filter(critics=critic.critic))
        assert (mine in shown, other in shown) == (True, False)

    def test_reviews_of_others_are_not_suggested(self, visitor: Client, critic: User) -> None:
        mine = ReviewFactory(critic=critic.critic)
        other = ReviewFactory()
        query = {"app_label": "reviews", "model_name": "section", "field_name": "review"}
        found = visitor.get(reverse("admin:autocomplete"), query).json()["results"]
        suggested = {review["id"] for review in found}
        assert str(mine.pk) in suggested
        assert str(other.pk) not in suggested
        assert suggested == {str(one.pk) for one in Review.objects.filter(critics=critic.critic)}


class TestSuperusers:
    """A chief may neither see nor change the accounts of superusers."""

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
            page: result
            for page, result in opened(chief, rows, rows).items()
            if not page.endswith(("changelist", "add"))
        } == {
            "auth_user change": "index",
            "auth_user history": "index",
            "auth_user delete": 403,
            "auth_user password_change": 404,
            "auth_user invite": "index",
            "auth_user sessions": "index",
            "otp_totp_totpdevice change": "index",
            "otp_totp_totpdevice history": "index",
            "otp_totp_totpdevice delete": "index",
        }
        chief.post(
            model_url("auth_user", "password_change", root),
            {"usable_password": "true", "password1": "a new velvet", "password2": "a new velvet"},
        )
        root.refresh_from_db()
        assert root.check_password(PASSWORD) is True


class TestWithoutASecondFactor:
    """With `REQUIRE_TOTP`, a chief without a device may only open the page that sets one up."""

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
        outcomes = {name: outcome(chief.get(site_url(name, rows))) for name in SITE}
        assert outcomes == {
            name: {
                "login": reverse("admin:second_factor"),
                "second_factor": 200,
                "recovery_codes": reverse("admin:second_factor"),
                "passkeys": reverse("admin:second_factor"),
                "invitation": 200,
                "password_reset": 200,
                "password_reset_done": 200,
                "logout": "index",
            }.get(name, "login")
            for name in SITE
        }

    def test_other_urls_are_closed(self, chief: Client, review: Review) -> None:
        anonymous = {name: (got[0], sent[0]) for name, (got, sent) in OTHER_URLS.items()}
        assert other_outcomes(chief, review) == anonymous
