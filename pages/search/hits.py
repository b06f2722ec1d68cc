"""What was found, as a page prints it: read anew from where the index took its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from cast.models import Person
from editions.models import Edition
from films.models import Film, Franchise, FranchiseEntry
from images.models import Image
from images.picture_tag import picture
from pages.search.documents import Kind, SearchEntry, documents
from pages.search.excerpts import Marker
from pages.search.models import SearchDocument
from pages.search.query import Query
from reviews.models import Critic

PICTURE_SIZES = "(min-width: 46rem) 5.5rem, (min-width: 30rem) 4rem, 3.25rem"
WITHOUT_MARKS = 180
"""Characters of a text in which no word was found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """``title`` and ``excerpt`` are html; ``picture`` too, or "". ``year`` is a film's."""

    kind: str
    kind_label: str
    url: str
    title: SafeString
    excerpt: SafeString
    picture: SafeString | str
    plain_title: str
    year: int | None = None
    film_title: str = ""
    critic_name: str = ""
    published: datetime | None = None


def hits(query: Query, keys: Sequence[int]) -> list[Hit]:
    """The documents ``keys``, in that order. A fixed number of queries for each kind among them."""
    rows = SearchDocument.objects.filter(pk__in=keys).values_list("kind", "object_id", "pk")
    places = {(kind, object_id): pk for kind, object_id, pk in rows}
    found: dict[int, Hit] = {}
    for kind in {kind for kind, _object_id in places}:
        ids = [object_id for a_kind, object_id in places if a_kind == kind]
        things = _THINGS[Kind(kind)](ids)
        for document in documents(kind, ids):
            pk = places[kind, document.object_id]
            if document.object_id in things:
                found[pk] = _hit(document, query, things[document.object_id])
    return [found[key] for key in keys if key in found]


def _hit(document: SearchEntry, query: Query, facts: dict[str, Any]) -> Hit:
    marker = Marker(query, document.language)
    title = marker.whole(document.title)
    missing = set(range(len(query.terms))) - title.terms
    return Hit(
        kind=document.kind,
        kind_label=str(Kind(document.kind).label),
        title=title.html,
        excerpt=_excerpt(document, marker, missing),
        plain_title=document.title,
        **facts,
    )


def _excerpt(document: SearchEntry, marker: Marker, missing: set[int]) -> SafeString:
    """From the text in which most is found of what is ``missing`` in the title.

    Where nothing is, how the thing is introduced. A list of names says why it was found, and that
    alone.
    """
    texts = [marker.excerpt(document.body), marker.excerpt(document.lede)]
    if missing:
        texts += [marker.names(document.also), marker.names(document.names)]
    best = max(texts, key=lambda text: (len(text.terms & missing), bool(text.terms)))
    if best.terms:
        return best.html
    return escape(Truncator(document.lede or document.body).chars(WITHOUT_MARKS))


def _reviews(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    editions = Edition.objects.live().filter(pk__in=ids).for_lists()
    return {
        edition.pk: {
            "url": reverse("pages:review", args=[edition.review.slug]),
            "picture": _picture(edition.film.poster),
            "year": edition.film.year,
            "film_title": edition.film.title,
            "critic_name": edition.critic.display_name,
            "published": edition.first_live_from,
        }
        for edition in editions
    }


def _films(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    films = Film.objects.filter(pk__in=ids).select_related("poster")
    return {
        film.pk: {
            "url": reverse("pages:film", args=[film.slug]),
            "picture": _picture(film.poster),
            "year": film.year,
        }
        for film in films
    }


def _people(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    people = Person.objects.filter(pk__in=ids).select_related("portrait")
    return {
        person.pk: {
            "url": reverse("pages:person", args=[person.slug]),
            "picture": _picture(person.portrait),
        }
        for person in people
    }


def _franchises(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """With the poster of the film that each began with."""
    entries = FranchiseEntry.objects.select_related("film__poster").order_by("release_order")
    franchises = Franchise.objects.filter(pk__in=ids).prefetch_related(Prefetch("entries", entries))
    return {
        franchise.pk: {
            "url": reverse("pages:franchise", args=[franchise.slug]),
            "picture": next((_picture(entry.film.poster) for entry in franchise.entries.all()), ""),
        }
        for franchise in franchises
    }


def _critics(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    critics = Critic.objects.filter(pk__in=ids).select_related("portrait")
    return {
        critic.pk: {
            "url": reverse("pages:critic", args=[critic.slug]),
            "picture": _picture(critic.portrait),
        }
        for critic in critics
    }


_THINGS: dict[Kind, Callable[[Sequence[int]], dict[int, dict[str, Any]]]] = {
    Kind.REVIEW: _reviews,
    Kind.FILM: _films,
    Kind.PERSON: _people,
    Kind.FRANCHISE: _franchises,
    Kind.CRITIC: _critics,
}


def _picture(image: Image | None) -> SafeString | str:
    """The title stands beside it in words: it says nothing more."""
    return picture(image, alt="", sizes=PICTURE_SIZES) if image else ""
