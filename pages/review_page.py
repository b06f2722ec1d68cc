"""The page of a review: an edition's rendering, with the live facts of its film around it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from films.models import FranchiseEntry
from images.pictures import picture
from pages.curtains import Rail
from pages.gone import Gone
from publishing.models import Edition
from publishing.rendering import Passage, RenderedVerdict, Rendering
from publishing.rerendering import rendering_of
from verdicts.models import AudienceFit, Verdict

POSTER_SIZES = "(min-width: 48rem) 18rem, 45vw"
LEAD_SIZES = "(min-width: 80rem) 76rem, 100vw"
LONG_READ = 4
"""How many parts with a heading make a table of contents worth its room."""


def live_review(slug: str) -> Edition:
    """The live edition of the review at ``slug``, with its facts.

    Raises `Gone` if the review is withdrawn, `Http404` if it was never public.
    """
    editions = Edition.objects.filter(review__slug=slug).select_related(
        "review", "film__poster", "critic", "lead_image"
    )
    live = editions.live().first()
    if live:
        return live
    if editions.begun().exists():
        raise Gone
    raise Http404


def review_context(edition: Edition, drawn: Collection[str] = ()) -> dict[str, Any]:
    """The context of ``pages/review.html``; the curtains whose keys are in ``drawn`` are open."""
    rendering = rendering_of(edition)
    page = _ReviewPage(edition, rendering, Rail(edition, rendering, drawn)).build(len(drawn))
    return {
        "page": page,
        "description": rendering.meta_description or rendering.standfirst,
        "canonical": settings.SITE_URL + reverse("pages:review", args=[edition.review.slug]),
    }


class _ReviewPage:
    def __init__(self, edition: Edition, rendering: Rendering, rail: Rail) -> None:
        self.edition = edition
        self.rendering = rendering
        self.rail = rail

    def build(self, open_count: int) -> dict[str, Any]:
        edition, rendering = self.edition, self.rendering
        slug = edition.review.slug
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
                "disclosure": rendering.disclosure,
                "film": self.film(),
                "critic": {"name": edition.critic.display_name},
                "published": edition.first_live_from,
                "edition_number": edition.number,
                "reading_minutes": rendering.minutes,
                "lead_image": picture(edition.lead_image, sizes=LEAD_SIZES, priority=True)
                if edition.lead_image
                else "",
                "lead_credit": edition.lead_image.credit if edition.lead_image else "",
                "toc": contents(parts),
                "reveal_all_url": reverse("pages:revealed", args=[slug]),
                "hide_all_url": reverse("pages:review", args=[slug]),
                "curtain_count": sum(not curtain.parent for curtain in rendering.curtains),
                "open_count": open_count,
            }
        )

    def correction(self) -> dict[str, Any]:
        """The last edition that said what it corrected; a silent one changes no public byte."""
        later = Edition.objects.begun().filter(
            review=self.edition.review, live_from__gt=self.edition.first_live_from
        )
        noted = later.exclude(note="").order_by("-live_from").values("live_from", "note").first()
        return {
            "corrected": noted["live_from"] if noted else None,
            "correction_note": noted["note"] if noted else "",
        }

    def film(self) -> dict[str, Any]:
        film = self.edition.film
        entry = (
            FranchiseEntry.objects.filter(film=film).select_related("franchise").order_by("pk")
        ).first()
        return {
            "title": film.title,
            "year": film.year,
            "url": "",
            "poster": picture(film.poster, sizes=POSTER_SIZES) if film.poster else "",
            "runtime": film.runtime,
            "certification": film.certification,
            "genres": [genre.name for genre in film.genres.all()],
            "release_date": film.release_date,
            "franchise_label": f"{entry.franchise.name}: {entry.label}"
            if entry and entry.label
            else "",
        }

    def passages(self, passages: Iterable[Passage]) -> list[dict[str, Any]]:
        return [
            {
                "key": passage.key,
                "heading": passage.heading,
                "html": self.rail.hang(passage.html),
                "hidden": passage.hidden,
            }
            for passage in passages
        ]

    def cast(self) -> dict[str, Any] | None:
        rendering = self.rendering
        if not (rendering.critiques or rendering.cast_introduction):
            return None
        return {
            "heading": rendering.cast_heading or _("The cast"),
            "introduction": self.rail.hang(rendering.cast_introduction),
            "critiques": self.passages(rendering.critiques),
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
                    "html": self.rail.hang(fit.html),
                }
                for fit in self.rendering.fits
            ],
        }

    def story(self) -> dict[str, Any] | None:
        if not self.rendering.story:
            return None
        curtains = [self.rail.hang(passage.html) for passage in self.rendering.story]
        return {"heading": _("The full story"), "curtains": curtains}

    def points(self, heading: str, points: Iterable[Passage]) -> dict[str, Any] | None:
        shown = [
            {
                "key": point.key,
                "label": point.heading,
                "html": self.rail.hang(point.html),
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
            "score": verdict.score,
            "scale_best": verdict.scale_best,
            "html": self.rail.hang(verdict.html),
            "pull_quote": verdict.pull_quote,
            "critic_name": self.edition.critic.display_name,
        }


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
