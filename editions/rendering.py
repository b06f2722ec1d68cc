"""Renders the redacted page of a review.

Every public channel is made from this rendering. An edition stores it; no public page reads the
content of an edition.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cast.models import Credit
from editions.checks import Finding
from editions.content import CritiqueContent, PointContent, ReviewContent, SectionContent
from editions.library_pictures import library_name
from editions.parsed_review import ParsedReview
from editions.rendered import (
    RenderedCurtain,
    RenderedFit,
    RenderedPassage,
    RenderedVerdict,
    Rendering,
)
from editions.review_texts import (
    CAST_INTRODUCTION,
    PAGE_KEYS,
)
from images.models import Image
from images.picture_tag import picture
from spoilers import Curtain, plain, slot

WORDS_PER_MINUTE = 230
SECTION_SIZES = "(min-width: 48rem) 40rem, 100vw"


class NotRedacted(Exception):
    """A text without known problems could not be redacted; ``findings`` say which."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(*findings)
        self.findings = findings


def render(review: ParsedReview, *, film: int, strict: bool = False) -> Rendering:
    """Redact ``review``, a review of the film with the primary key ``film``.

    A critique is hidden if a credit that it covers was a surprise when the content was made or is
    one now. Two queries: those credits, and the pictures. A text that has problems is hidden whole;
    with ``strict`` it raises `NotRedacted`.
    """
    return _Renderer(review, film, strict=strict).render()


class _Renderer:
    """Collects the curtains and the public text of the page, in its order."""

    def __init__(self, review: ParsedReview, film: int, *, strict: bool) -> None:
        content = self.content = _with_current_secrets(review.content)
        self.parsed = review.texts
        self.film = film
        self.strict = strict
        self.curtains: list[RenderedCurtain] = []
        self.texts: list[str] = []
        ids = {image.name: image.id for image in content.images}
        found = Image.objects.in_bulk([pk for pk in ids.values() if pk])
        self.images = {name: found[pk] for name, pk in ids.items() if pk in found}

    def render(self) -> Rendering:
        content = self.content
        rendering = Rendering(
            headline=self.plain(content.headline),
            standfirst=self.plain(content.standfirst),
            meta_description=plain(content.meta_description),
            disclosure=plain(content.disclosure),
            language=content.language,
            opening=self.sections("opening"),
            cast_heading=self.plain(content.cast.heading),
            cast_introduction=self.prose(CAST_INTRODUCTION),
            critiques=tuple(
                self.critique(f"cast-{number}", critique)
                for number, critique in enumerate(content.cast.critiques, 1)
            ),
            audience_heading=self.plain(content.audience_heading),
            fits=tuple(
                RenderedFit(
                    key=f"audience-{number}",
                    premise=self.plain(fit.premise),
                    answer=fit.answer,
                    html=self.prose(f"audience-{number}"),
                )
                for number, fit in enumerate(content.fits, 1)
            ),
            story=tuple(
                self.hidden_section(f"story-{number}", section)
                for number, section in enumerate(content.placed("full_story"), 1)
            ),
            good_heading=self.plain(content.good_heading),
            good=self.points("good", content.good),
            bad_heading=self.plain(content.bad_heading),
            bad=self.points("bad", content.bad),
            verdict_heading=self.plain(content.verdict_heading),
            verdict=self.verdict(),
            closing=self.sections("closing"),
            curtains=(),
            text="",
            minutes=0,
        )
        text = "\n\n".join(filter(None, self.texts))
        return replace(
            rendering,
            curtains=tuple(self.curtains),
            text=text,
            minutes=max(1, round(len(text.split()) / WORDS_PER_MINUTE)),
        )

    def plain(self, text: str) -> str:
        self.texts.append(plain(text))
        return self.texts[-1]

    def prose(self, key: str) -> str:
        """The public HTML of the Markdown text ``key``."""
        redacted = self.parsed[key].redact(
            film=self.film, key=key, film_id=self.content.film_id, image=self.image
        )
        if self.strict and redacted.problems:
            raise NotRedacted(
                [Finding(key, problem.line, problem.message) for problem in redacted.problems]
            )
        self.texts.append(redacted.text)
        self.curtains += (_passage(curtain) for curtain in redacted.curtains)
        return redacted.html

    def hide(
        self,
        key: str,
        *,
        subject: str,
        label: str = "",
        films: tuple[int, ...] = (),
        content: Callable[[], str],
    ) -> RenderedPassage:
        """Put all that ``content`` adds behind one curtain: its HTML, text and inner curtains."""
        outer_texts, outer_curtains = self.texts, self.curtains
        self.texts, self.curtains = [], []
        html = content()
        text = "\n\n".join(filter(None, self.texts))
        inner = [replace(curtain, parent=curtain.parent or key) for curtain in self.curtains]
        whole = RenderedCurtain(
            key, "", "block", subject, plain(label), films or (self.film,), html, text
        )
        self.texts, self.curtains = outer_texts, [*outer_curtains, whole, *inner]
        self.texts.append(f"[{whole.label}]" if whole.label else "")
        return RenderedPassage(key, "", slot(key), hidden=True)

    def sections(self, placement: str) -> tuple[RenderedPassage, ...]:
        return tuple(
            RenderedPassage(
                key=f"{PAGE_KEYS[placement]}-{number}",
                heading=self.plain(section.heading),
                html=self.prose(f"{PAGE_KEYS[placement]}-{number}"),
            )
            for number, section in enumerate(self.content.placed(placement), 1)
        )

    def hidden_section(self, key: str, section: SectionContent) -> RenderedPassage:
        return self.hide(
            key,
            subject="section",
            label=section.curtain_label,
            films=tuple(film.id for film in section.spoils if film.id),
            content=lambda: _headed("h3", self.plain(section.heading), self.prose(key)),
        )

    def critique(self, key: str, critique: CritiqueContent) -> RenderedPassage:
        if not critique.is_hidden:
            covered = tuple(credit.id for credit in critique.credits if credit.id)
            return RenderedPassage(
                key, self.plain(critique.heading), self.prose(key), credits=covered
            )
        return self.hide(
            key,
            subject="critique",
            content=lambda: _headed("h3", self.plain(critique.heading), self.prose(key)),
        )

    def points(
        self, polarity: str, points: tuple[PointContent, ...]
    ) -> tuple[RenderedPassage, ...]:
        return tuple(
            self.point(f"{polarity}-{number}", point) for number, point in enumerate(points, 1)
        )

    def point(self, key: str, point: PointContent) -> RenderedPassage:
        if not point.is_spoiler:
            return RenderedPassage(key, self.plain(point.label), self.prose(key))
        return self.hide(
            key,
            subject="point",
            content=lambda: _headed("strong", self.plain(point.label), self.prose(key)),
        )

    def verdict(self) -> RenderedVerdict | None:
        verdict = self.content.verdict
        if verdict is None:
            return None
        return RenderedVerdict(
            recommendation=verdict.recommendation,
            score=_number(verdict.score),
            scale_best=_number(verdict.scale_best),
            html=self.prose("verdict"),
            pull_quote=self.plain(verdict.pull_quote),
        )

    def image(self, src: str, alt: str, title: str) -> str:
        """The ``<picture>`` of a library picture; its alternative text if there is none."""
        image = self.images.get(library_name(src) or src)
        if image is None:
            return format_html("{}", alt)
        return picture(image, alt=alt or None, sizes=SECTION_SIZES)


def _with_current_secrets(content: ReviewContent) -> ReviewContent:
    credits = Credit.objects.filter(pk__in=content.credit_ids(), is_spoiler=True)
    secret = set(credits.values_list("pk", flat=True))
    critiques = tuple(
        replace(critique, is_spoiler=True)
        if any(credit.id in secret for credit in critique.credits)
        else critique
        for critique in content.cast.critiques
    )
    return replace(content, cast=replace(content.cast, critiques=critiques))


def _passage(curtain: Curtain) -> RenderedCurtain:
    return RenderedCurtain(
        key=curtain.key,
        parent=curtain.parent,
        kind=curtain.kind,
        subject="passage",
        label=curtain.label,
        films=curtain.films,
        html=curtain.html,
        text=curtain.text,
    )


def _headed(tag: str, heading: str, html: str) -> str:
    if not heading:
        return html
    # `ParsedText.redact` has sanitised the body.
    return format_html("<{0}>{1}</{0}>\n{2}", mark_safe(tag), heading, mark_safe(html))  # noqa: S308


def _number(value: Decimal | None) -> str:
    """Without trailing zeros: "7.5", "8"; "" for None."""
    if value is None:
        return ""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
