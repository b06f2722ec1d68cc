"""A form field that holds one picture of the library, and the admins that choose by it."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field, ForeignKey
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.widgets import Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.strict_admin import is_key
from desk.editor.picture_choices import choice
from images.models import Image

NEWEST = 50
"""How many pictures the plain select offers beside the chosen one: the library has thousands."""


class PictureSelect(forms.Select):
    """Shows the chosen picture with its alternative text. Another is chosen in the dialogs of the
    Markdown editor, uploaded there, or dropped on the field.

    Without JavaScript it is a select of the newest pictures. Two queries; one if none is chosen.
    """

    template_name = "markdownx/picture_field.html"

    class Media:
        css = {"all": ["css/tokens.css", "editor/editor.css", "editor/picture-field.css"]}
        js = [
            Script(f"editor/{name}.js", type="module")
            for name in ("files", "pictures", "picture-preview", "picture-field")
        ]

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """None: the field's choices are the whole library."""
        return []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        pk = str(value or "")
        chosen = Image.objects.filter(pk=int(pk)).first() if is_key(pk) else None
        newest = Image.objects.order_by("-created", "-pk").values_list("pk", "name")[:NEWEST]
        offered = ({chosen.pk: chosen.name} if chosen else {}) | dict(newest)
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context | {
            "chosen": choice(chosen) if chosen else None,
            "offered": offered,
            "pictures_path": reverse("markdownx_pictures"),
        }

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        # A form's own renderer looks for templates in the apps alone, not in templates/.
        return super().render(name, value, attrs, TemplatesSetting())


class PictureFields(BaseModelAdmin):
    """Mixed into an admin: its foreign keys to the library are chosen by `PictureSelect`."""

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, ForeignKey) and db_field.related_model is Image:
            return db_field.formfield(widget=PictureSelect)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
