"""Redirects in the admin: a list, a page that imports a file, and one that tries an address."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, path, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moving.models import Redirect
from moving.move_admin import SiteMoveAdmin
from moving.paths import path_of
from moving.redirect_files import MAX_BYTES, read_redirects
from moving.redirecting import new_address
from site_settings.models import SitePage

__all__ = ["RedirectAdmin", "SiteMoveAdmin"]


class RedirectFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "UTF-8, a line for each redirect: the old address, a comma, the new address."
        ),
    )

    redirects: list[Redirect]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        self.redirects = read_redirects(file.read(MAX_BYTES + 1))
        if not self.redirects:
            raise ValidationError(_("There is no redirect in this file."))
        return file


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    list_display = ["old", "leads_to", "created"]
    search_fields = ["old", "target"]
    date_hierarchy = None
    fields = ["old", "review", "target"]
    autocomplete_fields = ["review"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redirect]:
        return super().get_queryset(request).select_related("review")

    def get_urls(self) -> list[Any]:
        views = {"file": self.file_view, "try": self.try_view}
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"moving_redirect_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, redirect: Redirect) -> str:
        return (
            reverse("pages:review", args=[redirect.review.slug])
            if redirect.review
            else redirect.target
        )

    def file_view(self, request: HttpRequest) -> HttpResponseBase:
        """Adds the redirects of a file, all of them or none."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = RedirectFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                for each in form.redirects:
                    each.save()
                    self.log_addition(request, each, [{"added": {}}])
            count = len(form.redirects)
            sentence = ngettext(
                "%(count)d redirect was added.", "%(count)d redirects were added.", count
            )
            messages.success(request, sentence % {"count": count})
            return redirect("admin:moving_redirect_changelist")
        return self._page(request, "redirect_file", _("Redirects from a file"), form=form)

    def try_view(self, request: HttpRequest) -> HttpResponseBase:
        """Says where an old address leads."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        address = request.GET.get("address", "").strip()[:1_000]
        outcome = outcome_of(address) if address else ""
        title = _("Try an old address")
        return self._page(request, "redirect_try", title, address=address, outcome=outcome)

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/moving/{template}.html",
            {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
            | {"media": self.media}
            | context,
        )


def outcome_of(address: str) -> str:
    """A sentence on what a reader gets who follows the old ``address``."""
    old = path_of(address)
    where, _mark, query = old.partition("?")
    if target := new_address(where, query):
        words = _("“%(old)s” leads to %(target)s.") % {"old": old, "target": target}
        if _has_page(where):
            words += " " + _("But if the site has a page at that address, readers get the page.")
        return words
    if Redirect.objects.filter(old=old, review__isnull=False).exists():
        return _("“%(old)s” leads to a review that is not public now.") % {"old": old}
    return _("No redirect begins at “%(old)s”.") % {"old": old or address}


def _has_page(where: str) -> bool:
    """Whether an address of this form belongs to pages of the site, one of which may be missing."""
    try:
        match = resolve(where)
    except Resolver404:
        return False
    if match.view_name == "pages:own_page":
        return SitePage.objects.published().filter(**match.kwargs).exists()
    return where != "/"
