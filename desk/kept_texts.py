"""Keeps, in the history of a review, the words that an editor gave up for those of another one."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.reconciling.opened_form import Lost
from editions.content import ReviewContent
from editions.history import Kind, record, stored_content
from editions.parts import PARTS
from reviews.models import Review

WHY_LENGTH = 300


def keep_lost_texts(review: Review, lost: Iterable[Lost], *, by: Any) -> None:
    """Record the working copy of ``review``, whose rows are saved, as it would be with the editor's
    own texts among ``lost``. The others' texts were recorded when they were saved."""
    own = [each for each in lost if each.is_mine]
    if not own:
        return
    labels = "; ".join(dict.fromkeys(each.label for each in own))
    why = _("Given up for another editor's text: %(fields)s") % {"fields": labels}
    record(review, Kind.KEPT, by=by, why=why[:WHY_LENGTH], content=_as_written(review, own))


def _as_written(review: Review, lost: list[Lost]) -> ReviewContent:
    """The stored content with the texts ``lost`` in their places, which are not stored."""
    models_of = {part.key: part.item.model for part in PARTS}
    with transaction.atomic():
        for each in lost:
            model = models_of[each.prefix] if each.prefix else Review
            column = _text_column(model, each.field)
            if column is not None:
                rows = model._base_manager.filter(pk=each.pk or review.pk)
                rows.update(**{each.field: each.text[: column.max_length]})
        content = stored_content(review)
        transaction.set_rollback(True)
    return content


def _text_column(model: type[models.Model], name: str) -> models.Field | None:
    columns = (field for field in model._meta.concrete_fields if field.name == name)
    field = next(columns, None)
    return field if isinstance(field, models.CharField | models.TextField) else None
