from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from images.intake import Refused, add_picture, name_for, read_picture
from images.models import Image, ImageQuerySet
from images.pictures import picture
from images.reading import MAX_BYTES, Picture


class PublicWhenSaved(admin.ModelAdmin):
    """The admin of facts: they are live, and its form says so."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        notice = _("What you save here is public at once, on every page that shows it.")
        return [(name, options | {"description": notice}), *others]


class NewImageForm(forms.ModelForm):
    """Takes a picture into the library; what is wrong with the file is an error of its field."""

    upload = forms.FileField(
        label=_("picture"),
        help_text=_("JPEG, PNG, WebP, AVIF or GIF. Only the pixels are kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.avif,.gif"}),
    )

    class Meta:
        model = Image
        fields = ["name", "alt", "decorative", "credit"]

    picture: Picture

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Left empty, it is made from the name of the file.")

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        # One byte more than is allowed is enough for the reader to refuse it.
        self.picture = read_picture(upload.read(MAX_BYTES + 1), name=upload.name)
        existing = Image.objects.of_digests(self.picture.digest, self.picture.source_digest).first()
        if existing:
            raise Refused(
                _("This picture is in the library already, as “%(name)s”. Use that one."),
                params={"name": existing.name},
            )
        return upload

    def add(self) -> Image:
        """The new image; to be called on a form that is valid."""
        fields = self.cleaned_data
        return add_picture(
            picture=self.picture,
            name=fields["name"] or name_for(fields["upload"].name, self.picture),
            alt=fields["alt"],
            decorative=fields["decorative"],
            credit=fields["credit"],
        )


@admin.register(Image)
class ImageAdmin(PublicWhenSaved):
    list_display = ["thumbnail", "name", "alt", "decorative", "size", "credit", "created"]
    list_display_links = ["thumbnail", "name"]
    list_filter = ["decorative", "created"]
    search_fields = ["name", "alt", "credit"]
    readonly_fields = ["preview", "name", "size", "created"]

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

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Image) -> SafeString:
        return picture(obj, sizes="160px")

    @admin.display(description=_("picture"))
    def preview(self, obj: Image) -> SafeString:
        return picture(obj, sizes="640px")

    @admin.display(description=_("size"))
    def size(self, obj: Image) -> str:
        return f"{obj.width} × {obj.height}"
