"""The base of every model whose rows are public when they are saved."""

from typing import Any

from django.db import models

from images.public_changes import before_public_write, public_change


class PublicRow(models.Model):
    """A row that is saved and deleted in a `public_change`, after `before_public_write`.

    Bulk writes (`update`, `bulk_create`) do neither: whoever makes them calls
    `before_public_write`. Deletion by a QuerySet sends signals, on which
    `editions.cache_generation` calls it.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with public_change(savepoint=False):
            before_public_write()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with public_change(savepoint=False):
            before_public_write()
            return super().delete(*args, **kwargs)
