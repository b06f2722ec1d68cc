"""The OpenAPI document describes the answers."""

import json
import re

import pytest
from django.test import Client
from django.urls import get_resolver

from pages.api import resources
from pages.api.openapi import document
from pages.api.schemas import schemas

pytestmark = pytest.mark.django_db


def references(value):
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "$ref":
                yield part
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


class TestDocument:
    def test_is_served_as_one(self):
        response = Client().get("/api/v1/openapi.json")
        assert response["Content-Type"] == "application/openapi+json"
        assert json.loads(response.text) == document()

    def test_has_all_addresses_of_the_api(self):
        [pages] = [
            each
            for each in get_resolver().url_patterns
            if getattr(each, "namespace", "") == "pages"
        ]
        routes = {
            re.sub(r"<slug:(\w+)>", r"{\1}", str(each.pattern).removeprefix("api/v1"))
            for each in pages.url_patterns
            if each.name.startswith("api_")
        }
        assert routes - {"/", "/openapi.json"} == set(document()["paths"])

    def test_has_whatever_it_refers_to(self):
        whole = document()
        for reference in references(whole):
            place = whole
            for name in reference.removeprefix("#/").split("/"):
                place = place[name]
            assert place

    def test_names_each_operation_once_and_describes_each_answer(self):
        operations = [path["get"] for path in document()["paths"].values()]
        assert len({each["operationId"] for each in operations}) == len(operations)
        for operation in operations:
            answer = operation["responses"]["200"]
            assert answer["description"]
            assert answer["content"]["application/json"]["schema"]


class TestSchemas:
    def test_are_made_of_the_classes_and_those_in_their_fields(self):
        found = schemas([resources.Trailer])
        assert found == {
            "Trailer": {
                "type": "object",
                "required": ["url", "still"],
                "properties": {
                    "url": {"type": "string", "format": "uri"},
                    "still": {
                        "oneOf": [{"$ref": "#/components/schemas/Picture"}, {"type": "null"}]
                    },
                },
            },
            "Picture": found["Picture"],
        }
        assert found["Picture"]["description"].startswith("A picture in its full size.")

    def test_allow_null_where_the_class_does(self):
        year = schemas([resources.FilmReference])["FilmReference"]["properties"]["year"]
        assert year == {"type": ["integer", "null"]}
