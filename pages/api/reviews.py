"""Reviews as resources of the API: the redacted rendering, and facts."""

from typing import Any

from editions.models import Edition
from editions.parts import PARTS
from editions.rendered import RenderedCurtain, RenderedItem, Rendering
from films.models import Film
from pages.absolute_urls import absolute_url, page_url
from pages.api import resources
from pages.api.references import api_url, film_reference, picture, reference
from pages.curtains.curtain_renderer import curtain_label, curtain_url, spoiled_films
from pages.feeds.full_text import CurtainLinks, basic_html
from pages.listings.scores import printed_score
from pages.sharing.metadata import iso_timestamp
from pages.sharing.share_cards import edition_share_card, share_card_url
from verdicts.scales import plain_number


def review_summary(edition: Edition) -> resources.ReviewSummary:
    """``edition`` from `pages.listed_editions`. No query."""
    return resources.ReviewSummary(**_summary_fields(edition))


def review(edition: Edition, rendering: Rendering) -> resources.Review:
    """``edition`` from `pages.live_editions` with its bylines. One query at most."""
    links = CurtainLinks(edition, rendering)
    # An inner curtain is hidden itself: that it is there is not public.
    outer = [curtain for curtain in rendering.curtains if not curtain.parent]
    films = spoiled_films(outer)
    corrected = edition.corrected  # type: ignore[attr-defined]
    card = edition_share_card(edition, rendering)
    return resources.Review(
        **_summary_fields(edition),
        corrected=iso_timestamp(corrected) if corrected else None,
        correction_note=edition.correction_note or "",  # type: ignore[attr-defined]
        disclosure=rendering.disclosure,
        share_card=share_card_url(edition, card),
        text=rendering.text,
        parts=tuple(
            resources.Part(
                key=part.key,
                heading=rendered.heading or str(part.heading),
                introduction=_html(rendered.introduction, links),
                items=tuple(_item(item, links) for item in rendered.items),
            )
            for part in PARTS
            if not (rendered := rendering.part(part.key)).is_empty
        ),
        curtains=tuple(_curtain(curtain, links, films) for curtain in outer),
    )


def _summary_fields(edition: Edition) -> dict[str, Any]:
    return {
        "slug": edition.review.slug,
        "url": page_url("review", edition.review.slug),
        "api_url": api_url("review", edition.review.slug),
        "headline": edition.headline,
        "standfirst": edition.standfirst,
        "language": edition.language,
        "film": film_reference(edition.film),
        "critics": tuple(
            reference("critic", critic, critic.display_name) for critic in edition.signed_by()
        ),
        "published": iso_timestamp(edition.first_live_from),
        "recommendation": edition.recommendation,
        "recommendation_label": str(edition.get_recommendation_display()),
        "score": _score(edition),
        "reading_minutes": edition.reading_minutes,
        "lead_image": picture(edition.lead_image),
    }


def _score(edition: Edition) -> resources.Score | None:
    if edition.score is None or edition.scale_best is None:
        return None
    text = printed_score(
        edition.scale_kind, plain_number(edition.score), plain_number(edition.scale_best)
    )
    return resources.Score(
        value=float(edition.score),
        best=float(edition.scale_best),
        kind=edition.scale_kind,
        text=text,
    )


def _html(html: str, links: CurtainLinks) -> str:
    return basic_html(links.fill(html), base=links.page)


def _item(item: RenderedItem, links: CurtainLinks) -> resources.Item:
    return resources.Item(
        key=item.key,
        heading=item.heading,
        is_hidden=item.hidden,
        html=_html(item.html, links),
        answer=item.answer,
        quote=item.quote,
    )


def _curtain(
    curtain: RenderedCurtain, links: CurtainLinks, films: dict[int, Film]
) -> resources.Curtain:
    spoiled = (films[pk] for pk in curtain.films if pk in films)
    return resources.Curtain(
        key=curtain.key,
        label=curtain_label(curtain),
        spoils=tuple(film_reference(film) for film in spoiled if film.is_confirmed),
        url=absolute_url(curtain_url(links.urls, curtain.key)),
        fragment_url=absolute_url(links.urls.fragment(curtain.key)),
    )
