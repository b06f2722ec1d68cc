"""Forms that add a picture to the library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from images.decoding import MAX_BYTES, Picture, PictureRefused, check_name, read_picture
from images.intake import add_picture, name_for
from images.models import Image


class PictureForm(forms.ModelForm):
    """A file with its alternative text and credit. Problems of the file are errors of its field.

    A picture that is already in the library is valid.
    """

    upload = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP, AVIF or GIF. Metadata, such as the location, is removed."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".jpg,.jpeg,.png,.webp,.avif,.gif", "data-picture-preview": True}
        ),
    )

    class Meta:
        model = Image
        fields = ["alt", "decorative", "credit"]

    picture: Picture
    existing: Image | None
    """The library's image of this picture, if it has one. Set when the form is valid."""

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        # One byte more than is allowed: enough for `read_picture` to refuse the file.
        self.picture = read_picture(upload.read(MAX_BYTES + 1), name=upload.name)
        check_name(upload.name, self.picture)
        digests = self.picture.digest, self.picture.source_digest
        self.existing = Image.objects.of_digests(*digests).first()
        return upload

    def add(self) -> Image:
        """Return the image, created unless it exists. The form must be valid."""
        fields = self.cleaned_data
        return add_picture(
            picture=self.picture,
            name=fields.get("name") or name_for(fields["upload"].name, self.picture),
            alt=fields["alt"],
            decorative=fields["decorative"],
            credit=fields["credit"],
        )


class NewImageForm(PictureForm):
    """A picture that is not in the library yet. The editor may choose its name."""

    class Meta(PictureForm.Meta):
        fields = ["name", *PictureForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("If empty, it is made from the name of the file.")

    def clean_upload(self) -> Any:
        upload = super().clean_upload()
        if self.existing:
            raise PictureRefused(
                _("This picture is already in the library as “%(name)s”. Use that one."),
                params={"name": self.existing.name},
            )
        return upload
