"""A form field for one picture of the library, and a mixin for admins that use it."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field, ForeignKey
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.widgets import Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.strict_admin import is_primary_key
from desk.editor.picture_choices import image_choice
from images.models import Image

MAX_OPTIONS = 50
"""How many of the newest pictures the select offers. The library has thousands."""


class PictureSelect(forms.Select):
    """Shows the chosen picture with its alternative text.

    Another picture is chosen or uploaded in the dialogs of the Markdown editor, or dropped on the
    field. Without JavaScript the field is a select of the newest pictures. Makes two queries, or
    one if no picture is chosen.
    """

    template_name = "markdownx/picture_field.html"

    class Media:
        css = {"all": ["css/tokens.css", "editor/editor.css", "editor/picture-field.css"]}
        js = [
            Script(f"editor/{name}.js", type="module")
            for name in ("files", "pictures", "picture-preview", "picture-field")
        ]

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Return no options, because the choices of the field are the whole library. The template
        renders ``offered`` instead."""
        return []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        pk = str(value or "")
        chosen = Image.objects.filter(pk=int(pk)).first() if is_primary_key(pk) else None
        newest = Image.objects.order_by("-created", "-pk").values_list("pk", "name")[:MAX_OPTIONS]
        offered = ({chosen.pk: chosen.name} if chosen else {}) | dict(newest)
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context | {
            "chosen": image_choice(chosen) if chosen else None,
            "offered": offered,
            "pictures_path": reverse("markdownx_pictures"),
        }

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        # The default renderer finds templates of apps only, not those in templates/.
        return super().render(name, value, attrs, TemplatesSetting())


class PictureFields(BaseModelAdmin):
    """Mixin for an admin: foreign keys to the library use `PictureSelect`."""

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, ForeignKey) and db_field.related_model is Image:
            return db_field.formfield(widget=PictureSelect)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
