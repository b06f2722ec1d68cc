"""The `Metadata` of each kind of page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cast.models import Credit, Person
from editions.models import Edition
from editions.rendered import Rendering
from films.models import Film, Franchise, Genre
from pages.absolute_urls import page_url
from pages.paths import reverse
from pages.sharing.card_drawing import HEIGHT, WIDTH
from pages.sharing.metadata import (
    Metadata,
    Property,
    SharePicture,
    embed_links,
    feed_links,
    iso_timestamp,
)
from pages.sharing.share_cards import ShareCard, edition_share_card, share_card_url
from pages.sharing.structured_data import (
    NamedURL,
    breadcrumbs_node,
    collection_node,
    critic_node,
    movie_node,
    movie_series_node,
    person_node,
    publisher_node,
    review_node,
    website_node,
)
from pages.site import current_site
from reviews.models import Critic


def home_metadata(entries: Iterable[NamedURL]) -> Metadata:
    """The home page, which lists ``entries``."""
    url = page_url("home")
    reviews = collection_node(current_site().site_name, url, entries)
    return Metadata(title=current_site().site_name, canonical=url, nodes=(website_node(), reviews))


def list_metadata(title: str, canonical: str, entries: Iterable[NamedURL]) -> Metadata:
    """A page that lists ``entries``."""
    return Metadata(
        title=title,
        canonical=canonical,
        nodes=(
            collection_node(title, canonical, entries),
            breadcrumbs_node((title, canonical)),
        ),
    )


def genre_metadata(genre: Genre, canonical: str, films: Iterable[NamedURL]) -> Metadata:
    return Metadata(
        title=genre.name,
        canonical=canonical,
        text=_("Films and reviews: %(genre)s.") % {"genre": genre.name},
        nodes=(
            collection_node(genre.name, canonical, films),
            breadcrumbs_node((_("Films"), reverse("pages:films")), (genre.name, canonical)),
        ),
    )


def static_page_metadata(title: str, canonical: str, text: str = "") -> Metadata:
    """A page about the site itself."""
    return Metadata(
        title=title,
        canonical=canonical,
        text=text,
        nodes=(publisher_node(), breadcrumbs_node((title, canonical))),
    )


def review_metadata(
    edition: Edition,
    rendering: Rendering,
    *,
    page: Mapping[str, Any],
    credits: Iterable[Credit],
) -> Metadata:
    """A review. ``page`` is the context of its page, from which genres and correction are taken.

    ``credits`` are the public ones of the film, in the order of billing. No query.
    """
    corrected: datetime | None = page["corrected"]
    card = edition_share_card(edition, rendering)
    card_url = share_card_url(edition, card)
    url = page_url("review", edition.review.slug)
    metadata = Metadata(
        title=rendering.headline,
        canonical=url,
        text=rendering.meta_description or rendering.standfirst or rendering.text,
        kind="article",
        language=rendering.language,
        picture=SharePicture(card_url, _card_alt_text(card), WIDTH, HEIGHT),
        embeds=embed_links(rendering.headline, url),
        more=tuple(_article_properties(edition, corrected)),
    )
    review = review_node(
        edition,
        rendering,
        card_url=card_url,
        description=metadata.description,
        corrected=corrected,
        genres=page["film"]["facts"]["genres"],
        credits=credits,
    )
    trail = breadcrumbs_node(
        (_("Reviews"), reverse("pages:reviews")),
        (edition.film.distinct_title, reverse("pages:film", args=[edition.film.slug])),
        (rendering.headline, url),
    )
    return metadata.with_nodes(review, trail)


def _article_properties(edition: Edition, corrected: datetime | None) -> Iterable[Property]:
    yield "article:published_time", iso_timestamp(edition.first_live_from)
    if corrected:
        yield "article:modified_time", iso_timestamp(corrected)
    for critic in edition.signed_by():
        yield "article:author", page_url("critic", critic.slug)
    yield "article:tag", edition.film.title


def _card_alt_text(card: ShareCard) -> str:
    """The texts on ``card``, for people who cannot see it."""
    film = f"{card.film} ({card.year})" if card.year else card.film
    verdict = ", ".join(filter(None, (card.recommendation, card.score)))
    return " – ".join(filter(None, (card.headline, film, verdict)))


def film_metadata(
    film: Film,
    credits: Sequence[Credit],
    genres: Sequence[str],
    canonical: str,
    other_titles: Sequence[str] = (),
) -> Metadata:
    """A film. Its pictures, those of its public ``credits`` that the page shows and their people
    are loaded. ``canonical`` is the URL of the page. No query."""
    more: list[Property] = []
    # Open Graph has no reduced precision: its dates have a year, a month and a day.
    if film.release and film.release.is_day:
        more.append(("video:release_date", film.release.iso()))
    if film.runtime:
        more.append(("video:duration", str(film.runtime * 60)))
    return Metadata(
        title=str(film),
        canonical=canonical,
        text=film.overview or film.tagline,
        kind="video.movie",
        picture=SharePicture.of(film.backdrop or film.poster),
        embeds=embed_links(str(film), page_url("film", film.slug)),
        more=tuple(more),
        nodes=(
            movie_node(film, credits, genres, other_titles),
            breadcrumbs_node(
                (_("Films"), reverse("pages:films")), (film.distinct_title, canonical)
            ),
        ),
    )


def franchise_metadata(franchise: Franchise, films: Iterable[Film], canonical: str) -> Metadata:
    """A franchise with those of its ``films`` that the page at ``canonical`` shows, in order of
    release."""
    trail = ((_("Franchises"), reverse("pages:franchises")), (franchise.name, canonical))
    return Metadata(
        title=franchise.name,
        canonical=canonical,
        text=franchise.overview,
        own_feeds=feed_links("franchise_feed", franchise.slug, subject=franchise.name),
        nodes=(
            movie_series_node(franchise, films),
            breadcrumbs_node(*trail),
        ),
    )


def person_metadata(person: Person, canonical: str) -> Metadata:
    """A person with a public credit, whose portrait is loaded. ``canonical`` is the URL of a page
    of their films."""
    return Metadata(
        title=person.name,
        canonical=canonical,
        text=person.biography,
        kind="profile",
        picture=SharePicture.of(person.portrait),
        nodes=(
            person_node(person),
            breadcrumbs_node((_("People"), reverse("pages:people")), (person.name, canonical)),
        ),
    )


def critic_metadata(critic: Critic, canonical: str) -> Metadata:
    """A critic, whose portrait is loaded. ``canonical`` is the URL of a page of their reviews."""
    trail = (
        (_("Critics"), reverse("pages:critics")),
        (critic.display_name, canonical),
    )
    return Metadata(
        title=critic.display_name,
        canonical=canonical,
        text=critic.bio,
        kind="profile",
        picture=SharePicture.of(critic.portrait),
        own_feeds=feed_links("critic_feed", critic.slug, subject=critic.display_name),
        nodes=(critic_node(critic), breadcrumbs_node(*trail)),
    )
