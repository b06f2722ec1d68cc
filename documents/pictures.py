"""Imports the pictures of a document: files beside it, or pictures of the library."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.errors import Findings, shortened
from documents.front_matter_types import is_picture_name
from documents.parsing import ReviewDocument
from documents.text_lines import TextLines
from editions.mentions import LIBRARY
from editions.review_texts import MarkdownText, markdown_texts
from images.decoding import MAX_BYTES, Picture, PictureRefused, check_name, read_picture
from images.intake import add_picture
from images.models import Image
from spoilers import redact

ALT_LENGTH = Image._meta.get_field("alt").max_length

_USE = re.compile(r'<img src="use/(\d+)"')


@dataclass
class NamedPicture:
    """A picture that the document names, with the first line that names it.

    ``alt`` is for the library, which shows it to everyone: it comes from the lead image, the
    poster, or public text, never from hidden text. ``picture`` is the file beside the document, if
    it is new to the library; ``image`` is the library's, if it is there.
    """

    line: int
    alt: str = ""
    picture: Picture | None = None
    image: Image | None = None


@dataclass
class Pictures:
    """The pictures of one document, by the names that it gives them.

    First `collect`, which reads, then `store`, which writes.
    """

    folder: Path
    findings: Findings
    publish: bool
    named: dict[str, NamedPicture] = field(default_factory=dict)

    def collect(self, document: ReviewDocument, hidden: Collection[str] = ()) -> None:
        """Find and read all pictures that ``document`` names; report missing and wrong ones.
        ``hidden`` are the keys of the texts that are hidden whole."""
        facts = document.facts
        if facts.lead_image:
            self._add(facts.lead_image.name, facts.lead_image.line)
            if not facts.lead_image.alt:
                self._complain(
                    facts.lead_image.line,
                    _("The lead image has no alternative text: add lead_image_alt."),
                )
        for text in markdown_texts(document.content):
            self._collect_from(text, document.lines, is_hidden=text.key in hidden)
        for film in facts.films():
            if film.poster and film.columns:
                title = film.columns["title"] or film.slug
                alt = _("Poster of %(title)s") % {"title": title}
                self._add(film.poster.name, film.poster.line, alt)
        if facts.lead_image:
            # An export writes the library's alternative text of the lead image alone: it must be
            # that of the front matter.
            self.named[facts.lead_image.name].alt = (facts.lead_image.alt or "").strip()
        for name, named in self.named.items():
            self._read(name, named)

    def _collect_from(self, text: MarkdownText, text_lines: TextLines, *, is_hidden: bool) -> None:
        lines = text.markdown.split("\n")
        uses: list[tuple[str, int, str]] = []

        def image(src: str, alt: str, title: str) -> str:
            found = next((at for at, each in enumerate(lines, start=1) if src in each), 1)
            line = text_lines.in_file(text.key, found)
            name = src.removeprefix(LIBRARY)
            if src == name:
                self._complain(
                    line,
                    _(
                        "The picture “%(source)s” lies elsewhere. Put it into the folder images "
                        "beside the file, and write images/ and its name."
                    ),
                    source=shortened(src),
                )
            elif not is_picture_name(name):
                self.findings.error(
                    line,
                    _("“%(source)s” is no name of a picture: write it like images/duel.jpg."),
                    source=shortened(src),
                )
            else:
                self._add(name, line)
                uses.append((name, line, alt))
                if not alt.strip():
                    self._complain(
                        line,
                        _("The picture “%(source)s” has no alternative text: ![what it shows](…)."),
                        source=shortened(src),
                    )
            # If this stays in the redacted text, the picture is public.
            return f'<img src="use/{len(uses) - 1}">'

        redacted = redact(
            text.markdown,
            film=0,
            key=text.key,
            film_id=lambda slug: 0,
            image=image,
            min_heading=text.min_heading,
        )
        if not is_hidden:
            for use in _USE.findall(redacted.html):
                self._add(*uses[int(use)])

    def warn_of_other_alt(self, document: ReviewDocument) -> None:
        """Warn if the library has the lead image with another alternative text, which it keeps."""
        lead = document.facts.lead_image
        image = self.image(lead.name) if lead else None
        if lead and lead.alt and image and image.alt != lead.alt:
            self.findings.warn(
                document.facts.lines["lead_image_alt"],
                _(
                    "The library has “%(path)s” with another alternative text, “%(alt)s”, and "
                    "keeps that. Import with --update to replace it."
                ),
                path=LIBRARY + image.name,
                alt=shortened(image.alt),
            )

    def _complain(self, line: int, sentence: str, **values: Any) -> None:
        """Report something that a manuscript may hold but that cannot be published."""
        report = self.findings.error if self.publish else self.findings.warn
        report(line, sentence, **values)

    def _add(self, name: str, line: int, alt: str = "") -> None:
        named = self.named.setdefault(name, NamedPicture(line))
        named.alt = named.alt or alt.strip()

    def _read(self, name: str, named: NamedPicture) -> None:
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
                    "There is no “%(path)s” beside the file, and no such picture in the library."
                )
                self.findings.error(named.line, sentence, path=LIBRARY + name)
            return
        digest = sha256(data).hexdigest()
        named.image = Image.objects.of_digests(digest, digest).first()
        if named.image is None:
            try:
                picture = read_picture(data, name=LIBRARY + name)
                check_name(LIBRARY + name, picture)
                named.picture = picture
            except PictureRefused as error:
                self.findings.error(named.line, " ".join(error.messages))

    def _path(self, name: str) -> Path | None:
        """The picture's file, None if there is none. Raises `OSError` for one that is outside the
        folder or too large."""
        path = self.folder / LIBRARY / name
        if not path.is_file():
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise OSError(None, _("it leads out of the folder"))
        if path.stat().st_size > MAX_BYTES:
            raise OSError(None, _("it is larger than %(limit)d MB") % {"limit": MAX_BYTES // 2**20})
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

    def image(self, name: str) -> Image | None:
        return self.named[name].image

    def renamed(self) -> dict[str, str]:
        """The names of the document that differ from those of the library, with the latter."""
        return {
            name: named.image.name
            for name, named in self.named.items()
            if named.image and named.image.name != name
        }
