"""Live facts: rows that are public when they are saved, on whatever page shows them."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models

from spoilers import check_plain


class LiveFacts(models.Model):
    """A row of facts. Its words are plain and public: a curtain in them would hide nothing."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Raise `ValidationError` for words that hold any of a curtain's syntax, too."""
        errors: dict[str, list[ValidationError]] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name, text in self._words():
            if name in errors or name in (exclude or ()):
                continue
            messages = dict.fromkeys(problem.message for problem in check_plain(text))
            if messages:
                errors[name] = [ValidationError(message) for message in messages]
        if errors:
            raise ValidationError(errors)

    def _words(self) -> list[tuple[str, str]]:
        fields = self._meta.concrete_fields
        written = [f for f in fields if isinstance(f, models.CharField | models.TextField)]
        texts = [(field.name, getattr(self, field.name)) for field in written if not field.choices]
        return [(name, text) for name, text in texts if text]
