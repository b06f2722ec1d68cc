"""What can be found, and by which of its words. Public text and live, public facts alone.

A person's own words (name, biography) are there for everybody: that somebody known by surprises
alone is not found, `SearchDocumentQuerySet.public` sees to. A film's words name its public credits.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from cast.models import Credit, Person
from editions.models import Edition
from films.models import Film, Franchise
from pages.folding import clean
from pages.search.models import SearchDocument
from reviews.models import Critic, Review
from spoilers import REDACTOR_VERSION

Kind = SearchDocument.Kind

FIELDS = ("title", "also", "names", "lede", "body")
LONGEST = 200_000
"""Characters of a field: PostgreSQL keeps no more than a megabyte of words."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing that can be found, by field, the weightiest first. Clean text, not folded.

    ``also`` and ``names`` hold one in a line. ``language`` is that of the words, a tag.
    """

    kind: str
    object_id: int
    title: str
    also: str = ""
    names: str = ""
    lede: str = ""
    body: str = ""
    language: str = ""


def documents(kind: str, ids: Collection[int] | None = None) -> Iterator[SearchEntry]:
    """The documents of ``kind``, those of ``ids`` or all; none for a thing that is not there."""
    return _BUILDERS[Kind(kind)](Q() if ids is None else Q(pk__in=ids))


def languages() -> set[str]:
    """The languages that reviews are written in, as tags."""
    return set(Review.objects.order_by().values_list("language", flat=True).distinct())


def _reviews(which: Q) -> Iterator[SearchEntry]:
    """Editions that are live, or will be. One that another redactor made is not found.

    Its text may hold what is hidden now: `rerender_editions` brings it back.
    """
    ahead = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    editions = (
        Edition.objects.filter(which & ahead, redactor_version=REDACTOR_VERSION)
        .select_related("film", "critic")
        .annotate(language=KT("rendered__language"))
        .only("headline", "standfirst", "search_text", *_FACTS_OF_EDITION)
    )
    for edition in editions.iterator():
        yield _document(
            Kind.REVIEW,
            edition.pk,
            title=edition.headline,
            also=_joined([edition.film.title, edition.film.original_title]),
            names=edition.critic.display_name,
            lede=edition.standfirst,
            body=_after_head(edition),
            language=edition.language,
        )


def _after_head(edition: Edition) -> str:
    """The public text of ``edition``, which begins with what is in fields of its own."""
    text = edition.search_text
    for head in (edition.headline, edition.standfirst):
        text = text.removeprefix(head).lstrip()
    return text


_FACTS_OF_EDITION = ("film__title", "film__original_title", "critic__display_name")


def _films(which: Q) -> Iterator[SearchEntry]:
    credits = Credit.objects.public().select_related("person").prefetch_related("characters")
    films = Film.objects.filter(which).prefetch_related(
        "genres", Prefetch("credits", credits.by_billing(), to_attr="public_credits")
    )
    for film in films.iterator(chunk_size=500):
        yield _document(
            Kind.FILM,
            film.pk,
            title=film.title,
            also=film.original_title if film.original_title != film.title else "",
            names=_joined([*_names(film), *(genre.name for genre in film.genres.all())]),
            lede=film.tagline,
            body=film.overview,
        )


def _names(film: Film) -> Iterator[str]:
    for credit in film.public_credits:  # type: ignore[attr-defined]
        yield credit.person.name if credit.person else ""
        yield credit.credited_as
        yield from (character.name for character in credit.characters.all())


def _people(which: Q) -> Iterator[SearchEntry]:
    for person in Person.objects.filter(which).iterator():
        yield _document(Kind.PERSON, person.pk, title=person.name, body=person.biography)


def _franchises(which: Q) -> Iterator[SearchEntry]:
    for franchise in Franchise.objects.filter(which).iterator():
        yield _document(
            Kind.FRANCHISE,
            franchise.pk,
            title=franchise.name,
            also=franchise.universe_name,
            body=franchise.overview,
        )


def _critics(which: Q) -> Iterator[SearchEntry]:
    for critic in Critic.objects.filter(which).iterator():
        yield _document(Kind.CRITIC, critic.pk, title=critic.display_name, body=critic.bio)


_BUILDERS: dict[SearchDocument.Kind, Callable[[Q], Iterator[SearchEntry]]] = {
    Kind.REVIEW: _reviews,
    Kind.FILM: _films,
    Kind.PERSON: _people,
    Kind.FRANCHISE: _franchises,
    Kind.CRITIC: _critics,
}


def _document(kind: str, object_id: int, language: str = "", **fields: str) -> SearchEntry:
    """Of facts the language is the site's."""
    texts = {name: _lines(text[:LONGEST]) for name, text in fields.items()}
    return SearchEntry(kind, object_id, **texts, language=language or settings.LANGUAGE_CODE)


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines())


def _joined(names: Iterable[str]) -> str:
    """Each of ``names`` that says something, once, in a line of its own."""
    return "\n".join(dict.fromkeys(filter(None, names)))
