"""The page on which an editor merges a row with another one, and the ways to it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.reconciling.missing import log_merged
from accounts.strict_admin import KeySelect, is_primary_key
from cast.models import Character, Credit, Person
from desk.merging.kinds import MERGES
from desk.merging.merge import Merge, MergeRefused
from films.models import Film, Genre
from images.public_changes import public_change
from reviews.models import Review

OTHER = "other"
"""The query parameter with the primary key of the row that is merged into that of the page."""

CHOSEN_BY: dict[type[Model], Field] = {
    Person: Credit._meta.get_field("person"),
    Character: Credit._meta.get_field("characters"),
    Genre: Film._meta.get_field("genres"),
    Film: Review._meta.get_field("film"),
}
"""A relation to each model, by which the suggestions of its rows are asked for."""


class _Stale(Exception):
    """The merge would do something else than the page has shown."""


class OtherKey(forms.ModelChoiceField):
    """Refuses a value that is no primary key; Django looks up a number of any length."""

    def to_python(self, value: Any) -> Any:
        if value and not is_primary_key(str(value)):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            )
        return super().to_python(value)


class Mergeable(ModelAdmin):
    """Mixin for an admin whose rows can be merged.

    A merge needs the permissions to change both rows and to delete the one that goes. The page
    first asks for the other row, then shows what would happen, and merges when that is confirmed.
    Until then nothing is stored.
    """

    change_form_template = "admin/merging/change_form.html"
    actions = ["merge_selected"]

    def get_urls(self) -> list[Any]:
        merge = path(
            "<int:object_id>/merge/",
            self.admin_site.admin_view(self.merge_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_merge",
        )
        return [merge, *super().get_urls()]

    def has_merge_permission(self, request: HttpRequest, *rows: Model) -> bool:
        """Whether the account may merge ``rows``, or rows in general. The last one goes."""
        checked = rows or (None,)
        may_change = all(self.has_change_permission(request, row) for row in checked)
        return may_change and self.has_delete_permission(request, checked[-1])

    @admin.action(description=gettext_lazy("Merge two into one"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            messages.error(request, _("Select the two that are to become one."))
            return None
        return redirect(f"{self._merge_url(keys[0])}?{OTHER}={keys[1]}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        obj = kwargs.get("obj")
        if obj and obj.pk and self.has_merge_permission(request, obj):
            context["merge_url"] = self._merge_url(obj.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        kept = self.get_object(request, unquote(str(object_id)))
        if kept is None:
            if not self.has_merge_permission(request):
                raise PermissionDenied
            pk = str(object_id)
            return self._get_obj_does_not_exist_redirect(request, self.opts, pk)  # type: ignore[attr-defined]
        if not self.has_merge_permission(request, kept):
            raise PermissionDenied
        form = self._choice(request, kept)
        gone = form.cleaned_data[OTHER] if form.is_bound and form.is_valid() else None
        if gone is None:
            return self._page(request, kept, form=form)
        if not self.has_merge_permission(request, kept, gone):
            raise PermissionDenied
        if request.method == "POST":
            return self._confirmed(request, kept, gone)
        return self._preview(request, kept, gone)

    def _choice(self, request: HttpRequest, kept: Model) -> forms.Form:
        form = forms.Form(request.GET if OTHER in request.GET else None)
        relation = CHOSEN_BY[self.model]
        form.fields[OTHER] = OtherKey(
            self.get_queryset(request).exclude(pk=kept.pk),
            label=_("Is the same as"),
            widget=KeySelect(relation, self.admin_site),
        )
        return form

    def _merge(self, kept: Model, gone: Model) -> Merge:
        return MERGES[self.model](kept, gone)

    def _preview(self, request: HttpRequest, kept: Model, gone: Model) -> HttpResponse:
        try:
            report = self._merge(kept, gone).rehearse()
        except MergeRefused as refused:
            return self._page(request, kept, gone=gone, refusal=str(refused))
        return self._page(request, kept, gone=gone, report=report)

    def _confirmed(self, request: HttpRequest, kept: Model, gone: Model) -> HttpResponse:
        names = {"gone": str(gone), "kept": str(kept)}
        merge = self._merge(kept, gone)
        try:
            with public_change():
                report = merge.run()
                if report.digest != request.POST.get("digest"):
                    raise _Stale
                log_merged(request, gone=gone, kept=kept)
                self.log_change(request, kept, _("Merged with “%(gone)s”.") % names)
        except MergeRefused as refused:
            return self._page(request, kept, gone=gone, refusal=str(refused))
        except _Stale:
            messages.warning(
                request,
                _("Nothing was merged, because something has changed. Check the page again."),
            )
            return self._preview(request, kept, gone)
        messages.success(request, _("“%(gone)s” was merged into “%(kept)s”.") % names)
        opts = self.opts
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", kept.pk)

    def _page(self, request: HttpRequest, kept: Model, **context: Any) -> HttpResponse:
        gone = context.get("gone")
        if gone:
            context["swap_url"] = f"{self._merge_url(gone.pk)}?{OTHER}={kept.pk}"
        form = context.get("form")
        context |= self.admin_site.each_context(request) | {
            "title": _("Merge"),
            "subtitle": str(kept),
            "opts": self.opts,
            "kept": kept,
            "kept_url": self._change_url(kept),
            "gone_url": self._change_url(gone) if gone else "",
            "choose_url": self._merge_url(kept.pk),
            "media": self.media + (form.media if form else forms.Media()),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/merging/merge.html", context)

    def _merge_url(self, pk: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge", args=[pk])

    def _change_url(self, row: Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
