"""Critiques of performances, taken out of the reviews that they were published in.

Whether one is hidden, its edition's rendering says. A hidden one is never taken out, not even as a
closed curtain: beside a person's name that would tell what the review keeps to itself.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cast.models import Credit
from editions.models import Edition, EditionCredit
from editions.rendered import RenderedItem, Rendering
from editions.rerendering import rendering_of
from images.picture_tag import picture
from pages.curtains.slots import CurtainRenderer, addresses_of, titles_of

PORTRAIT_SIZES = "5.5rem"

_TAG = re.compile(r"<[a-z][^<>]*>")
_ANCHOR = re.compile(r'( (?:id="|href="#))(?=(?:fn|fnref|curtain)-)')


@dataclass(frozen=True, slots=True)
class Performance:
    """A critique on a person's page. ``scope`` begins every id in its ``html``."""

    heading: str
    html: SafeString
    scope: str
    language: str
    film_title: str
    film_url: str
    review_headline: str
    review_url: str
    critic_name: str
    critic_url: str


def performances_of(credits: Collection[int]) -> list[Performance]:
    """What live reviews say of the roles with the primary keys ``credits``, the newest first.

    Two queries, however many reviews there are.
    """
    uses = EditionCredit.objects.filter(credit__in=credits).values("edition")
    editions = (
        Edition.objects.live()
        .filter(pk__in=uses)
        .select_related("review", "film", "critic")
        .order_by("-first_live_from", "-review_id")
    )
    renderings = [(edition, rendering_of(edition)) for edition in editions]
    titles = titles_of(curtain for _, rendering in renderings for curtain in rendering.curtains)
    return [
        _performance(passage, edition, rendering, _rail(edition, rendering, titles))
        for edition, rendering in renderings
        for passage in rendering.part("cast").items
        if not set(credits).isdisjoint(passage.credits)
    ]


def _performance(
    passage: RenderedItem, edition: Edition, rendering: Rendering, rail: CurtainRenderer
) -> Performance:
    review_url = rail.addresses.page()
    scope = f"{edition.review.slug}-"
    return Performance(
        heading=passage.heading,
        html=scoped(rail.hang(passage.html), scope),
        scope=scope,
        language=rendering.language,
        film_title=edition.film.title,
        film_url=reverse("pages:film", args=[edition.film.slug]),
        review_headline=edition.headline,
        review_url=f"{review_url}#{passage.key}",
        critic_name=edition.critic.display_name,
        critic_url=reverse("pages:critic", args=[edition.critic.slug]),
    )


def _rail(edition: Edition, rendering: Rendering, titles: Mapping[int, str]) -> CurtainRenderer:
    return CurtainRenderer(
        rendering, film=edition.film_id, addresses=addresses_of(edition), titles=titles
    )


def scoped(html: str, scope: str) -> SafeString:
    """``html`` of a rendering with ``scope`` before its ids and the links to them.

    Keys are unique within a review; a person's page puts several reviews on one page. The script
    does the same to what a curtain brings.
    """

    def rename(tag: re.Match[str]) -> str:
        return _ANCHOR.sub(rf"\g<1>{scope}", tag[0])

    # It was sanitised when it was rendered, and a slug needs no escaping.
    return mark_safe(_TAG.sub(rename, html))  # noqa: S308


def portraits(critiques: Iterable[RenderedItem]) -> dict[str, SafeString]:
    """The portraits beside ``critiques``: html by the critique's key. One query.

    A critique of several people has none, nor has a hidden one.
    """
    covered = {critique.key: critique.credits for critique in critiques if critique.credits}
    public = Credit.objects.public().filter(pk__in=set().union(*covered.values()))
    people = {credit.pk: credit.person for credit in public.select_related("person__portrait")}
    html = {}
    for key, credits in covered.items():
        covering = {people.get(pk) for pk in credits}
        person = covering.pop() if len(covering) == 1 else None
        if person and person.portrait:
            html[key] = picture(person.portrait, alt="", sizes=PORTRAIT_SIZES)
    return html
