"""Raises the site's generation whenever something public changes.

The receivers run before the row is written, so that within a transaction the generation is locked
first. They run after it too: outside of a transaction the first rise is committed before the row
is. Bulk writes send no signals: those to public models live in `editions` and raise it
themselves. Reviews and their parts are not public, and saving them raises nothing.
"""

from typing import Any

from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)

from cast.models import Character, Credit, Person
from editions.models import Edition, Generation
from films.models import Film, FilmSlug, Franchise, FranchiseEntry, Genre, Project
from images.models import Image
from reviews.models import Critic

PUBLIC_MODELS = (
    Film,
    FilmSlug,
    Genre,
    Franchise,
    FranchiseEntry,
    Project,
    Person,
    Character,
    Credit,
    Critic,
    Image,
    Edition,
)

PUBLIC_RELATIONS = (Film.genres.through, Credit.characters.through)


def raise_generation(**_signal: Any) -> None:
    Generation.objects.bump()


def connect() -> None:
    for model in PUBLIC_MODELS:
        for signal in (pre_save, post_save, pre_delete, post_delete):
            signal.connect(raise_generation, sender=model, dispatch_uid=f"generation {model}")
    for relation in PUBLIC_RELATIONS:
        m2m_changed.connect(
            raise_generation, sender=relation, dispatch_uid=f"generation {relation}"
        )
