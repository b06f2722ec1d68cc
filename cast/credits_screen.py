"""The credits of a film, all on one screen of pages: a cast of hundreds cannot be one form."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.forms.widgets import Script
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cast.models import Credit, CreditQuerySet
from films.models import Film

PER_PAGE = 25
BLANK = 3
"""Empty rows under each page, for new credits."""

SEARCHED = ["person__name", "characters__name", "credited_as", "job", "department"]

FIELDS = [
    "billing_order",
    "person",
    "characters",
    "credited_as",
    "billing",
    "department",
    "job",
    "is_spoiler",
]


class CreditForm(forms.ModelForm):
    class Meta:
        model = Credit
        fields = FIELDS
        widgets = {
            "person": AutocompleteSelect(Credit._meta.get_field("person"), admin.site),
            "characters": AutocompleteSelectMultiple(
                Credit._meta.get_field("characters"), admin.site
            ),
            "billing_order": forms.NumberInput(attrs={"class": "credits__order"}),
            "credited_as": forms.TextInput(attrs={"class": "vTextField"}),
            "department": forms.TextInput(attrs={"class": "vTextField"}),
            "job": forms.TextInput(attrs={"class": "vTextField"}),
        }

    @property
    def media(self) -> forms.Media:
        scripts = [Script(f"admin_desk/{name}.js", type="module") for name in ("desk", "leaving")]
        return super().media + forms.Media(js=scripts)  # type: ignore[arg-type]


class CreditFormSet(BaseModelFormSet):
    """Edits credits of ``film``: those of one page, and new ones."""

    def __init__(self, *args: Any, film: Film, **kwargs: Any) -> None:
        self.film = film
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.instance.film = self.film
        if form.instance.pk is None:
            form.fields.pop("DELETE", None)


def credits_screen(
    credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film
) -> HttpResponseBase:
    """``page`` and ``q`` of the query choose what is shown; a POST saves what was."""
    if not credit_admin.has_view_permission(request):
        raise PermissionDenied
    may_change = credit_admin.has_change_permission(request)
    if request.method == "POST" and not may_change:
        raise PermissionDenied

    words = request.GET.get("q", "").strip()
    page = _page_of(found(film, words), request.GET.get("page"))
    formset = _formset(credit_admin, request, film, page) if may_change else None
    if formset is not None and request.method == "POST" and formset.is_valid():
        refusal = _save(credit_admin, request, film, formset)
        if not refusal:
            return redirect(request.get_full_path())
        messages.error(request, refusal)

    context = credit_admin.admin_site.each_context(request) | {
        "title": _("Credits"),
        "subtitle": str(film),
        "opts": Film._meta,
        "film": film,
        "film_url": reverse("admin:films_film_change", args=[film.pk]),
        "formset": formset,
        "media": credit_admin.media + (formset.media if formset is not None else forms.Media()),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "words": words,
        "query": f"{urlencode({'q': words})}&" if words else "",
        "total": film.credits.count(),
    }
    request.current_app = credit_admin.admin_site.name
    return TemplateResponse(request, "admin/cast/credits.html", context)


def found(film: Film, words: str) -> CreditQuerySet:
    """The credits of ``film`` in which each of ``words`` occurs, in the order of billing."""
    credits = Credit.objects.filter(film=film)
    for word in words.split():
        hits = Q()
        for field in SEARCHED:
            hits |= Q(**{f"{field}__icontains": word})
        credits = credits.filter(pk__in=Credit.objects.filter(hits).values("pk"))
    return credits.select_related("person").prefetch_related("characters").by_billing()


def _page_of(credits: CreditQuerySet, number: str | None) -> Page:
    return Paginator(credits, PER_PAGE).get_page(number)


def _formset(credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film, page: Page) -> Any:
    may_add = credit_admin.has_add_permission(request)
    factory = modelformset_factory(
        Credit,
        form=CreditForm,
        formset=CreditFormSet,
        extra=BLANK if may_add else 0,
        edit_only=not may_add,
        can_delete=credit_admin.has_delete_permission(request),
        max_num=PER_PAGE + BLANK,
        absolute_max=PER_PAGE + BLANK,
    )
    bound = request.POST if request.method == "POST" else None
    shown = _posted(bound) if bound else [credit.pk for credit in page]
    credits = Credit.objects.filter(film=film, pk__in=shown).select_related("person")
    return factory(
        bound,
        film=film,
        queryset=credits.prefetch_related("characters").by_billing(),
        prefix="credits",
    )


def _posted(data: Any) -> list[int]:
    """The credits that the posted page held: by now others may be on it."""
    ids = (data.get(f"credits-{number}-id", "") for number in range(PER_PAGE + BLANK))
    return [int(pk) for pk in ids if pk.isdecimal() and len(pk) < 19]


def _save(
    credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film, formset: CreditFormSet
) -> str:
    """Save the page; returns why that cannot be, or ""."""
    try:
        with transaction.atomic():
            formset.save()
    except ProtectedError:
        return _(
            "A credit that you marked for deletion stands in an edition of a review, and cannot be "
            "deleted. Nothing has been saved."
        )
    for credit, changed in formset.changed_objects:
        credit_admin.log_change(request, credit, [{"changed": {"fields": changed}}])
    for credit in formset.new_objects:
        credit_admin.log_addition(request, credit, [{"added": {}}])
    count = sum(map(len, (formset.changed_objects, formset.new_objects, formset.deleted_objects)))
    messages.success(
        request,
        ngettext("%(count)d credit saved.", "%(count)d credits saved.", count) % {"count": count},
    )
    return ""
