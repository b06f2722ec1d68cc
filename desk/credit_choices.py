"""Choosing the credits of a critique from the credits of the film under review."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.strict_admin import KeySelectMultiple, is_primary_key
from accounts.suggestions import rank_of
from cast.departments import department_name
from cast.models import Credit

PAGE_SIZE = 20


class CreditsSelect(KeySelectMultiple):
    """Suggests credits of the film that is chosen on the page. desk.js sends the film."""

    def get_url(self) -> str:
        return reverse("admin:reviews_review_credits")

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {"data-of-film": "id_film"}


def suggest_credits(request: HttpRequest) -> JsonResponse:
    """The credits of the film ``film`` that match ``term``, as JSON for select2."""
    if not admin.site.get_model_admin(Credit).has_view_permission(request):
        raise PermissionDenied
    found = matching_credits(request.GET.get("film", ""), request.GET.get("term", ""))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return JsonResponse(
        {
            "results": [
                {"id": str(credit.pk), "text": credit_label(credit), "detail": _detail(credit)}
                for credit in page
            ],
            "pagination": {"more": page.has_next()},
        }
    )


def matching_credits(film: str, words: str) -> list[Credit]:
    """The credits of the film with the primary key ``film`` that match all ``words``: those whose
    names match best first, then by billing.

    A word matches if it occurs in the label, such as “Ana de Armas as Eve”, or in the name of the
    person.
    """
    if not is_primary_key(film):
        return []
    credits = Credit.objects.filter(film=int(film)).by_billing()
    credits = credits.with_names()
    wanted = words.casefold().split()
    found = [credit for credit in credits if all(word in _search_text(credit) for word in wanted)]
    return sorted(found, key=lambda credit: rank_of(_names(credit), words)) if wanted else found


def _names(credit: Credit) -> list[str]:
    person = credit.person.name if credit.person else ""
    return [person, credit.credited_as, *(each.name for each in credit.characters.all())]


def _detail(credit: Credit) -> str:
    """The billing of a role, or the department of the crew."""
    if credit.department != Credit.ACTING:
        return department_name(credit.department)
    return credit.get_billing_display()


def _search_text(credit: Credit) -> str:
    name = credit.person.name if credit.person else ""
    return f"{credit_label(credit)} {name}".casefold()


def credit_label(credit: Credit) -> str:
    if not credit.is_spoiler:
        return str(credit)
    return _("%(credit)s (surprise appearance)") % {"credit": credit}
