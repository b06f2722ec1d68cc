"""Which search documents are out of date after a row was saved or deleted.

The receivers only collect keys; `pages.search.index.refresh` writes the documents once, at the end
of the transaction. A saved row counts only if a column that is indexed has changed.
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

from cast.models import Character, Credit, Person
from editions.models import Edition
from films.models import AlternativeTitle, Film, Franchise, Genre
from images.public_changes import before_public_write, run_at_end
from pages.search.entries import Kind
from pages.search.index import (
    EDITIONS_OF_CRITIC,
    EDITIONS_OF_FILM,
    EDITIONS_OF_REVIEW,
    FILM_TEXTS,
    FILMS_OF_CHARACTER,
    FILMS_OF_CREDIT,
    FILMS_OF_GENRE,
    FILMS_OF_PERSON,
    Key,
    Related,
    refresh,
)
from pages.search.rebuilding import build_if_empty
from reviews.models import Critic
from site_settings.models import SitePage


def _edition(edition: Edition, created: bool) -> set[Key]:
    """With those before it: an edition that has ended is taken out of the index."""
    return {(Kind.REVIEW, edition.pk), (EDITIONS_OF_REVIEW, edition.review_id)}


def _film(film: Film, created: bool) -> set[Key]:
    if created:
        return {(Kind.FILM, film.pk)}
    keys: set[Key] = set()
    if film.changes("is_confirmed"):
        keys.add((Kind.FILM, film.pk))
    if film.changes("title", "original_title", "tagline", "overview"):
        keys.add((FILM_TEXTS, film.pk))
    if film.changes("title", "original_title"):
        keys.add((EDITIONS_OF_FILM, film.pk))
    return keys


def _alternative_title(title: AlternativeTitle, created: bool) -> set[Key]:
    if not title.changes("title", "film_id"):
        return set()
    films = {title.film_id, title.value_before_save("film_id")} - {None}
    return {(scope, film) for film in films for scope in (FILM_TEXTS, EDITIONS_OF_FILM)}


def _without_alternative_title(title: AlternativeTitle) -> set[Key]:
    return {(FILM_TEXTS, title.film_id), (EDITIONS_OF_FILM, title.film_id)}


def _franchise(franchise: Franchise, created: bool) -> set[Key]:
    if franchise.changes("name", "universe_name", "overview"):
        return {(Kind.FRANCHISE, franchise.pk)}
    return set()


def _critic(critic: Critic, created: bool) -> set[Key]:
    keys: set[Key] = set()
    if critic.changes("display_name", "bio"):
        keys.add((Kind.CRITIC, critic.pk))
    if not created and critic.changes("display_name"):
        keys.add((EDITIONS_OF_CRITIC, critic.pk))
    return keys


def _person(person: Person, created: bool) -> set[Key]:
    keys: set[Key] = set()
    if person.changes("name", "biography"):
        keys.add((Kind.PERSON, person.pk))
    if not created and person.changes("name"):
        keys.add((FILMS_OF_PERSON, person.pk))
    return keys


def _character(character: Character, created: bool) -> set[Key]:
    if not created and character.changes("name"):
        return {(FILMS_OF_CHARACTER, character.pk)}
    return set()


def _genre(genre: Genre, created: bool) -> set[Key]:
    if not created and genre.changes("name"):
        return {(FILMS_OF_GENRE, genre.pk)}
    return set()


def _credit(credit: Credit, created: bool) -> set[Key]:
    if credit.changes("film_id", "person_id", "credited_as", "billing_order", "is_spoiler"):
        films = {credit.film_id, credit.value_before_save("film_id")} - {None}
        return {(Kind.FILM, film) for film in films}
    return set()


def _page(page: SitePage, created: bool) -> set[Key]:
    if page.changes("title", "body", "is_published"):
        return {(Kind.PAGE, page.pk)}
    return set()


OF_SAVED: dict[type[Model], Callable[[Any, bool], set[Key]]] = {
    Edition: _edition,
    Film: _film,
    AlternativeTitle: _alternative_title,
    Franchise: _franchise,
    Critic: _critic,
    Person: _person,
    Character: _character,
    Genre: _genre,
    Credit: _credit,
    SitePage: _page,
}

OF_DELETED: dict[type[Model], Callable[[Any], set[Key]]] = {
    Edition: lambda edition: _edition(edition, False),
    Film: lambda film: {(Kind.FILM, film.pk)},
    AlternativeTitle: _without_alternative_title,
    Franchise: lambda franchise: {(Kind.FRANCHISE, franchise.pk)},
    Critic: lambda critic: {(Kind.CRITIC, critic.pk)},
    Person: lambda person: {(Kind.PERSON, person.pk)},
    Credit: lambda credit: {(Kind.FILM, credit.film_id)},
    SitePage: lambda page: {(Kind.PAGE, page.pk)},
}
"""What mentions an edition's film, its critic or a credited person protects these from deletion."""

RELATED: dict[type[Model], Related] = {Character: FILMS_OF_CHARACTER, Genre: FILMS_OF_GENRE}
"""The films that a row names only as long as it is there and related to them."""


def saved(instance: Model, created: bool, **_signal: Any) -> None:
    run_at_end(refresh, OF_SAVED[type(instance)](instance, created))


def deleted(instance: Model, **_signal: Any) -> None:
    run_at_end(refresh, OF_DELETED[type(instance)](instance))


def keep_films(instance: Model, **_signal: Any) -> None:
    """Remember the films that name ``instance`` until `refresh_kept_films`."""
    before_public_write()
    instance._films = set(RELATED[type(instance)].ids([instance.pk]))  # type: ignore[attr-defined]


def refresh_kept_films(instance: Model, **_signal: Any) -> None:
    run_at_end(refresh, {(Kind.FILM, film) for film in instance.__dict__.pop("_films", ())})


def genres_changed(
    instance: Film | Genre, action: str, pk_set: set[int] | None, **_signal: Any
) -> None:
    if action == "pre_clear" and isinstance(instance, Genre):
        keep_films(instance)
    elif action == "post_clear" and isinstance(instance, Genre):
        refresh_kept_films(instance)
    elif action.startswith("post_"):
        films = {instance.pk} if isinstance(instance, Film) else pk_set or ()
        run_at_end(refresh, {(Kind.FILM, film) for film in films})


def characters_changed(
    instance: Credit | Character, action: str, pk_set: set[int] | None, **_signal: Any
) -> None:
    if action == "pre_clear" and isinstance(instance, Character):
        keep_films(instance)
    elif action == "post_clear" and isinstance(instance, Character):
        refresh_kept_films(instance)
    elif action.startswith("post_"):
        if isinstance(instance, Credit):
            run_at_end(refresh, {(Kind.FILM, instance.film_id)})
        else:
            run_at_end(refresh, {(FILMS_OF_CREDIT, credit) for credit in pk_set or ()})


def connect(sender: AppConfig) -> None:
    for model in OF_SAVED:
        post_save.connect(saved, sender=model, dispatch_uid=f"search saved {model}")
    for model in OF_DELETED:
        post_delete.connect(deleted, sender=model, dispatch_uid=f"search deleted {model}")
    for model in RELATED:
        pre_delete.connect(keep_films, sender=model, dispatch_uid=f"search keep {model}")
        post_delete.connect(refresh_kept_films, sender=model, dispatch_uid=f"search {model}")
    m2m_changed.connect(genres_changed, sender=Film.genres.through, dispatch_uid="search genres")
    m2m_changed.connect(
        characters_changed, sender=Credit.characters.through, dispatch_uid="search characters"
    )
    post_migrate.connect(build_if_empty, sender=sender, dispatch_uid="search")
