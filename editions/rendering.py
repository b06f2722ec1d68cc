"""`ReviewContent` → `Rendering`: the whole page, redacted.

This is the one redaction that feeds every channel. An edition keeps its rendering, and no page
reads the content itself.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cast.models import Credit
from editions.content import CritiqueContent, PointContent, ReviewContent, SectionContent
from editions.mentions import LIBRARY
from editions.rendered import (
    RenderedCurtain,
    RenderedFit,
    RenderedPassage,
    RenderedVerdict,
    Rendering,
)
from editions.review_texts import (
    CAST_INTRODUCTION,
    CRITIQUE_HEADING,
    PAGE_KEYS,
    SECTION_HEADING,
)
from images.models import Image
from images.picture_tag import picture
from spoilers import Curtain, plain, redact
from spoilers.slots import slot

WORDS_PER_MINUTE = 230
SECTION_SIZES = "(min-width: 48rem) 40rem, 100vw"


def render(content: ReviewContent, *, film: int) -> Rendering:
    """Redact ``content``, a review of the film with the primary key ``film``.

    A critique is hidden if a credit that it covers was a surprise when ``content`` was made or is
    one now. Two queries: those credits, and the pictures. Malformed text fails closed.
    """
    return _Renderer(_with_present_secrets(content), film).render()


class _Renderer:
    """Collects curtains and public text on the way through the page."""

    def __init__(self, content: ReviewContent, film: int) -> None:
        self.content = content
        self.film = film
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
            cast_introduction=self.prose(
                CAST_INTRODUCTION, content.cast.introduction, CRITIQUE_HEADING
            ),
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
                    html=self.prose(f"audience-{number}", fit.rationale, CRITIQUE_HEADING),
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

    def prose(self, key: str, markdown: str, min_heading: int = SECTION_HEADING) -> str:
        redacted = redact(
            markdown,
            film=self.film,
            key=key,
            film_id=self.content.film_id,
            image=self.image,
            min_heading=min_heading,
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
        """Hang a curtain before what ``content`` makes: its html, its text, its inner curtains."""
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
                html=self.prose(f"{PAGE_KEYS[placement]}-{number}", section.body),
            )
            for number, section in enumerate(self.content.placed(placement), 1)
        )

    def hidden_section(self, key: str, section: SectionContent) -> RenderedPassage:
        return self.hide(
            key,
            subject="section",
            label=section.curtain_label,
            films=tuple(film.id for film in section.spoils if film.id),
            content=lambda: _headed(
                "h3", self.plain(section.heading), self.prose(key, section.body)
            ),
        )

    def critique(self, key: str, critique: CritiqueContent) -> RenderedPassage:
        def body() -> str:
            return self.prose(key, critique.body, CRITIQUE_HEADING)

        if not critique.is_hidden:
            covered = tuple(credit.id for credit in critique.credits if credit.id)
            return RenderedPassage(key, self.plain(critique.heading), body(), credits=covered)
        return self.hide(
            key,
            subject="critique",
            content=lambda: _headed("h3", self.plain(critique.heading), body()),
        )

    def points(
        self, polarity: str, points: tuple[PointContent, ...]
    ) -> tuple[RenderedPassage, ...]:
        return tuple(
            self.point(f"{polarity}-{number}", point) for number, point in enumerate(points, 1)
        )

    def point(self, key: str, point: PointContent) -> RenderedPassage:
        def body() -> str:
            return self.prose(key, point.body, CRITIQUE_HEADING)

        if not point.is_spoiler:
            return RenderedPassage(key, self.plain(point.label), body())
        return self.hide(
            key,
            subject="point",
            content=lambda: _headed("strong", self.plain(point.label), body()),
        )

    def verdict(self) -> RenderedVerdict | None:
        verdict = self.content.verdict
        if verdict is None:
            return None
        return RenderedVerdict(
            recommendation=verdict.recommendation,
            score=_number(verdict.score),
            scale_best=_number(verdict.scale_best),
            html=self.prose("verdict", verdict.summary),
            pull_quote=self.plain(verdict.pull_quote),
        )

    def image(self, src: str, alt: str, title: str) -> str:
        """The ``<picture>`` of a library image; the words alone where there is none."""
        image = self.images.get(src.removeprefix(LIBRARY))
        if image is None:
            return format_html("{}", alt)
        return picture(image, alt=alt or None, sizes=SECTION_SIZES)


def _with_present_secrets(content: ReviewContent) -> ReviewContent:
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
    # The body was sanitised by `spoilers.redact`.
    return format_html("<{0}>{1}</{0}>\n{2}", mark_safe(tag), heading, mark_safe(html))  # noqa: S308


def _number(value: Decimal | None) -> str:
    """Without trailing zeros: "7.5", "8", and "" for none."""
    if value is None:
        return ""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
