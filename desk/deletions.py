"""What the page that asks before a review is deleted lists."""

from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from desk.autosave.models import AutosavedText, OpenForm
from desk.comments.models import Comment
from editions.history_models import ReviewEvent, Snapshot
from editions.share_links import ShareLink

NOT_LISTED: list[type[Model]] = [
    *(ReviewEvent, Snapshot, AutosavedText, OpenForm, Comment, ShareLink)
]
"""Rows that are deleted with a review without being listed: there can be hundreds. Their number is
still said. Apps add theirs when they start."""


def listed(names: list[Any]) -> list[Any]:
    """The nested ``names`` of what is deleted without those of `NOT_LISTED`."""
    kinds = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in NOT_LISTED)
    return [
        listed(name) if isinstance(name, list) else name
        for name in names
        if isinstance(name, list) or not str(name).startswith(kinds)
    ]
