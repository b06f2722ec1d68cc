"""The bin: drafts that were deleted and items that were removed, for some days.

What is in it can be put back. A review that was ever published is withdrawn instead, so nothing of
what readers see is in the bin.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from editions.content import ItemContent, ReviewContent
from editions.history import Kind, content_of_snapshot, record, stored_content
from editions.history_models import RemovedItem, ReviewEvent
from editions.items import item_rows
from editions.parts import BY_KEY, Part
from editions.restoring import Restored, restore
from editions.serialisation import CONTENT_SCHEMA, Unreadable, content_from_json, to_json
from images.slugs import numbered
from reviews.models import Review

KEPT_FOR = timedelta(days=30)


class NotBinned(Exception):
    """Something cannot be put into the bin, or taken out of it; the message is a sentence."""


@transaction.atomic
def put_into_bin(review: Review, *, by: Any) -> None:
    """Hide ``review`` everywhere but in the bin. Its slug becomes free.

    Raises `NotBinned` for a review that was published or is scheduled.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.editions.exists():
        raise NotBinned(_("A review that was published can be withdrawn, but not deleted."))
    record(review, Kind.BINNED, by=by, content=stored_content(review))
    review.binned_at = timezone.now()
    review.slug = _free_slug(f"bin-{review.pk}", review)
    review.save(update_fields=["binned_at", "slug", "modified"])
    empty_bin()


@transaction.atomic
def take_out_of_bin(review: Review, *, by: Any) -> Review:
    """Make ``review`` what it was before `put_into_bin`; its slug gets a number if it is taken by
    now. Raises `NotBinned` if it is not in the bin any more."""
    found = Review.everything.select_for_update().filter(pk=review.pk, binned_at__isnull=False)
    binned = found.first()
    if binned is None:
        raise NotBinned(_("This review is not in the bin any more."))
    binned.binned_at = None
    binned.slug = _free_slug(_slug_before(binned), binned)
    binned.version += 1
    binned.save(update_fields=["binned_at", "slug", "version", "modified"])
    record(binned, Kind.UNBINNED, by=by)
    return binned


def keep_removed(part: Part, rows: Iterable[Any], *, review: Review, by: Any) -> None:
    """Put the stored ``rows`` of ``part``, which are about to be deleted, into the bin."""
    stored = item_rows(part.item, pk__in=[row.pk for row in rows])
    RemovedItem.objects.bulk_create(
        RemovedItem(
            review=review,
            part=part.key,
            content=to_json(item),
            content_schema=CONTENT_SCHEMA,
            by=by,
        )
        for item in (row.content() for row in stored)
        if part.item.title_of(item) or part.item.text_of(item)
    )
    empty_bin()


def content_of_removed(removed: RemovedItem) -> ItemContent:
    """Raises `Unreadable`."""
    part = BY_KEY.get(removed.part)
    if part is None:
        raise Unreadable(f"no part {removed.part}")
    data = {"film": {"slug": ""}, "critics": [], "headline": "", "slug": ""}
    whole = content_from_json(
        data | {part.key: {"items": [removed.content]}}, removed.content_schema
    )
    item: ItemContent = part.of(whole).items[0]
    return item


@transaction.atomic
def put_back(removed: RemovedItem, *, by: Any) -> Restored:
    """Add the item to the end of its part. Raises `NotBinned`, `Unreadable`."""
    found = RemovedItem.objects.select_for_update().filter(pk=removed.pk)
    if not found.exists():
        raise NotBinned(_("This item is not in the bin any more."))
    item = content_of_removed(removed)
    part = BY_KEY[removed.part]
    content = stored_content(removed.review)
    there = part.of(content)
    if part.is_single and there.items:
        raise NotBinned(_("There is already another one. Remove it first."))
    parts: dict[str, Any] = {part.key: replace(there, items=(*there.items, item))}
    restored = restore(
        review=removed.review,
        content=replace(content, **parts),
        by=by,
        why=_("From the bin: %(part)s") % {"part": part.title},
    )
    found.delete()
    return restored


def empty_bin(now: datetime | None = None) -> None:
    """Delete for good what has been in the bin for longer than `KEPT_FOR`. Runs whenever something
    is put into the bin and when somebody looks into it."""
    before = (now or timezone.now()) - KEPT_FOR
    RemovedItem.objects.filter(at__lt=before).delete()
    Review.everything.filter(binned_at__lt=before).delete()


def _slug_before(review: Review) -> str:
    binned = ReviewEvent.objects.filter(review=review, kind=Kind.BINNED, snapshot__isnull=False)
    event = binned.select_related("snapshot").order_by("-pk").first()
    if event and event.snapshot:
        try:
            content: ReviewContent = content_of_snapshot(event.snapshot)
        except Unreadable:
            return review.slug
        return content.slug
    return review.slug


def _free_slug(slug: str, review: Review) -> str:
    others = Review.everything.exclude(pk=review.pk)
    number, free = 1, slug
    while others.filter(Q(slug=free) | Q(slugs__slug=free)).exists():
        number += 1
        free = numbered(slug, number, 200)
    return free
