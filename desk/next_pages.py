"""The page that opens after a review was saved."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from desk.steps.pages import STEPS
from editions.models import Edition
from editions.permissions import Action, may
from editions.unpublished_changes import differing
from films.moments import in_words
from reviews.models import Review


def review_url(review: Review, page: str = "change") -> str:
    """The address of a page of the admin about ``review``."""
    return reverse(f"admin:reviews_review_{page}", args=[review.pk])


class NextPages(admin.ModelAdmin):
    def response_add(self, request: HttpRequest, obj: Review, *args: Any, **kwargs: Any) -> Any:
        return self._next_page(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Review) -> Any:
        if not may(request.user, Action.VIEW, obj):
            messages.success(
                request, _("Saved. You no longer sign this review, so you cannot open it.")
            )
            return redirect("admin:reviews_review_changelist")
        return self._next_page(request, obj) or super().response_change(request, obj)

    def _next_page(self, request: HttpRequest, review: Review) -> HttpResponse | None:
        for page in ("preview", "hand_in", "publish", "schedule", "update"):
            if f"_{page}" in request.POST:
                return redirect(review_url(review, page))
        self._warn_of_scheduled(request, review)
        if "_continue" in request.POST:
            messages.success(request, _("Saved."))
            return redirect(review_url(review))
        return None

    def _warn_of_scheduled(self, request: HttpRequest, review: Review) -> None:
        """Say that a pending edition does not have what was saved, and offer to update it."""
        editions = Edition.objects.filter(review=review).pending()
        pending = editions.select_related("body").defer("body__rendered").first()
        if pending is None or not differing([pending]):
            return
        sentence = _(
            "Edition %(number)d, which goes live on %(when)s, does not have all of these changes."
        ) % {"number": pending.number, "when": in_words(pending.live_from)}
        if may(request.user, STEPS["update"].action, review):
            link = (review_url(review, "update"), STEPS["update"].title)
            sentence = format_html('{} <a href="{}">{}</a>', sentence, *link)
        messages.warning(request, sentence)
