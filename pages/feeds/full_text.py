"""The whole redacted review as one piece of HTML that stands on its own, for readers of feeds.

What shows it knows neither our stylesheet nor our script: each curtain is a link to the page on
which it is drawn, every address is whole, and nothing but plain elements is left.
"""

from typing import Any
from urllib.parse import urljoin

import nh3
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editions.models import Edition
from editions.parts import CRITIQUE, FIT, PARTS, SECTION, VERDICT, Part
from editions.rendered import RenderedItem, RenderedPart, Rendering
from images.picture_tag import picture
from pages.addresses import absolute
from pages.curtains.slots import addresses_of, label_of
from pages.listings.scores import printed
from spoilers import fill_slots
from verdicts.models import AudienceFit, Verdict

ELEMENTS = {
    *("p", "br", "hr", "em", "strong", "s", "sup", "code", "pre", "a", "img", "div"),
    *("h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "div": {"lang", "dir"},
    "img": {"src", "width", "height", "alt", "title"},
    "ol": {"start"},
}


TEMPLATES = {
    SECTION: "feeds/passages.html",
    CRITIQUE: "feeds/passages.html",
    FIT: "feeds/fits.html",
    VERDICT: "feeds/verdict.html",
}
"""The template of a part, by the kind of its items; the others are lists of points."""


def full_text(edition: Edition, rendering: Rendering) -> str:
    """The redacted text of ``edition``, whose review and lead image are loaded. No query."""
    hung = _Curtains(edition, rendering)
    html = render_to_string("feeds/review.html", _context(edition, rendering, hung))
    return portable(html, base=hung.page)


def portable(html: str, *, base: str) -> str:
    """``html`` in plain elements, its addresses resolved against ``base``, that of the page."""

    def resolve(_element: str, attribute: str, value: str) -> str:
        return urljoin(base, value) if attribute in {"href", "src"} else value

    return nh3.clean(
        html,
        tags=ELEMENTS,
        attributes=ATTRIBUTES,
        attribute_filter=resolve,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()


class _Curtains:
    """Puts a link in each slot of a rendering."""

    def __init__(self, edition: Edition, rendering: Rendering) -> None:
        self.addresses = addresses_of(edition)
        self.page = absolute(self.addresses.page())
        self.curtains = {curtain.key: curtain for curtain in rendering.curtains}

    def hang(self, html: str) -> SafeString:
        # Sanitised when it was rendered, and once more as a whole.
        return mark_safe(fill_slots(html, self._link))  # noqa: S308

    def item(self, item: RenderedItem) -> dict[str, Any]:
        return {
            "heading": item.heading,
            "html": self.hang(item.html),
            "answer": AudienceFit.Answer(item.answer).label if item.answer else "",
            "quote": item.quote,
        }

    def _link(self, key: str) -> str:
        curtain = self.curtains[key]
        return render_to_string(
            "feeds/curtain.html",
            {
                "is_inline": curtain.kind == "inline",
                "is_named": bool(curtain.label),
                "label": label_of(curtain),
                "url": f"{absolute(self.addresses.drawn(key))}#curtain-{key}",
            },
        ).strip()


def _context(edition: Edition, rendering: Rendering, hung: _Curtains) -> dict[str, Any]:
    verdict = rendering.verdict
    return {
        "url": hung.page,
        "language": rendering.language,
        "standfirst": rendering.standfirst,
        "lead": picture(edition.lead_image, sizes="100vw") if edition.lead_image else "",
        "parts": [_part(part, rendering.part(part.key), hung) for part in PARTS],
        "stamp": verdict and stamp_of(verdict.recommendation, verdict.score, verdict.scale_best),
        "disclosure": rendering.disclosure,
    }


def _part(part: Part, rendered: RenderedPart, hung: _Curtains) -> dict[str, Any]:
    return {
        "is_empty": rendered.is_empty,
        "heading": rendered.heading or part.heading,
        "introduction": hung.hang(rendered.introduction),
        "items": [hung.item(item) for item in rendered.items],
        "level": 3 if part.has_heading else 2,
        "template": TEMPLATES.get(part.item, "feeds/points.html"),
    }


def stamp_of(recommendation: str, score: str, scale_best: str) -> str:
    """The verdict in a line: "Recommended, 7.5/10"; without the score where there is none."""
    words = Verdict.Recommendation(recommendation).label
    if not score:
        return str(words)
    return format_html("{}, {}/{}", words, printed(score), printed(scale_best))
