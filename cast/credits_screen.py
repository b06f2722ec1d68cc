"""The admin's screen for the credits of one film, in pages: a cast may have hundreds of rows."""

import json
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import ProtectedError, Q
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.forms.widgets import Script
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.strict_admin import SEARCH_WORDS, KeySelect, KeySelectMultiple, KeysField
from cast.credit_form import CreditForm
from cast.models import Credit, CreditQuerySet
from films.models import Film
from images.public_changes import public_change

PER_PAGE = 25
BLANK = 3
"""Empty rows below each page, for new credits."""

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


SHOWN = "shown"
"""A hidden field of each row: the values of its fields when the page was opened, as JSON."""


class CreditRowForm(CreditForm):
    """A row of the screen.

    Two editors may have the page open. A field that this editor left unchanged keeps the other's
    value. A field that both have changed is refused once, with the other's value in the message.
    """

    class Meta:
        model = Credit
        fields = FIELDS
        field_classes = {"characters": KeysField}
        widgets = {
            "person": KeySelect(Credit._meta.get_field("person"), admin.site),
            "characters": KeySelectMultiple(Credit._meta.get_field("characters"), admin.site),
            "billing_order": forms.NumberInput(attrs={"class": "credits__order"}),
            "credited_as": forms.TextInput(attrs={"class": "vTextField"}),
            "department": forms.TextInput(attrs={"class": "vTextField"}),
            "job": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.stored = {name: as_posted(self.initial[name]) for name in FIELDS}
            self.fields[SHOWN] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=json.dumps(self.stored)
            )
            # An unchanged row is not validated: that takes seven queries, and there are 25 rows.
            self.empty_permitted = True

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields whose posted value differs from the one that the page showed."""
        if not self.instance.pk:
            return super().changed_data
        return [name for name in FIELDS if self._posted(name) != self._shown.get(name)]

    def has_changed(self) -> bool:
        return super().has_changed() or self._is_to_be_deleted()

    def clean(self) -> dict[str, Any] | None:
        if self.instance.pk and self.has_changed():
            self._keep_what_others_changed()
            self._refuse_what_both_changed()
        return super().clean()

    @cached_property
    def _shown(self) -> dict[str, Any]:
        try:
            shown = json.loads(self.data.get(self.add_prefix(SHOWN), ""))
        except ValueError:
            return {}
        return shown if isinstance(shown, dict) else {}

    def _posted(self, name: str) -> Any:
        widget = self.fields[name].widget
        return as_posted(widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))

    def _is_to_be_deleted(self) -> bool:
        return DELETION_FIELD_NAME in self.fields and bool(self._posted(DELETION_FIELD_NAME))

    def _keep_what_others_changed(self) -> None:
        for name in set(FIELDS) - set(self.changed_data):
            if self._shown.get(name) != self.stored[name]:
                value = getattr(self.instance, name)
                self.cleaned_data[name] = value.all() if name == "characters" else value

    def _refuse_what_both_changed(self) -> None:
        both = [
            name
            for name in self.changed_data
            if self.stored[name] not in (self._shown.get(name), self._posted(name))
        ]
        if not both:
            return
        # The message shows the stored values. The same values posted again overwrite them.
        seen = self._shown | {name: self.stored[name] for name in both}
        posted: Any = self.data
        self.data = posted = posted.copy()
        posted[self.add_prefix(SHOWN)] = json.dumps(seen)
        raise forms.ValidationError(
            _(
                "Somebody else has changed this credit since you opened the page: %(fields)s. "
                "It is now “%(credit)s”. Save again to replace their changes with yours."
            ),
            params={
                "fields": ", ".join(str(self.fields[name].label) for name in both),
                "credit": str(self.instance),  # still the stored values: no field is assigned yet
            },
        )

    @property
    def media(self) -> forms.Media:
        scripts = [Script(f"admin_desk/{name}.js", type="module") for name in ("desk", "leaving")]
        return super().media + forms.Media(js=scripts)  # type: ignore[arg-type]


def as_posted(value: Any) -> Any:
    """What a browser posts for the ``value`` of a field, in a form that can be compared."""
    if isinstance(value, (list, tuple)):
        return sorted(str(getattr(item, "pk", item)) for item in value)
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


class CreditFormSet(BaseModelFormSet):
    """Edits the credits of ``film`` on one page, and adds new ones."""

    def __init__(self, *args: Any, film: Film, **kwargs: Any) -> None:
        self.film = film
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.instance.film = self.film
        if form.instance.pk is None:
            form.fields.pop(DELETION_FIELD_NAME, None)

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms if self.is_bound else []:
            if form.instance.pk is None:
                gone = _(
                    "Somebody else has deleted this credit since you opened the page. Reload "
                    "the page and add the credit again if you need it."
                )
                form.add_error(None, gone)


def credits_screen(
    credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film
) -> HttpResponseBase:
    """The response to a request for the screen. A POST saves the page that was shown.

    The query parameters ``page`` and ``q`` (a search) select the credits. Raises
    `PermissionDenied`.
    """
    if not credit_admin.has_view_permission(request):
        raise PermissionDenied
    may_change = credit_admin.has_change_permission(request)
    if request.method == "POST" and not may_change:
        raise PermissionDenied

    words = request.GET.get("q", "").strip()
    page = _page_of(credits_matching(film, words), request.GET.get("page"))
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


def credits_matching(film: Film, words: str) -> CreditQuerySet:
    """The credits of ``film`` in which every word of ``words`` occurs, in the order of billing."""
    credits = Credit.objects.filter(film=film)
    for word in words.split()[:SEARCH_WORDS]:
        hits = Q()
        for field in SEARCHED:
            hits |= Q(**{f"{field}__icontains": word})
        credits = credits.filter(pk__in=Credit.objects.filter(hits).values("pk"))
    return credits.with_names().by_billing()


def _page_of(credits: CreditQuerySet, number: str | None) -> Page:
    return Paginator(credits, PER_PAGE).get_page(number)


def _formset(credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film, page: Page) -> Any:
    may_add = credit_admin.has_add_permission(request)
    factory = modelformset_factory(
        Credit,
        form=CreditRowForm,
        formset=CreditFormSet,
        extra=BLANK if may_add else 0,
        edit_only=not may_add,
        can_delete=credit_admin.has_delete_permission(request),
        max_num=PER_PAGE + BLANK,
        absolute_max=PER_PAGE + BLANK,
    )
    bound = request.POST if request.method == "POST" else None
    shown = _posted_keys(bound) if bound else [credit.pk for credit in page]
    credits = Credit.objects.filter(film=film, pk__in=shown).select_related("person")
    return factory(
        bound,
        film=film,
        queryset=credits.prefetch_related("characters").by_billing(),
        prefix="credits",
    )


def _posted_keys(data: Any) -> list[int]:
    """The primary keys on the posted page. By now that page may show other credits."""
    ids = (data.get(f"credits-{number}-id", "") for number in range(PER_PAGE + BLANK))
    return [int(pk) for pk in ids if pk.isdecimal() and len(pk) < 19]


def _save(
    credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film, formset: CreditFormSet
) -> str:
    """Save the page. Returns "", or the reason why it cannot be saved."""
    try:
        with public_change():
            formset.save()
    except ProtectedError:
        return _(
            "A credit that you marked for deletion is used in a published edition of a review "
            "and cannot be deleted. Nothing was saved."
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
