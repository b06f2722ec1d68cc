"""Reads the manuscript of a review from its rows."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import translation

from cast.models import Credit
from editions.content import (
    CreditRef,
    CriticRef,
    FilmRef,
    ImageRef,
    PartContent,
    ReviewContent,
)
from editions.items import ItemRow, item_rows
from editions.parsed_review import ParsedReview, parse_review
from editions.parts import PARTS, ItemKind, Part
from films.models import Film
from images.models import Image
from reviews.models import Review
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

    Takes as many queries as one review does if films, lead images and critics are loaded, and none
    without reviews.
    """
    reviews = list(reviews)
    if not reviews:
        return {}
    prefetch_related_objects(reviews, "bylines")
    rows: dict[int, dict[ItemKind, list[ItemRow]]] = {
        review.pk: {part.item: [] for part in PARTS} for review in reviews
    }
    for kind in {part.item for part in PARTS}:
        for row in item_rows(kind, review__in=list(rows)):
            rows[row.values["review_id"]][kind].append(row)
    return {review.pk: _content(review, rows[review.pk]) for review in reviews}


def _content(review: Review, rows: dict[ItemKind, list[ItemRow]]) -> ReviewContent:
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


def _part(part: Part, review: Review, rows: list[ItemRow]) -> PartContent[Any]:
    where = part.where.items()
    return PartContent(
        getattr(review, part.heading_field) if part.heading_field else "",
        getattr(review, part.introduction_field) if part.introduction_field else "",
        tuple(row.content() for row in rows if row.has(where)),
    )
