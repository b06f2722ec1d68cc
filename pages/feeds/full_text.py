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
from editions.rendered import RenderedPassage, Rendering
from images.picture_tag import picture
from pages.absolute_urls import absolute_url
from pages.curtains.slots import curtain_label, edition_urls
from pages.listings.scores import localized_score
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
    links = _CurtainLinks(edition, rendering)
    html = render_to_string("feeds/review.html", _parts(edition, rendering, links))
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


class _CurtainLinks:
    """Fills each slot of a rendering with a link to the page on which its curtain is revealed."""

    def __init__(self, edition: Edition, rendering: Rendering) -> None:
        self.urls = edition_urls(edition)
        self.page = absolute_url(self.urls.page())
        self.curtains = {curtain.key: curtain for curtain in rendering.curtains}

    def fill(self, html: str) -> SafeString:
        # Sanitised when it was rendered, and again by basic_html.
        return mark_safe(fill_slots(html, self._link))  # noqa: S308

    def passages(self, passages: tuple[RenderedPassage, ...]) -> list[dict[str, Any]]:
        return [
            {"heading": passage.heading, "html": self.fill(passage.html)} for passage in passages
        ]

    def _link(self, key: str) -> str:
        curtain = self.curtains[key]
        return render_to_string(
            "feeds/curtain.html",
            {
                "is_inline": curtain.kind == "inline",
                "is_named": bool(curtain.label),
                "label": curtain_label(curtain),
                "url": f"{absolute_url(self.urls.revealed(key))}#curtain-{key}",
            },
        ).strip()


def _parts(edition: Edition, rendering: Rendering, links: _CurtainLinks) -> dict[str, Any]:
    verdict = rendering.verdict
    return {
        "url": links.page,
        "language": rendering.language,
        "standfirst": rendering.standfirst,
        "lead": picture(edition.lead_image, sizes="100vw") if edition.lead_image else "",
        "opening": links.passages(rendering.opening),
        "cast_heading": rendering.cast_heading,
        "cast_introduction": links.fill(rendering.cast_introduction),
        "critiques": links.passages(rendering.critiques),
        "audience_heading": rendering.audience_heading,
        "fits": [
            {
                "answer": AudienceFit.Answer(fit.answer).label,
                "premise": fit.premise,
                "html": links.fill(fit.html),
            }
            for fit in rendering.fits
        ],
        "story": links.passages(rendering.story),
        "good_heading": rendering.good_heading,
        "good": links.passages(rendering.good),
        "bad_heading": rendering.bad_heading,
        "bad": links.passages(rendering.bad),
        "verdict_heading": rendering.verdict_heading,
        "verdict": verdict
        and {
            "stamp": verdict_line(verdict.recommendation, verdict.score, verdict.scale_best),
            "html": links.fill(verdict.html),
            "pull_quote": verdict.pull_quote,
        },
        "closing": links.passages(rendering.closing),
        "disclosure": rendering.disclosure,
    }


def verdict_line(recommendation: str, score: str, scale_best: str) -> str:
    """The verdict in one line: "Recommended, 7.5/10", or "Recommended" without a score."""
    words = Verdict.Recommendation(recommendation).label
    if not score:
        return str(words)
    return format_html("{}, {}/{}", words, localized_score(score), localized_score(scale_best))
