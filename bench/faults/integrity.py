"""What is wrong with a site, as seen by a process with its settings.

`problems` has a sentence for each.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir

from django.conf import settings
from django.db import connection
from django.utils import timezone
from PIL import Image as Pillow

from accounts.audit_models import AuditEntry
from documents.backups.rows import kept_models, write_rows
from editions.manuscript import read_manuscript
from editions.models import Edition, EditionBody, Generation
from editions.parsed_review import parse_review
from editions.rendering import render
from editions.rerendering import content_of
from editions.serialisation import Unreadable, to_json
from editions.stored_renderings import rendering_from_json
from images.models import Image
from images.orphan_files import delete_file, orphan_files
from pages.facets.index import rebuild as rebuild_facets
from pages.facets.models import FacetEntry, FacetValue
from pages.search.models import SearchDocument
from pages.search.rebuilding import rebuild as rebuild_search
from reviews.models import Review
from spoilers import REDACTOR_VERSION


def problems() -> Iterator[str]:
    yield from _of_editions()
    yield from _of_manuscripts()
    yield from _of_images()
    yield from _of_indexes()
    yield from _of_files()
    if connection.vendor == "sqlite":
        yield from _of_sqlite()


def digests() -> dict[str, str]:
    """The SHA-256 of the rows of each table that a backup has, and of the file of each picture.

    They are the same in all databases. Restoring raises the generation and is in the audit log, so
    these two are left out.
    """
    found = {}
    for model in kept_models():
        if model not in (Generation, AuditEntry):
            write_rows(model, file := BytesIO())
            rows = [json.loads(line) for line in file.getvalue().splitlines()]
            # PostgreSQL keeps the keys of an object in an order of its own.
            content = json.dumps(rows, sort_keys=True).encode()
            found[model._meta.label] = hashlib.sha256(content).hexdigest()
    for image in Image.objects.order_by("pk"):
        with image.file.open("rb") as picture:
            found[image.name] = hashlib.sha256(picture.read()).hexdigest()
    return found


def delete_orphans() -> int:
    """Delete what `find_orphan_files --delete` does, however young: nobody else is at work here."""
    found = orphan_files(before=timezone.now() + timedelta(hours=1))
    for file in found:
        delete_file(file.name)
    return len(found)


def _of_editions() -> Iterator[str]:
    if Edition.objects.count() != EditionBody.objects.count():
        yield "an edition without its content"
    for edition in Edition.objects.select_related("body", "review").order_by("pk"):
        name = f"edition {edition.number} of {edition.review.slug}"
        try:
            stored = rendering_from_json(edition.body.rendered)
            fresh = render(parse_review(content_of(edition)), film=edition.film_id)
        except Unreadable as error:
            yield f"{name} cannot be read: {error}"
            continue
        if to_json(fresh) != edition.body.rendered or stored.text != edition.body.search_text:
            yield f"{name} is not as a fresh rendering"
        if edition.redactor_version != REDACTOR_VERSION:
            yield f"{name} has the redactor version {edition.redactor_version}"
        if edition.headline != stored.headline or not edition.bylines.exists():
            yield f"{name} is half written"
        history = edition.review.history.filter(edition_number__isnull=False)
        if history.exists() and not history.filter(edition_number=edition.number).exists():
            yield f"{name} is not in the history"
    overlapping = Edition.objects.filter(live_until=None).values_list("review", flat=True)
    if len(overlapping) != len(set(overlapping)):
        yield "a review with two live editions"


def _of_manuscripts() -> Iterator[str]:
    for review in Review.objects.order_by("pk"):
        if read_manuscript(review).content.slug != review.slug:
            yield f"the working copy of {review.slug} cannot be read"


def _of_images() -> Iterator[str]:
    storage = Image._meta.get_field("file").storage
    for image in Image.objects.order_by("pk"):
        if not storage.exists(image.file.name):
            yield f"{image.name} has no file"
            continue
        data = storage.open(image.file.name).read()
        if hashlib.sha256(data).hexdigest() != image.digest:
            yield f"{image.name} has another file"
        if _size(data) != (image.width, image.height):
            yield f"{image.name} has another size"
        if image.renditions_due:
            yield f"{image.name} waits for its renditions"
            continue
        for rendition in image.file.get_picture_files_list():
            if not storage.exists(rendition.name):
                yield f"{image.name} lacks a rendition"
            elif _size(storage.open(rendition.name).read())[0] != rendition.width:
                yield f"{image.name} has a half rendition"


def _size(data: bytes) -> tuple[int, int]:
    with Pillow.open(BytesIO(data)) as picture:
        picture.load()
        return picture.size


def _of_indexes() -> Iterator[str]:
    before = _indexes()
    rebuild_search(from_start=True)
    rebuild_facets()
    if _indexes() != before:
        yield "the search or the lists of reviews did not have all that is published"


def _indexes() -> tuple[list[object], ...]:
    documents = SearchDocument.objects.order_by("pk").values_list()
    entries = FacetEntry.objects.values_list("edition", "value__filter", "value__key")
    counts = FacetValue.objects.filter(count__gt=0).values_list("filter", "key", "count")
    return list(documents), sorted(entries), sorted(counts)


def _of_files() -> Iterator[str]:
    """Files that neither a row nor `find_orphan_files` knows, and those that are only temporary."""
    orphans = {file.name for file in orphan_files(before=timezone.now() + timedelta(hours=1))}
    known = {
        name
        for image in Image.objects.all()
        for name in (image.file.name, *(each.name for each in image.file.get_picture_files_list()))
    }
    for file in _files(Path(settings.MEDIA_ROOT)) - known - orphans:
        yield f"nobody removes {file}"
    for folder in (Path(gettempdir()), Path(settings.IMPORTS_DIR)):
        for file in _files(folder):
            yield f"nobody removes {folder / file}"


def _files(folder: Path) -> set[str]:
    return {
        (Path(inside) / name).relative_to(folder).as_posix()
        for inside, _folders, names in os.walk(folder)
        for name in names
    }


def _of_sqlite() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if (found := cursor.fetchall()) != [("ok",)]:
            yield f"SQLite says {found}"
        cursor.execute("PRAGMA foreign_key_check")
        if found := cursor.fetchall():
            yield f"rows refer to missing ones: {found}"
