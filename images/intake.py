"""Adds pictures to the library, and removes the files of deleted ones."""

import errno
import logging
import weakref
from collections.abc import Iterable
from hashlib import sha256
from itertools import count
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from images.decoding import ENDINGS, UNAVAILABLE, Picture, PictureRefused, read_picture
from images.late_renditions import maker
from images.models import Image, random_path
from images.renditions import rendition_files
from images.slugs import slug_of
from images.storage_errors import StorageUnreachable

__all__ = [
    "Picture",
    "PictureRefused",
    "add_image",
    "add_picture",
    "image_of_file",
    "name_for",
    "read_picture",
]

logger = logging.getLogger(__name__)

STEM_LENGTH = 100


def add_image(
    *, name: str, data: bytes, alt: str, decorative: bool = False, credit: str = ""
) -> Image:
    """The image of the picture in ``data``, the bytes of a whole file; created unless it exists.

    An existing image is returned unchanged, with its own name, alternative text and credit. A new
    one whose ``name`` is taken gets a free name, "duel-2.jpg". A name whose ending does not fit the
    stored format gets the one that does: a GIF is stored as "duel.png".

    Raises `PictureRefused` for the file, `ValidationError` for the other arguments.
    """
    return add_picture(
        picture=read_picture(data, name=name),
        name=name,
        alt=alt,
        decorative=decorative,
        credit=credit,
    )


def add_picture(
    *, picture: Picture, name: str, alt: str, decorative: bool = False, credit: str = ""
) -> Image:
    """`add_image` for a picture that is already read; without its ``data`` no file is written.

    A new image gets the rights that the file names, and its credit if none is given.

    Renditions that the picture does not have are made after the commit. The files are removed again
    if this transaction, or one around it, is rolled back. Raises `PictureRefused` with the code
    `UNAVAILABLE` if they cannot be written.
    """
    if existing := _same_as(picture):
        return existing
    image = Image(
        name=name,
        width=picture.width,
        height=picture.height,
        color=picture.color,
        digest=picture.digest,
        source_digest=picture.source_digest,
        alt=alt,
        decorative=decorative,
        credit=credit or _of_file(picture, "credit"),
        rights=_of_file(picture, "rights"),
        license_url=_of_file(picture, "license_url"),
        renditions_due=timezone.now() if picture.renditions is None else None,
    )
    image.clean_fields(exclude={"file"})
    image.validate_constraints()
    image.name = _with_stored_ending(name, picture)
    image.file.name = random_path(image, f"picture.{picture.suffix}")
    try:
        if picture.data:
            _write_files(image, picture)
        stored = _insert(image, picture)
    finally:
        if image._state.adding:
            _remove(image.file.storage, files_of(image))
    if stored is image:
        _remove_on_rollback(image)
        if picture.renditions is None:
            transaction.on_commit(maker.make_soon)
    return stored


def image_of_file(data: bytes) -> Image | None:
    """The library's image of the file with these bytes, if it was added before or exported.

    Cheaper than `read_picture`. Other bytes with the same pixels are not found.
    """
    digest = sha256(data).hexdigest()
    return Image.objects.of_digests(digest, digest).first()


def name_for(filename: str, picture: Picture) -> str:
    """A name in the library for an uploaded file called ``filename``. The name may be taken."""
    stem = slug_of(PurePosixPath(filename.replace("\\", "/")).stem, STEM_LENGTH)
    return f"{stem or 'picture'}.{picture.suffix}"


def files_of(image: Image) -> list[str]:
    """The storage names of the file of ``image`` and of its renditions, existing or not."""
    if not image.file:
        return []
    renditions = sorted(rendition.name for rendition in image.file.get_picture_files_list())
    # The last name is the folder of the renditions: file storage removes it when it is empty.
    return [image.file.name, *renditions, str(PurePosixPath(image.file.name).with_suffix(""))]


def remove_files(sender: type[Image], instance: Image, **kwargs: Any) -> None:
    """Receives `post_delete`: removes the files of a deleted image after the commit."""
    storage, names = instance.file.storage, files_of(instance)
    transaction.on_commit(lambda: _remove(storage, names))


def _of_file(picture: Picture, name: str) -> str:
    """What the file says for the column ``name``; "" if the library does not take such a text."""
    text: str = getattr(picture.rights, name)
    try:
        Image(**{name: text}).clean_fields(
            exclude={field.name for field in Image._meta.fields} - {name}
        )
    except ValidationError:
        return ""
    return text


def _write_files(image: Image, picture: Picture) -> None:
    storage = image.file.storage
    files = {image.file.name: picture.data}
    if picture.renditions is not None:
        files |= rendition_files(image, picture.renditions)
    try:
        for name, data in files.items():
            storage.save(name, ContentFile(data))
    except OSError as error:
        logger.error("A picture cannot be stored: %s", error)
        raise PictureRefused(
            _(
                "“%(name)s” cannot be stored: %(reason)s. Nothing was changed. Tell the "
                "people who run the site."
            ),
            params={"name": image.name, "reason": _reason(error)},
            code=UNAVAILABLE,
        ) from error


def _reason(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("the disk is full")
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return _("the folder of the pictures is read-only")
    return error.strerror or str(error)


def _with_stored_ending(name: str, picture: Picture) -> str:
    """Exports write the file under this name, and imports check that the ending fits the format."""
    stem, _dot, ending = name.rpartition(".")
    return name if ending in ENDINGS[picture.format] else f"{stem}.{picture.suffix}"


def _same_as(picture: Picture) -> Image | None:
    return Image.objects.of_digests(picture.digest, picture.source_digest).first()


def _insert(image: Image, picture: Picture) -> Image:
    """Insert ``image`` under a free name; returns it, or the same picture's image if there is one.

    Another upload may add the same picture or take the name at the same time.
    """
    name = image.name
    while True:
        image.name = _free(name)
        try:
            with transaction.atomic():
                image.save(force_insert=True)
        except IntegrityError:
            if existing := _same_as(picture):
                return existing
            # If only the name was taken meanwhile, the next one is tried.
            if _free(name) == image.name:
                raise
        else:
            return image


def _free(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    stem = stem[:STEM_LENGTH]
    taken = set(Image.objects.filter(name__startswith=stem).values_list("name", flat=True))
    if name not in taken:
        return name
    candidates = (f"{stem}-{number}{dot}{suffix}" for number in count(2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _remove_on_rollback(image: Image) -> None:
    def keep() -> None:
        removal.detach()

    # Django sends no signal when it rolls back, but it drops the callbacks that waited for the
    # commit. So the files are removed when the callback is destroyed without having been called.
    removal = weakref.finalize(keep, _remove, image.file.storage, files_of(image))
    transaction.on_commit(keep)


def _remove(storage: Storage, names: Iterable[str]) -> None:
    for name in names:
        try:
            storage.delete(name)
        except StorageUnreachable as error:
            logger.error("Files remain, for find_orphan_files: %s, %s", name, error)
            return  # It would be waited for with each name.
        except OSError as error:
            logger.error("A file remains, for find_orphan_files: %s", error)
