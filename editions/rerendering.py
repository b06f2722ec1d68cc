"""Rendering editions anew, when what they were rendered with has changed.

An edition's rendering is derived: from its frozen content, the redactor, the pictures' facts and
the secrecy of the credits that it covers.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save

from cast.models import Credit
from editions.content import ReviewContent
from editions.models import Edition, EditionQuerySet, Generation
from editions.parsed_review import parse_review
from editions.rendered import Rendering
from editions.rendering import render
from editions.serialisation import content_from_json, from_json, to_json
from images.models import Image
from spoilers import REDACTOR_VERSION


def content_of(edition: Edition) -> ReviewContent:
    """What was frozen in ``edition``."""
    return content_from_json(edition.content, edition.content_schema)


def rendering_of(edition: Edition) -> Rendering:
    """What readers of ``edition`` get; made anew where another redactor made what is stored."""
    if edition.redactor_version == REDACTOR_VERSION:
        return from_json(Rendering, edition.rendered)
    return render(parse_review(content_of(edition)), film=edition.film_id)


@transaction.atomic
def rerender(editions: "QuerySet[Edition] | EditionQuerySet") -> int:
    """Render ``editions`` from their content; returns how many came out different."""
    Generation.objects.bump()
    changed = 0
    for edition in editions.select_for_update().order_by("pk"):
        rendering = render(parse_review(content_of(edition)), film=edition.film_id)
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


def rerender_what_shows(instance: Credit | Image, created: bool, **_signal: Any) -> None:
    """A credit that becomes a surprise, a picture with new words: its editions follow at once."""
    if not created and instance.editions.exists():
        rerender(instance.editions.all())


def connect() -> None:
    for model in (Credit, Image):
        post_save.connect(rerender_what_shows, sender=model, dispatch_uid=f"rerender {model}")
