"""Requests to the admin that its own pages do not make are refused, with no 500 among them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import Role
from accounts.strict_admin import StrictAdmin, StrictChangeList
from editions.publishing import publish
from tests.factories import AdminFactory, CriticFactory, FullReviewFactory, ReviewFactory
from tests.roles import account

pytestmark = pytest.mark.django_db

KEYS = ["0", "-1", "abc", "9" * 30, "%00", "x" * 300]
LONG = "9" * 30
LIST_QUERIES = [
    "q=" + "+".join(["word"] * 1_100),
    "q=%00",
    "q=%22%27%5C%25&p=-1&o=99&all=",
    f"p={LONG}&o=a.b",
    "created__year=0",
    "created__year=99999",
    "created__year=2026&created__month=13",
    "created__year=2026&created__month=2&created__day=31",
    "release_date__year=0",
    "release_date__year=abc",
    "live_from__year=0",
    "id__exact=abc",
    "critic__id__exact=abc",
    "critic__user__password__startswith=a",
    f"franchise__id__exact={LONG}",
    "status__exact=nothing",
    "created__gte=yesterday",
    "decorative__exact=maybe",
    "_popup=1&_to_field=password",
]
FORM_QUERIES = [
    "film=abc",
    f"film={LONG}&person={LONG}&franchise={LONG}",
    "characters=1,abc",
    "_to_field=nothing",
    "_changelist_filters=%00",
    "_changelist_filters=a%3D1%26a",
]
OTHER_QUERIES = [
    "film=%00&term=%00&q=%00",
    f"film={LONG}&term=a&page={LONG}&app_label=x&model_name=y&field_name=z",
    "film=abc&page=abc&term=a&app_label=films&model_name=film&field_name=title",
    "app_label=cast&model_name=credit&field_name=film&page=0&term=" + "word+" * 1_100,
    "q=" + "+".join(["word"] * 1_100),
]
BODIES: list[dict[str, Any]] = [
    {},
    {"action": "delete_selected", "_selected_action": "abc"},
    {"action": "delete_selected", "_selected_action": "9" * 30},
    {"action": "delete_selected", "_selected_action": "\0"},
    {"action": "nothing", "_selected_action": "1"},
    {"form-TOTAL_FORMS": "abc", "form-INITIAL_FORMS": "abc"},
    {"_save": "1", "version": "abc", "film": "\0", "headline": "\0"},
    {"text": "\0", "content": "\0", "min_heading": "abc"},
]


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


ADDRESSES = sorted({address for address in addresses() if "logout" not in address})
LISTS = [
    f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry
]
FORMS = [address for address in ADDRESSES if address.endswith(("/add/", "/change/"))]
OTHERS = [address for address in ADDRESSES if address not in {*LISTS, *FORMS}]


class TestEveryAddress:
    @pytest.fixture(autouse=True)
    def _site(self) -> None:
        FullReviewFactory()
        self.client = Client(raise_request_exception=False)
        self.client.force_login(AdminFactory())

    def existing(self, address: str) -> str:
        """``address`` with the key of a row of its model in the place of KEY, or with 1."""
        for model in admin.site._registry:
            if f"/{model._meta.app_label}/{model._meta.model_name}/" in address:
                row = model._default_manager.first()
                return address.replace("KEY", str(row.pk if row else 1))
        return address.replace("KEY", "1")

    def broken(self, answers: Iterator[tuple[str, int]]) -> list[str]:
        return [asked for asked, status in answers if status >= 500]

    def test_there_are_many(self) -> None:
        assert (len(LISTS) > 10, len(FORMS) > 20, len(OTHERS) > 30) == (True, True, True)

    @pytest.mark.parametrize(
        ("places", "queries"),
        [(LISTS, LIST_QUERIES), (FORMS, FORM_QUERIES), (OTHERS, OTHER_QUERIES)],
        ids=["lists", "forms", "others"],
    )
    def test_takes_any_parameter(self, places: list[str], queries: list[str]) -> None:
        asked = (f"{self.existing(place)}?{query}" for place in places for query in queries)
        assert self.broken((one, self.client.get(one).status_code) for one in asked) == []

    @pytest.mark.parametrize("key", KEYS)
    def test_takes_any_key(self, key: str) -> None:
        asked = (address.replace("KEY", key) for address in ADDRESSES if "KEY" in address)
        assert self.broken((one, self.client.get(one).status_code) for one in asked) == []

    @pytest.mark.parametrize("body", BODIES)
    def test_takes_any_form(self, body: dict[str, Any]) -> None:
        asked = map(self.existing, ADDRESSES)
        assert self.broken((one, self.client.post(one, body).status_code) for one in asked) == []


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
            assert model_admin.get_changelist(None) is StrictChangeList  # type: ignore[arg-type]

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
        client = Client()
        writer = account(Role.CRITIC)
        CriticFactory(user=writer)
        client.force_login(writer)
        response = client.get("/admin/" + asked.format(review=secret.pk))
        assert response.status_code == 400

    def test_of_no_relation_are_taken_unless_it_is_a_filter(self) -> None:
        client = Client()
        client.force_login(AdminFactory())
        taken = {}
        for model, model_admin in admin.site._registry.items():
            url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            relations = [field.name for field in model._meta.get_fields() if field.is_relation]
            taken[model.__name__] = {
                name
                for name in relations
                if client.get(f"{url}?{name}__id__exact=1").status_code != 400
            } - {item[0] if isinstance(item, tuple) else item for item in model_admin.list_filter}
        assert {name for name, lookups in taken.items() if lookups} == set()

    def test_of_its_filters_are_taken(self) -> None:
        FullReviewFactory()
        client = Client()
        client.force_login(AdminFactory())
        for model in admin.site._registry:
            url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            page = client.get(url)
            assert page.status_code == 200, url
            changelist = page.context.get("cl")
            for spec in changelist.filter_specs if changelist else ():
                for choice in spec.choices(changelist):
                    if query := choice.get("query_string"):
                        assert client.get(url + query).status_code == 200, (url, query)
