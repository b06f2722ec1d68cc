"""The files of a picture's renditions: its sizes and formats in which it is served."""

from collections.abc import Mapping
from typing import Any

from django.core.files.storage import Storage
from pictures.models import PictureField, PictureFieldFile, PillowPicture

from images.transcoding import RENDITION_OPTIONS, widths

Renditions = dict[None, dict[str, dict[int, PillowPicture]]]


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
                    width: PillowPicture(file_name, file_type, None, storage, width)
                    for width in widths(img_width)
                }
                for file_type in RENDITION_OPTIONS
            }
        }


def rendition_files(image: Any, renditions: Mapping[tuple[str, int], bytes]) -> dict[str, bytes]:
    """The files of ``renditions``, by format and width, under their names in the storage."""
    return {
        rendition.name: renditions[rendition.file_type, rendition.width]
        for rendition in image.file.get_picture_files_list()
    }


class LibraryField(PictureField):
    """A picture's file and its renditions, which `images.intake` stores beside it."""

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
