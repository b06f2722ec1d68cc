"""Nodes of JSON-LD, and the document that holds them."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from images.models import Image
from pages.absolute_urls import absolute_url

Node = dict[str, Any]
"""A thing with its properties. `json_ld` leaves out those that are None or empty."""

_ESCAPES = {character: f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
"""Escaped so that the JSON can neither end its script element nor begin a comment or a line."""


def json_ld(*nodes: Node) -> SafeString:
    """``nodes`` as the content of a ``<script type="application/ld+json">``."""
    graph = [_without_empty(node) for node in nodes if node]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    # `str.translate` takes ten times as long.
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    # No character that is special in HTML is left.
    return mark_safe(text)  # noqa: S308


def image_node(image: Image | None) -> Node:
    """A picture of the library with its alternative text; empty for None."""
    if image is None:
        return {}
    return {
        "@type": "ImageObject",
        "url": absolute_url(image.file.url),
        "caption": image.alt,
        "creditText": image.credit,
        "copyrightNotice": image.rights,
        "license": image.license_url,
    }


def same_as_urls(
    noun: str, *, imdb: str | None, tmdb: int | None, wikidata: str | None
) -> list[str]:
    """The pages of other sites about the same thing.

    ``noun`` is that of IMDb: "title" for a film, "name" for a person.
    """
    kinds = {"title": "movie", "name": "person"}
    return [
        *([f"https://www.imdb.com/{noun}/{imdb}/"] if imdb else []),
        *([f"https://www.themoviedb.org/{kinds[noun]}/{tmdb}"] if tmdb else []),
        *([f"https://www.wikidata.org/wiki/{wikidata}"] if wikidata else []),
    ]


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        values = {name: _without_empty(part) for name, part in value.items()}
        return {name: part for name, part in values.items() if part not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_without_empty(part) for part in value]
    return value
