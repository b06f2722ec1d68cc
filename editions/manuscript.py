"""The rows of a review → `ReviewContent`."""

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
from editions.mentions import mentions
from films.models import Film
from images.models import Image
from reviews.models import CastCritique, Review, Section
from verdicts.models import AudienceFit, Verdict, VerdictPoint


def read_manuscript(review: Review) -> ReviewContent:
    """The review as its rows stand now, with the films and pictures that its texts mention.

    Names that no film or picture has are left out of ``spoiled`` and ``images``:
    `editions.checks` reports them.
    """
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
    content = ReviewContent(
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
    return with_mentions(content)


def with_mentions(content: ReviewContent) -> ReviewContent:
    """``content`` with ``spoiled`` and ``images`` made from its texts."""
    named = mentions(content)
    films = Film.objects.filter(slugs__slug__in=named.films).values_list("slugs__slug", "pk")
    images = Image.objects.named(named.images)
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
    """Of a credit whose person and characters are loaded."""
    return CreditRef(
        person=credit.person.slug if credit.person else "",
        characters=tuple(character.slug for character in credit.characters.all()),
        id=credit.pk,
        is_spoiler=credit.is_spoiler,
    )


def heading_of(credits: Iterable[Credit]) -> str:
    """The heading of a critique that has none of its own: "Ana de Armas as Eve"."""
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
