"""The admin's screen for the credits of one film, in pages: a cast may have hundreds of rows."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.forms.widgets import Script
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.reconciling.messages import (
    Savers,
    asked_to_choose,
    lost_texts,
    show_conflicts,
    what_was_joined,
    who_saved,
)
from accounts.reconciling.opened_form import BASE
from accounts.reconciling.reconcile import opened, reconcile
from accounts.reconciling.rows import Part
from accounts.repeated_forms import arriving_once, page_token, saved_last
from accounts.strict_admin import (
    SEARCH_WORDS,
    KeySelect,
    KeySelectMultiple,
    KeysField,
    is_primary_key,
)
from cast.credit_form import CreditForm
from cast.credits_log import log_credits
from cast.models import Credit, CreditQuerySet
from films.models import Film
from images.public_changes import before_public_write, public_change

PER_PAGE = 25
BLANK = 3
"""Empty rows below each page, for new credits."""

PREFIX = "credits"

_SCRIPTS = [Script(f"admin_desk/{name}.js", type="module") for name in ("desk", "credits-order")]
ORDER = forms.Media(js=_SCRIPTS)  # type: ignore[arg-type]
"""The scripts that move credits."""

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


class CreditRowForm(CreditForm):
    """A row of the screen."""

    class Meta:
        model = Credit
        fields = FIELDS
        field_classes = {"characters": KeysField}
        widgets = {
            "person": KeySelect(Credit._meta.get_field("person"), admin.site),
            "characters": KeySelectMultiple(Credit._meta.get_field("characters"), admin.site),
            "billing_order": forms.NumberInput(attrs={"class": "credits__order item__number"}),
            "credited_as": forms.TextInput(attrs={"class": "vTextField"}),
            "department": forms.TextInput(attrs={"class": "vTextField"}),
            "job": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # An unchanged row is not validated: that takes seven queries, and there are 25 rows.
            self.empty_permitted = True

    @property
    def media(self) -> forms.Media:
        return super().media + ORDER


class CreditFormSet(BaseModelFormSet):
    """Edits the credits of ``film`` on one page, and adds new ones. ``refusal`` says why it cannot
    be saved yet."""

    refusal = ""

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
        if self.refusal:
            raise forms.ValidationError(self.refusal)


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
    may_add = credit_admin.has_add_permission(request)
    if request.method == "POST" and not may_change:
        raise PermissionDenied

    words = request.GET.get("q", "").strip()
    page = _page_of(credits_matching(film, words), request.GET.get("page"))
    formset, base = None, ""
    if request.method == "POST":
        posted = _PostedPage(credit_admin, request, film)
        with arriving_once(request):
            is_saved = saved_last(request, Film, str(film.pk)) is not None or posted.save()
        if is_saved:
            return redirect(request.get_full_path())
        formset, base = posted.formset, posted.reconciled.opened.as_text()
    elif may_change:
        formset = _formset(credit_admin, request, film, [credit.pk for credit in page])
        base = opened(None, [formset]).as_text()

    context = credit_admin.admin_site.each_context(request) | {
        "title": _("Credits"),
        "subtitle": str(film),
        "opts": Film._meta,
        "film": film,
        "film_url": reverse("admin:films_film_change", args=[film.pk]),
        "formset": formset,
        BASE: base,
        "page_token": page_token(request),
        "paste_url": may_add and reverse("admin:cast_credit_paste", args=[film.pk]),
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


def _formset(
    credit_admin: admin.ModelAdmin,
    request: HttpRequest,
    film: Film,
    shown: list[int],
) -> Any:
    """The formset of the credits with the primary keys ``shown``, not bound."""
    credits = Credit.objects.filter(film=film, pk__in=shown).select_related("person")
    rows = credits.prefetch_related("characters").by_billing()
    return _factory(credit_admin, request)(film=film, queryset=rows, prefix=PREFIX)


def _factory(credit_admin: admin.ModelAdmin, request: HttpRequest) -> Any:
    may_add = credit_admin.has_add_permission(request)
    return modelformset_factory(
        Credit,
        form=CreditRowForm,
        formset=CreditFormSet,
        extra=BLANK if may_add else 0,
        edit_only=not may_add,
        can_delete=credit_admin.has_delete_permission(request),
        max_num=PER_PAGE + BLANK,
        absolute_max=PER_PAGE + BLANK,
    )


class _PostedPage:
    """A posted page, joined with what others have saved since it was opened."""

    def __init__(self, credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film) -> None:
        self.credit_admin, self.request, self.film = credit_admin, request, film

    def save(self) -> bool:
        """Whether the page was saved. Otherwise `formset` has the errors, or a message says why."""
        with public_change():
            # The lock that all writers of public rows take first.
            before_public_write()
            self._reconcile()
            is_saved = self.formset.is_valid() and self._save()
            if not (is_saved and (self._count() or self.reconciled.lost)):
                # Nothing is changed, so the lock must not count as a change.
                transaction.set_rollback(True)
        if not is_saved:
            show_conflicts(self.reconciled, None, [self.formset], self._others())
        return is_saved

    def _reconcile(self) -> None:
        data = self.request.POST
        stored = _formset(self.credit_admin, self.request, self.film, _posted_keys(data))
        part = Part(stored, capfirst(str(Credit._meta.verbose_name)))
        self.reconciled = reconcile(data, None, [part])
        factory = _factory(self.credit_admin, self.request)
        self.formset = factory(
            self.reconciled.data, film=self.film, queryset=stored.get_queryset(), prefix=PREFIX
        )
        if self.reconciled.conflicts:
            self.formset.refusal = asked_to_choose(self.reconciled)

    def _save(self) -> bool:
        try:
            self.formset.save()
        except ProtectedError:
            sentence = _(
                "A credit that you marked for deletion is used in a published edition of a review "
                "and cannot be deleted. Nothing was saved."
            )
            messages.error(self.request, sentence)
            return False
        others = self._others()
        for credit, changed in self.formset.changed_objects:
            self.credit_admin.log_change(self.request, credit, [{"changed": {"fields": changed}}])
        for credit in self.formset.new_objects:
            self.credit_admin.log_addition(self.request, credit, [{"added": {}}])
        stored = {str(credit.pk): credit for credit in self.formset.get_queryset()}
        for lost, sentence in lost_texts(self.reconciled):
            if credit := stored.get(lost.pk):
                self.credit_admin.log_change(self.request, credit, sentence)
        count = self._count()
        if count:
            log_credits(self.credit_admin, self.request, self.film)
        sentence = ngettext("%(count)d credit saved.", "%(count)d credits saved.", count)
        messages.success(self.request, sentence % {"count": count})
        for level, joined in what_was_joined(self.reconciled, others):
            messages.add_message(self.request, level, joined)
        return True

    def _count(self) -> int:
        formset = self.formset
        return sum(
            map(len, (formset.changed_objects, formset.new_objects, formset.deleted_objects))
        )

    def _others(self) -> Savers:
        """Who else has saved credits of this page; one query if something was joined."""
        if not (self.reconciled.conflicts or self.reconciled.has_joined):
            return Savers()
        return who_saved(self.formset.get_queryset(), self.reconciled.opened.at, self.request.user)


def _posted_keys(data: Any) -> list[int]:
    """The primary keys on the posted page. By now that page may show other credits."""
    ids = (data.get(f"{PREFIX}-{number}-id", "") for number in range(PER_PAGE + BLANK))
    return [int(pk) for pk in ids if is_primary_key(pk)]
