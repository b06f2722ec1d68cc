"""A review as a node."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import Truncator

from cast.models import Credit
from editions.models import Edition
from editions.rendered import RenderedItem, RenderedVerdict, Rendering
from pages.addresses import address
from pages.curtains.slots import label_of
from pages.sharing.structured_data.nodes import Node, image_node
from pages.sharing.structured_data.people import byline, publisher
from pages.sharing.structured_data.works import movie
from spoilers import fill_slots

NOTE_LENGTH = 160


def review_node(
    edition: Edition,
    rendering: Rendering,
    *,
    card_url: str,
    description: str,
    corrected: datetime | None,
    genres: Sequence[str],
    credits: Iterable[Credit],
) -> Node:
    """A review, from its rendering, the ``genres`` of its film and its public ``credits``."""
    url = address("review", edition.review.slug)
    return {
        "@type": "Review",
        "@id": f"{url}#review",
        "url": url,
        "name": rendering.headline,
        "headline": rendering.headline,
        "description": description,
        "inLanguage": rendering.language,
        "datePublished": edition.first_live_from.isoformat(timespec="seconds"),
        "dateModified": corrected.isoformat(timespec="seconds") if corrected else "",
        "image": [image for image in (card(card_url), image_node(edition.lead_image)) if image],
        "author": byline(edition.critic),
        "publisher": publisher(),
        "itemReviewed": movie(edition.film, credits, genres),
        "reviewRating": rating(rendering.verdict),
        "positiveNotes": notes(rendering.part("good").items, rendering),
        "negativeNotes": notes(rendering.part("bad").items, rendering),
    }


def card(url: str) -> Node:
    return {"@type": "ImageObject", "url": url}


def rating(verdict: RenderedVerdict | None) -> Node:
    """Only with a score: a recommendation is no number."""
    if verdict is None or not verdict.score:
        return {}
    return {
        "@type": "Rating",
        "ratingValue": verdict.score,
        "bestRating": verdict.scale_best,
        "worstRating": "0",
    }


def notes(points: Iterable[RenderedItem], rendering: Rendering) -> Node:
    """The points that are public, in their order; a hidden one is not even counted."""
    named = [point.heading or words(point.html, rendering) for point in points if not point.hidden]
    return {
        "@type": "ItemList" if named else "",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name}
            for position, name in enumerate(named, 1)
        ],
    }


def words(html: str, rendering: Rendering) -> str:
    """``html`` of ``rendering`` as plain text, with its label in the place of each curtain."""
    labels = {curtain.key: f"[{label_of(curtain)}]" for curtain in rendering.curtains}
    text = unescape(strip_tags(fill_slots(html, lambda key: labels[key])))
    return Truncator(" ".join(text.split())).chars(NOTE_LENGTH)
