"""The list of reviews: its columns, its filters and its search."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from accounts.strict_admin import ChoiceFilter
from desk.review_list import FilmFilter, PublicStatusFilter, ReviewList, with_public_status
from desk.text_search import texts_contain
from films.known_dates import spelled_out
from images.admin_search import NarrowSearch
from reviews.bylines import told_apart_byline, with_told_apart_bylines
from reviews.models import Byline, Review

FIRST_NAME = Subquery(Byline.objects.filter(review=OuterRef("pk")).values("critic__sort_key")[:1])
"""What orders a list of reviews by critic."""


class ReviewListing(NarrowSearch, admin.ModelAdmin):
    list_display = [
        "headline",
        "film_and_its_reviews",
        "byline",
        "status",
        "planned",
        "modified",
    ]
    # Where each row stands is read from its texts.
    list_per_page = 25
    list_filter = [PublicStatusFilter, ("critics", ChoiceFilter), FilmFilter]
    list_select_related = ["film"]
    search_fields = ["headline", "slug", "film__title", "critics__display_name"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReviewList]:
        return ReviewList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return with_told_apart_bylines(with_public_status(super().get_queryset(request)))

    @admin.display(description=gettext_lazy("film"), ordering="film__sort_key")
    def film_and_its_reviews(self, review: Review) -> str:
        """The film, with a link to the list of its reviews (`FilmFilter`)."""
        if review.film is None:
            return ""
        return format_html('<a href="?film={}">{}</a>', review.film_id, review.film)

    @admin.display(description=gettext_lazy("critics"), ordering=FIRST_NAME)
    def byline(self, review: Review) -> str:
        return told_apart_byline(review)

    @admin.display(description=gettext_lazy("status"), ordering="live_number")
    def status(self, review: Review) -> str:
        """Where a row of `ReviewList` stands."""
        return " · ".join(review.public_state.where_it_stands())  # type: ignore[attr-defined]

    def more_conditions(self, request: HttpRequest, word: str) -> list[Q]:
        """Also searches the texts of the working copies."""
        return [texts_contain(word, request.user)]

    @admin.display(description=gettext_lazy("planned for"), ordering="planned_for")
    def planned(self, review: Review) -> str | None:
        return spelled_out(review.planned_for) if review.planned_for else None
