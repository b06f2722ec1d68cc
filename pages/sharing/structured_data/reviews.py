"""The node of a review."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import Truncator

from cast.models import Credit
from editions.models import Edition
from editions.rendered import RenderedItem, RenderedVerdict, Rendering
from pages.absolute_urls import page_url
from pages.curtains.curtain_renderer import curtain_label
from pages.sharing.structured_data.nodes import Node, image_node
from pages.sharing.structured_data.people import critic_reference, publisher_node
from pages.sharing.structured_data.works import movie_node
from spoilers import fill_slots
from verdicts.scales import ScaleKind, grade

MAX_NOTE_LENGTH = 160


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
    """A review with the ``genres`` and the public ``credits`` of its film."""
    url = page_url("review", edition.review.slug)
    images = [card_node(card_url), image_node(edition.lead_image)]
    authors = [critic_reference(critic) for critic in edition.signed_by()]
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
        "image": [image for image in images if image],
        "author": authors[0] if len(authors) == 1 else authors,
        "publisher": publisher_node(),
        "itemReviewed": movie_node(edition.film, credits, genres),
        "reviewRating": rating_node(rendering.verdict),
        "positiveNotes": notes_node(rendering.part("good").items, rendering),
        "negativeNotes": notes_node(rendering.part("bad").items, rendering),
    }


def card_node(url: str) -> Node:
    return {"@type": "ImageObject", "url": url}


def rating_node(verdict: RenderedVerdict | None) -> Node:
    """The score; empty for a verdict without a score, because a recommendation is not a number.

    A letter grade is its place among the grades, with the letter as the other name of the rating.
    """
    if verdict is None or not verdict.score:
        return {}
    return {
        "@type": "Rating",
        "ratingValue": verdict.score,
        "bestRating": verdict.scale_best,
        "worstRating": verdict.scale_worst,
        "alternateName": grade(Decimal(verdict.score))
        if verdict.scale_kind == ScaleKind.LETTERS
        else "",
    }


def notes_node(points: Iterable[RenderedItem], rendering: Rendering) -> Node:
    """The public ``points`` in their order. Hidden points are left out and not counted."""
    texts = [
        point.heading or plain_text(point.html, rendering) for point in points if not point.hidden
    ]
    return {
        "@type": "ItemList" if texts else "",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": text}
            for position, text in enumerate(texts, 1)
        ],
    }


def plain_text(html: str, rendering: Rendering) -> str:
    """``html`` of ``rendering`` as plain text, with the label of each curtain in its slot.

    At most `MAX_NOTE_LENGTH` characters.
    """
    labels = {curtain.key: f"[{curtain_label(curtain)}]" for curtain in rendering.curtains}
    text = unescape(strip_tags(fill_slots(html, lambda key: labels[key])))
    return Truncator(" ".join(text.split())).chars(MAX_NOTE_LENGTH)
