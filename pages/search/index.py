"""Keeping the index: what is saved is found at once, and what is gone is not.

The receivers write in the transaction of the row that they follow, in a `batch` at its end. What
was published for later is in the index from that moment on; `Edition.objects.live` decides at every
search. Bulk writes send no signals: ``manage.py rebuild_search`` follows them.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
    pre_save,
)

from cast.models import Character, Credit, Person
from editions.models import Edition, Generation
from films.batch import Things, follow
from films.models import Film, Franchise, Genre
from pages.search.documents import FIELDS, Kind, SearchEntry, documents
from pages.search.engine import engine
from pages.search.models import SearchDocument
from pages.search.words import indexed
from reviews.models import Critic

BATCH = 200


def refresh(things: Things) -> None:
    """Make the documents of ``things`` what they should be now, or have none of them.

    Raising the generation is the lock: of two at once, the second reads what the first wrote.
    """
    with transaction.atomic():
        Generation.objects.bump()
        for kind in sorted({kind for kind, _pk in things}):
            ids = {pk for of_kind, pk in things if of_kind == kind}
            found = list(documents(kind, ids))
            gone = ids - {document.object_id for document in found}
            SearchDocument.objects.filter(kind=kind, object_id__in=gone).delete()
            _write(found)


def rebuild() -> int:
    """Make the whole index anew; returns how much can be found in it."""
    with transaction.atomic():
        Generation.objects.bump()
        SearchDocument.objects.all().delete()
        for kind in Kind.values:
            found = documents(kind)
            while batch := list(islice(found, BATCH)):
                _write(batch)
        return SearchDocument.objects.count()


def _write(found: Iterable[SearchEntry]) -> None:
    rows = SearchDocument.objects.bulk_create(
        [
            SearchDocument(
                kind=document.kind,
                object_id=document.object_id,
                **{field: indexed(getattr(document, field), document.language) for field in FIELDS},
            )
            for document in found
        ],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=FIELDS,
    )
    if rows:
        engine().written(rows)


def _of_edition(edition: Edition) -> Things:
    """With its siblings: where one begins another ends."""
    siblings = Edition.objects.filter(review=edition.review_id)
    return _all(Kind.REVIEW, siblings.values_list("pk", flat=True)) | {(Kind.REVIEW, edition.pk)}


def _of_film(film: Film) -> Things:
    editions = Edition.objects.filter(film=film.pk).values_list("pk", flat=True)
    return {(Kind.FILM, film.pk)} | _all(Kind.REVIEW, editions)


def _of_critic(critic: Critic) -> Things:
    editions = Edition.objects.filter(critic=critic.pk).values_list("pk", flat=True)
    return {(Kind.CRITIC, critic.pk)} | _all(Kind.REVIEW, editions)


def _of_franchise(franchise: Franchise) -> Things:
    return {(Kind.FRANCHISE, franchise.pk)}


def _of_person(person: Person) -> Things:
    return {(Kind.PERSON, person.pk)} | _films(person=person.pk)


def _of_character(character: Character) -> Things:
    return _films(characters=character.pk)


def _of_credit(credit: Credit) -> Things:
    """By its row: while that is not yet written, the film that it is of until then."""
    return _films(pk=credit.pk)


def _of_genre(genre: Genre) -> Things:
    return _all(Kind.FILM, Film.objects.filter(genres=genre.pk).values_list("pk", flat=True))


def _films(**credits: int) -> Things:
    films = Credit.objects.filter(**credits).order_by().values_list("film", flat=True)
    return _all(Kind.FILM, films.distinct())


def _all(kind: Kind, ids: Iterable[int]) -> Things:
    return {(kind, pk) for pk in ids}


FOLLOWERS: dict[type[Model], Callable[[Any], Things]] = {
    Edition: _of_edition,
    Film: _of_film,
    Critic: _of_critic,
    Franchise: _of_franchise,
    Person: _of_person,
    Character: _of_character,
    Credit: _of_credit,
    Genre: _of_genre,
}
"""What is found by words of a row, as the database has it at that moment."""

RELATIONS = (Film.genres.through, Credit.characters.through)


def before(instance: Model, **_signal: Any) -> None:
    """What is found by the row as it was: another film may have lost a credit."""
    if instance.pk is not None:
        instance._was_found = FOLLOWERS[type(instance)](instance)  # type: ignore[attr-defined]


def after(instance: Model, **_signal: Any) -> None:
    found = FOLLOWERS[type(instance)](instance) | instance.__dict__.pop("_was_found", set())
    follow(refresh, found)


def around_relation(instance: Model, action: str, **_signal: Any) -> None:
    (before if action.startswith("pre_") else after)(instance)


def build_if_empty(using: str, **_signal: Any) -> None:
    """After `migrate`: a site that was filled before it had a search has one now."""
    models: list[type[Model]] = [SearchDocument, *FOLLOWERS]
    tables = {model._meta.db_table for model in models}
    if using != DEFAULT_DB_ALIAS or not tables <= set(connection.introspection.table_names()):
        return
    things = (Film, Person, Franchise, Critic)
    if not SearchDocument.objects.exists() and any(
        model._default_manager.exists() for model in things
    ):
        rebuild()


def connect(sender: AppConfig) -> None:
    for model in FOLLOWERS:
        for signal in (pre_delete, pre_save):
            signal.connect(before, sender=model, dispatch_uid=f"search before {model}")
        for signal in (post_delete, post_save):
            signal.connect(after, sender=model, dispatch_uid=f"search after {model}")
    for relation in RELATIONS:
        m2m_changed.connect(around_relation, sender=relation, dispatch_uid=f"search {relation}")
    post_migrate.connect(build_if_empty, sender=sender, dispatch_uid="search")
