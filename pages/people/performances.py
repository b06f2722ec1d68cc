"""Critiques of performances from reviews, for the page of a person.

A critique that the rendering of its edition hides is left out, without a closed curtain: next to a
person's name even a curtain would tell what the review hides.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from editions.models import Edition, EditionCredit
from editions.rendered import RenderedItem, Rendering
from editions.rerendering import with_renderings
from pages.curtains.curtain_renderer import CurtainRenderer, edition_urls, film_titles
from pages.languages import direction_of
from pages.listings.bylines import Byline
from pages.paths import reverse
from pages.shared_cache.read_keys import declared_reads

_TAG = re.compile(r"<[a-z][^<>]*>")
_ANCHOR = re.compile(r'( (?:id="|href="#))(?=(?:fn|fnref|curtain)-)')


@dataclass(frozen=True, slots=True)
class PerformanceCritique:
    """A critique on a person's page. ``scope`` is the prefix of every id in its ``html``."""

    heading: str
    html: SafeString
    scope: str
    language: str
    direction: str
    film_title: str
    film_url: str
    review_headline: str
    review_url: str
    byline: Byline


def performance_critiques(
    credits: Collection[int], limit: int
) -> tuple[list[PerformanceCritique], bool]:
    """The ``limit`` newest public critiques of ``credits``, primary keys, in live reviews, and
    whether there are more.

    Hidden critiques are not counted, so the answer tells nothing about them. Three queries, and one
    or two for each ``limit`` + 1 reviews that are read.
    """
    wanted = set(credits)
    found: list[tuple[RenderedItem, Edition, Rendering]] = []
    for edition, rendering in _reviews_with(wanted, limit + 1):
        passages = rendering.part("cast").items
        found += [
            (passage, edition, rendering)
            for passage in passages
            if not wanted.isdisjoint(passage.credits)
        ]
        if len(found) > limit:
            break
    shown = found[:limit]
    titles = film_titles(curtain for _, _, rendering in shown for curtain in rendering.curtains)
    critiques = [
        _critique(passage, edition, rendering, _curtain_renderer(edition, rendering, titles))
        for passage, edition, rendering in shown
    ]
    return critiques, len(found) > limit


def _reviews_with(credits: Collection[int], at_once: int) -> Iterator[tuple[Edition, Rendering]]:
    """The live reviews with critiques of ``credits``, also hidden ones, the newest first.

    Their texts are read ``at_once`` at a time.
    """
    uses = EditionCredit.objects.filter(credit__in=credits).values("edition")
    newest = Edition.objects.live().filter(pk__in=uses).order_by("-first_live_from", "-review_id")
    with declared_reads(*(f"editioncredit.credit_id-{pk}" for pk in credits)):
        keys = list(newest.values_list("pk", flat=True))
    rows = Edition.objects.live().with_renderings().select_related("review", "film")
    for start in range(0, len(keys), at_once):
        some = rows.filter(pk__in=keys[start : start + at_once]).prefetch_related("bylines")
        yield from with_renderings(some.order_by("-first_live_from", "-review_id"))


def _critique(
    passage: RenderedItem, edition: Edition, rendering: Rendering, curtains: CurtainRenderer
) -> PerformanceCritique:
    review_url = curtains.urls.page()
    scope = f"{edition.review.slug}-"
    return PerformanceCritique(
        heading=passage.heading,
        html=prefix_anchors(curtains.fill(passage.html), scope),
        scope=scope,
        language=rendering.language,
        direction=direction_of(rendering.language),
        film_title=edition.film.distinct_title,
        film_url=reverse("pages:film", args=[edition.film.slug]),
        review_headline=edition.headline,
        review_url=f"{review_url}#{passage.key}",
        byline=Byline.of(edition),
    )


def _curtain_renderer(
    edition: Edition, rendering: Rendering, titles: Mapping[int, str]
) -> CurtainRenderer:
    urls = edition_urls(edition, rendering)
    return CurtainRenderer(rendering, film=edition.film_id, urls=urls, titles=titles)


def prefix_anchors(html: str, prefix: str) -> SafeString:
    """``html`` of a rendering with ``prefix`` before its ids and before the links to them.

    Ids are unique within a review, and a person's page shows texts of several reviews. The script
    adds the same prefix to the content of a curtain that it fetches.
    """

    def rename(tag: re.Match[str]) -> str:
        return _ANCHOR.sub(rf"\g<1>{prefix}", tag[0])

    # The html was sanitised when it was rendered, and a slug needs no escaping.
    return mark_safe(_TAG.sub(rename, html))  # noqa: S308
