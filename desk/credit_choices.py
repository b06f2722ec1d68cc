"""Choosing credits for a critique: those of the film under review, and no other."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.strict_admin import is_key
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
    if not admin.site.get_model_admin(Credit).has_view_permission(request):
        raise PermissionDenied
    found = matching(request.GET.get("film", ""), request.GET.get("term", ""))
    page = Paginator(found, SUGGESTIONS).get_page(request.GET.get("page"))
    return JsonResponse(
        {
            "results": [{"id": str(credit.pk), "text": label_of(credit)} for credit in page],
            "pagination": {"more": page.has_next()},
        }
    )


def matching(film: str, words: str) -> list[Credit]:
    """The credits of the film with the key ``film``, in the order of billing, in whose label or
    person's name each of ``words`` occurs: “Ana de Armas as Eve” is found as it is shown."""
    if not is_key(film):
        return []
    credits = Credit.objects.filter(film=int(film)).by_billing()
    credits = credits.select_related("person").prefetch_related("characters")
    wanted = words.casefold().split()
    return [credit for credit in credits if all(word in _searchable(credit) for word in wanted)]


def _searchable(credit: Credit) -> str:
    name = credit.person.name if credit.person else ""
    return f"{label_of(credit)} {name}".casefold()


def label_of(credit: Credit) -> str:
    if not credit.is_spoiler:
        return str(credit)
    return _("%(credit)s (surprise appearance)") % {"credit": credit}
