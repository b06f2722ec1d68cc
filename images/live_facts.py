"""Live facts: rows that are public when they are saved, on every page that shows them."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from images.public_changes import before_public_write, public_change
from images.public_rows import PublicRow
from spoilers import check_plain


class LiveFacts(PublicRow):
    """A row of facts. Its texts are plain and public, so spoiler syntax in them is refused."""

    _stored: dict[str, Any] | None = None

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with public_change(savepoint=False):
            before_public_write()
            self._stored = self._read_stored(kwargs.get("update_fields"))
            super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Raise `ValidationError` for texts with spoiler syntax, too."""
        errors: dict[str, list[ValidationError]] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name, text in self._texts():
            if name in errors or name in (exclude or ()):
                continue
            messages = dict.fromkeys(problem.message for problem in check_plain(text))
            if messages:
                errors[name] = [ValidationError(message) for message in messages]
        if errors:
            raise ValidationError(errors)

    def changes(self, *names: str) -> bool:
        """Whether the latest `save` has changed any of the columns ``names`` ("title", "film_id").

        For receivers of `post_save`. A new row changes all of its columns.
        """
        if self._stored is None:
            return True
        return any(
            name in self._stored and self._stored[name] != self.__dict__[name] for name in names
        )

    def value_before_save(self, name: str) -> Any:
        """The value of the column ``name`` before the latest `save`, if that has written it."""
        return (self._stored or {}).get(name)

    def _read_stored(self, update_fields: Collection[str] | None) -> dict[str, Any] | None:
        """The present values of the columns that are to be saved; None if there is no row yet.

        They are read after `before_public_write`, so no other writer can change them meanwhile. The
        values with which the instance was loaded may be older than another editor's change.
        """
        if self.pk is None:
            return None
        columns = [
            field.attname
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__
            and (update_fields is None or {field.name, field.attname} & set(update_fields))
        ]
        rows = type(self)._base_manager.filter(pk=self.pk).order_by("pk")
        return rows.values(*columns).first()

    def _texts(self) -> list[tuple[str, str]]:
        fields = self._meta.concrete_fields
        written = [f for f in fields if isinstance(f, models.CharField | models.TextField)]
        texts = [(field.name, getattr(self, field.name)) for field in written if not field.choices]
        return [(name, text) for name, text in texts if text]
