"""The form in which titles are compared to find films that readers could take for each other."""

from typing import Any

from django.db import models

from films.folding import folded_words


def comparable_title(title: str) -> str:
    """``title`` without accents, capitals, punctuation and spaces.

    "Élan!" and "elan" are one, so are "Face/Off" and "Face Off". A title of punctuation alone is
    only without spaces. At most twice as long as ``title``.
    """
    return folded_words(title).replace(" ", "") or "".join(title.split())


class ComparableTitleField(models.CharField):
    """The `comparable_title` of the field ``title``, written with each save.

    After a change by `QuerySet.update`, it is that of the older title until the row is saved.
    """

    def __init__(self, **options: Any) -> None:
        options |= {"max_length": 400, "editable": False, "default": ""}
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for given in ("max_length", "editable", "default"):
            options.pop(given, None)
        return name, path, args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        comparable = comparable_title(model_instance.title)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, comparable)
        return comparable
