"""The image library: every picture that pages show, with alternative text and credit."""

from decimal import Decimal
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    URLValidator,
)
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from images.file_rights import MAX_CREDIT, MAX_RIGHTS, MAX_URL
from images.live_facts import LiveFacts
from images.renditions import LibraryField

name_validator = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]*\.(jpg|jpeg|png|webp|avif|gif)\Z",
    _(
        "Use lower-case letters, digits, dots and dashes, and the file extension of a picture, "
        "such as “duel.jpg”."
    ),
)


FOLDER = "images"
"""In the storage. It contains only what belongs to the library."""


def random_path(instance: "Image", filename: str) -> str:
    """A storage path that says nothing about the picture: a hidden picture's name is secret too."""
    suffix = filename.rpartition(".")[2].lower()
    return f"{FOLDER}/{uuid4().hex}.{suffix}"


MIDDLE = Decimal("0.50")


def focus_field(verbose_name: Any, help_text: Any) -> "models.DecimalField[Any, Any]":
    """A part of a picture's width or height, in hundredths."""
    return models.DecimalField(
        verbose_name,
        max_digits=3,
        decimal_places=2,
        default=MIDDLE,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=help_text,
    )


class ImageQuerySet(models.QuerySet["Image"]):
    def named(self, names: set[str]) -> Self:
        return self.filter(name__in=names)

    def of_digests(self, digest: str, source_digest: str) -> Self:
        """The images of one uploaded file: the file was uploaded before, or exported from here."""
        return self.filter(Q(digest__in=[digest, source_digest]) | Q(source_digest=source_digest))


class Image(LiveFacts):
    """One picture of the library.

    Authors write its ``name`` in texts: ``![alt](images/<name>)``. The file itself has a random
    name. Rows are created by `images.intake.add_picture` only, which re-encodes the file.
    """

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        validators=[name_validator],
        help_text=_("Texts refer to the picture as ![…](images/name.jpg)."),
    )
    file = LibraryField(
        _("file"), upload_to=random_path, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    renditions_due = models.DateTimeField(
        _("renditions due"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When a server makes the renditions. Empty once they exist."),
    )
    color = models.CharField(_("dominant colour"), max_length=7, blank=True, editable=False)
    digest = models.CharField(
        _("digest"), max_length=64, unique=True, editable=False, help_text=_("SHA-256 of the file.")
    )
    source_digest = models.CharField(
        _("digest of the source"),
        max_length=64,
        db_index=True,
        editable=False,
        help_text=_("SHA-256 of the file as it was uploaded: the same upload is the same image."),
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("Describes the picture for readers who cannot see it. No spoilers."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The picture adds no information to the text and needs no alternative text."),
    )
    credit = models.CharField(
        pgettext_lazy("of a picture", "credit"), max_length=MAX_CREDIT, blank=True
    )
    rights = models.CharField(
        _("rights"),
        max_length=MAX_RIGHTS,
        blank=True,
        help_text=_("Copyright notice or terms of use. Shown after the credit."),
    )
    license_url = models.URLField(
        _("address of the terms"),
        max_length=MAX_URL,
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("A page with the licence or the terms of use."),
    )
    focus_x = focus_field(
        _("focal point from the left"),
        _("Where the picture is cropped, this part stays: 0 is the left edge, 1 the right one."),
    )
    focus_y = focus_field(_("focal point from the top"), _("0 is the top edge, 1 the bottom edge."))
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decorative=True, alt="") | (Q(decorative=False) & ~Q(alt="")),
                name="image_has_alt_or_is_decorative",
                violation_error_message=_(
                    "Either enter an alternative text or mark the picture as decorative."
                ),
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="image_has_a_size"),
            models.CheckConstraint(
                condition=Q(focus_x__range=(0, 1), focus_y__range=(0, 1)),
                name="image_focus_is_in_it",
            ),
        ]
        indexes = [
            models.Index(
                fields=["renditions_due"],
                condition=Q(renditions_due__isnull=False),
                name="image_renditions_due",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        # The message of the constraint would say that an alternative text is missing.
        if self.decorative and self.alt:
            raise ValidationError(
                {"decorative": _("The picture has an alternative text: untick “Decorative”.")}
            )

    @property
    def focus(self) -> tuple[float, float]:
        """The point that a crop keeps, as parts of the width and the height."""
        return float(self.focus_x), float(self.focus_y)

    @property
    def crop_key(self) -> str:
        """What a cropped copy depends on: the digest of the file and the focal point. It is the
        digest alone if the point is in the middle."""
        if self.focus == (0.5, 0.5):
            return self.digest
        return "{}@{:.2f},{:.2f}".format(self.digest, *self.focus)
