"""Renders the redacted page of a review.

Every public channel is made from this rendering. An edition stores it; no public page reads the
content of an edition.
"""

from collections.abc import Callable
from dataclasses import replace

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cast.models import Credit
from editions.content import (
    CritiqueContent,
    FitContent,
    ItemContent,
    ReviewContent,
    VerdictContent,
)
from editions.library_pictures import library_name
from editions.parsed_review import ParsedReview
from editions.parts import PARTS, Part
from editions.publishing_problems import PublishingProblem
from editions.reading_time import reading_minutes
from editions.rendered import (
    RenderedCurtain,
    RenderedItem,
    RenderedPart,
    RenderedVerdict,
    Rendering,
)
from images.credit_lines import credit_line
from images.models import Image
from images.picture_tag import picture
from spoilers import Curtain, figure, plain, slot
from verdicts.scales import plain_number

SECTION_SIZES = "(min-width: 48rem) 40rem, 100vw"
ROW_SIZES = "(min-width: 48rem) 20rem, 50vw"
"""Of pictures side by side."""


class NotRedacted(Exception):
    """A text without known problems could not be redacted; ``findings`` say which."""

    def __init__(self, findings: list[PublishingProblem]) -> None:
        super().__init__(*findings)
        self.findings = findings


def render(review: ParsedReview, *, film: int | None, strict: bool = False) -> Rendering:
    """Redact ``review``, a review of the film with the primary key ``film``; None for a draft
    without a film.

    A critique is hidden if a credit that it covers was a surprise when the content was made or is
    one now. Two queries: those credits, and the pictures. A text that has problems is hidden whole;
    with ``strict`` it raises `NotRedacted`.
    """
    return _Renderer(review, film, strict=strict).render()


class _Renderer:
    """Collects the curtains and the public text of the page, in its order."""

    def __init__(self, review: ParsedReview, film: int | None, *, strict: bool) -> None:
        content = self.content = with_current_secrets(review.content)
        self.parsed = review.texts
        # No film has the key 0.
        self.film = film or 0
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
            parts=tuple(part for part in map(self.part, PARTS) if not part.is_empty),
            verdict=_verdict(content),
            curtains=(),
            text="",
            minutes=0,
        )
        text = "\n\n".join(filter(None, self.texts))
        return replace(
            rendering,
            curtains=tuple(self.curtains),
            text=text,
            minutes=reading_minutes(text),
        )

    def plain(self, text: str) -> str:
        self.texts.append(plain(text))
        return self.texts[-1]

    def prose(self, key: str) -> str:
        """The public HTML of the Markdown text ``key``."""
        redacted = self.parsed[key].redact(
            film=self.film,
            key=key,
            film_id=self.content.film_id,
            image=self.image,
            figure=self.figure,
        )
        if self.strict and redacted.problems:
            raise NotRedacted(
                [
                    PublishingProblem(key, problem.line, problem.message)
                    for problem in redacted.problems
                ]
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
    ) -> RenderedItem:
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
        return RenderedItem(key, "", slot(key), hidden=True)

    def part(self, part: Part) -> RenderedPart:
        content = part.of(self.content)
        return RenderedPart(
            key=part.key,
            heading=self.plain(content.heading),
            introduction=self.prose(part.introduction_key) if part.introduction_field else "",
            items=tuple(self.item(part, key, item) for key, item in part.items(self.content)),
        )

    def item(self, part: Part, key: str, item: ItemContent) -> RenderedItem:
        kind = part.item
        if part.hides(item):
            return self.hide(
                key,
                subject=kind.name,
                label=kind.label_of(item),
                films=kind.films_of(item),
                content=lambda: _headed(
                    kind.title_tag, self.plain(kind.hidden_title_of(item)), self.prose(key)
                ),
            )
        rendered = RenderedItem(key, self.plain(kind.title_of(item)), self.prose(key))
        match item:
            case CritiqueContent():
                covered = tuple(credit.id for credit in item.credits if credit.id)
                return replace(rendered, credits=covered)
            case FitContent():
                return replace(rendered, answer=item.answer)
            case VerdictContent():
                return replace(rendered, quote=self.plain(item.pull_quote))
        return rendered

    def image(self, src: str, alt: str, title: str) -> str:
        """The ``<picture>`` of a library picture; its alternative text if there is none."""
        image = self.images.get(library_name(src) or src)
        if image is None:
            return format_html("{}", alt)
        return picture(image, alt=alt or None, sizes=SECTION_SIZES)

    def figure(self, src: str, alt: str, caption: str, count: int) -> str:
        """A library picture that stands alone, with its caption and credit; its alternative text
        if there is none."""
        image = self.images.get(library_name(src) or src)
        if image is None:
            return format_html("<p>{}</p>", alt)
        sizes = SECTION_SIZES if count == 1 else ROW_SIZES
        return figure(picture(image, alt=alt or None, sizes=sizes), caption, credit_line(image))


def with_current_secrets(content: ReviewContent) -> ReviewContent:
    """``content`` with the critiques hidden of which a credit is a surprise now. One query."""
    credits = Credit.objects.filter(pk__in=content.credit_ids(), is_spoiler=True)
    secret = set(credits.values_list("pk", flat=True))
    critiques = tuple(
        replace(critique, is_spoiler=True)
        if any(credit.id in secret for credit in critique.credits)
        else critique
        for critique in content.cast.items
    )
    return replace(content, cast=replace(content.cast, items=critiques))


def _verdict(content: ReviewContent) -> RenderedVerdict | None:
    verdict = content.verdict.first
    if verdict is None:
        return None
    if verdict.score is None or verdict.scale_best is None:
        return RenderedVerdict(verdict.recommendation, "", "")
    return RenderedVerdict(
        verdict.recommendation,
        plain_number(verdict.score),
        plain_number(verdict.scale_best),
        verdict.scale_kind,
        plain_number(verdict.scale_worst),
    )


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
