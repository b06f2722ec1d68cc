"""The sizes and formats in which a picture is served, and how they are encoded."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from pictures.models import PictureField, PictureFieldFile, PillowPicture
from PIL import Image as Pillow

WIDTHS = (320, 640, 1280, 2560)

ENCODER_OPTIONS: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 60, "speed": 8},
    "WEBP": {"quality": 80, "method": 4},
}
"""By format, the one with smaller files first: a browser takes the first that it supports."""

Renditions = dict[None, dict[str, dict[int, "Rendition"]]]


def widths(width: int) -> list[int]:
    """The widths of the renditions of a picture ``width`` pixels wide, ascending.

    They are its own width and those of `WIDTHS` that are well below it.
    """
    own = min(width, WIDTHS[-1])
    return [*(step for step in WIDTHS if step * 1.2 < own), own]


class Rendition(PillowPicture):
    """One size and format of a picture.

    django-pictures encodes AVIF ten times slower, and keeps an alpha channel in every picture.
    """

    def resize(self, image: Pillow.Image) -> Pillow.Image:
        height = max(1, round(image.height * self.width / image.width))
        smaller = image.resize((self.width, height), Pillow.Resampling.LANCZOS, reducing_gap=3)
        opaque = smaller.getchannel("A").getextrema() == (255, 255)
        return smaller.convert("RGB") if opaque else smaller

    def save(self, image: Pillow.Image) -> None:
        buffer = BytesIO()
        self.resize(image).save(buffer, self.file_type, **ENCODER_OPTIONS[self.file_type])
        # A storage would rename a file that exists, and pages would not find it.
        self.storage.delete(self.name)
        self.storage.save(self.name, ContentFile(buffer.getvalue()))


class LibraryFile(PictureFieldFile):
    @staticmethod
    def get_picture_files(
        *, file_name: str, img_width: int, storage: Storage, **kwargs: Any
    ) -> Renditions:
        """The renditions by format and width. None is the aspect ratio: the picture's own.

        django-pictures makes no rendition as wide as the picture itself, so a picture of 1,200
        pixels would be served with 640 at most.
        """
        return {
            None: {
                file_type: {
                    width: Rendition(file_name, file_type, None, storage, width)
                    for width in widths(img_width)
                }
                for file_type in ENCODER_OPTIONS
            }
        }


class LibraryField(PictureField):
    """A picture's file. Saving it makes the renditions."""

    attr_class = LibraryFile

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        # Renditions have nothing to do with the database.
        name, path, args, kwargs = super().deconstruct()
        for option in (
            "aspect_ratios",
            "breakpoints",
            "container_width",
            "file_types",
            "grid_columns",
            "pixel_densities",
        ):
            del kwargs[option]
        return name, path, args, kwargs
