"""The whole redacted review as self-contained HTML, for feeds.

Feed readers have neither the site's stylesheet nor its script. So each curtain is a link to the
page on which it is revealed, every URL is absolute, and only basic HTML elements are left.
"""

from typing import Any
from urllib.parse import urljoin

import nh3
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editions.models import Edition
from editions.parts import CRITIQUE, FIT, PARTS, SECTION, VERDICT, Part
from editions.rendered import RenderedItem, RenderedPart, RenderedVerdict, Rendering
from images.picture_tag import picture
from pages.absolute_urls import absolute_url
from pages.curtains.curtain_renderer import curtain_label, curtain_url, edition_urls
from pages.languages import direction_of
from pages.listings.scores import line_score
from pages.templating import components
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


def full_text(edition: Edition, rendering: Rendering) -> str:
    """The redacted text of ``edition`` as HTML. Its review and lead image are loaded. No query."""
    links = CurtainLinks(edition, rendering)
    html = render_to_string("feeds/review.html", _context(edition, rendering, links))
    return basic_html(html, base=links.page)


def basic_html(html: str, *, base: str) -> str:
    """``html`` with `ELEMENTS` and `ATTRIBUTES` only, its URLs resolved against ``base``."""

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


class CurtainLinks:
    """Fills each slot of a rendering with a link to the page on which its curtain is revealed."""

    def __init__(self, edition: Edition, rendering: Rendering) -> None:
        self.urls = edition_urls(edition, rendering)
        self.page = absolute_url(self.urls.page())
        self.curtains = {curtain.key: curtain for curtain in rendering.curtains}

    def fill(self, html: str) -> SafeString:
        # Sanitised when it was rendered, and again by basic_html.
        return mark_safe(fill_slots(html, self._link))  # noqa: S308

    def item(self, item: RenderedItem) -> dict[str, Any]:
        return {
            "heading": item.heading,
            "html": self.fill(item.html),
            "answer": AudienceFit.Answer(item.answer).before_premise if item.answer else "",
            "quote": item.quote,
        }

    def _link(self, key: str) -> str:
        curtain = self.curtains[key]
        return components().feed_curtain(
            is_inline=curtain.kind == "inline",
            is_named=bool(curtain.label),
            label=curtain_label(curtain),
            url=absolute_url(curtain_url(self.urls, key)),
        )


def _context(edition: Edition, rendering: Rendering, links: CurtainLinks) -> dict[str, Any]:
    verdict = rendering.verdict
    stamp = verdict_line(verdict) if verdict else ""
    return {
        "url": links.page,
        "language": rendering.language,
        "direction": direction_of(rendering.language),
        "standfirst": rendering.standfirst,
        "lead": picture(edition.lead_image, sizes="100vw") if edition.lead_image else "",
        "parts": [_part(part, rendering.part(part.key), links, stamp) for part in PARTS],
        "disclosure": rendering.disclosure,
    }


def _part(part: Part, rendered: RenderedPart, links: CurtainLinks, stamp: str) -> dict[str, Any]:
    return {
        "is_empty": rendered.is_empty,
        "heading": rendered.heading or part.heading,
        "introduction": links.fill(rendered.introduction),
        "content": "" if rendered.is_empty else _content(part, rendered, links, stamp),
    }


def _content(part: Part, rendered: RenderedPart, links: CurtainLinks, stamp: str) -> str:
    items = [links.item(item) for item in rendered.items]
    if part.item in (SECTION, CRITIQUE):
        return components().feed_passages(items, level=3 if part.has_heading else 2)
    if part.item == FIT:
        return components().feed_fits(items)
    if part.item == VERDICT:
        return components().feed_verdict(items, stamp)
    return components().feed_points(items)


def verdict_line(verdict: RenderedVerdict) -> str:
    """The verdict in one line: "Recommended, 7.5/10", or "Recommended" without a score."""
    words = Verdict.Recommendation(verdict.recommendation).label
    score = line_score(verdict.scale_kind, verdict.score, verdict.scale_best)
    return format_html("{}, {}", words, score) if score else str(words)
