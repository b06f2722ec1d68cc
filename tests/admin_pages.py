"""Tests that the admin of every model passes; subclass `AdminPages` for each model."""

import re
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from factory.django import DjangoModelFactory

from tests.factories import AdminFactory
from tests.unrendered import page_context

_EDITOR_URLS = re.compile(r'data-markdownx-(?:upload-)?urls-path="([^"]+)"')


def formset(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The posted fields of an inline with ``rows``, of which the first ``initial`` are stored."""
    fields: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


@pytest.mark.django_db
class AdminPages:
    factory: ClassVar[type[DjangoModelFactory]]
    bad: ClassVar[dict[str, Any]]
    """Values that make `fields` invalid."""
    errors: ClassVar[dict[str, list[str]]]
    """The errors of the form for `bad`, by field."""
    refused: ClassVar[int] = 200
    """The status of the response with these errors."""
    public_when_saved: ClassVar[bool]

    def fields(self) -> dict[str, Any]:
        """The fields of a valid form."""
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client) -> None:
        self.client = client
        client.force_login(AdminFactory())

    @property
    def model(self) -> type[Model]:
        return self.factory._meta.model

    def url(self, page: str, *args: Any) -> str:
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)

    def post(self, url: str, fields: dict[str, Any]) -> HttpResponse:
        if url.endswith("/change/"):
            # What the form was opened with.
            fields = fields | {"base": page_context(self.client, url)["base"]}
        return self.client.post(url, fields)

    def queries_of_the_list(self) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert self.client.get(self.url("changelist")).status_code == 200
        return len(queries)

    def test_the_list_makes_the_same_queries_for_one_row_and_for_three(self) -> None:
        self.factory()
        self.client.get(self.url("changelist"))
        one = self.queries_of_the_list()
        self.factory.create_batch(2)
        assert self.model._default_manager.count() == 3
        assert self.queries_of_the_list() == one

    def test_the_list_can_be_searched(self) -> None:
        self.factory()
        found = self.client.get(self.url("changelist"), {"q": "no such word"})
        assert found.context["cl"].result_count == 0

    def test_urls_of_editors_in_forms_exist(self) -> None:
        for url in (self.url("add"), self.url("change", self.factory().pk)):
            response = self.client.get(url)
            assert response.status_code == 200
            for address in _EDITOR_URLS.findall(response.content.decode()):
                resolve(address)

    def test_forms_of_facts_say_that_they_are_public(self) -> None:
        notice = "Changes are public as soon as you save them."
        for url in (self.url("add"), self.url("change", self.factory().pk)):
            assert self.client.get(url).content.decode().count(notice) == self.public_when_saved

    def test_a_valid_form_is_saved(self) -> None:
        fields = self.fields()
        before = self.model._default_manager.count()
        response = self.post(self.url("add"), fields)
        assert errors_of(response) == {}
        assert response.status_code == 302
        assert self.model._default_manager.count() == before + 1

    def test_an_invalid_form_is_refused_with_its_errors(self) -> None:
        fields = self.fields() | self.bad
        before = self.model._default_manager.count()
        response = self.post(self.url("add"), fields)
        assert (response.status_code, errors_of(response)) == (self.refused, self.errors)
        assert self.model._default_manager.count() == before

    def test_an_object_can_be_deleted(self) -> None:
        url = self.url("delete", self.factory().pk)
        assert self.client.get(url).status_code == 200
        assert self.client.post(url, {"post": "yes"}).status_code == 302
        assert self.model._default_manager.count() == 0


def errors_of(response: Any) -> dict[str, list[str]]:
    """The errors of the page's form and of its inlines, by field. Empty if the form was saved."""
    if not response.context or "adminform" not in response.context:
        return {}
    form = response.context["adminform"].form
    found = {name: list(errors) for name, errors in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        if inline.formset.non_form_errors():
            found[prefix] = list(inline.formset.non_form_errors())
        for number, errors in enumerate(inline.formset.errors):
            found |= {
                f"{prefix}-{number}-{name}": list(messages) for name, messages in errors.items()
            }
    return found
