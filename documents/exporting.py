"""Rows, or an edition → documents, one or all of them."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from documents.fact_writer import Facts
from documents.portable import portable
from documents.writer import write_document
from editions.content import ReviewContent
from editions.library_pictures import LIBRARY
from editions.manuscript import read_manuscript
from editions.models import Edition
from editions.serialisation import Unreadable, content_from_json
from images.models import Image
from reviews.models import Review
from spoilers import Unworkable


class NotExported(Exception):
    """There is nothing to export, or nowhere to put it; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A document and the pictures that belong beside it."""

    slug: str
    text: str
    pictures: tuple[Image, ...]


def export_review(slug: str, edition: int | None = None) -> Exported:
    """The document of a review as its rows stand, or of one edition. Raises `NotExported`."""
    review = Review.objects.filter(slug=slug).first()
    if review is None:
        raise NotExported(_("There is no review “%(slug)s”.") % {"slug": slug})
    return _exported(review, _content(review, edition))


def export_all(folder: Path) -> Iterator[Path]:
    """Write the documents of all reviews into ``folder``, their pictures into its folder images.

    Each file is replaced whole, or not at all. Yields what was written. Raises `NotExported` and
    `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: set[str] = set()
    for review in Review.objects.order_by("slug"):
        exported = _exported(review, _content(review, None))
        yield _replace(folder, f"{exported.slug}.md", exported.text.encode())
        for picture in exported.pictures:
            if picture.name not in written:
                written.add(picture.name)
                with picture.file.open("rb") as file:
                    yield _replace(folder, LIBRARY + picture.name, file.read())


def _content(review: Review, number: int | None) -> ReviewContent:
    if number is None:
        return read_manuscript(review).content
    edition = Edition.objects.filter(review=review, number=number).first()
    if edition is None:
        raise NotExported(
            _("“%(slug)s” has no edition %(number)d.") % {"slug": review.slug, "number": number}
        )
    try:
        return content_from_json(edition.content, edition.content_schema)
    except Unreadable as error:
        raise NotExported(_("The edition cannot be read: %s.") % error) from error


def _exported(review: Review, content: ReviewContent) -> Exported:
    try:
        content = portable(content)
        facts = Facts(content, review)
        text = write_document(content, facts)
    except Unworkable as error:
        raise NotExported(f"“{review.slug}”: {error.problem.message}") from error
    images = Image.objects.in_bulk([ref.id for ref in content.images if ref.id])
    pictures = facts.pictures | {image.name: image for image in images.values()}
    return Exported(review.slug, text, tuple(pictures[name] for name in sorted(pictures)))


def _replace(folder: Path, name: str, data: bytes) -> Path:
    """Write ``data`` to ``name`` below ``folder``, whole or not at all."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if not path.parent.resolve().is_relative_to(folder.resolve()) or path.name != Path(name).name:
        raise NotExported(_("“%(path)s” leads out of the folder.") % {"path": path})
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(data)
            file.close()
            # What mktemp makes is for its owner alone; a document is an ordinary file.
            os.chmod(file.name, 0o666 & ~_umask())
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
