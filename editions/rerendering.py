"""Renders editions again when something that they were rendered from has changed.

An edition's rendering is derived from its frozen content, the redactor, the pictures of the library
and `Credit.is_spoiler` of the credits that it covers.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import post_save

from cast.models import Credit
from editions.content import ReviewContent
from editions.models import Edition, EditionQuerySet
from editions.rendered import Rendering
from editions.rendering import render
from editions.serialisation import content_from_json, from_json, to_json
from images.models import Image
from images.public_changes import before_public_write, public_change, run_at_end
from spoilers import REDACTOR_VERSION

_RENDERED_FROM = {
    Credit: ["is_spoiler"],
    Image: ["file", "width", "height", "color", "alt"],
}
"""The columns of live rows that renderings depend on."""


def content_of(edition: Edition) -> ReviewContent:
    """The frozen content of ``edition``."""
    return content_from_json(edition.content, edition.content_schema)


def rendering_of(edition: Edition) -> Rendering:
    """The stored rendering of ``edition``; a new one if another redactor version made that."""
    if edition.redactor_version == REDACTOR_VERSION:
        return from_json(Rendering, edition.rendered)
    return render(content_of(edition), film=edition.film_id)


@public_change()
def rerender(editions: "QuerySet[Edition] | EditionQuerySet") -> int:
    """Render ``editions`` from their content; returns how many came out different."""
    before_public_write()
    changed = 0
    for edition in editions.select_for_update().order_by("pk"):
        rendering = render(content_of(edition), film=edition.film_id)
        rendered = to_json(rendering)
        changed += rendered != edition.rendered
        edition.rendered = rendered
        edition.headline = rendering.headline
        edition.standfirst = rendering.standfirst
        edition.search_text = rendering.text
        edition.reading_minutes = rendering.minutes
        edition.redactor_version = REDACTOR_VERSION
        edition.save(
            update_fields=[
                "headline",
                "standfirst",
                "rendered",
                "search_text",
                "reading_minutes",
                "redactor_version",
            ]
        )
    return changed


def rerender_after(instance: Credit | Image, created: bool, **_signal: Any) -> None:
    """Receives `post_save`: the editions that show the row are rendered in the same transaction."""
    model = type(instance)
    if not created and instance.changes(*_RENDERED_FROM[model]):
        run_at_end(_rerender_showing, {(model, instance.pk)})


def _rerender_showing(rows: set[tuple[type[Credit | Image], int]]) -> None:
    credits = [pk for model, pk in rows if model is Credit]
    images = [pk for model, pk in rows if model is Image]
    showing = Edition.objects.filter(Q(credits__in=credits) | Q(images__in=images))
    rerender(Edition.objects.filter(pk__in=showing.values("pk")))


def connect() -> None:
    for model in _RENDERED_FROM:
        post_save.connect(rerender_after, sender=model, dispatch_uid=f"rerender {model}")
