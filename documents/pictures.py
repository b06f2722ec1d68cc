"""Imports the pictures of a document: files beside it, or pictures of the library."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.alternative_texts import check_alternative_texts
from documents.errors import Findings, shortened
from documents.front_matter_types import is_picture_name
from documents.parsing import ReviewDocument
from documents.text_lines import TextLines
from editions.library_pictures import LIBRARY, library_name
from images.decoding import (
    MAX_BYTES,
    MEGABYTE,
    UNAVAILABLE,
    Picture,
    PictureRefused,
    check_name,
    read_picture,
)
from images.intake import add_picture, image_of_file
from images.models import Image
from spoilers import ParsedText

ALT_LENGTH = Image._meta.get_field("alt").max_length


@dataclass
class StagedPicture:
    """A picture that the document names, with the first line that names it.

    ``alt`` is for the library, which shows it to everyone: it comes from the lead image, the
    poster, or public text, never from hidden text. ``picture`` is the file beside the document, if
    it is new to the library; ``image`` is the library's, if it is there.
    """

    line: int
    alt: str = ""
    in_front_matter: bool = False
    picture: Picture | None = None
    image: Image | None = None


class PictureFiles:
    """Reads the files of pictures, each of them once.

    Reading takes seconds, so it must not be done in a transaction. If a transaction contains
    several documents, their pictures are read before it (`documents.importing.read_pictures`).
    Without ``keep_data`` the pictures can be added to the library in a dry run only.
    """

    def __init__(self, *, keep_data: bool = True) -> None:
        self.keep_data = keep_data
        self._read: dict[tuple[str, str], Picture | PictureRefused] = {}

    def read(self, data: bytes, *, name: str) -> Picture:
        """The picture in ``data``, the bytes of the file ``name``. Raises `PictureRefused`."""
        key = (name, sha256(data).hexdigest())
        if key not in self._read:
            try:
                picture = read_picture(data, name=name)
                check_name(name, picture)
                self._read[key] = (
                    picture if self.keep_data else replace(picture, data=b"", renditions={})
                )
            except PictureRefused as refused:
                self._read[key] = refused
        read = self._read[key]
        if isinstance(read, PictureRefused):
            raise read
        return read


@dataclass
class Pictures:
    """The pictures of one document, by the names that it gives them.

    First `collect`, which reads, then `store`, which writes in a transaction.
    """

    folder: Path
    findings: Findings
    publish: bool
    files: PictureFiles
    named: dict[str, StagedPicture] = field(default_factory=dict)

    def collect(self, document: ReviewDocument, hidden: Collection[str] = ()) -> None:
        """Find and read all pictures that ``document`` names; report missing and wrong ones.
        ``hidden`` are the keys of the texts that are hidden whole."""
        facts = document.facts
        if facts.lead_image:
            self._add(facts.lead_image.name, facts.lead_image.line, in_front_matter=True)
        for key, parsed in document.review.texts.items():
            self._collect_from(key, parsed, document.lines, is_hidden=key in hidden)
        for film in facts.films():
            if film.poster and film.columns:
                title = film.columns["title"] or film.slug
                alt = _("Poster of %(title)s") % {"title": title}
                self._add(film.poster.name, film.poster.line, alt, in_front_matter=True)
        if facts.lead_image:
            # The lead image is the only picture whose alternative text an export takes from the
            # library, so the library must have that of the front matter.
            self.named[facts.lead_image.name].alt = (facts.lead_image.alt or "").strip()
        check_alternative_texts(document, self._complain)
        for name, named in self.named.items():
            self._read(name, named)

    def _collect_from(
        self, key: str, parsed: ParsedText, lines: TextLines, *, is_hidden: bool
    ) -> None:
        for picture in parsed.pictures:
            line = lines.in_file(key, picture.line)
            name = library_name(picture.source)
            if name is None:
                self._complain(
                    line,
                    _(
                        "The picture “%(source)s” is not in the folder images. Put it into the "
                        "folder images next to the document, and write images/ and its name."
                    ),
                    source=shortened(picture.source),
                )
            elif not is_picture_name(name):
                self.findings.problem(
                    line,
                    _("“%(source)s” is not the name of a picture. Write it like images/duel.jpg."),
                    source=shortened(picture.source),
                )
            else:
                is_public = picture.is_public and not is_hidden
                self._add(name, line, picture.alt if is_public else "")

    def _complain(self, line: int, sentence: str, **values: Any) -> None:
        """Report something that a manuscript may hold but that cannot be published."""
        report = self.findings.error if self.publish else self.findings.warn
        report(line, sentence, **values)

    def _add(self, name: str, line: int, alt: str = "", *, in_front_matter: bool = False) -> None:
        named = self.named.setdefault(name, StagedPicture(line))
        named.alt = named.alt or alt.strip()
        named.in_front_matter |= in_front_matter

    def _read(self, name: str, named: StagedPicture) -> None:
        try:
            path = self._path(name)
            data = path.read_bytes() if path else None
        except OSError as error:
            self.findings.error(
                named.line,
                _("“%(path)s” cannot be read: %(reason)s."),
                path=LIBRARY + name,
                reason=error.strerror or error,
            )
            return
        if data is None:
            named.image = Image.objects.filter(name=name).first()
            if named.image is None:
                sentence = _(
                    "“%(path)s” is neither next to the document nor in the library. Add the "
                    "file, or correct its name."
                )
                # A text keeps the name of a picture that is missing, a column cannot.
                report = self.findings.error if named.in_front_matter else self.findings.problem
                report(named.line, sentence, path=LIBRARY + name)
            return
        named.image = image_of_file(data)
        if named.image is None:
            try:
                named.picture = self.files.read(data, name=LIBRARY + name)
            except PictureRefused as error:
                self.findings.error(named.line, " ".join(error.messages))

    def _path(self, name: str) -> Path | None:
        """The picture's file, None if there is none. Raises `OSError` for one that is outside the
        folder or too large."""
        path = self.folder / LIBRARY / name
        if not path.is_file():
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise OSError(None, _("it is outside the folder of the document"))
        if path.stat().st_size > MAX_BYTES:
            raise OSError(
                None, _("it is larger than %(limit)d MB") % {"limit": MAX_BYTES // MEGABYTE}
            )
        return path

    def store(self) -> None:
        """Add the new pictures to the library."""
        for name, named in self.named.items():
            if named.image is None and named.picture is not None:
                alt = named.alt[:ALT_LENGTH]
                try:
                    named.image = add_picture(
                        picture=named.picture, name=name, alt=alt, decorative=not alt
                    )
                except ValidationError as error:
                    self.findings.error(named.line, " ".join(error.messages))
                    if getattr(error, "code", "") == UNAVAILABLE:
                        return  # So is the storage for the others, and each would be waited for.

    def image(self, name: str) -> Image | None:
        return self.named[name].image

    def renamed(self) -> dict[str, str]:
        """The names of the document that differ from those of the library, with the latter."""
        return {
            name: named.image.name
            for name, named in self.named.items()
            if named.image and named.image.name != name
        }
