"""Requests to the admin that its own pages do not make are refused, with no 500 among them."""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import Role
from accounts.strict_admin import StrictAdmin, StrictChangeList
from editions.publishing import publish
from films.models import Film
from site_settings.models import SiteSettings
from tests.factories import AdminFactory, FullReviewFactory, ReviewFactory, UserFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, unrendered

pytestmark = pytest.mark.django_db

KEYS = ["0", "-1", "abc", "9" * 30, "%00", "x" * 300]
LONG = "9" * 30
LIST_QUERIES = [
    "q=" + "+".join(["word"] * 1_100),
    "q=%00",
    "q=%22%27%5C%25&p=-1&o=99&all=",
    f"p={LONG}&o=a.b",
    "_popup=1&_to_field=password",
    "critics__user__password__startswith=a",
]
# Each begins with a field by which some lists can be filtered.
FILTER_QUERIES = [
    "created__year=0",
    "created__year=99999",
    "created__year=2026&created__month=13",
    "created__year=2026&created__month=2&created__day=31",
    "release_date__year=0",
    "release_date__year=abc",
    "live_from__year=0",
    "id__exact=abc",
    "critics__id__exact=abc",
    f"franchise__id__exact={LONG}",
    "status__exact=nothing",
    "created__gte=yesterday",
    "decorative__exact=maybe",
]
FORM_QUERIES = [
    "_to_field=nothing",
    "_changelist_filters=%00",
    "_changelist_filters=a%3D1%26a",
]
# Values for a new row. Each names a field of some models.
INITIAL_QUERIES = [
    "film=abc",
    "byline=abc",
    f"byline={LONG}",
    f"film={LONG}&person={LONG}&franchise={LONG}",
    "characters=1,abc",
]
OTHER_QUERIES = [
    "film=%00&term=%00&q=%00",
    f"film={LONG}&term=a&page={LONG}&app_label=x&model_name=y&field_name=z&q="
    + "+".join(["word"] * 1_100),
]
# For the addresses that search, or have pages.
SEARCH_QUERIES = [
    "film=abc&page=abc&term=a&app_label=films&model_name=film&field_name=title",
    "app_label=cast&model_name=credit&field_name=film&page=0&term=" + "word+" * 1_100,
]
SEARCHES = ("autocomplete", "credits", "pictures", "cast/credit/film", "history")
LIST_BODIES = [
    {"action": "delete_selected", "_selected_action": "abc"},
    {"action": "delete_selected", "_selected_action": LONG},
    {"action": "delete_selected", "_selected_action": "\0"},
    {"action": "nothing", "_selected_action": "1"},
]


# Some fields of each inline and of the credits of a film.
ITEM_FIELDS = {
    "cast": ["credits", "body"],
    "credits": ["person", "characters"],
    "entries": ["film", "after", "release_order"],
    "notes": ["label"],
    "projects": ["film", "status"],
    "story": ["spoils", "placement"],
}


def filled(value: str) -> dict[str, str]:
    """A form with ``value`` in every field of a model, and in one new item of each inline."""
    names = {field.name for model in admin.site._registry for field in model._meta.get_fields()}
    more = ["version", "text", "content", "min_heading", "form-TOTAL_FORMS", "form-INITIAL_FORMS"]
    found = dict.fromkeys([*names, *more, "_save"], value)
    for prefix, fields in ITEM_FIELDS.items():
        found |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
        found |= {f"{prefix}-0-{name}": value for name in fields}
    return found


def addresses(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """Every address under /admin/, with ``KEY`` for each of its parameters."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/"):
            plain = re.sub(r"<[^>]*>", "KEY", route)
            if "(?P" not in plain and "^" not in plain:
                yield "/" + plain


# Rows are deleted last, because a deleted row has no other pages.
ADDRESSES = sorted(
    {address for address in addresses() if "logout" not in address},
    key=lambda address: (address.endswith("/delete/"), address),
)
LISTS = {
    f"/admin/{model._meta.app_label}/{model._meta.model_name}/": model_admin
    for model, model_admin in admin.site._registry.items()
}
FORMS = [address for address in ADDRESSES if address.endswith(("/add/", "/change/"))]
OTHERS = [address for address in ADDRESSES if address not in {*LISTS, *FORMS}]


def list_of(address: str) -> str:
    """The address of the list of the model that ``address`` concerns, or an empty string."""
    return next((found for found in LISTS if address.startswith(found)), "")


def filters_of(model_admin: admin.ModelAdmin) -> set[str]:
    """The names of the parameters that a list can be filtered by, without their lookups."""
    given = [*model_admin.list_filter, model_admin.date_hierarchy]
    return {getattr(each, "parameter_name", each) for each in given}


def list_requests() -> Iterator[str]:
    """Every list is asked for what it can be filtered by. The list of characters, which has no
    filters, is asked for everything."""
    for place, model_admin in LISTS.items():
        known = filters_of(model_admin)
        for query in LIST_QUERIES:
            yield f"{place}?{query}"
        for query in FILTER_QUERIES:
            if query.split("__")[0] in known or place == "/admin/cast/character/":
                yield f"{place}?{query}"


def form_requests() -> Iterator[str]:
    for place in FORMS:
        fields = LISTS[list_of(place)].model._meta.get_fields()
        names = {field.name for field in fields}
        for query in FORM_QUERIES:
            yield f"{place}?{query}"
        for query in INITIAL_QUERIES:
            if place.endswith("/add/") and names & {
                part.split("=")[0] for part in query.split("&")
            }:
                yield f"{place}?{query}"


def other_requests() -> Iterator[str]:
    for place in OTHERS:
        queries = OTHER_QUERIES
        if any(word in place for word in SEARCHES):
            queries = OTHER_QUERIES + SEARCH_QUERIES
        for query in queries:
            yield f"{place}?{query}"


@pytest.fixture(scope="module")
def root(module_db: Path) -> User:
    """Not the first account, which the tests delete."""
    UserFactory()
    FullReviewFactory()
    return AdminFactory()


class TestEveryAddress:
    @pytest.fixture(autouse=True)
    def _site(self, root: User) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(root)

    def existing(self, address: str) -> str:
        """``address`` with the key of a row of its model in the place of KEY, or with 1."""
        if "KEY" not in address:
            return address
        if "credit/film/" in address:
            row = Film.objects.first()
        else:
            found = list_of(address)
            row = LISTS[found].model._default_manager.first() if found else None
        return address.replace("KEY", str(row.pk if row else 1))

    def broken(self, answers: Iterator[tuple[str, int]]) -> list[str]:
        """The addresses that failed. The session has lasted until the end."""
        failed = [asked for asked, status in answers if status >= 500]
        assert self.client.get("/admin/password_change/done/").status_code == 200
        return failed

    def test_there_are_many(self) -> None:
        assert (len(LISTS) > 10, len(FORMS) > 20, len(OTHERS) > 30) == (True, True, True)
        requests = (list_requests, form_requests, other_requests)
        assert [len(list(each())) > 100 for each in requests] == [True, True, True]

    @pytest.mark.soak
    @pytest.mark.both_databases
    @pytest.mark.parametrize("requests", [list_requests, form_requests, other_requests])
    def test_takes_any_parameter(self, requests: Callable[[], Iterator[str]]) -> None:
        asked = map(self.existing, requests())
        assert self.broken((one, self.client.get(one).status_code) for one in asked) == []

    @pytest.mark.parametrize("key", KEYS)
    def test_takes_any_key(self, key: str) -> None:
        asked = (address.replace("KEY", key) for address in ADDRESSES if "KEY" in address)
        assert self.broken((one, self.client.get(one).status_code) for one in asked) == []

    @pytest.mark.parametrize("body", LIST_BODIES)
    def test_takes_any_action(self, body: dict[str, Any]) -> None:
        assert self.broken((one, self.client.post(one, body).status_code) for one in LISTS) == []

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(LONG, marks=pytest.mark.soak),
            pytest.param("\0", marks=pytest.mark.both_databases),
        ],
    )
    def test_takes_any_form(self, value: str) -> None:
        """Both are refused. The page that shows the form again is rendered for the first."""
        asked, body = map(self.existing, ADDRESSES), filled(value)
        with nullcontext() if value == LONG else unrendered():
            failed = self.broken((one, self.client.post(one, body).status_code) for one in asked)
        assert failed == []

    @pytest.mark.soak
    def test_takes_an_empty_form(self) -> None:
        asked = map(self.existing, ADDRESSES)
        with unrendered():
            assert self.broken((one, self.client.post(one).status_code) for one in asked) == []


class TestHistory:
    def test_is_refused_whether_the_row_exists_or_not(self) -> None:
        edition = publish(review=FullReviewFactory())
        client = Client()
        client.force_login(account(Role.CRITIC))
        for key in (edition.pk, edition.pk + 1):
            assert client.get(f"/admin/editions/edition/{key}/history/").status_code == 403


class TestLookups:
    def test_every_admin_is_strict(self) -> None:
        for model, model_admin in admin.site._registry.items():
            assert isinstance(model_admin, StrictAdmin), model
            assert issubclass(model_admin.get_changelist(None), StrictChangeList)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "asked",
        [
            "films/film/?reviews__id__exact={review}",
            "films/film/?editions__headline__startswith=S",
            "cast/person/?credits__film__id__exact=1",
        ],
    )
    def test_of_no_filter_are_refused(self, asked: str) -> None:
        secret = ReviewFactory(headline="Secret")
        client = signed_in(account(Role.CRITIC))
        response = client.get("/admin/" + asked.format(review=secret.pk))
        assert response.status_code == 400

    def test_of_no_relation_are_taken_unless_it_is_a_filter(self, root: User) -> None:
        client = signed_in(root)
        taken = {}
        for url, model_admin in LISTS.items():
            model = model_admin.model
            if model is SiteSettings:  # Its list leads to the form of the only row.
                continue
            relations = [field.name for field in model._meta.get_fields() if field.is_relation]
            taken[model.__name__] = {
                name
                for name in relations
                if client.get(f"{url}?{name}__id__exact=1").status_code != 400
            } - {item[0] if isinstance(item, tuple) else item for item in model_admin.list_filter}
        assert {name for name, lookups in taken.items() if lookups} == set()

    def test_of_its_filters_are_taken(self, root: User) -> None:
        client = signed_in(root)
        for url, model_admin in LISTS.items():
            if model_admin.model is SiteSettings:
                continue
            changelist = page_context(client, url).get("cl")
            for spec in changelist.filter_specs if changelist else ():
                for choice in spec.choices(changelist):
                    if query := choice.get("query_string"):
                        page_context(client, url + query)
