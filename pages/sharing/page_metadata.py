"""The metadata of each kind of page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cast.models import Credit, Person
from editions.models import Edition
from editions.rendered import Rendering
from films.models import Film, Franchise, Genre
from pages.addresses import address
from pages.sharing.card_drawing import HEIGHT, WIDTH
from pages.sharing.metadata import Metadata, Property, SharePicture, feeds_of, moment
from pages.sharing.share_cards import ShareCard, address_of, card_of
from pages.sharing.structured_data import (
    breadcrumbs,
    collection,
    critic_node,
    movie,
    person_node,
    publisher,
    review_node,
    series,
    website,
)
from pages.sharing.structured_data.lists import Entry
from reviews.models import Critic


def of_home(entries: Iterable[Entry]) -> Metadata:
    url = address("home")
    reviews = collection(settings.SITE_NAME, url, entries)
    return Metadata(title=settings.SITE_NAME, canonical=url, nodes=(website(), reviews))


def of_list(title: str, canonical: str, entries: Iterable[Entry]) -> Metadata:
    return Metadata(
        title=title,
        canonical=canonical,
        nodes=(collection(title, canonical, entries), breadcrumbs((title, canonical))),
    )


def of_genre(genre: Genre, canonical: str, films: Iterable[Entry]) -> Metadata:
    return Metadata(
        title=genre.name,
        canonical=canonical,
        text=_("Films and reviews: %(genre)s.") % {"genre": genre.name},
        nodes=(
            collection(genre.name, canonical, films),
            breadcrumbs((_("Films"), reverse("pages:films")), (genre.name, canonical)),
        ),
    )


def of_page(title: str, canonical: str) -> Metadata:
    """A page of the house itself."""
    return Metadata(
        title=title, canonical=canonical, nodes=(publisher(), breadcrumbs((title, canonical)))
    )


def of_review(edition: Edition, rendering: Rendering, *, page: Mapping[str, Any]) -> Metadata:
    """What the ``page`` of its context already says is not looked up again. One query: the film's
    public credits."""
    corrected: datetime | None = page["corrected"]
    card = card_of(edition, rendering)
    card_url = address_of(edition, card)
    url = address("review", edition.review.slug)
    credits = Credit.objects.public().filter(film=edition.film).select_related("person")
    head = Metadata(
        title=rendering.headline,
        canonical=url,
        text=rendering.meta_description or rendering.standfirst or rendering.text,
        kind="article",
        language=rendering.language,
        picture=SharePicture(card_url, _in_words(card), WIDTH, HEIGHT),
        more=tuple(_article(edition, corrected)),
    )
    node = review_node(
        edition,
        rendering,
        card_url=card_url,
        description=head.description,
        corrected=corrected,
        genres=page["film"]["facts"]["genres"],
        credits=credits.by_billing(),
    )
    trail = breadcrumbs(
        (_("Reviews"), reverse("pages:reviews")),
        (edition.film.title, reverse("pages:film", args=[edition.film.slug])),
        (rendering.headline, url),
    )
    return head.with_nodes(node, trail)


def _article(edition: Edition, corrected: datetime | None) -> Iterable[Property]:
    yield "article:published_time", moment(edition.first_live_from)
    if corrected:
        yield "article:modified_time", moment(corrected)
    yield "article:author", address("critic", edition.critic.slug)
    yield "article:tag", edition.film.title


def _in_words(card: ShareCard) -> str:
    """What is on the card, for who cannot see it."""
    film = f"{card.film} ({card.year})" if card.year else card.film
    verdict = ", ".join(filter(None, (card.recommendation, card.score)))
    return " – ".join(filter(None, (card.headline, film, verdict)))


def of_film(film: Film, credits: Sequence[Credit], genres: Sequence[str]) -> Metadata:
    """A film, with its pictures and its public ``credits`` and their people loaded."""
    url = address("film", film.slug)
    title = f"{film.title} ({film.year})" if film.year else film.title
    more: list[Property] = []
    if film.release_date:
        more.append(("video:release_date", film.release_date.isoformat()))
    if film.runtime:
        more.append(("video:duration", str(film.runtime * 60)))
    return Metadata(
        title=title,
        canonical=url,
        text=film.overview or film.tagline,
        kind="video.movie",
        picture=SharePicture.of(film.backdrop or film.poster),
        more=tuple(more),
        nodes=(
            movie(film, credits, genres),
            breadcrumbs((_("Films"), reverse("pages:films")), (film.title, url)),
        ),
    )


def of_franchise(franchise: Franchise, films: Iterable[Film]) -> Metadata:
    url = address("franchise", franchise.slug)
    return Metadata(
        title=franchise.name,
        canonical=url,
        text=franchise.overview,
        own_feeds=feeds_of("franchise_feed", franchise.slug, subject=franchise.name),
        nodes=(
            series(franchise, films),
            breadcrumbs((_("Franchises"), reverse("pages:franchises")), (franchise.name, url)),
        ),
    )


def of_person(person: Person) -> Metadata:
    """Somebody with a public credit."""
    url = address("person", person.slug)
    return Metadata(
        title=person.name,
        canonical=url,
        text=person.biography,
        kind="profile",
        picture=SharePicture.of(person.portrait),
        nodes=(
            person_node(person),
            breadcrumbs((_("People"), reverse("pages:people")), (person.name, url)),
        ),
    )


def of_critic(critic: Critic, canonical: str) -> Metadata:
    return Metadata(
        title=critic.display_name,
        canonical=canonical,
        text=critic.bio,
        kind="profile",
        picture=SharePicture.of(critic.portrait),
        own_feeds=feeds_of("critic_feed", critic.slug, subject=critic.display_name),
        nodes=(
            critic_node(critic),
            breadcrumbs((_("Critics"), reverse("pages:critics")), (critic.display_name, canonical)),
        ),
    )
