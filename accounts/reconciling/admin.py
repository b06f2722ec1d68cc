"""Saves the forms of the admin without undoing what others have saved since they were opened."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from accounts.reconciling.messages import (
    asked_to_choose,
    lost_texts,
    show_conflicts,
    what_was_joined,
    who_saved,
)
from accounts.reconciling.missing import Missing, key_of, missing_page, what_became_of
from accounts.reconciling.opened_form import BASE, read_opened
from accounts.reconciling.reconcile import opened, reconcile
from accounts.reconciling.reconciled import Reconciled
from accounts.reconciling.rows import Part

_SAVING = "saving_of_reconciled_form"
"""The attribute of a request with its `_Saving`."""


@dataclass(slots=True)
class _Saving:
    """``reconciled`` is None if the form is saved as it was sent."""

    reconciled: Reconciled | None = None
    is_done: bool = False


class _RefusedForm:
    """Mixed into the form of a request in which the editor has yet to choose."""

    choice_to_make: str

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        self.add_error(None, self.choice_to_make)  # type: ignore[attr-defined]
        return cleaned


class ReconcilingAdmin(admin.ModelAdmin):
    """Base of every admin (`accounts.strict_admin.strict`).

    A form carries the values that it was opened with. When it is posted, what the editor has not
    changed keeps what others have stored since; what both have changed is joined, or the editor
    chooses (`accounts.reconciling.reconcile`). The stored row is locked meanwhile. If there is none
    any more, the answer is a page that keeps the form (`accounts.reconciling.missing`).
    """

    class Media:
        css = {"all": ["admin_desk/words.css", "admin_desk/conflicts.css"]}
        js = [Script(f"admin_desk/{name}.js", type="module") for name in ("leaving", "save-key")]

    def is_unchanged(self, request: HttpRequest, object_id: str) -> bool:
        """Whether it is known, with little work, that nobody has saved since it was opened."""
        return False

    def locked(self, request: HttpRequest, object_id: str) -> Model | None:
        """The stored row with which a posted form is reconciled, which nobody else may change until
        the end of the transaction. None if there is none."""
        found = self.get_object(request, unquote(object_id))
        rows = self.model._base_manager.select_for_update()
        return rows.filter(pk=found.pk).first() if found else None

    def title_of_row(self, inline: Any) -> str:
        """How a row of ``inline`` is called in messages, before its number."""
        return capfirst(str(inline.verbose_name))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST" or object_id is None or not self.has_change_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        sent = request.POST
        saving = _Saving()
        setattr(request, _SAVING, saving)
        with transaction.atomic():
            saving.reconciled = self._reconciled(request, object_id)
            if saving.reconciled:
                request.POST = saving.reconciled.data  # type: ignore[assignment]
            try:
                response = super().changeform_view(request, object_id, form_url, extra_context)
            finally:
                request.POST = sent
            if not saving.is_done:
                # Taking the lock has counted as a change of something public.
                transaction.set_rollback(True)
        return response

    def missing(self, request: HttpRequest, object_id: str) -> Missing:
        """Why the row with the primary key ``object_id`` is not there for the account."""
        return what_became_of(self, request, object_id)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Keeps a form that was sent; Django's redirection would lose it."""
        key = key_of(object_id)
        if hasattr(request, _SAVING) and key:
            page = missing_page(self, request, self.missing(request, key))
            if page:
                return page
        found: HttpResponse = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        return found

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        saving = getattr(request, _SAVING, None)
        if saving is None:
            return
        saving.is_done = True
        if reconciled := saving.reconciled:
            sentences = []
            if reconciled.has_joined:
                who = who_saved(form.instance, reconciled.opened.at, request.user)
                sentences = [*what_was_joined(reconciled, who)]
            self.keep_lost_texts(request, form.instance, reconciled)
            for level, sentence in sentences:
                messages.add_message(request, level, sentence)

    def keep_lost_texts(self, request: HttpRequest, obj: Any, reconciled: Reconciled) -> None:
        """Record the texts that lost a choice, so that they can be read again: in the history of
        the object."""
        for _lost, sentence in lost_texts(reconciled):
            self.log_change(request, obj, sentence)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        reconciled = _reconciled_in(request)
        if reconciled and reconciled.conflicts:
            asked = {"choice_to_make": asked_to_choose(reconciled)}
            form = type(form.__name__, (_RefusedForm, form), asked)
        return form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj is not None and self.has_change_permission(request, obj):
            self._carry_opened(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _reconciled(self, request: HttpRequest, object_id: str) -> Reconciled | None:
        before = read_opened(request.POST.get(BASE, ""))
        if not before.is_pending and self.is_unchanged(request, object_id):
            return None
        stored = self.locked(request, object_id)
        if stored is None or not self.has_change_permission(request, stored):
            return None
        form = self.get_form(request, stored, change=True)(instance=stored)
        unbound = copy(request)
        unbound.method = "GET"
        formsets, inlines = self._create_formsets(unbound, stored, change=True)  # type: ignore[attr-defined]
        parts = [
            Part(formset, self.title_of_row(inline))
            for formset, inline in zip(formsets, inlines, strict=True)
            if inline.has_change_permission(request, stored)
        ]
        return reconcile(request.POST, form, parts)

    def _carry_opened(self, request: HttpRequest, context: dict[str, Any], obj: Any) -> None:
        """Put into the page what the form is opened with, and the conflicts at their fields."""
        form = context["adminform"].form
        formsets = [
            inline.formset
            for inline in context["inline_admin_formsets"]
            if inline.has_change_permission
        ]
        if reconciled := _reconciled_in(request):
            if reconciled.conflicts:
                who = who_saved(obj, reconciled.opened.at, request.user)
                show_conflicts(reconciled, form, formsets, who)
            context[BASE] = reconciled.opened.as_text()
        elif form.is_bound:
            context[BASE] = request.POST.get(BASE, "")
        else:
            context[BASE] = opened(form, formsets).as_text()


def _reconciled_in(request: HttpRequest) -> Reconciled | None:
    saving: _Saving | None = getattr(request, _SAVING, None)
    return saving.reconciled if saving else None
