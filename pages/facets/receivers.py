"""Which entries of the index of lists are out of date after a row was saved or deleted.

The receivers only collect keys; `pages.facets.index.refresh` writes at the end of the transaction.
"""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
)

from editions.models import Edition
from films.models import Film, Franchise, FranchiseEntry, Genre
from images.public_changes import before_public_write, run_at_end
from pages.facets.index import FILM, REVIEW, Changed, build_if_empty, refresh
from pages.facets.values import CRITIC, FRANCHISE, GENRE
from reviews.models import Critic


def _edition(edition: Edition, created: bool) -> set[Changed]:
    return {(REVIEW, edition.review_id)}


def _film(film: Film, created: bool) -> set[Changed]:
    return {(FILM, film.pk)} if not created and film.changes("release_date") else set()


def _entry(entry: FranchiseEntry, created: bool) -> set[Changed]:
    if not entry.changes("franchise_id", "film_id"):
        return set()
    films = {entry.film_id, entry.value_before_save("film_id")} - {None}
    return {(FILM, film) for film in films}


def _genre(genre: Genre, created: bool) -> set[Changed]:
    return {(GENRE, genre.pk)} if not created and genre.changes("name", "slug") else set()


def _franchise(franchise: Franchise, created: bool) -> set[Changed]:
    is_printed = not created and franchise.changes("name", "slug")
    return {(FRANCHISE, franchise.pk)} if is_printed else set()


def _critic(critic: Critic, created: bool) -> set[Changed]:
    is_printed = not created and critic.changes("display_name", "slug")
    return {(CRITIC, critic.pk)} if is_printed else set()


OF_SAVED: dict[type[Model], Callable[[Any, bool], set[Changed]]] = {
    Edition: _edition,
    Film: _film,
    FranchiseEntry: _entry,
    Genre: _genre,
    Franchise: _franchise,
    Critic: _critic,
}

OF_DELETED: dict[type[Model], Callable[[Any], set[Changed]]] = {
    Edition: lambda edition: {(REVIEW, edition.review_id)},
    FranchiseEntry: lambda entry: {(FILM, entry.film_id)},
}
"""An edition protects its film and its critics from deletion."""


def saved(instance: Model, created: bool, **_signal: Any) -> None:
    run_at_end(refresh, OF_SAVED[type(instance)](instance, created))


def deleted(instance: Model, **_signal: Any) -> None:
    run_at_end(refresh, OF_DELETED[type(instance)](instance))


def remember_films(instance: Genre, **_signal: Any) -> None:
    """The films lose the genre without a signal of their own."""
    before_public_write()
    instance._listed_films = list(instance.films.values_list("pk", flat=True))  # type: ignore[attr-defined]


def refresh_remembered_films(instance: Genre, **_signal: Any) -> None:
    films = instance.__dict__.pop("_listed_films", ())
    run_at_end(refresh, {(FILM, film) for film in films})


def genres_changed(
    instance: Film | Genre, action: str, pk_set: set[int] | None, **_signal: Any
) -> None:
    if isinstance(instance, Genre) and action == "pre_clear":
        remember_films(instance)
    elif isinstance(instance, Genre) and action == "post_clear":
        refresh_remembered_films(instance)
    elif action.startswith("post_"):
        films = {instance.pk} if isinstance(instance, Film) else pk_set or ()
        run_at_end(refresh, {(FILM, film) for film in films})


def connect(sender: AppConfig) -> None:
    for model in OF_SAVED:
        post_save.connect(saved, sender=model, dispatch_uid=f"facets saved {model}")
    for model in OF_DELETED:
        post_delete.connect(deleted, sender=model, dispatch_uid=f"facets deleted {model}")
    pre_delete.connect(remember_films, sender=Genre, dispatch_uid="facets remember")
    post_delete.connect(refresh_remembered_films, sender=Genre, dispatch_uid="facets genre")
    m2m_changed.connect(genres_changed, sender=Film.genres.through, dispatch_uid="facets genres")
    post_migrate.connect(build_if_empty, sender=sender, dispatch_uid="facets")
