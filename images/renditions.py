"""Which sizes and formats of a picture are made, and how they are encoded."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from pictures.models import PictureField, PictureFieldFile, PillowPicture
from PIL import Image as Pillow

WIDTHS = (320, 640, 1280, 2560)

ENCODER: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 60, "speed": 8},
    "WEBP": {"quality": 80, "method": 4},
}
"""By format, the smaller files first: a reader's browser takes the first that it knows."""

Renditions = dict[None, dict[str, dict[int, "Rendition"]]]


def widths(width: int) -> list[int]:
    """The widths in which a picture is made: some that are well below its own, and its own."""
    own = min(width, WIDTHS[-1])
    return [*(step for step in WIDTHS if step * 1.2 < own), own]


class Rendition(PillowPicture):
    """One size and format of a picture.

    The library's own encodes AVIF ten times slower, and carries an alpha channel everywhere.
    """

    def resize(self, image: Pillow.Image) -> Pillow.Image:
        height = max(1, round(image.height * self.width / image.width))
        smaller = image.resize((self.width, height), Pillow.Resampling.LANCZOS, reducing_gap=3)
        opaque = smaller.getchannel("A").getextrema() == (255, 255)
        return smaller.convert("RGB") if opaque else smaller

    def save(self, image: Pillow.Image) -> None:
        buffer = BytesIO()
        self.resize(image).save(buffer, self.file_type, **ENCODER[self.file_type])
        # Storages rename what would collide, and then its address would be another.
        self.storage.delete(self.name)
        self.storage.save(self.name, ContentFile(buffer.getvalue()))


class LibraryFile(PictureFieldFile):
    @staticmethod
    def get_picture_files(
        *, file_name: str, img_width: int, storage: Storage, **kwargs: Any
    ) -> Renditions:
        """By format and width; in the picture's own proportions alone, which is the None.

        The library's own makes no rendition as wide as the picture, so one of 1,200 pixels would
        be shown no sharper than its 640.
        """
        return {
            None: {
                file_type: {
                    width: Rendition(file_name, file_type, None, storage, width)
                    for width in widths(img_width)
                }
                for file_type in ENCODER
            }
        }


class LibraryField(PictureField):
    """A picture's file; it makes the renditions when it is saved, as the settings say."""

    attr_class = LibraryFile

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        # Which renditions are made is no matter of the database.
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
