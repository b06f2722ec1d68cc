"""A film that a critic has added is on no public page until an editor confirms it.

Only who may change films adds facts about one, so the first franchise entry, project or credit of a
film confirms it, as saving its form does.
"""

from typing import Any

from django.db.models.signals import post_save

from films.models import Film, FranchiseEntry, Project


def confirm(film: Film | None) -> None:
    """One query at most; none if ``film`` is confirmed."""
    if film is not None and not film.is_confirmed:
        film.is_confirmed = True
        film.save(update_fields=["is_confirmed"])


def fact_saved(instance: Any, **_signal: Any) -> None:
    confirm(instance.film)


def connect() -> None:
    for model in (FranchiseEntry, Project):
        post_save.connect(fact_saved, sender=model, dispatch_uid=f"confirming films {model}")
