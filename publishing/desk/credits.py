"""Choosing credits for a critique: those of the film under review, and no other."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cast.models import Credit

SUGGESTIONS = 20


class CreditsSelect(AutocompleteSelectMultiple):
    """Suggests credits of the film that is chosen on the page: the desk's script names it."""

    def get_url(self) -> str:
        return reverse("admin:reviews_review_credits")

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {"data-of-film": "id_film"}


def suggest_credits(request: HttpRequest) -> JsonResponse:
    """Credits of the film ``film`` that match ``term``, in the shape that select2 reads."""
    credit_admin = admin.site.get_model_admin(Credit)
    if not credit_admin.has_view_permission(request):
        raise PermissionDenied
    film = request.GET.get("film", "")
    credits = Credit.objects.none()
    if film.isdecimal() and len(film) < 19:
        credits = Credit.objects.filter(film=int(film))
    found, _duplicates = credit_admin.get_search_results(
        request, credits, request.GET.get("term", "")
    )
    in_order = Credit.objects.filter(pk__in=found.values("pk")).by_billing()
    in_order = in_order.select_related("person").prefetch_related("characters")
    page = Paginator(in_order, SUGGESTIONS).get_page(request.GET.get("page"))
    return JsonResponse(
        {
            "results": [{"id": str(credit.pk), "text": label_of(credit)} for credit in page],
            "pagination": {"more": page.has_next()},
        }
    )


def label_of(credit: Credit) -> str:
    if not credit.is_spoiler:
        return str(credit)
    return _("%(credit)s (surprise appearance)") % {"credit": credit}
