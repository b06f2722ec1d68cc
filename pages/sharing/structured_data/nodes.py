"""JSON-LD: nodes, and the document that holds them."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from images.models import Image
from pages.addresses import absolute

Node = dict[str, Any]
"""A thing with its properties. What is None, "" or empty is left out of the document."""

_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
"""In a script element nothing of JSON may end it, begin a comment, or break a line."""


def document(*nodes: Node) -> SafeString:
    """``nodes`` as the content of a ``<script type="application/ld+json">``."""
    graph = [_filled(node) for node in nodes if node]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    # Neither markup nor the end of a script is left in it.
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308


def image_node(image: Image | None) -> Node:
    """A picture of the library with its words; empty for none."""
    if image is None:
        return {}
    return {
        "@type": "ImageObject",
        "url": absolute(image.file.url),
        "caption": image.alt,
    }


def same_as(noun: str, *, imdb: str | None, tmdb: int | None, wikidata: str | None) -> list[str]:
    """Where others describe the same thing; ``noun`` is "title" for a film, "name" for a person."""
    kinds = {"title": "movie", "name": "person"}
    return [
        *([f"https://www.imdb.com/{noun}/{imdb}/"] if imdb else []),
        *([f"https://www.themoviedb.org/{kinds[noun]}/{tmdb}"] if tmdb else []),
        *([f"https://www.wikidata.org/wiki/{wikidata}"] if wikidata else []),
    ]


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        filled = {name: _filled(part) for name, part in value.items()}
        return {name: part for name, part in filled.items() if part not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_filled(part) for part in value]
    return value
