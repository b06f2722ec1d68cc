"""The page of a review: an edition's rendering, with the live facts of its film."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField
from django.utils.safestring import SafeString

from cast.models import Credit, CreditQuerySet
from editions.models import Edition
from editions.parts import PARTS, Part
from editions.rendered import RenderedItem, Rendering
from editions.rerendering import rendering_of
from films.models import Film
from images.models import Image
from images.picture_tag import picture
from pages.absolute_urls import absolute_url
from pages.curtains.curtain_renderer import CurtainRenderer, ReviewURLs, edition_urls
from pages.facets.own_values import own_values
from pages.facets.values import FRANCHISE, GENRE
from pages.films.page import NamedSlug, film_facts
from pages.films.where_to_watch import trailer_link, watch_links
from pages.languages import direction_of
from pages.listed_editions import with_bylines
from pages.listings.bylines import Byline
from pages.listings.cards import LEAD_SIZES, review_cards
from pages.listings.scores import printed_score, spoken_score
from pages.paths import reverse
from pages.people.portraits import critique_portraits
from pages.pictures import picture_credit
from pages.prepared_query import Argument, PreparedQuery
from pages.reviews.related import kinship, related_editions
from pages.seen.markable import markable_film
from pages.sharing.page_metadata import review_metadata
from verdicts.models import AudienceFit, Verdict

POSTER_SIZES = "(min-width: 60rem) 15rem, 8rem"
STILL_SIZES = "(min-width: 60rem) 15rem, min(26rem, 100vw - 11.5rem)"
"""Of the still of a trailer."""
LONG_READ = 4
"""The fewest headings for which the page shows a table of contents."""


def review_context(
    edition: Edition, rendering: Rendering, revealed: Collection[str] = ()
) -> dict[str, Any]:
    """The context of ``pages/review.html`` for ``edition`` and its rendering. The curtains with the
    keys ``revealed`` are open."""
    values = own_values(edition)
    credits = public_credits(edition.film)
    related = related_editions(edition, kinship(credits, values))
    with_bylines([edition, *related])
    franchises = [
        (franchise_name(value.name, value.entry_label), value.slug)
        for value in values
        if value.filter == FRANCHISE
    ]
    facts = Facts(
        film=edition.film,
        byline=Byline.of(edition),
        lead_image=edition.lead_image,
        published=edition.first_live_from,
        number=edition.number,
        corrected=edition.corrected,  # type: ignore[attr-defined]
        correction_note=edition.correction_note or "",  # type: ignore[attr-defined]
        genres=[(value.name, value.slug) for value in values if value.filter == GENRE],
        franchise=franchises[0] if franchises else None,
        credits=credits,
    )
    urls = edition_urls(edition, rendering)
    context = page_context(rendering, facts, urls, revealed)
    if not revealed:
        context["metadata"] = review_metadata(
            edition, rendering, page=context["page"], credits=facts.credits
        )
    return context | {
        "related": review_cards(related),
        "canonical": absolute_url(urls.page()),
    }


def curtain_renderer(edition: Edition) -> CurtainRenderer:
    rendering = rendering_of(edition)
    urls = edition_urls(edition, rendering)
    return CurtainRenderer(rendering, film=edition.film_id, urls=urls)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rendering does not hold: the live facts, and when the review was first published.

    ``credits`` are the public ones, in the order of billing. ``corrected`` is the day of the last
    edition with a note; one without a note does not change the page.
    """

    film: Film
    byline: Byline
    lead_image: Image | None
    published: datetime
    number: int
    corrected: datetime | None
    correction_note: str
    genres: Sequence[NamedSlug]
    franchise: NamedSlug | None
    credits: Sequence[Credit]


def public_credits(film: Film) -> list[Credit]:
    """The public credits of ``film`` by billing, with people and portraits. One query."""
    return _PUBLIC_CREDITS.rows(film=film.pk)


def _public_credits() -> CreditQuerySet:
    credits = Credit.objects.public().filter(film_id=Argument("film", BigIntegerField()))
    return credits.select_related("person__portrait").by_billing()


_PUBLIC_CREDITS = PreparedQuery(_public_credits)


def franchise_name(name: str, label: str) -> str:
    """A franchise with the label of a film in it, if there is one: "Alien: Chapter 3"."""
    return f"{name}: {label}" if label else name


def page_context(
    rendering: Rendering,
    facts: Facts,
    urls: ReviewURLs,
    revealed: Collection[str] = (),
) -> dict[str, Any]:
    """The context of ``pages/review.html`` for a rendering of an edition or of the manuscript."""
    curtains = CurtainRenderer(rendering, film=facts.film.pk, urls=urls, revealed=revealed)
    return {
        "page": _ReviewPage(rendering, facts, curtains).build(len(revealed)),
        "related": (),
        "preview": None,
        "is_changed": False,
    }


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of the page. ``heading`` is "" for a part whose sections have headings instead."""

    key: str
    heading: str
    introduction: SafeString
    items: list[dict[str, Any]]

    @property
    def is_open(self) -> bool:
        """Whether a curtain around one of its items is open."""
        return any(item["open"] for item in self.items)

    def headings(self) -> list[dict[str, str]]:
        """The headings of the part with their anchors; "" where a section has none."""
        if self.heading:
            return [{"anchor": self.key, "text": self.heading}]
        return [{"anchor": item["key"], "text": item["heading"]} for item in self.items]


class _ReviewPage:
    def __init__(self, rendering: Rendering, facts: Facts, curtains: CurtainRenderer) -> None:
        self.rendering = rendering
        self.facts = facts
        self.curtains = curtains

    def build(self, open_count: int) -> dict[str, Any]:
        facts, rendering, urls = self.facts, self.rendering, self.curtains.urls
        parts = {part.key: self.part(part) for part in PARTS}
        return parts | {
            "corrected": facts.corrected,
            "correction_note": facts.correction_note,
            "headline": rendering.headline,
            "standfirst": rendering.standfirst,
            "language": rendering.language,
            "direction": direction_of(rendering.language),
            "disclosure": rendering.disclosure,
            "film": self.film(),
            "byline": facts.byline,
            "published": facts.published,
            "edition_number": facts.number,
            "reading_minutes": rendering.minutes,
            "lead_image": picture(facts.lead_image, sizes=LEAD_SIZES, priority=True)
            if facts.lead_image
            else "",
            "lead_credit": picture_credit(facts.lead_image),
            "stamp": self.stamp(),
            "toc": contents(parts.values()),
            "reveal_all_url": urls.all_revealed(),
            "hide_all_url": urls.page(),
            "curtain_count": sum(not curtain.parent for curtain in rendering.curtains),
            "open_count": open_count,
            "all_revealed": open_count == len(rendering.curtains),
        }

    def film(self) -> dict[str, Any]:
        film = self.facts.film
        franchise = self.facts.franchise
        return {
            "title": film.title,
            "distinct_title": film.distinct_title,
            "year": film.year,
            "distinction": film.distinction,
            "url": reverse("pages:film", args=[film.slug]),
            "poster": picture(film.poster, sizes=POSTER_SIZES) if film.poster else "",
            "facts": film_facts(film, self.facts.genres, watch_links(film)),
            "trailer": trailer_link(film, STILL_SIZES),
            "seen": markable_film(film),
            "franchise": {
                "name": franchise[0],
                "url": reverse("pages:franchise", args=[franchise[1]]),
            }
            if franchise
            else None,
        }

    def part(self, part: Part) -> PagePart | None:
        rendered = self.rendering.part(part.key)
        if rendered.is_empty:
            return None
        return PagePart(
            key=part.key,
            heading=rendered.heading or part.heading,
            introduction=self.curtains.fill(rendered.introduction),
            items=[self.item(item) for item in rendered.items],
        )

    def item(self, item: RenderedItem) -> dict[str, Any]:
        return {
            "key": item.key,
            "heading": item.heading,
            "html": self.curtains.fill(item.html),
            "hidden": item.hidden,
            "open": item.key in self.curtains.revealed,
            "portrait": self.portraits.get(item.key, ""),
            "answer": item.answer,
            "answer_label": AudienceFit.Answer(item.answer).before_premise if item.answer else "",
            "quote": item.quote,
        }

    @cached_property
    def portraits(self) -> dict[str, SafeString | str]:
        return critique_portraits(self.rendering.part("cast").items, self.facts.credits)

    def stamp(self) -> dict[str, Any] | None:
        verdict = self.rendering.verdict
        if verdict is None:
            return None
        return {
            "recommendation": verdict.recommendation,
            "recommendation_label": Verdict.Recommendation(verdict.recommendation).label,
            "score": printed_score(verdict.scale_kind, verdict.score, verdict.scale_best),
            "spoken_score": spoken_score(verdict.scale_kind, verdict.score, verdict.scale_best),
        }


def contents(parts: Iterable[PagePart | None]) -> list[dict[str, str]]:
    """The table of contents: every part and every section with a heading, by its anchor; empty if
    they are fewer than `LONG_READ`."""
    headed = [entry for part in filter(None, parts) for entry in part.headings() if entry["text"]]
    return headed if len(headed) >= LONG_READ else []
