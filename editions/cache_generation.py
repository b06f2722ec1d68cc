"""Raises the site's generation in every transaction that changes anything public.

A cache stores a page under the generation that it read before rendering, and serves it only while
that generation is the present one. The generation is raised once in a `public_change`, before its
first row is written, and its row is locked until the commit. So the new generation and the new
rows become visible together, on SQLite and on PostgreSQL. A page that was rendered from the old
rows was stored under the old generation, and nobody is served it after the commit. How many rows
the transaction writes, and in which order, makes no difference. The lock queues the writers: each
reads what the one before has committed.

Rows of `PublicRow` see to it when they are saved or deleted. The receivers here add what goes past
their methods: related rows that are added and removed, deletion by a QuerySet and by a cascade, and
rows that a fixture loads. Bulk writes (`update`, `bulk_create`) send no signals; who makes them
calls `before_public_write`. Reviews and their parts are not public, and saving them raises nothing.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from editions.models import Generation
from images.public_changes import before_public_write, run_before_public_writes
from images.public_rows import PublicRow


def public_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, PublicRow)]


def public_relations() -> list[type[Model]]:
    """The tables of the many-to-many relations of `public_models` that have no model."""
    return [
        through
        for model in public_models()
        for field in model._meta.local_many_to_many
        if (through := field.remote_field.through) and through._meta.auto_created
    ]


def raise_generation(**_signal: Any) -> None:
    before_public_write()


def raise_with_relation(action: str, pk_set: set[int] | None, **_signal: Any) -> None:
    """Receives `m2m_changed`, which Django sends inside the transaction of the change."""
    if action.startswith("pre_") and pk_set != set():
        before_public_write()


def connect() -> None:
    run_before_public_writes(Generation.objects.bump)
    for model in public_models():
        # A fixture's row may be saved outside of a transaction, where the rise is committed before
        # the row. So it rises again after it; in a `public_change` that costs nothing.
        for signal in (pre_save, post_save, pre_delete):
            signal.connect(raise_generation, sender=model, dispatch_uid=f"generation {model}")
    for relation in public_relations():
        m2m_changed.connect(
            raise_with_relation, sender=relation, dispatch_uid=f"generation {relation}"
        )
