"""The ratings that review plugins of WordPress keep in the meta fields of a post.

Plugins for the votes of readers are named, but not used: a verdict is the critic's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moving.imported import ImportedRating

STARS, PERCENT, POINTS = "stars", "percent", "0-10 step 0.1"
FINE_STARS = "0-5 step 0.1"

READERS = {
    "_kksr_avg": "kk Star Ratings",
    "rmp_avg_rating": "Rate my Post",
    "ratings_average": "WP-PostRatings",
    "yasr_visitor_votes": "Yet Another Stars Rating",
    "_glsr_average": "Site Reviews",
}
"""The fields with the votes of readers, and their plugins."""

_ZERO = re.compile(r"0*(?:[.,]0*)?")


@dataclass(frozen=True, slots=True)
class Plugin:
    """``field`` holds the score. ``style`` is the field that says in which of ``scales`` it is, by
    value; without it, the scale is that of ""."""

    name: str
    field: str
    scales: Mapping[str, str]
    style: str = ""
    best: str = ""
    """The field with the best possible score."""
    item: str = ""
    """The field with the title of what is reviewed."""


PLUGINS = (
    Plugin(
        "WP Review",
        "wp_review_total",
        {"": STARS, "star": STARS, "point": POINTS, "percentage": PERCENT, "circle": PERCENT},
        style="wp_review_type",
        item="wp_review_heading",
    ),
    Plugin("WP Product Review", "wppr_rating", {"": PERCENT}, item="cwp_rev_product_name"),
    Plugin("WP Product Review", "option_overall_score", {"": PERCENT}, item="cwp_rev_product_name"),
    Plugin("Taqyeem", "taq_review_score", {"": PERCENT}, item="taq_review_title"),
    Plugin("Let’s Review", "_lets_review_final_score_100", {"": PERCENT}),
    Plugin("Author hReview", "ta_post_review_rating", {"": STARS}, item="ta_post_review_name"),
    Plugin("All In One Schema", "_bsf_rating", {"": STARS}, item="_bsf_item_name"),
    Plugin(
        "Rank Math",
        "rank_math_snippet_review_rating_value",
        {"": STARS},
        best="rank_math_snippet_review_best_rating",
        item="rank_math_snippet_name",
    ),
    Plugin("Yet Another Stars Rating", "yasr_overall_rating", {"": FINE_STARS}),
)
"""In the order in which they are asked. A score of 0 means that none was given."""

DESCRIPTIONS = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
    "_seopress_titles_desc",
)
"""The fields with the description for search engines."""


def rating_of(meta: Mapping[str, str]) -> ImportedRating | None:
    for plugin in PLUGINS:
        score = meta.get(plugin.field, "").strip()
        if not score or _ZERO.fullmatch(score):
            continue
        scale = plugin.scales.get(meta.get(plugin.style, ""), plugin.scales[""])
        best = meta.get(plugin.best, "").strip()
        if best and best != "5":
            scale = f"0-{best} step 0.1"
        return ImportedRating(_shortened(score), scale)
    return None


def item_of(meta: Mapping[str, str]) -> str:
    """The title of what is reviewed; "" if no plugin says it."""
    names = (meta.get(plugin.item, "").strip() for plugin in PLUGINS if plugin.item)
    return next(filter(None, names), "")


def description_of(meta: Mapping[str, str]) -> str:
    """The description for search engines; "" for one that a plugin fills in from variables."""
    found = next((meta[name].strip() for name in DESCRIPTIONS if meta.get(name, "").strip()), "")
    return "" if "%%" in found or re.search(r"%\w+%|#\w+_\w+", found) else found


def readers_votes(meta: Mapping[str, str]) -> list[str]:
    """A warning for each plugin with the votes of readers."""
    return [
        _("The votes of readers in “%(plugin)s” are not moved.") % {"plugin": plugin}
        for name, plugin in READERS.items()
        if not _ZERO.fullmatch(meta.get(name, "").strip())
    ]


def _shortened(score: str) -> str:
    """ "8.00" → "8". Other texts stay."""
    if not re.fullmatch(r"\d+\.\d+", score):
        return score
    return score.rstrip("0").rstrip(".")
