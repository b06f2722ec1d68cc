"""The hits of a search, as a page prints them.

The texts of a hit are read from the database again, not from the index, which stores words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from cast.models import Person
from films.models import Film, Franchise, FranchiseEntry
from images.models import Image
from pages.languages import foreign_language
from pages.listed_editions import listed_editions
from pages.paths import reverse
from pages.pictures import decorative_picture
from pages.search.entries import Kind, SearchEntry, search_entries
from pages.search.excerpts import excerpt, matching_lines
from pages.search.highlighting import Highlighter
from pages.search.models import SearchDocument
from pages.search.query import Query
from reviews.models import Critic
from site_settings.models import SitePage

PICTURE_SIZES = "(min-width: 46rem) 5.5rem, (min-width: 30rem) 4rem, 3.25rem"
PLAIN_EXCERPT_LENGTH = 180
"""Characters of an excerpt without a match."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit. ``title`` and ``excerpt`` are HTML with marks; ``picture`` is HTML, or "".

    ``year`` is that of a film, or of the film of a review; ``distinction`` tells it from another of
    its title and year. The last three fields are a review's.
    """

    kind: str
    kind_label: str
    url: str
    title: SafeString
    excerpt: SafeString
    picture: SafeString | str
    plain_title: str
    language: str = ""
    year: int | None = None
    distinction: str = ""
    film_title: str = ""
    byline: str = ""
    published: datetime | None = None


def load_hits(query: Query, keys: Sequence[int]) -> list[Hit]:
    """The hits for the documents with the primary keys ``keys``, in that order.

    Documents whose row is gone or no longer public are left out. A fixed number of queries for each
    kind of document.
    """
    rows = SearchDocument.objects.filter(pk__in=keys).values_list("kind", "object_id", "pk")
    keys_by_object = {(kind, object_id): pk for kind, object_id, pk in rows}
    found: dict[int, Hit] = {}
    highlighters: dict[str, Highlighter] = {}
    for kind in {kind for kind, _object_id in keys_by_object}:
        ids = [object_id for a_kind, object_id in keys_by_object if a_kind == kind]
        facts = _FACTS[Kind(kind)](ids)
        for document in search_entries(kind, ids):
            if document.object_id in facts:
                key = keys_by_object[kind, document.object_id]
                language = document.language
                if language not in highlighters:
                    highlighters[language] = Highlighter(query, language)
                found[key] = _hit(document, highlighters[language], facts[document.object_id])
    return [found[key] for key in keys if key in found]


def _hit(document: SearchEntry, highlighter: Highlighter, facts: dict[str, Any]) -> Hit:
    title = highlighter.mark(document.title)
    missing = highlighter.terms - title.terms
    return Hit(
        kind=document.kind,
        kind_label=str(Kind(document.kind).label),
        title=title.html,
        excerpt=_excerpt(document, highlighter, missing),
        plain_title=document.title,
        language=foreign_language(document.language),
        **facts,
    )


def _excerpt(
    document: SearchEntry, highlighter: Highlighter, missing: frozenset[int]
) -> SafeString:
    """The excerpt of the field with the most terms that are ``missing`` in the title.

    Other titles and names are shown only if a term is missing in the title. Without a match, the
    beginning of the lede or of the body.
    """
    texts = [excerpt(highlighter, document.body), excerpt(highlighter, document.lede)]
    if missing:
        texts += [
            matching_lines(highlighter, document.also),
            matching_lines(highlighter, document.names),
        ]
    best = max(texts, key=lambda text: (len(text.terms & missing), bool(text.terms)))
    if best.terms:
        return best.html
    return escape(Truncator(document.lede or document.body).chars(PLAIN_EXCERPT_LENGTH))


def _review_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    return {
        edition.pk: {
            "url": reverse("pages:review", args=[edition.review.slug]),
            "picture": _picture(edition.film.poster),
            "year": edition.film.year,
            "distinction": edition.film.distinction,
            "film_title": edition.film.title,
            "byline": edition.byline(),
            "published": edition.first_live_from,
        }
        for edition in listed_editions(ids)
    }


def _film_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    films = Film.objects.filter(pk__in=ids).select_related("poster")
    return {
        film.pk: {
            "url": reverse("pages:film", args=[film.slug]),
            "picture": _picture(film.poster),
            "year": film.year,
            "distinction": film.distinction,
        }
        for film in films
    }


def _person_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    people = Person.objects.filter(pk__in=ids).select_related("portrait")
    return {
        person.pk: {
            "url": reverse("pages:person", args=[person.slug]),
            "picture": _picture(person.portrait),
        }
        for person in people
    }


def _franchise_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The picture is the poster of the first film."""
    entries = FranchiseEntry.objects.select_related("film__poster").order_by("release_order")
    franchises = Franchise.objects.filter(pk__in=ids).prefetch_related(Prefetch("entries", entries))
    return {
        franchise.pk: {
            "url": reverse("pages:franchise", args=[franchise.slug]),
            "picture": next((_picture(entry.film.poster) for entry in franchise.entries.all()), ""),
        }
        for franchise in franchises
    }


def _critic_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    critics = Critic.objects.filter(pk__in=ids).select_related("portrait")
    return {
        critic.pk: {
            "url": reverse("pages:critic", args=[critic.slug]),
            "picture": _picture(critic.portrait),
        }
        for critic in critics
    }


def _page_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    pages = SitePage.objects.published().filter(pk__in=ids)
    return {
        page.pk: {"url": reverse("pages:own_page", args=[page.slug]), "picture": ""}
        for page in pages
    }


_FACTS: dict[Kind, Callable[[Sequence[int]], dict[int, dict[str, Any]]]] = {
    Kind.REVIEW: _review_facts,
    Kind.FILM: _film_facts,
    Kind.PERSON: _person_facts,
    Kind.FRANCHISE: _franchise_facts,
    Kind.CRITIC: _critic_facts,
    Kind.PAGE: _page_facts,
}
"""For each kind, from primary keys of its rows to the fields of their hits."""


def _picture(image: Image | None) -> SafeString | str:
    return decorative_picture(image, PICTURE_SIZES)
