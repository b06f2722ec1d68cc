"""The leaks of a whole review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, QuerySet

from cast.models import Credit, Person
from editions.leaks.film_facts import FilmFacts, fact_sentences, film_facts, sentences_of_fact
from editions.leaks.finding import find_leaks, with_confirmed
from editions.leaks.review_sentences import elsewhere, picture_sentences, sentences_of
from editions.leaks.sentences import sentences
from editions.leaks.site_words import common_words
from editions.leaks.statements import Facts, HiddenSentence, Leak, PublicSentence
from editions.models import Edition, LeakConfirmation
from editions.parsed_review import ParsedReview
from editions.rerendering import with_renderings
from films.models import Film, FranchiseEntry, Project

OTHER_REVIEWS = 12
"""Of how many reviews of earlier films the hidden text is compared, the newest first."""


def leaks_of(
    review: ParsedReview, *, film: int | None, pk: int | None, note: str = ""
) -> list[Leak]:
    """The leaks of ``review``, a review of the film with the primary key ``film``, in the order of
    the page; those of the film's facts come last.

    ``pk`` is the primary key of the review, None if it is not stored yet. ``note`` is that of an
    edition about to be published. Leaks that an editor has confirmed are marked.
    """
    earlier = earlier_films(film) if film else []
    about = film_facts([film, *earlier] if film else [])
    found = sentences_of(review, film=film, credits=about.credits)
    public = [*found.public, *picture_sentences(review), *_notes(pk, note)]
    hidden = [*found.hidden, *_hidden_elsewhere(earlier)]
    common = common_words(except_review=pk)
    leaks = find_leaks(public, hidden, _facts(review.content.language, about, common))
    if film:
        premise = [each.text for each in found.public if each.is_premise]
        title = replace(about, premise="\n".join([_title(film), *premise]))
        told = list(fact_sentences(film))
        leaks += find_leaks(told, found.hidden, _facts(review.content.language, title, common))
    return with_confirmed(leaks, confirmed_keys(pk))


def recorded(leaks: Iterable[Leak]) -> list[dict[str, Any]]:
    """``leaks`` as an edition stores them: their keys and places, no texts."""
    return [
        {
            "key": leak.key,
            "public": leak.public.part,
            "hidden": leak.hidden.part,
            "review": leak.hidden.review,
            "confidence": leak.confidence,
            "confirmed": leak.confirmed,
        }
        for leak in leaks
    ]


def confirm(*, review: int, leak: Leak, reason: str, by: User | None) -> None:
    """Keep that ``leak`` may stay public, and why. A leak that is confirmed already stays so."""
    LeakConfirmation.objects.get_or_create(
        review_id=review,
        key=leak.key,
        defaults={
            "public_digest": leak.public_digest,
            "hidden_digest": leak.hidden_digest,
            "reason": reason,
            "by": by,
        },
    )


def confirmed_keys(review: int | None) -> set[str]:
    return set(LeakConfirmation.objects.filter(review=review).values_list("key", flat=True))


def earlier_films(film: int) -> list[int]:
    """The primary keys of the films that come before ``film`` in its franchises."""
    entries = FranchiseEntry.objects.filter(
        franchise__entries__film=film, release_order__lt=F("franchise__entries__release_order")
    )
    return list(
        entries.exclude(film=film).order_by("film").values_list("film", flat=True).distinct()
    )


def _facts(language: str, about: FilmFacts, common: Mapping[str, float]) -> Facts:
    return Facts(
        language=language,
        names=tuple(about.names),
        makers=tuple(about.makers),
        surprises=tuple(about.surprises),
        premise=about.premise,
        common=common,
    )


def _title(film: int) -> str:
    return "\n".join(Film.objects.filter(pk=film).values_list("title", flat=True))


def _notes(review: int | None, note: str) -> Iterator[PublicSentence]:
    """The sentences of the notes that readers see under the byline."""
    notes = Edition.objects.begun().filter(review=review).exclude(note="").order_by("pk")
    for text in [*notes.values_list("note", flat=True), note]:
        for each in sentences(text):
            yield PublicSentence("note", "note", each)


def _hidden_elsewhere(films: list[int]) -> Iterator[HiddenSentence]:
    """What the live reviews of ``films`` hide."""
    editions = Edition.objects.live().filter(film__in=films).select_related("body", "review")
    newest = editions.order_by("-live_from", "-pk")[:OTHER_REVIEWS] if films else []
    for edition, rendering in with_renderings(newest):
        curtains = ((curtain.key, curtain.text) for curtain in rendering.curtains)
        yield from elsewhere(edition.review.slug, curtains)


def leaks_of_fact(fact: Film | Project | Person) -> list[Leak]:
    """What the public texts of ``fact`` give away of what live reviews hide: of the film itself and
    those before it, of the films of a project's franchise, or of the films of a person. The
    biography of a person gives away a surprise credit when it names the film."""
    surprises: list[str] = []
    match fact:
        case Film():
            films = [fact.pk, *earlier_films(fact.pk)]
        case Project():
            films = _pks(Film.objects.filter(franchises=fact.franchise_id))
        case Person():
            films = _pks(Film.objects.filter(credits__person=fact).distinct())
            secret = Film.objects.filter(credits__person=fact, credits__is_spoiler=True)
            open_ = secret.filter(credits__in=Credit.objects.public().filter(person=fact))
            titles = secret.exclude(pk__in=open_).values_list("title", flat=True)
            surprises = list(titles)
    about = film_facts(films)
    names = about.surprises if isinstance(fact, Film) else surprises
    about = replace(about, premise="", surprises=names)
    hidden = list(_hidden_elsewhere(films))
    editions = Edition.objects.live().filter(film__in=films).order_by("-live_from", "-pk")
    language = editions.values_list("language", flat=True).first() or settings.LANGUAGE_CODE
    return find_leaks(list(sentences_of_fact(fact)), hidden, _facts(language, about, {}))


def _pks(films: QuerySet[Film]) -> list[int]:
    return list(films.order_by("pk").values_list("pk", flat=True))
