from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from images.forms import NewImageForm
from images.models import Image, ImageQuerySet
from images.pictures import picture
from images.uses import uses


class PublicWhenSaved(admin.ModelAdmin):
    """The admin of facts: they are live, and its form says so."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        notice = _("What you save here is public at once, on every page that shows it.")
        return [(name, options | {"description": notice}), *others]


@admin.register(Image)
class ImageAdmin(PublicWhenSaved):
    list_display = ["thumbnail", "name", "alt", "decorative", "size", "credit", "created"]
    list_display_links = ["thumbnail", "name"]
    list_filter = ["decorative", "created"]
    search_fields = ["name", "alt", "credit"]
    readonly_fields = ["preview", "name", "size", "created"]

    class Media:
        css = {"all": ["editor/library.css"]}
        js = [forms.Script("editor/picture-preview.js", type="module")]

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        if obj is None:
            return ["upload", "name", "alt", "decorative", "credit"]
        return ["preview", "name", "alt", "decorative", "credit", "size", "created"]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        # Texts refer to an image by its name, so that the name never changes, and neither does the
        # picture behind it.
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
            # The admin goes on with ``obj``: it has to be the row that the library made.
            obj.__dict__.update(form.add().__dict__)

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

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """A picture that anything shows stays: editions need it, and so do texts that name it."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        used_in = dict.fromkeys(line for image in objs for line in uses(image, request).lines())
        if used_in:
            # Whether the account may delete what shows it is then no question.
            return to_delete, counts, set(), list(used_in)
        return to_delete, counts, needed, protected

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Image) -> SafeString:
        return picture(obj, sizes="160px")

    @admin.display(description=_("picture"))
    def preview(self, obj: Image) -> SafeString:
        return picture(obj, sizes="640px")

    @admin.display(description=_("size"))
    def size(self, obj: Image) -> str:
        return f"{obj.width} × {obj.height}"
