"""Writes the reviews of a corpus: their manuscripts and their editions, many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model

from editions.models import (
    Edition,
    EditionBody,
    EditionByline,
    EditionCredit,
    EditionFit,
    EditionImage,
    EditionSequence,
)
from editions.parts import CRITIQUE, OWN_TEXTS, PARTS, Part
from editions.serialisation import CONTENT_SCHEMA
from pages.corpus.facts import written
from pages.corpus.filling import FilledEdition, FilledReview
from reviews.models import Byline, CastCritique, Review, Section
from spoilers import REDACTOR_VERSION
from verdicts.scales import ScaleKind

DECIMALS = ("score", "scale_best", "scale_step", "scale_worst")


def write_reviews(filled: Sequence[FilledReview]) -> list[Edition]:
    """The editions that were written. Sends no signals; the search index is not touched."""
    reviews = written([_review(each) for each in filled])
    written(
        [
            Byline(review=review, critic_id=each.critic, position=1)
            for review, each in zip(reviews, filled, strict=True)
        ]
    )
    _write_parts(reviews, filled)
    published = [
        (_edition(review, each, edition, number), edition)
        for review, each in zip(reviews, filled, strict=True)
        for number, edition in enumerate(each.editions, 1)
        if edition.live_from
    ]
    editions = written([row for row, _filled in published])
    for edition in editions:
        edition.body.edition_id = edition.pk
    written([edition.body for edition in editions])
    _write_uses(published)
    written(
        [
            EditionSequence(review=review, last=len(each.editions))
            for review, each in zip(reviews, filled, strict=True)
            if each.editions[0].live_from
        ]
    )
    return editions


def _review(filled: FilledReview) -> Review:
    content = filled.editions[-1].content
    return Review(
        film_id=filled.film,
        lead_image_id=filled.lead_image,
        slug=content["slug"],
        language=content["language"],
        cast_introduction=content["cast"]["introduction"],
        **{name: content[name] for name in OWN_TEXTS},
    )


def _write_parts(reviews: Iterable[Review], filled: Iterable[FilledReview]) -> None:
    """The rows of the parts of ``reviews``, and the films and credits that they are related to."""
    rows: defaultdict[type[Model], list[Any]] = defaultdict(list)
    spoiled: list[tuple[Section, int]] = []
    covered: list[tuple[CastCritique, int]] = []
    for review, each in zip(reviews, filled, strict=True):
        for part in PARTS:
            for position, item in enumerate(each.editions[-1].content[part.key]["items"], 1):
                row = _part_row(part, review, position, item)
                rows[part.item.model].append(row)
                spoiled += ((row, film["id"]) for film in item.get("spoils", ()))
                covered += ((row, credit["id"]) for credit in item.get("credits", ()))
    for of_model in rows.values():
        written(of_model)
    films, credits = Section.spoils.through, CastCritique.credits.through
    written([films(section_id=section.pk, film_id=film) for section, film in spoiled])
    written([credits(castcritique_id=row.pk, credit_id=credit) for row, credit in covered])


def _part_row(part: Part, review: Review, position: int, item: dict[str, Any]) -> Any:
    values = {name: item[name] for name in part.item.columns}
    if part.item is CRITIQUE and not item["own_heading"]:
        values["heading"] = ""
    for name in DECIMALS:
        if values.get(name) is not None:
            values[name] = Decimal(values[name])
    if not part.is_single:
        values["position"] = position
    return part.item.model(review=review, **part.where, **values)


def _edition(review: Review, filled: FilledReview, edition: FilledEdition, number: int) -> Edition:
    """The edition ``number`` as `editions.publishing.publish` makes it. No secret word is public in
    it, so it has no leaks."""
    content, rendering = edition.content, edition.rendering
    first_live_from = filled.editions[0].live_from
    assert edition.live_from is not None
    assert first_live_from is not None
    made = Edition(
        review=review,
        number=number,
        live_from=edition.live_from,
        live_until=edition.live_until,
        note=edition.note,
        film_id=filled.film,
        lead_image_id=filled.lead_image,
        headline=rendering["headline"],
        language=rendering["language"],
        standfirst=rendering["standfirst"],
        recommendation=rendering["verdict"]["recommendation"],
        score=filled.score,
        scale_best=filled.scale.best if filled.scale else None,
        scale_kind=filled.scale.kind if filled.scale else ScaleKind.POINTS,
        reading_minutes=rendering["minutes"],
        first_live_from=first_live_from,
        redactor_version=REDACTOR_VERSION,
    )
    made.body = EditionBody(
        content=content,
        content_schema=CONTENT_SCHEMA,
        rendered=rendering,
        search_text=rendering["text"],
        leaks=[],
    )
    return made


def _write_uses(published: Iterable[tuple[Edition, FilledEdition]]) -> None:
    """The rows that `editions.publishing` writes with an edition: its bylines, fits, pictures and
    credits."""
    bylines, fits, images, credits = [], [], [], []
    for edition, filled in published:
        content = filled.content
        bylines += [
            EditionByline(edition=edition, critic_id=critic["id"], position=position)
            for position, critic in enumerate(content["critics"], 1)
        ]
        fits += [
            EditionFit(edition=edition, premise=fit["premise"], answer=fit["answer"])
            for fit in content["audience"]["items"]
        ]
        if edition.lead_image_id:
            images.append(EditionImage(edition=edition, image_id=edition.lead_image_id))
        ids = {ref["id"] for item in content["cast"]["items"] for ref in item["credits"]}
        credits += [EditionCredit(edition=edition, credit_id=pk) for pk in sorted(ids)]
    for rows in (bylines, fits, images, credits):
        written(rows)
