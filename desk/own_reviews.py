"""Limits the admin of reviews: a critic sees and changes only their own reviews."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from editions.permissions import EVERY_REVIEW, NEEDED, Action, may, reviews_visible_to
from reviews.models import Review


class OwnReviewsOnly(BaseModelAdmin):
    """Mixin for the admin of `Review` and for inlines of its parts.

    Applies to lists, forms, history, deletion and autocompletion.
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        queryset = super().get_queryset(request)
        if request.user.has_perm(EVERY_REVIEW):
            return queryset
        visible = reviews_visible_to(request.user)
        if self.model is Review:
            return queryset.filter(pk__in=visible)
        return queryset.filter(review__in=visible)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_view_permission(request, obj)
        return allowed and self._may(request, Action.VIEW, obj)

    def has_add_permission(self, request: HttpRequest, *parent: Any) -> bool:
        """``parent`` is given for inlines: the review, or None for a new one."""
        allowed = super().has_add_permission(request, *parent)
        return allowed and all(self._may(request, Action.CHANGE, review) for review in parent)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and self._may(request, Action.CHANGE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Deleting a part is a change of its review.
        action = Action.DELETE if self.model is Review else Action.CHANGE
        allowed = super().has_delete_permission(request, obj)
        return allowed and self._may(request, action, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if self.model is Review and not request.user.has_perm(NEEDED[Action.EMBARGO]):
            return [*fields, "embargo_until"]
        return fields

    def _may(self, request: HttpRequest, action: Action, obj: Model | None) -> bool:
        if obj is None:
            return True
        review = obj if isinstance(obj, Review) else obj.review  # type: ignore[attr-defined]
        return may(request.user, action, review)
