"""Exports reviews as documents: one review or edition, or all reviews with their pictures."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from documents.body_writer import BodyWriter
from documents.front_matter_writer import FrontMatterWriter
from documents.portable import portable
from documents.yaml_writer import to_yaml
from editions.content import ReviewContent
from editions.library_pictures import LIBRARY
from editions.manuscript import read_manuscript
from editions.models import Edition
from editions.parsed_review import ParsedReview, parse_review
from editions.publishing_problems import text_problems, unfinished
from editions.rerendering import content_of
from editions.serialisation import Unreadable
from images.models import Image
from reviews.models import Review
from spoilers import ParsedText, Unworkable


class NotExported(Exception):
    """Nothing can be exported, or not to this folder; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A document and the pictures that belong beside it."""

    slug: str
    text: str
    pictures: tuple[Image, ...]


def export_review(slug: str, edition: int | None = None) -> Exported:
    """The document of a review's manuscript, or of one edition. Raises `NotExported`, also for a
    manuscript that an import would refuse."""
    review = Review.objects.filter(slug=slug).first()
    if review is None:
        raise NotExported(_("There is no review “%(slug)s”.") % {"slug": slug})
    return _manuscript(review) if edition is None else _edition(review, edition)


def export_all(folder: Path) -> Iterator[Path]:
    """Write the documents of all reviews into ``folder``, their pictures into its folder images.

    Each file is replaced as a whole, or stays as it was. Yields the written paths. Raises
    `NotExported` and `OSError`; after the others, for reviews that cannot be exported.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: set[str] = set()
    refused: list[str] = []
    for review in Review.objects.order_by("slug"):
        try:
            exported = _manuscript(review)
        except NotExported as error:
            refused.append(str(error))
            continue
        yield _replace(folder, f"{exported.slug}.md", exported.text.encode())
        for picture in exported.pictures:
            if picture.name not in written:
                written.add(picture.name)
                with picture.file.open("rb") as file:
                    yield _replace(folder, LIBRARY + picture.name, file.read())
    if refused:
        raise NotExported("\n".join(refused))


def _manuscript(review: Review) -> Exported:
    manuscript = read_manuscript(review)
    return _exported(review, manuscript.content, manuscript.texts.values())


def _edition(review: Review, number: int) -> Exported:
    edition = Edition.objects.filter(review=review, number=number).first()
    if edition is None:
        raise NotExported(
            _("“%(slug)s” has no edition %(number)d.") % {"slug": review.slug, "number": number}
        )
    try:
        content = content_of(edition)
    except Unreadable as error:
        raise NotExported(_("The edition cannot be read: %s.") % error) from error
    return _exported(review, content)


def _exported(
    review: Review, content: ReviewContent, parsed: Iterable[ParsedText] = ()
) -> Exported:
    """``parsed`` are texts of ``content`` that are not parsed again. Raises `NotExported` for a
    text that cannot be parsed, and for a critique whose credits a document cannot name."""
    try:
        content = portable(content)
        is_unfinished = _is_unfinished(parse_review(content, parsed))
        front = FrontMatterWriter(content, review, unfinished=is_unfinished)
        if unnamed := list(_unnamed_credits(content, front)):
            raise NotExported(f"“{review.slug}”: {' '.join(unnamed)}")
        parts = [f"---\n{to_yaml(front.facts())}---", *BodyWriter(content, front.credits).blocks()]
    except Unworkable as error:
        raise NotExported(f"“{review.slug}”: {error.problem.message}") from error
    images = Image.objects.in_bulk([ref.id for ref in content.images if ref.id])
    pictures = front.pictures | {image.name: image for image in images.values()}
    text = "\n\n".join(parts) + "\n"
    return Exported(review.slug, text, tuple(pictures[name] for name in sorted(pictures)))


def _is_unfinished(review: ParsedReview) -> bool:
    """Whether an import would refuse ``review`` as a finished one."""
    known = {image.name for image in review.content.images}
    return (
        any(unfinished(review.content))
        or any(text_problems(review))
        or not review.library_pictures() <= known
    )


def _unnamed_credits(content: ReviewContent, front: FrontMatterWriter) -> Iterator[str]:
    named = {credit.pk for credit in front.credits}
    for critique in content.cast.items:
        if any(ref.id not in named for ref in critique.credits):
            yield _(
                "The critique “%(heading)s” has a credit of another film, or one without a person "
                "and a character. Choose its credits again."
            ) % {"heading": critique.heading}


def _replace(folder: Path, name: str, data: bytes) -> Path:
    """Write ``data`` to the file ``name`` below ``folder``, all of it or nothing."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if not path.parent.resolve().is_relative_to(folder.resolve()) or path.name != Path(name).name:
        raise NotExported(_("“%(path)s” is outside the export folder.") % {"path": path})
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path
