from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from itertools import chain
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet, URLField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from images.admin_search import NarrowSearch
from images.decoding import UNAVAILABLE, PictureRefused
from images.deletion import DeletesUnused
from images.forms import NewImageForm, animation_notice, read_upload, rights_notice
from images.models import Image, ImageQuerySet
from images.picture_tag import picture
from images.public_changes import before_public_write, public_change
from images.uses import rows_with, uses


def thumbnail_of(field: str) -> Callable[[Any], SafeString | str]:
    """A list column with the picture in ``field``, which `list_select_related` must name.

    Its alternative text is empty: the name of the row is in the next column.
    """

    @admin.display(description=_("picture"), empty_value="")
    def thumbnail(obj: Any) -> SafeString | str:
        image = getattr(obj, field)
        return picture(image, alt="", sizes="128px") if image else ""

    return thumbnail


class LiveFactsAdmin(NarrowSearch, DeletesUnused):
    """The admin of live facts: its form says that they are public as soon as they are saved."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Saves the row, its relations and its inline rows as one `public_change`."""
        with public_change() if request.method == "POST" else nullcontext():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def locked(self, request: HttpRequest, object_id: str) -> Model | None:
        """As in `accounts.reconciling.admin`. The lock is the one that all writers of public rows
        take first."""
        before_public_write()
        return self.get_object(request, unquote(object_id))

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the page of this site that led here, ``?next=``, or to the list."""
        target = request.GET.get("next", "")
        is_own = url_has_allowed_host_and_scheme(
            target, {request.get_host()}, require_https=request.is_secure()
        )
        return redirect(target) if is_own else super().response_post_save_change(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with public_change():
            super().delete_queryset(request, queryset)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        notice = _("Changes are public as soon as you save them.")
        return [(name, options | {"description": notice}), *others]


@admin.register(Image)
class ImageAdmin(LiveFactsAdmin):
    list_display = ["thumbnail", "name", "words", "size", "credit", "created"]
    list_display_links = ["thumbnail", "name"]
    list_filter = ["decorative", "created"]
    search_fields = ["name", "alt", "credit", "rights"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    readonly_fields = ["preview", "name", "size", "created"]

    class Media:
        css = {"all": ["editor/library.css"]}
        js = [
            forms.Script(f"editor/{name}.js", type="module")
            for name in ("picture-preview", "focal-point")
        ]

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        if obj is None:
            return ["upload", "name", "alt", "decorative", "credit"]
        return [
            *("preview", ("focus_x", "focus_y"), "name", "alt", "decorative"),
            *("credit", "rights", "license_url", "size", "created"),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        # Texts refer to an image by its name, so neither the name nor its picture may change.
        return [] if obj is None else self.readonly_fields

    def get_form(
        self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs["form"] = NewImageForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_queryset(self, request: HttpRequest) -> ImageQuerySet:
        return Image.objects.order_by("-created", "-pk")

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            # The admin continues with ``obj``, so it must become the row that the form created.
            obj.__dict__.update(form.add().__dict__)
            if form.is_animated:
                messages.warning(request, animation_notice(obj))
            if notice := rights_notice(obj, form.cleaned_data["credit"]):
                messages.info(request, notice)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A refused picture is a 400 or 503, as it is in the editor's upload. The form says why."""
        if request.method != "POST":
            return super().add_view(request, form_url, extra_context)
        upload = request.FILES.get("upload")
        if upload and self.has_add_permission(request):
            read_upload(upload)
        try:
            response = super().add_view(request, form_url, extra_context)
        except PictureRefused as refused:
            # Its files could not be written, and the transaction was rolled back.
            assert upload
            read_upload(upload).refused = refused
            response = super().add_view(request, form_url, extra_context)
        if isinstance(response, TemplateResponse):
            form = (response.context_data or {})["adminform"].form
            response.status_code = 503 if form.has_error("upload", UNAVAILABLE) else 400
        return response

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        image = self.get_object(request, object_id)
        used_in = uses(image, request).lines() if image else []
        context = (extra_context or {}) | {"used_in": used_in}
        return super().change_view(request, object_id, form_url, context)

    def used_by(self, objs: Iterable[Any]) -> Iterator[Model]:
        """Editions and texts, too."""
        return chain.from_iterable(map(rows_with, objs))

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Image) -> SafeString:
        return picture(obj, sizes="128px")

    @admin.display(description=_("alternative text"), ordering="alt")
    def words(self, obj: Image) -> str:
        return str(_("(decorative)")) if obj.decorative else obj.alt

    @admin.display(description=_("picture"))
    def preview(self, obj: Image) -> SafeString:
        return picture(obj, sizes="640px")

    @admin.display(description=_("size"))
    def size(self, obj: Image) -> str:
        return f"{obj.width} × {obj.height}"
