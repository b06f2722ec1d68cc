"""The language of a review in the codes of other formats. A review has a language tag (BCP 47)."""

import re

from django.utils.translation import get_language

_TRADITIONAL_REGIONS = {"TW", "HK", "MO"}
_TERRITORIES = {"en": "US", "de": "DE"}
"""The territories of the site's own languages, for tags that name none."""


def news_language(tag: str) -> str:
    """``tag`` as Google's schema for news sitemaps has it: ``zh-cn|zh-tw|([a-z]{2,3})``.

    http://www.google.com/schemas/sitemap-news/0.9/sitemap-news.xsd: a code of ISO 639 with two or
    three letters, and for Chinese zh-cn (simplified) or zh-tw (traditional).
    """
    language, *subtags = tag.split("-")
    if language.lower() not in ("zh", "cmn"):
        return language.lower()
    # A script is more exact than a region: zh-Hans-HK is simplified.
    script = next((each.title() for each in subtags if each.title() in ("Hans", "Hant")), "")
    is_traditional = script == "Hant" or (not script and _region(tag) in _TRADITIONAL_REGIONS)
    return "zh-tw" if is_traditional else "zh-cn"


def open_graph_locale(tag: str) -> str:
    """``tag`` as ``language_TERRITORY``; "" if it names no territory and none can be assumed.

    An empty ``tag`` stands for the active language.
    """
    tag = tag or get_language() or ""
    language = tag.partition("-")[0].lower()
    territory = _region(tag) or _TERRITORIES.get(language, "")
    return f"{language}_{territory}" if territory else ""


def _region(tag: str) -> str:
    """The region of ``tag`` if it has two letters, or ""."""
    match = re.match(r"[a-z]+(?:-[a-z]{3})*(?:-[a-z]{4})?-([a-z]{2})(?:-|\Z)", tag, re.IGNORECASE)
    return match[1].upper() if match else ""
