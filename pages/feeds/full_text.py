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
from editions.rendered import RenderedPassage, Rendering
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


def full_text(edition: Edition, rendering: Rendering) -> str:
    """The redacted text of ``edition``, whose review and lead image are loaded. No query."""
    hung = _Curtains(edition, rendering)
    html = render_to_string("feeds/review.html", _parts(edition, rendering, hung))
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

    def passages(self, passages: tuple[RenderedPassage, ...]) -> list[dict[str, Any]]:
        return [
            {"heading": passage.heading, "html": self.hang(passage.html)} for passage in passages
        ]

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


def _parts(edition: Edition, rendering: Rendering, hung: _Curtains) -> dict[str, Any]:
    verdict = rendering.verdict
    return {
        "url": hung.page,
        "language": rendering.language,
        "standfirst": rendering.standfirst,
        "lead": picture(edition.lead_image, sizes="100vw") if edition.lead_image else "",
        "opening": hung.passages(rendering.opening),
        "cast_heading": rendering.cast_heading,
        "cast_introduction": hung.hang(rendering.cast_introduction),
        "critiques": hung.passages(rendering.critiques),
        "audience_heading": rendering.audience_heading,
        "fits": [
            {
                "answer": AudienceFit.Answer(fit.answer).label,
                "premise": fit.premise,
                "html": hung.hang(fit.html),
            }
            for fit in rendering.fits
        ],
        "story": hung.passages(rendering.story),
        "good_heading": rendering.good_heading,
        "good": hung.passages(rendering.good),
        "bad_heading": rendering.bad_heading,
        "bad": hung.passages(rendering.bad),
        "verdict_heading": rendering.verdict_heading,
        "verdict": verdict
        and {
            "stamp": stamp_of(verdict.recommendation, verdict.score, verdict.scale_best),
            "html": hung.hang(verdict.html),
            "pull_quote": verdict.pull_quote,
        },
        "closing": hung.passages(rendering.closing),
        "disclosure": rendering.disclosure,
    }


def stamp_of(recommendation: str, score: str, scale_best: str) -> str:
    """The verdict in a line: "Recommended, 7.5/10"; without the score where there is none."""
    words = Verdict.Recommendation(recommendation).label
    if not score:
        return str(words)
    return format_html("{}, {}/{}", words, printed(score), printed(scale_best))
