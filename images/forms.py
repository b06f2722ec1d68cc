"""Forms that add a picture to the library."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from images.decoding import MAX_BYTES, Picture, PictureRefused, check_name, read_picture
from images.intake import add_picture, image_of_file, name_for
from images.models import Image


def animation_notice(image: Image) -> str:
    """What an editor is told whose file was an animation."""
    return gettext("“%(name)s” was an animation. The library keeps its first frame, a still.") % {
        "name": image.name
    }


def rights_notice(image: Image, typed_credit: str) -> str:
    """What an editor is told whose file named its credit or rights; "" if nothing was taken."""
    credit = "" if typed_credit else image.credit
    taken = " · ".join(filter(None, (credit, image.rights, image.license_url)))
    return gettext("Read from the file: %(texts)s") % {"texts": taken} if taken else ""


@dataclass
class UploadedPicture:
    """What an uploaded file contains: a ``picture``, or why it is ``refused``.

    ``existing`` is the library's image of the same picture. If it is found by the bytes of the
    file, ``picture`` is None.
    """

    picture: Picture | None = None
    existing: Image | None = None
    refused: PictureRefused | None = None


def read_upload(upload: UploadedFile) -> UploadedPicture:
    """Read ``upload`` once. The result is kept as an attribute of it, and returned again.

    The admin validates its form in a transaction, in which no picture may be read. So it calls this
    before.
    """
    attributes = vars(upload)
    if "picture" not in attributes:
        attributes["picture"] = _read_upload(upload)
    read: UploadedPicture = attributes["picture"]
    return read


def _read_upload(upload: UploadedFile) -> UploadedPicture:
    # One byte more than is allowed: enough for `read_picture` to refuse the file.
    data = upload.read(MAX_BYTES + 1)
    if existing := image_of_file(data):
        return UploadedPicture(existing=existing)
    try:
        picture = read_picture(data, name=upload.name or "", size=upload.size)
        check_name(upload.name or "", picture)
    except PictureRefused as refused:
        # A ValidationError refers to itself and is freed late, with all that its traceback refers
        # to: here the bytes of the file.
        refused.__cause__ = refused.__context__ = None
        return UploadedPicture(refused=refused.with_traceback(None))
    digests = picture.digest, picture.source_digest
    return UploadedPicture(picture, Image.objects.of_digests(*digests).first())


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

    existing: Image | None
    """The library's image of this picture, if it has one. Set when the form is valid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit"].help_text = _("If empty, it is read from the file, if that has one.")

    is_animated = False
    """Whether the file was an animation, of which the library keeps a still. Set by `add`."""

    def clean_upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["upload"]
        read = read_upload(upload)
        if read.refused:
            raise read.refused
        self.existing = read.existing
        return upload

    def add(self) -> Image:
        """Return the image, created unless it exists. The form must be valid. To be called once.

        Raises `PictureRefused` with the code `UNAVAILABLE` if its files cannot be written.
        """
        fields = self.cleaned_data
        read = read_upload(fields["upload"])
        # A form refers to itself and is freed late. It must not keep the files of the picture.
        picture, read.picture = read.picture, None
        self.is_animated = picture is not None and picture.is_animated
        if picture is None:
            assert self.existing
            return self.existing
        return add_picture(
            picture=picture,
            name=fields.get("name") or name_for(fields["upload"].name, picture),
            alt=fields["alt"],
            decorative=fields["decorative"],
            credit=fields["credit"],
        )


class EditorPictureForm(PictureForm):
    """A picture for a text, in which it may have a caption."""

    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=300,
        help_text=_("Shown below the picture in this text."),
    )


class NewImageForm(PictureForm):
    """A picture that is not in the library yet. The editor may choose its name."""

    class Meta(PictureForm.Meta):
        fields = ["name", *PictureForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("If empty, it is made from the name of the file.")

    def clean_upload(self) -> UploadedFile:
        upload = super().clean_upload()
        if self.existing:
            raise PictureRefused(
                _("This picture is already in the library as “%(name)s”. Use that one."),
                params={"name": self.existing.name},
            )
        return upload
