"""The view that counts the words of a form of a review, without saving it."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts.throttling import throttled
from desk.autosave.contents import content_of_form
from desk.word_counts import said_counts


class WordsView(ModelAdmin):
    """Mixin for the admin of `Review`."""

    def get_urls(self) -> list[Any]:
        words = path(
            "words/", self.admin_site.admin_view(self.words_view), name="reviews_review_words"
        )
        return [words, *super().get_urls()]

    @method_decorator([never_cache, throttled("words", requests=120, seconds=60)])
    def words_view(self, request: HttpRequest) -> HttpResponse:
        """Sentences that say how many words the posted form has."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return JsonResponse(said_counts(content_of_form(request.POST)))
