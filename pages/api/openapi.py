"""The description of the API as an OpenAPI 3.1 document, made from `pages.api.resources`."""

from pages.absolute_urls import absolute_url
from pages.api import resources
from pages.api.prefix import PREFIX
from pages.api.schemas import Schema, reference_to, schemas
from pages.site import current_site

DESCRIPTION = (
    "What the site's pages show, for programs: read-only and without a key. Hidden text is never "
    "in an answer; a review lists its curtains with the addresses at which each one is opened. "
    "Answers have an ETag. Lists have 50 entries a page."
)

LISTS: dict[str, tuple[type, type, dict[str, str]]] = {
    "reviews": (
        resources.ReviewSummary,
        resources.Review,
        {
            "film": "The slug of a film.",
            "critic": "The slug of a critic.",
            "franchise": "The slug of a franchise.",
            "genre": "The slug of a genre.",
            "changed_since": "A moment (ISO 8601): reviews that were published or corrected then "
            "or later.",
        },
    ),
    "films": (resources.FilmSummary, resources.Film, {"genre": "The slug of a genre."}),
    "people": (resources.Reference, resources.Person, {}),
    "franchises": (resources.Reference, resources.Franchise, {}),
    "critics": (resources.Reference, resources.Critic, {}),
    "genres": (resources.Reference, resources.Genre, {}),
}
"""The class of an entry, the class of a single one, and the filters, by the name of the list."""


def document() -> Schema:
    """One query for the name of the site."""
    paths: dict[str, Schema] = {}
    roots: list[type] = [resources.Problem]
    for name, (entry, single, filters) in LISTS.items():
        roots += [entry, single]
        paths[f"/{name}/"] = {"get": _list(name, entry, filters)}
        paths[f"/{name}/{{slug}}/"] = {"get": _single(name, single)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": current_site().site_name,
            "version": "1",
            "description": DESCRIPTION,
        },
        "servers": [{"url": absolute_url(PREFIX).removesuffix("/")}],
        "paths": paths,
        "components": {
            "schemas": schemas(roots),
            "parameters": {
                "page": {
                    "name": "page",
                    "in": "query",
                    "schema": {"type": "integer", "minimum": 1, "default": 1},
                },
                "slug": {
                    "name": "slug",
                    "in": "path",
                    "required": True,
                    "description": "A former slug is redirected to the present one.",
                    "schema": {"type": "string"},
                },
            },
            "responses": {
                "NotFound": _response("It does not exist, or is not public.", resources.Problem),
                "Gone": _response("It was public, and has been removed.", resources.Problem),
            },
        },
    }


def _list(name: str, entry: type, filters: dict[str, str]) -> Schema:
    address = {"type": ["string", "null"], "format": "uri"}
    properties: dict[str, Schema] = {
        "count": {"type": "integer", "description": "On all pages."},
        "pages": {"type": "integer"},
        "page": {"type": "integer"},
        "next": address,
        "previous": address,
        "results": {"type": "array", "items": reference_to(entry)},
    }
    wrong = {"400": _response("A parameter is wrong.", resources.Problem)}
    wrong = wrong if "changed_since" in filters else {}
    parameters = [
        {"name": filter, "in": "query", "description": text, "schema": {"type": "string"}}
        for filter, text in filters.items()
    ]
    return {
        "operationId": f"list_{name}",
        "summary": f"A page of the {name}",
        "parameters": [*parameters, {"$ref": "#/components/parameters/page"}],
        "responses": {
            "200": _content(
                "A page of the list.",
                {"type": "object", "required": list(properties), "properties": properties},
            ),
            "404": {"$ref": "#/components/responses/NotFound"},
            **wrong,
        },
    }


def _single(name: str, single: type) -> Schema:
    gone = {"410": {"$ref": "#/components/responses/Gone"}} if single is resources.Review else {}
    return {
        "operationId": f"get_{single.__name__.lower()}",
        "summary": f"One of the {name}",
        "parameters": [{"$ref": "#/components/parameters/slug"}],
        "responses": {
            "200": _response("Found.", single),
            "404": {"$ref": "#/components/responses/NotFound"},
            **gone,
        },
    }


def _response(description: str, resource: type) -> Schema:
    return _content(description, reference_to(resource))


def _content(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
