"""Makes a corpus, from the facts to the search index."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult
from random import Random

from cast.telling_apart import tell_apart
from images.public_changes import before_public_write, public_change
from pages.corpus.facts import CriticFacts, FactsWriter, FilmFacts
from pages.corpus.filling import (
    FilledReview,
    ImageFacts,
    Material,
    filled_reviews,
    material,
)
from pages.corpus.outlines import NOTE_LABELS
from pages.corpus.pictures import POSTER, STILL, add_pictures
from pages.corpus.rows import write_reviews
from pages.corpus.sizes import Sizes
from pages.facets import index as facets
from pages.facets.index import REVIEW
from pages.search import index as search
from pages.search.entries import Kind

AT_ONCE = 200
"""Reviews in one transaction."""

POSTERS, STILLS = 12, 8

_material: Material | None = None
"""What the processes fill reviews from. They inherit it."""


def make_corpus(
    *, reviews: int, seed: int, now: datetime, processes: int = 1, people: int | None = None
) -> Iterator[int]:
    """Write a corpus; yields the number of reviews written so far.

    The same ``seed`` makes the same corpus on an empty site, apart from ``now``, at which it ends.
    ``processes`` write the texts; this one writes the rows. ``people``, if given, is the number of
    people; otherwise it grows with ``reviews``.
    """
    prepared = _prepare(sizes=Sizes.of(reviews, people), seed=seed, now=now)
    yield 0
    done = 0
    for filled in _filled(prepared, processes):
        with public_change():
            before_public_write()
            editions = write_reviews(filled)
            search.refresh({(Kind.REVIEW, edition.pk) for edition in editions})
            facets.refresh({(REVIEW, edition.review_id) for edition in editions})
        done += len(filled)
        yield done


def _prepare(*, sizes: Sizes, seed: int, now: datetime) -> Material:
    """Write the facts, with their search documents, and render the templates."""
    rng = Random(seed)
    with public_change():
        before_public_write()
        posters = add_pictures(rng, count=POSTERS, size=POSTER, name="corpus-poster")
        stills = add_pictures(rng, count=STILLS, size=STILL, name="corpus-still")
        writer = FactsWriter(rng, sizes, posters)
        labels = writer.labels(NOTE_LABELS)
        critics = writer.critics()
        people = writer.people()
        films = writer.films(writer.genres())
        writer.credits(films, people)
        tell_apart([film.id for film in films])
        search.refresh(set(_keys(films, critics, (person.pk for person in people))))
    return material(
        seed=seed,
        reviews=sizes.reviews,
        now=now,
        films=films,
        critics=critics,
        labels=labels,
        images=[ImageFacts(image.pk, image.name) for image in stills],
    )


def _keys(
    films: Sequence[FilmFacts], critics: Sequence[CriticFacts], people: Iterable[int]
) -> Iterator[tuple[str, int]]:
    """The keys of the search documents of the facts."""
    yield from chain(
        ((Kind.FILM, film.id) for film in films),
        ((Kind.FRANCHISE, film.franchise) for film in films if film.franchise),
        ((Kind.CRITIC, critic.id) for critic in critics),
        ((Kind.PERSON, person) for person in people),
    )


def _filled(prepared: Material, processes: int) -> Iterator[list[FilledReview]]:
    """The reviews of the corpus, `AT_ONCE` in a list."""
    global _material
    _material = prepared
    starts = range(0, prepared.reviews, AT_ONCE)
    if processes == 1 or not hasattr(os, "fork"):
        yield from map(_filled_from, starts)
        return
    with get_context("fork").Pool(processes) as pool:
        # The processes are faster than the database. So only a few lists wait to be written.
        waiting: deque[AsyncResult[list[FilledReview]]] = deque()
        for start in starts:
            waiting.append(pool.apply_async(_filled_from, [start]))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().get()
        for result in waiting:
            yield result.get()


def _filled_from(start: int) -> list[FilledReview]:
    assert _material is not None
    return filled_reviews(_material, range(start, min(start + AT_ONCE, _material.reviews)))
