"""Reads the manuscript of a review from its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import translation

from cast.models import Credit
from editions.content import (
    CreditRef,
    CriticRef,
    CritiqueContent,
    FilmRef,
    ImageRef,
    ItemContent,
    PartContent,
    ReviewContent,
    SectionContent,
)
from editions.parsed_review import ParsedReview, parse_review
from editions.parts import CRITIQUE, PARTS, ItemKind, Part
from films.models import Film
from images.models import Image
from reviews.models import CastCritique, Review, Section
from spoilers import ParsedText


def read_manuscript(review: Review, parsed: Iterable[ParsedText] = ()) -> ParsedReview:
    """The manuscript of ``review``, its texts parsed, its films and pictures looked up.

    Texts that are among ``parsed`` are not parsed again. A slug or name in the texts that belongs
    to no film or picture is left out of ``spoiled`` and ``images``; `editions.publishing_problems`
    reports it.
    """
    return parsed_content(read_rows(review), parsed)


def parsed_content(content: ReviewContent, parsed: Iterable[ParsedText] = ()) -> ParsedReview:
    """``content`` as `read_manuscript` returns it."""
    texts = parse_review(content, parsed)
    content = with_references(content, texts.film_slugs(), texts.library_pictures())
    return replace(texts, content=content)


def read_rows(review: Review) -> ReviewContent:
    """The content of ``review`` without ``spoiled`` and ``images``, which only a parse can find."""
    return read_all([review])[review.pk]


def read_all(reviews: Iterable[Review]) -> dict[int, ReviewContent]:
    """The content of each of ``reviews`` by its primary key, as `read_rows` reads it.

    Takes as many queries as one review does if films, lead images and critics are loaded.
    """
    reviews = list(reviews)
    prefetch_related_objects(reviews, "bylines")
    rows = {kind: _rows(kind, reviews) for kind in {part.item for part in PARTS}}
    return {
        review.pk: _content(review, {kind: found[review.pk] for kind, found in rows.items()})
        for review in reviews
    }


def _content(review: Review, rows: dict[ItemKind, list[Any]]) -> ReviewContent:
    # Headings that are made from credits are frozen with the edition. In the language of the review
    # they fit its text, and they stay the same when the language of the site changes.
    with translation.override(review.language):
        parts: dict[str, Any] = {part.key: _part(part, review, rows[part.item]) for part in PARTS}
    return ReviewContent(
        film=film_ref(review.film),
        critics=tuple(CriticRef(critic.slug, critic.pk) for critic in review.signed_by()),
        headline=review.headline,
        slug=review.slug,
        standfirst=review.standfirst,
        meta_description=review.meta_description,
        disclosure=review.disclosure,
        language=review.language,
        lead_image=image_ref(review.lead_image) if review.lead_image else None,
        **parts,
    )


def with_references(content: ReviewContent, slugs: set[str], names: set[str]) -> ReviewContent:
    """``content`` with the films that have the ``slugs`` and the pictures that have the ``names``
    as its ``spoiled`` and ``images``. Two queries at most."""
    films = Film.objects.filter(slugs__slug__in=slugs).values_list("slugs__slug", "pk")
    images = Image.objects.named(names)
    return replace(
        content,
        spoiled=tuple(FilmRef(slug, pk) for slug, pk in sorted(films)),
        images=tuple(sorted(map(image_ref, images), key=lambda image: image.name)),
    )


def film_ref(film: Film | None) -> FilmRef:
    """The reference to ``film``; to no film for a draft without one."""
    return FilmRef(film.slug, film.pk) if film else FilmRef("")


def image_ref(image: Image) -> ImageRef:
    return ImageRef(image.name, image.pk)


def credit_ref(credit: Credit) -> CreditRef:
    """The reference to ``credit``, whose person and characters are loaded."""
    return CreditRef(
        person=credit.person.slug if credit.person else "",
        characters=tuple(character.slug for character in credit.characters.all()),
        id=credit.pk,
        is_spoiler=credit.is_spoiler,
    )


def heading_of(credits: Iterable[Credit]) -> str:
    """The heading of a critique without its own, in the active language: "Ana de Armas as Eve"."""
    return ", ".join(str(credit) for credit in credits)


def _rows(kind: ItemKind, reviews: Sequence[Review]) -> dict[int, list[Any]]:
    """The rows of ``kind`` by the primary key of their review."""
    rows: QuerySet[Any] = kind.model._default_manager.filter(review__in=reviews)
    rows = rows.order_by(*kind.order)
    if kind is CRITIQUE:
        credits = Credit.objects.with_names().by_billing()
        rows = rows.prefetch_related(Prefetch("credits", credits))
    else:
        rows = rows.prefetch_related(*kind.related)
    found: dict[int, list[Any]] = {review.pk: [] for review in reviews}
    for row in rows:
        found[row.review_id].append(row)
    return found


def _part(part: Part, review: Review, rows: list[Any]) -> PartContent[Any]:
    return PartContent(
        getattr(review, part.heading_field) if part.heading_field else "",
        getattr(review, part.introduction_field) if part.introduction_field else "",
        tuple(
            item_of(part.item, row)
            for row in rows
            if all(getattr(row, name) == value for name, value in part.where.items())
        ),
    )


def item_of(kind: ItemKind, row: Any) -> ItemContent:
    """The content of one stored row of ``kind``."""
    match row:
        case Section():
            return _section(row)
        case CastCritique():
            return _critique(row)
    return kind.content(**{field.name: getattr(row, field.name) for field in fields(kind.content)})


def _section(section: Section) -> SectionContent:
    return SectionContent(
        heading=section.heading,
        body=section.body,
        curtain_label=section.curtain_label,
        spoils=tuple(sorted(map(film_ref, section.spoils.all()), key=lambda film: film.slug)),
    )


def _critique(critique: CastCritique) -> CritiqueContent:
    credits: Sequence[Credit] = list(critique.credits.all())
    return CritiqueContent(
        heading=critique.heading or heading_of(credits),
        own_heading=bool(critique.heading),
        body=critique.body,
        credits=tuple(map(credit_ref, credits)),
        is_spoiler=critique.is_spoiler,
    )
