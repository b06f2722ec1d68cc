"""Writes the content of a document to the review and its parts.

A part whose rows already say the same is not written. In a part that differs, the rows are reused
in their order, surplus rows are deleted and missing rows are created.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Model

from documents.portable import portable
from documents.row_store import save_changes
from editions.content import CritiqueContent, ReviewContent
from editions.manuscript import read_manuscript
from editions.publishing import set_embargo
from reviews.models import CastCritique, Review, Section
from verdicts.models import AudienceFit, Verdict, VerdictPoint

TEXTS = (
    *("headline", "standfirst", "meta_description", "disclosure", "language"),
    *("audience_heading", "good_heading", "bad_heading", "verdict_heading"),
)


PartRow = tuple[dict[str, Any], set[int | None]]
"""The values of one row, and the primary keys of the rows that it relates."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a review that has rows of its own.

    ``columns`` and ``relation``, a many-to-many field, have the same names on ``model`` and on the
    ``items`` of the content. ``kind`` tells the rows of this part from others of ``model``.
    """

    model: type[Model]
    columns: tuple[str, ...]
    items: Callable[[ReviewContent], Sequence[Any]]
    kind: Mapping[str, str] = field(default_factory=dict)
    relation: str = ""

    def rows(self, content: ReviewContent) -> list[PartRow]:
        return [
            (
                {name: getattr(item, name) for name in self.columns},
                {ref.id for ref in getattr(item, self.relation)} if self.relation else set(),
            )
            for item in self.items(content)
        ]


def _sections(placement: str) -> Part:
    return Part(
        Section,
        ("heading", "body", "curtain_label"),
        lambda content: content.placed(placement),
        {"placement": placement},
        "spoils",
    )


def _critiques(content: ReviewContent) -> list[CritiqueContent]:
    """The critiques with the headings that are stored: "" for one made from the credits."""
    return [
        each if each.own_heading else replace(each, heading="") for each in content.cast.critiques
    ]


POINT = ("label", "body", "is_spoiler")
VERDICT = ("recommendation", "summary", "pull_quote", "score", "scale_best", "scale_step")

PARTS = (
    _sections("opening"),
    Part(CastCritique, ("heading", "body", "is_spoiler"), _critiques, relation="credits"),
    Part(AudienceFit, ("premise", "answer", "rationale"), lambda content: content.fits),
    _sections("full_story"),
    Part(VerdictPoint, POINT, lambda content: content.good, {"polarity": "good"}),
    Part(VerdictPoint, POINT, lambda content: content.bad, {"polarity": "bad"}),
    Part(Verdict, VERDICT, lambda content: [content.verdict] if content.verdict else []),
    _sections("closing"),
)


def write_review(
    review: Review | None, content: ReviewContent, embargo_until: datetime | None
) -> tuple[Review, bool]:
    """Create the review, or update ``review``. Returns it, and whether any row was written.

    ``content`` holds the primary keys of the films, the critic, the lead image and the credits that
    it names. Raises `editions.publishing.PublishingRefused` for an embargo past a pending edition.
    """
    # Of a copy: reading fills an object's caches with what is about to change.
    old = portable(read_manuscript(copy(review))) if review else None
    values: dict[str, Any] = {
        "film_id": content.film.id,
        "critic_id": content.critic.id,
        "lead_image_id": content.lead_image.id if content.lead_image else None,
        **_changes(TEXTS, old, content),
        **_changes(("heading", "introduction"), old and old.cast, content.cast, prefix="cast_"),
    }
    changed = False
    if review is None:
        review = Review(slug=content.slug, embargo_until=embargo_until)
    elif review.embargo_until != embargo_until:
        set_embargo(review=review, until=embargo_until)
        review.refresh_from_db()
        changed = True
    is_new = review._state.adding
    changed |= save_changes(review, values)
    for part in PARTS:
        rows = part.rows(content)
        if rows != (part.rows(old) if old else []):
            _write_part(part, review, rows)
            changed = True
    if changed and not is_new:
        save_changes(review, {"version": review.version + 1})
    return review, changed


def _changes(names: Iterable[str], old: Any, new: Any, prefix: str = "") -> dict[str, Any]:
    """The columns that differ from ``old``, which is shaped like what a document can hold."""
    return {
        prefix + name: getattr(new, name)
        for name in names
        if old is None or getattr(old, name) != getattr(new, name)
    }


def _write_part(part: Part, review: Review, rows: list[PartRow]) -> None:
    stored = part.model._default_manager.filter(review=review, **part.kind)
    for position, (row, wanted) in enumerate(zip_longest(stored, rows), 1):
        if wanted is None:
            row.delete()
            continue
        values, related = wanted
        if hasattr(part.model, "position"):
            values["position"] = position
        row = row or part.model(review=review, **part.kind)
        save_changes(row, values)
        if part.relation:
            getattr(row, part.relation).set(related)
