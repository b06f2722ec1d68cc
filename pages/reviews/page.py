"""The page of a review: an edition's rendering, with the live facts of its film around it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from editions.models import Edition
from editions.rendered import RenderedPassage, RenderedVerdict, Rendering
from editions.rerendering import rendering_of
from films.models import Film, FranchiseEntry
from images.models import Image
from images.picture_tag import picture
from pages.absolute_urls import absolute_url
from pages.curtains.slots import CurtainRenderer, ReviewURLs, edition_urls
from pages.films.page import film_facts
from pages.listings.cards import LEAD_SIZES
from pages.listings.scores import localized_score
from pages.people.portraits import critique_portraits
from pages.reviews.related import related_reviews
from pages.seen.markable import markable_film
from pages.sharing.page_metadata import review_metadata
from reviews.models import Critic, Review
from verdicts.models import AudienceFit, Verdict

POSTER_SIZES = "(min-width: 60rem) 15rem, 8rem"
LONG_READ = 4
"""How many parts with a heading make a table of contents worth its room."""


def review_context(
    edition: Edition, rendering: Rendering, revealed: Collection[str] = ()
) -> dict[str, Any]:
    """The context of ``pages/review.html`` for ``edition`` and its rendering. The curtains with the
    keys ``revealed`` are open."""
    facts = Facts(
        review=edition.review,
        film=edition.film,
        critic=edition.critic,
        lead_image=edition.lead_image,
        published=edition.first_live_from,
        number=edition.number,
    )
    urls = edition_urls(edition)
    context = page_context(rendering, facts, urls, revealed)
    if not revealed:
        context["metadata"] = review_metadata(edition, rendering, page=context["page"])
    return context | {
        "related": related_reviews(edition),
        "canonical": absolute_url(urls.page()),
    }


def curtain_renderer(edition: Edition) -> CurtainRenderer:
    return CurtainRenderer(rendering_of(edition), film=edition.film_id, urls=edition_urls(edition))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is not in a rendering: the live facts around it, and since when it is public."""

    review: Review
    film: Film
    critic: Critic
    lead_image: Image | None
    published: datetime
    number: int


def page_context(
    rendering: Rendering,
    facts: Facts,
    urls: ReviewURLs,
    revealed: Collection[str] = (),
) -> dict[str, Any]:
    """The context of ``pages/review.html`` for whatever was rendered: an edition, or the rows."""
    curtains = CurtainRenderer(rendering, film=facts.film.pk, urls=urls, revealed=revealed)
    return {"page": _ReviewPage(rendering, facts, curtains).build(len(revealed))}


class _ReviewPage:
    def __init__(self, rendering: Rendering, facts: Facts, curtains: CurtainRenderer) -> None:
        self.rendering = rendering
        self.facts = facts
        self.curtains = curtains

    def build(self, open_count: int) -> dict[str, Any]:
        facts, rendering, urls = self.facts, self.rendering, self.curtains.urls
        parts: dict[str, Any] = {
            "opening": self.passages(rendering.opening),
            "cast": self.cast(),
            "audience": self.audience(),
            "story": self.story(),
            "good": self.points(rendering.good_heading or _("The good"), rendering.good),
            "bad": self.points(rendering.bad_heading or _("The bad"), rendering.bad),
            "verdict": self.verdict(rendering.verdict),
            "closing": self.passages(rendering.closing),
        }
        return (
            parts
            | self.correction()
            | {
                "headline": rendering.headline,
                "standfirst": rendering.standfirst,
                "language": rendering.language,
                "direction": direction_of(rendering.language),
                "disclosure": rendering.disclosure,
                "film": self.film(),
                "critic": {
                    "name": facts.critic.display_name,
                    "url": reverse("pages:critic", args=[facts.critic.slug]),
                },
                "published": facts.published,
                "edition_number": facts.number,
                "reading_minutes": rendering.minutes,
                "lead_image": picture(facts.lead_image, sizes=LEAD_SIZES, priority=True)
                if facts.lead_image
                else "",
                "lead_credit": facts.lead_image.credit if facts.lead_image else "",
                "toc": contents(parts),
                "reveal_all_url": urls.all_revealed(),
                "hide_all_url": urls.page(),
                "curtain_count": sum(not curtain.parent for curtain in rendering.curtains),
                "open_count": open_count,
                "everything_drawn": open_count == len(rendering.curtains),
            }
        )

    def correction(self) -> dict[str, Any]:
        """The last edition that said what it corrected; a silent one changes no public byte."""
        later = Edition.objects.begun().filter(
            review=self.facts.review, live_from__gt=self.facts.published
        )
        noted = later.exclude(note="").order_by("-live_from").values("live_from", "note").first()
        return {
            "corrected": noted["live_from"] if noted else None,
            "correction_note": noted["note"] if noted else "",
        }

    def film(self) -> dict[str, Any]:
        film = self.facts.film
        entry = (
            FranchiseEntry.objects.filter(film=film).select_related("franchise").order_by("pk")
        ).first()
        return {
            "title": film.title,
            "year": film.year,
            "url": reverse("pages:film", args=[film.slug]),
            "poster": picture(film.poster, sizes=POSTER_SIZES) if film.poster else "",
            "facts": film_facts(film),
            "seen": markable_film(film),
            "franchise": {
                "name": str(entry) if entry.label else entry.franchise.name,
                "url": reverse("pages:franchise", args=[entry.franchise.slug]),
            }
            if entry
            else None,
        }

    def passages(self, passages: Iterable[RenderedPassage]) -> list[dict[str, Any]]:
        return [
            {
                "key": passage.key,
                "heading": passage.heading,
                "html": self.curtains.fill(passage.html),
                "hidden": passage.hidden,
            }
            for passage in passages
        ]

    def cast(self) -> dict[str, Any] | None:
        rendering = self.rendering
        if not (rendering.critiques or rendering.cast_introduction):
            return None
        faces = critique_portraits(rendering.critiques)
        return {
            "heading": rendering.cast_heading or _("The cast"),
            "introduction": self.curtains.fill(rendering.cast_introduction),
            "critiques": [
                critique | {"portrait": faces.get(critique["key"], "")}
                for critique in self.passages(rendering.critiques)
            ],
        }

    def audience(self) -> dict[str, Any] | None:
        if not self.rendering.fits:
            return None
        return {
            "heading": self.rendering.audience_heading or _("Should you see it?"),
            "fits": [
                {
                    "key": fit.key,
                    "answer": fit.answer,
                    "answer_label": AudienceFit.Answer(fit.answer).label,
                    "premise": fit.premise,
                    "html": self.curtains.fill(fit.html),
                }
                for fit in self.rendering.fits
            ],
        }

    def story(self) -> dict[str, Any] | None:
        if not self.rendering.story:
            return None
        curtains = [self.curtains.fill(passage.html) for passage in self.rendering.story]
        return {"heading": _("The full story"), "curtains": curtains}

    def points(self, heading: str, points: Iterable[RenderedPassage]) -> dict[str, Any] | None:
        shown = [
            {
                "key": point.key,
                "label": point.heading,
                "html": self.curtains.fill(point.html),
                "hidden": point.hidden,
            }
            for point in points
        ]
        return {"heading": heading, "points": shown} if shown else None

    def verdict(self, verdict: RenderedVerdict | None) -> dict[str, Any] | None:
        if verdict is None:
            return None
        return {
            "heading": self.rendering.verdict_heading or _("The verdict"),
            "recommendation": verdict.recommendation,
            "recommendation_label": Verdict.Recommendation(verdict.recommendation).label,
            "score": localized_score(verdict.score),
            "scale_best": localized_score(verdict.scale_best),
            "html": self.curtains.fill(verdict.html),
            "pull_quote": verdict.pull_quote,
            "critic_name": self.facts.critic.display_name,
        }


def direction_of(language: str) -> str:
    """In which direction ``language``, a BCP 47 tag, is written: "rtl", or "ltr" as most are."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def contents(parts: dict[str, Any]) -> list[dict[str, str]]:
    """The table of contents: every part with a heading, by its anchor; empty on a short read."""
    named = ("cast", "audience", "story", "good", "bad", "verdict")
    entries = [
        *((section["key"], section["heading"]) for section in parts["opening"]),
        *((name, parts[name]["heading"]) for name in named if parts[name]),
        *((section["key"], section["heading"]) for section in parts["closing"]),
    ]
    headed = [{"anchor": anchor, "text": text} for anchor, text in entries if text]
    return headed if len(headed) >= LONG_READ else []
