"""Rows that have pages, and the addresses of these pages: every slug that a row has or had.

A subclass of `Address` is such a table for one model, with a foreign key whose ``related_name`` is
"slugs". A former slug leads to the row for good, also after the row was merged into another one,
and no other row of the model may get it.
"""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from images.live_facts import LiveFacts
from images.public_changes import public_change
from images.public_rows import PublicRow


class AddressedQuerySet(models.QuerySet[Any]):
    def by_slug(self, slug: str) -> Self:
        """The row that has or had this slug."""
        return self.filter(slugs__slug=slug)


class Addressed(LiveFacts):
    """A row with a page. `save` adds its slug to its addresses."""

    slug: Any
    slugs: Any

    objects = AddressedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        with public_change(savepoint=False):
            super().save(*args, **kwargs)
            if is_new:
                self.slugs.create(slug=self.slug)
            elif self.changes("slug"):
                self.slugs.get_or_create(slug=self.slug)

    def clean(self) -> None:
        super().clean()
        rows: models.QuerySet[Any] = type(self)._default_manager.all()
        same = rows.filter(slugs__slug=self.slug)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"slug": SLUG_IS_TAKEN})


class Address(PublicRow):
    """A slug that a row has or had."""

    slug = models.SlugField(_("slug"), max_length=200, unique=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.slug


SLUG_IS_TAKEN = _("Another page uses this slug or used it before. Choose another one.")
