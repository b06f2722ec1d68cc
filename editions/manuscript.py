"""Reads the manuscript of a review from its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Prefetch, prefetch_related_objects

from cast.models import Credit
from editions.content import (
    CastContent,
    CreditRef,
    CriticRef,
    CritiqueContent,
    FilmRef,
    FitContent,
    ImageRef,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from editions.parsed_review import ParsedReview, parse_review
from films.models import Film
from images.models import Image
from reviews.models import CastCritique, Review, Section
from spoilers import ParsedText
from verdicts.models import AudienceFit, Verdict, VerdictPoint


def read_manuscript(review: Review, parsed: Iterable[ParsedText] = ()) -> ParsedReview:
    """The manuscript of ``review``, its texts parsed, its films and pictures looked up.

    Texts that are among ``parsed`` are not parsed again. A slug or name in the texts that belongs
    to no film or picture is left out of ``spoiled`` and ``images``; `editions.checks` reports it.
    """
    content = read_rows(review)
    texts = parse_review(content, parsed)
    content = with_references(content, texts.film_slugs(), texts.library_pictures())
    return replace(texts, content=content)


def read_rows(review: Review) -> ReviewContent:
    """The content of ``review`` without ``spoiled`` and ``images``, which only a parse can find."""
    credits = Credit.objects.select_related("person").prefetch_related("characters")
    prefetch_related_objects(
        [review],
        "film",
        "critic",
        "lead_image",
        Prefetch("sections", Section.objects.order_by("position", "pk")),
        "sections__spoils",
        Prefetch("critiques", CastCritique.objects.order_by("position", "pk")),
        Prefetch("critiques__credits", credits.by_billing()),
        Prefetch("audience_fits", AudienceFit.objects.order_by("position", "pk")),
        Prefetch("points", VerdictPoint.objects.order_by("position", "pk")),
    )
    return ReviewContent(
        film=film_ref(review.film),
        critic=CriticRef(review.critic.slug, review.critic.pk),
        headline=review.headline,
        slug=review.slug,
        standfirst=review.standfirst,
        meta_description=review.meta_description,
        disclosure=review.disclosure,
        language=review.language,
        lead_image=image_ref(review.lead_image) if review.lead_image else None,
        sections=tuple(_section(section) for section in review.sections.all()),
        cast=CastContent(
            heading=review.cast_heading,
            introduction=review.cast_introduction,
            critiques=tuple(_critique(critique) for critique in review.critiques.all()),
        ),
        audience_heading=review.audience_heading,
        fits=tuple(
            FitContent(fit.premise, fit.answer, fit.rationale) for fit in review.audience_fits.all()
        ),
        good_heading=review.good_heading,
        good=_points(review, VerdictPoint.Polarity.GOOD),
        bad_heading=review.bad_heading,
        bad=_points(review, VerdictPoint.Polarity.BAD),
        verdict_heading=review.verdict_heading,
        verdict=_verdict(review),
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


def film_ref(film: Film) -> FilmRef:
    return FilmRef(film.slug, film.pk)


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
    """The heading of a critique without one of its own: "Ana de Armas as Eve"."""
    return ", ".join(str(credit) for credit in credits)


def _section(section: Section) -> SectionContent:
    return SectionContent(
        placement=section.placement,
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


def _points(review: Review, polarity: str) -> tuple[PointContent, ...]:
    return tuple(
        PointContent(point.label, point.body, point.is_spoiler)
        for point in review.points.all()
        if point.polarity == polarity
    )


def _verdict(review: Review) -> VerdictContent | None:
    verdict = Verdict.objects.filter(review=review).first()
    if verdict is None:
        return None
    return VerdictContent(
        recommendation=verdict.recommendation,
        summary=verdict.summary,
        pull_quote=verdict.pull_quote,
        score=verdict.score,
        scale_best=verdict.scale_best,
        scale_step=verdict.scale_step,
    )
