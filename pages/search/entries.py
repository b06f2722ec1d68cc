"""The entries of the search index: what can be found, and by which words.

They hold public text only. Everybody has an entry. `SearchDocumentQuerySet.public` decides whether
somebody who is known only by surprise appearances may be found. A film's entry names its public
credits.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cast.models import Credit, Person
from editions.models import Edition, EditionBody
from films.folding import clean
from films.models import Film, Franchise
from pages.search.models import SearchDocument
from reviews.models import Critic
from site_settings.models import SitePage
from site_settings.pages import MIN_HEADING
from spoilers import REDACTOR_VERSION, parse

Item = TypeVar("Item")

Kind = SearchDocument.Kind

FIELDS = ("title", "also", "names", "lede", "body")
TITLE_FIELDS = ("title", "also")
MAX_LENGTH = 200_000
"""Characters of a field: PostgreSQL keeps no more than a megabyte of words."""

FILMS_AT_ONCE = 100
"""Films whose names are held in memory at the same time."""

EDITIONS_AT_ONCE = 100
"""Editions whose texts are held in memory at the same time."""

_FILM_TEXTS = ("title", "original_title", "tagline", "overview")
_EDITION_FACTS = (
    "review_id",
    "number",
    "headline",
    "language",
    "standfirst",
    "film__title",
    "film__original_title",
)


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The texts by which one thing is found, the most important field first. Clean, not folded.

    ``also`` and ``names`` hold one title or name in a line. ``language`` is a language tag.
    ``subject_id`` is the key of an edition's review, or ``object_id``. ``number`` is that of an
    edition, or 0.
    """

    kind: str
    object_id: int
    subject_id: int
    title: str
    also: str = ""
    names: str = ""
    lede: str = ""
    body: str = ""
    language: str = ""
    number: int = 0


def search_entries(kind: str, ids: Collection[int] | None = None) -> Iterator[SearchEntry]:
    """The entries of ``kind``: those of ``ids``, or all. Ids without a row are passed over."""
    return _BUILDERS[Kind(kind)](Q() if ids is None else Q(pk__in=ids))


def film_document(film: Film, names: Iterable[str] = ()) -> SearchEntry:
    return _document(
        Kind.FILM,
        film.pk,
        title=film.title,
        also=_other_titles(film),
        names=_joined(names),
        lede=film.tagline,
        body=film.overview,
    )


def _other_titles(film: Film) -> str:
    """Its original and alternative titles, one in a line. One query if those are not prefetched."""
    titles = [film.original_title, *(each.title for each in film.alternative_titles.all())]
    return _joined(title for title in titles if title != film.title)


def other_languages() -> set[str]:
    """The languages besides the site's that public reviews are written in, as tags.

    Two queries for each language of a review, and one. The index is asked for one language after
    another, because reading the languages of all reviews takes long on a large site.
    """
    reviews = SearchDocument.objects.filter(kind=Kind.REVIEW)
    public = Exists(Edition.objects.live().filter(pk=OuterRef("object_id")))
    languages = reviews.order_by("language").values_list("language", flat=True)
    found, language = set(), languages.first()
    while language is not None:
        if (
            language != settings.LANGUAGE_CODE
            and reviews.filter(public, language=language).exists()
        ):
            found.add(language)
        language = languages.filter(language__gt=language).first()
    return found


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _reviews(which: Q) -> Iterator[SearchEntry]:
    """Editions that are live or will be, as the present redactor rendered them.

    What another version rendered may hold text that is hidden now. Such an edition is found again
    after `rerender_editions`.
    """
    ahead = Q(edition__live_until__isnull=True) | Q(edition__live_until__gt=timezone.now())
    bodies = (
        EditionBody.objects.filter(which & ahead, edition__redactor_version=REDACTOR_VERSION)
        .select_related("edition__film")
        .prefetch_related("edition__bylines", "edition__film__alternative_titles")
        .only("search_text", *(f"edition__{name}" for name in _EDITION_FACTS))
    )
    for body in bodies.iterator(chunk_size=EDITIONS_AT_ONCE):
        edition = body.edition
        yield _document(
            Kind.REVIEW,
            edition.pk,
            subject_id=edition.review_id,
            number=edition.number,
            title=edition.headline,
            also=_joined([edition.film.title, *_other_titles(edition.film).splitlines()]),
            names=_joined(critic.display_name for critic in edition.signed_by()),
            lede=edition.standfirst,
            body=_without_head(body.search_text, edition),
            language=edition.language,
        )


def _without_head(text: str, edition: Edition) -> str:
    """The public ``text`` of ``edition`` without the headline and standfirst at its beginning."""
    for head in (edition.headline, edition.standfirst):
        text = text.removeprefix(head).lstrip()
    return text


def _films(which: Q) -> Iterator[SearchEntry]:
    films = Film.objects.confirmed().filter(which).only(*_FILM_TEXTS)
    films = films.prefetch_related("genres", "alternative_titles")
    for batch in in_batches(films.iterator(chunk_size=FILMS_AT_ONCE), FILMS_AT_ONCE):
        names = _names_in_credits(batch)
        for film in batch:
            genres = (genre.name for genre in film.genres.all())
            yield film_document(film, [*names[film.pk], *genres])


def _names_in_credits(films: Sequence[Film]) -> defaultdict[int, list[str]]:
    """The people and characters of the public credits by film, in the order of billing."""
    credits = Credit.objects.public().filter(film__in=films)
    rows = credits.order_by(
        F("billing_order").asc(nulls_last=True), "pk", "characters__name", "characters"
    ).values_list("film", "person__name", "credited_as", "characters__name")
    names: defaultdict[int, list[str]] = defaultdict(list)
    for film, *texts in rows:
        names[film] += filter(None, texts)
    return names


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


def _pages(which: Q) -> Iterator[SearchEntry]:
    """Those that are published. What readers of a page do not see is not in its text."""
    for page in SitePage.objects.published().filter(which).iterator():
        text = parse(page.body, min_heading=MIN_HEADING).redact(film=0, key="page").text
        yield _document(Kind.PAGE, page.pk, title=page.title, body=text)


_BUILDERS: dict[SearchDocument.Kind, Callable[[Q], Iterator[SearchEntry]]] = {
    Kind.REVIEW: _reviews,
    Kind.FILM: _films,
    Kind.PERSON: _people,
    Kind.FRANCHISE: _franchises,
    Kind.CRITIC: _critics,
    Kind.PAGE: _pages,
}


def _document(
    kind: str,
    object_id: int,
    subject_id: int | None = None,
    number: int = 0,
    language: str = "",
    **fields: str,
) -> SearchEntry:
    """Without a ``language`` the site's is taken: facts are written in it."""
    texts = {name: _clean_lines(text[:MAX_LENGTH]) for name, text in fields.items()}
    return SearchEntry(
        kind,
        object_id,
        object_id if subject_id is None else subject_id,
        **texts,
        language=language or settings.LANGUAGE_CODE,
        number=number,
    )


def _clean_lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines())


def _joined(names: Iterable[str]) -> str:
    """``names``, one in a line, without empty ones and repetitions."""
    return "\n".join(dict.fromkeys(filter(None, names)))
