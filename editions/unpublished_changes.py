"""Which manuscripts differ from the editions that were made of them."""

from collections.abc import Iterable
from typing import Any

from editions.content import ReviewContent
from editions.manuscript import read_all
from editions.models import Edition
from editions.rerendering import content_of
from editions.serialisation import CONTENT_SCHEMA, Unreadable, to_json
from reviews.models import Review


def differing(
    editions: Iterable[Edition], manuscripts: dict[int, ReviewContent] | None = None
) -> set[int]:
    """The primary keys of those of ``editions`` that do not have the text of their manuscript.

    ``editions`` are loaded with their bodies. ``manuscripts`` are the contents by the primary key
    of the review; without them the rows are read, with the same number of queries for any number of
    reviews. Parses no text. An edition that cannot be read differs.
    """
    editions = list(editions)
    if not editions:
        return set()
    if manuscripts is None:
        keys = {edition.review_id for edition in editions}
        reviews = Review.objects.select_related("film", "lead_image")
        manuscripts = read_all(reviews.filter(pk__in=keys))
    working = {pk: _own(to_json(content)) for pk, content in manuscripts.items()}
    return {edition.pk for edition in editions if _differs(edition, working[edition.review_id])}


def _differs(edition: Edition, working: Any) -> bool:
    """Whether ``edition`` differs from what `_own` made of the working copy."""
    body = edition.body
    is_plain = body.content_schema == CONTENT_SCHEMA and isinstance(body.content, dict)
    # Most are equal as they are stored, and need not be read.
    stored = _own(body.content) if is_plain else None
    if stored == working:
        return False
    working = _with_keys(working)
    if stored is not None and _with_keys(stored) == working:
        return False
    try:
        return bool(_with_keys(_own(to_json(content_of(edition)))) != working)
    except Unreadable:
        return True


def _own(data: dict[str, Any]) -> dict[str, Any]:
    """What ``data``, a content as JSON, has of its own.

    The slug is not part of it: readers see a new one at once. Neither are the films and pictures
    that the texts name, as equal texts name the same.
    """
    return {name: data[name] for name in data.keys() - {"slug", "spoiled", "images"}}


def _with_keys(data: Any) -> Any:
    """``data`` with the primary key in place of each reference to a row, so that only which row it
    is counts."""
    if isinstance(data, dict):
        if data.get("id"):
            return data["id"]
        return {name: _with_keys(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_with_keys(each) for each in data]
    return data
