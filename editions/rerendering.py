"""Renders editions again when something that they were rendered from has changed.

An edition's rendering is derived from its frozen content, the redactor, the pictures of the library
and `Credit.is_spoiler` of the credits that it covers.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet
from django.db.models.signals import post_save

from cast.models import Credit
from editions.content import ReviewContent
from editions.migrated_models import is_as_in
from editions.models import Edition, EditionBody, EditionQuerySet
from editions.parsed_review import parse_review
from editions.rendered import Rendering
from editions.rendering import render
from editions.serialisation import Unreadable, content_from_json, to_json
from editions.stored_renderings import check_rendering, rendering_from_json
from films.models import Film
from images.models import Image
from images.public_changes import before_public_write, public_change, run_at_end
from spoilers import REDACTOR_VERSION

logger = logging.getLogger(__name__)

_RENDERED_FROM = {
    Credit: ["is_spoiler"],
    Image: ["file", "width", "height", "color", "alt", "credit", "rights", "license_url"],
}
"""The columns of live rows that renderings depend on."""

EDITIONS_AT_ONCE = 100

UNREADABLE = 0
"""The redactor version of an edition that could not be rendered."""


def for_change(editions: "QuerySet[Edition] | EditionQuerySet") -> "QuerySet[Edition]":
    """``editions`` with their bodies, locked, each in the same order for everybody."""
    return editions.select_related("body").select_for_update(of=("self",)).order_by("pk")


def content_of(edition: Edition) -> ReviewContent:
    """The frozen content of ``edition``."""
    return content_from_json(edition.body.content, edition.body.content_schema)


def rendering_of(edition: Edition) -> Rendering:
    """The stored rendering of ``edition``.

    A new one from its content if another redactor version made the stored one, or if that cannot be
    read. Raises `Unreadable` if the content cannot be read either. Logs what cannot be read.
    """
    damage = None
    if edition.redactor_version not in (REDACTOR_VERSION, UNREADABLE):
        _warn_of_outdated_editions()
    if edition.redactor_version == REDACTOR_VERSION:
        try:
            return rendering_from_json(edition.body.rendered)
        except Unreadable as error:
            damage = error
    try:
        rendering = _rendered_anew(edition)
    except Unreadable as error:
        logger.error("The edition with the id %d cannot be read: %s.", edition.pk, error)
        raise
    if damage:
        logger.error(
            "The rendering of the edition with the id %d cannot be read, and is made anew at each "
            "request until the command rerender_editions stores it: %s.",
            edition.pk,
            damage,
        )
    return rendering


def with_renderings(editions: Iterable[Edition]) -> Iterator[tuple[Edition, Rendering]]:
    """``editions``, each with its rendering. Those that cannot be read are left out."""
    for edition in editions:
        try:
            yield edition, rendering_of(edition)
        except Unreadable:
            continue


@cache
def _warn_of_outdated_editions() -> None:
    """Logged once in a process. Their pages take many times as long."""
    logger.warning(
        "Editions that another version of the redactor rendered are rendered anew at each request, "
        "and the search does not find them. Run `%s rerender_editions`; `migrate` does it, too.",
        settings.PROGRAM,
    )


def rerender_in_batches(editions: "QuerySet[Edition] | EditionQuerySet") -> int:
    """As `rerender`, in transactions of `EDITIONS_AT_ONCE`, so that editors wait for one of these
    at most."""
    keys = list(editions.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(keys), EDITIONS_AT_ONCE):
        batch = keys[start : start + EDITIONS_AT_ONCE]
        changed += rerender(Edition.objects.filter(pk__in=batch))
    return changed


def outdated_editions() -> "QuerySet[Edition]":
    """Those that another version of the redactor has rendered."""
    return Edition.objects.exclude(redactor_version__in=[REDACTOR_VERSION, UNREADABLE])


def rerender_outdated(
    using: str, verbosity: int = 1, apps: Apps = current_apps, **_signal: Any
) -> None:
    """Receives `post_migrate`: after an upgrade no page is rendered at each request, and no review
    leaves the search."""
    models = (Edition, EditionBody, Credit, Film, Image)
    if using != DEFAULT_DB_ALIAS or not all(is_as_in(apps, model) for model in models):
        return
    outdated = outdated_editions()
    count = outdated.count()
    if not count:
        return
    if verbosity:
        print(f"  Rendering {count} editions again for the new redactor ...")  # noqa: T201
    rerender_in_batches(outdated)


@public_change()
def rerender(editions: "QuerySet[Edition] | EditionQuerySet") -> int:
    """Render ``editions`` from their content; returns how many came out different.

    An edition whose content cannot be read is no longer shown: its rendering may show what has
    become a surprise since.
    """
    before_public_write()
    changed = 0
    for edition in for_change(editions):
        try:
            rendering = _rendered_anew(edition)
        except Unreadable as error:
            logger.error("The edition with the id %d cannot be read: %s.", edition.pk, error)
            edition.redactor_version = UNREADABLE
            edition.save(update_fields=["redactor_version"])
            continue
        rendered = to_json(rendering)
        changed += rendered != edition.body.rendered
        edition.body.rendered = rendered
        edition.body.search_text = rendering.text
        edition.body.save(update_fields=["rendered", "search_text"])
        edition.headline = rendering.headline
        edition.standfirst = rendering.standfirst
        edition.reading_minutes = rendering.minutes
        edition.redactor_version = REDACTOR_VERSION
        edition.save(
            update_fields=["headline", "standfirst", "reading_minutes", "redactor_version"]
        )
    return changed


def _rendered_anew(edition: Edition) -> Rendering:
    """Raises `Unreadable`."""
    rendering = render(parse_review(content_of(edition)), film=edition.film_id)
    check_rendering(rendering)
    return rendering


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
