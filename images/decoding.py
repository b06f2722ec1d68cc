"""Reads uploaded pictures: checks the file, and has `images.transcoder` encode it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from images.file_rights import FileRights
from images.late_renditions import maker
from images.transcoder import Busy, transcode_apart
from images.transcoding import MAX_SIDE, Unusable, max_pixels

MEGABYTE = 1_000_000

MAX_BYTES = 20 * MEGABYTE

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}

ENDINGS = {
    "JPEG": ("jpg", "jpeg", "jpe", "jfif"),
    "MPO": ("jpg", "jpeg", "jpe", "jfif"),
    "PNG": ("png",),
    "WEBP": ("webp",),
    "AVIF": ("avif",),
    "GIF": ("gif",),
}
"""The endings that an uploaded file's name may have, by its format; the usual one first."""

UNAVAILABLE = "unavailable"
"""The code of a `PictureRefused` that is not the fault of the file: it may work later."""


class PictureRefused(ValidationError):
    """The file cannot be accepted. The message says why, and how to repair it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to store and to serve."""

    data: bytes
    """Encoded again, without metadata, upright, in sRGB, at most `MAX_WIDTH` wide."""
    format: str
    """One of `SUFFIXES`."""
    width: int
    height: int
    color: str
    """The dominant colour, "#rrggbb"; "" for a picture with transparent pixels."""
    renditions: Mapping[tuple[str, int], bytes] | None
    """Files by format and width. None if they are made later."""
    digest: str
    """SHA-256 of ``data`` in hexadecimal digits. Equal pixels in one format have equal digests."""
    source_format: str
    """The format of the uploaded file, one of `ENDINGS`."""
    source_digest: str
    """SHA-256 of the uploaded file."""
    is_animated: bool
    """Whether the file was an animation, of which the first frame is kept."""
    rights: FileRights
    """What the uploaded file said; nothing of it is in ``data``."""

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.format]


def read_picture(data: bytes, *, name: str, size: int | None = None) -> Picture:
    """Decode ``data``, the bytes of a whole file called ``name``, and encode what is stored of it.

    Of a file with more than `MAX_BYTES`, ``data`` may be a part; then ``size`` is that of the file.

    A server leaves the renditions to `images.late_renditions`. Takes up to some seconds, so it must
    not be called in a transaction. Raises `PictureRefused`.
    """
    if not data:
        raise PictureRefused(
            _("“%(name)s” is empty. Choose the picture again."), params={"name": name}
        )
    if len(data) > MAX_BYTES:
        raise PictureRefused(
            _(
                "“%(name)s” has %(size)d MB, more than %(limit)d. "
                "Save it with fewer pixels or stronger compression."
            ),
            params={
                "name": name,
                "size": megabytes(size or len(data)),
                "limit": MAX_BYTES // MEGABYTE,
            },
        )
    try:
        transcoded = transcode_apart(data, with_renditions=not maker.is_server)
    except Busy as busy:
        raise PictureRefused(
            _("Too many pictures are being added at this moment. Try again in a minute."),
            code=UNAVAILABLE,
        ) from busy
    except Unusable as unusable:
        raise _refusal(unusable, name) from unusable
    return Picture(
        data=transcoded.data,
        format=transcoded.format,
        width=transcoded.width,
        height=transcoded.height,
        color=transcoded.color,
        renditions=transcoded.renditions,
        digest=sha256(transcoded.data).hexdigest(),
        source_format=transcoded.source_format,
        source_digest=sha256(data).hexdigest(),
        is_animated=transcoded.is_animated,
        rights=transcoded.rights,
    )


def megabytes(size: int) -> int:
    """The bytes ``size`` in megabytes, rounded up: as file managers show them."""
    return -(-size // MEGABYTE)


def check_name(name: str, picture: Picture) -> None:
    """Raise `PictureRefused` if the ending of ``name`` is not one for the format of ``picture``.

    A wrong ending suggests that the editor has chosen another file than they meant.
    """
    endings = ENDINGS[picture.source_format]
    if name.rpartition(".")[2].lower() not in endings:
        raise PictureRefused(
            _("“%(name)s” is a %(format)s picture. Use a name that ends in .%(ending)s."),
            params={"name": name, "format": picture.source_format, "ending": endings[0]},
        )


def _refusal(unusable: Unusable, name: str) -> PictureRefused:
    sentences = {
        "format": _(
            "“%(name)s” is not a JPEG, PNG, WebP, AVIF or GIF picture, or it is damaged. "
            "Save it in one of these formats."
        ),
        "damaged": _("“%(name)s” is damaged or incomplete. Export or copy it again."),
        "side": _(
            "“%(name)s” is %(width)d × %(height)d pixels large. No side may be longer than "
            "%(side)d pixels. Crop it or make it smaller."
        ),
        "pixels": _(
            "“%(name)s” is %(width)d × %(height)d pixels large. A %(format)s picture may have at "
            "most %(limit)d million pixels. Make it smaller: a width of 2,560 pixels fills any "
            "screen."
        ),
    }
    return PictureRefused(
        sentences[unusable.reason],
        params={
            "name": name,
            "format": unusable.format,
            "width": unusable.width,
            "height": unusable.height,
            "side": MAX_SIDE,
            "limit": max_pixels(unusable.format) // 1_000_000,
        },
    )
