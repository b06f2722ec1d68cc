"""Decodes, checks and re-encodes uploaded pictures. Only the pixels of a file are kept."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from images.renditions import WIDTHS

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000

MAX_WIDTH = WIDTHS[-1]
"""In pixels. Wider pictures are scaled down: no page shows them larger."""

DECODERS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""Pillow's decoders that uploads are given to. A file's content decides, not its name."""

# An MPO is a phone's JPEG followed by more pictures. Of it and of a GIF the first picture is kept.
STORED_AS = {"MPO": "JPEG", "GIF": "PNG"}

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

ENCODER_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "progressive": True, "optimize": True},
    "PNG": {},
    "WEBP": {"quality": 90, "method": 4},
    # Tiles depend on the number of processors, so the bytes and their digest would too.
    "AVIF": {"quality": 80, "speed": 8, "autotiling": False},
}


class PictureRefused(ValidationError):
    """The file cannot be accepted. The message says why, and how to repair it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to store and to serve."""

    data: bytes
    """Re-encoded, without metadata, upright, in sRGB, at most `MAX_WIDTH` wide."""
    format: str
    """One of `SUFFIXES`."""
    width: int
    height: int
    color: str
    """The dominant colour, "#rrggbb"; "" for a picture with transparent pixels."""
    digest: str
    """SHA-256 of ``data`` in hexadecimal digits. Equal pixels in one format have equal digests."""
    source_format: str
    """The format of the uploaded file, one of `ENDINGS`."""
    source_digest: str
    """SHA-256 of the uploaded file."""

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.format]


def read_picture(data: bytes, *, name: str) -> Picture:
    """Decode ``data``, the bytes of a whole file called ``name``. Raises `PictureRefused`.

    A file with too many pixels is refused by its header, before any pixel is decoded.
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
            params={"name": name, "size": -(-len(data) // 2**20), "limit": MAX_BYTES // 2**20},
        )
    image = _decode(data, name)
    image_format = STORED_AS.get(image.format or "", image.format or "")
    pixels = _pixels(image, name)
    encoded = _encode(pixels, image_format)
    return Picture(
        data=encoded,
        format=image_format,
        width=pixels.width,
        height=pixels.height,
        color=_dominant_color(pixels),
        digest=sha256(encoded).hexdigest(),
        source_format=image.format or "",
        source_digest=sha256(data).hexdigest(),
    )


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


def _decode(data: bytes, name: str) -> Pillow.Image:
    """The file's picture, of allowed size, with pixels not yet decoded."""
    too_large = _(
        "“%(name)s” has more than %(limit)d million pixels. Make it smaller: a width of 2,560 "
        "pixels fills any screen."
    )
    params = {"name": name, "limit": MAX_PIXELS // 1_000_000}
    try:
        image = Pillow.open(BytesIO(data), formats=DECODERS)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise PictureRefused(too_large, params=params) from error
    except Exception as error:  # Decoders raise errors of any type for malicious files.
        raise PictureRefused(
            _(
                "“%(name)s” is not a JPEG, PNG, WebP, AVIF or GIF picture, or it is damaged. "
                "Save it in one of these formats."
            ),
            params={"name": name},
        ) from error
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused(too_large, params=params)
    return image


def _pixels(image: Pillow.Image, name: str) -> Pillow.Image:
    """The decoded pixels: upright, in sRGB, with an alpha channel only if any is transparent."""
    try:
        image.draft(None, (MAX_WIDTH, MAX_WIDTH))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return _opaque(_within_width(_in_srgb(image)))
    except Exception as error:  # See `_decode`.
        raise PictureRefused(
            _("“%(name)s” is damaged or incomplete. Export or copy it again."),
            params={"name": name},
        ) from error


def _in_srgb(image: Pillow.Image) -> Pillow.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # Pillow would clip 16 bits to 8 instead of scaling them.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in {"1", "P", "PA", "LA"}:
        image = image.convert(mode)
    if profile:
        # A broken profile, or one for another colour mode, is ignored.
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, srgb, outputMode=mode) or image
    return image if image.mode == mode else image.convert(mode)


def _within_width(image: Pillow.Image) -> Pillow.Image:
    if image.width <= MAX_WIDTH:
        return image
    height = max(1, round(image.height * MAX_WIDTH / image.width))
    return image.resize((MAX_WIDTH, height), Pillow.Resampling.LANCZOS, reducing_gap=3)


def _opaque(image: Pillow.Image) -> Pillow.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _encode(pixels: Pillow.Image, image_format: str) -> bytes:
    pixels.info = {}  # Encoders would write the comments and profiles that are in it.
    buffer = BytesIO()
    pixels.save(buffer, image_format, **ENCODER_OPTIONS[image_format])
    return buffer.getvalue()


def _dominant_color(pixels: Pillow.Image) -> str:
    if pixels.mode == "RGBA":
        return ""
    small = pixels.copy() if max(pixels.size) <= 64 else pixels.resize((64, 64), reducing_gap=2)
    few = small.quantize(8)
    counts: list[Any] = few.getcolors() or []
    _count, index = max(counts)
    red, green, blue = (few.getpalette() or [])[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
