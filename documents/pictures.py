"""The pictures of a document: files beside it, or pictures that the library has already."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.errors import Findings, shortened
from documents.parsing import ReviewDocument
from documents.text_lines import Lines
from editions.library_pictures import LIBRARY, library_name
from images.decoding import MAX_BYTES, Picture, PictureRefused, check_name, read_picture
from images.intake import add_picture
from images.models import Image, name_validator
from spoilers import ParsedText

ALT_LENGTH = Image._meta.get_field("alt").max_length
NAME_LENGTH = Image._meta.get_field("name").max_length or 0


@dataclass
class Wanted:
    """A picture that the document names, and where it does so first.

    ``alt`` is for the library, which shows it to everyone: it comes from the lead image, the
    poster, or public text. What hidden text says of a picture stays in that text.
    """

    line: int
    alt: str = ""
    picture: Picture | None = None
    """What the file beside the document holds, if it is new to the library."""
    image: Image | None = None
    """The library's, if it is there."""


@dataclass
class Pictures:
    """The pictures of one document, by the names that it gives them."""

    folder: Path
    findings: Findings
    publish: bool
    wanted: dict[str, Wanted] = field(default_factory=dict)

    def collect(self, document: ReviewDocument, hidden: Collection[str] = ()) -> None:
        """Find all that the document names, and read them; report what is not there. ``hidden`` are
        the keys of the texts that are hidden whole."""
        facts = document.facts
        if facts.lead_image:
            self._want(facts.lead_image.name, facts.lead_image.line)
            if not facts.lead_image.alt:
                self._complain(
                    facts.lead_image.line,
                    _("The lead image has no alternative text: add lead_image_alt."),
                )
        for key, parsed in document.review.texts.items():
            self._collect_from(key, parsed, document.lines, is_hidden=key in hidden)
        for film in facts.films():
            if film.poster and film.columns:
                title = film.columns["title"] or film.slug
                alt = _("Poster of %(title)s") % {"title": title}
                self._want(film.poster.name, film.poster.line, alt)
        if facts.lead_image:
            # It alone is exported with its words: they are what the front matter says, or none.
            self.wanted[facts.lead_image.name].alt = (facts.lead_image.alt or "").strip()
        for name, wanted in self.wanted.items():
            self._read(name, wanted)

    def _collect_from(self, key: str, parsed: ParsedText, lines: Lines, *, is_hidden: bool) -> None:
        for picture in parsed.pictures:
            line = lines.of(key, picture.line)
            name = library_name(picture.source)
            if name is None:
                self._complain(
                    line,
                    _(
                        "The picture “%(source)s” lies elsewhere. Put it into the folder images "
                        "beside the file, and write images/ and its name."
                    )
                    % {"source": shortened(picture.source)},
                )
            elif not _is_name(name):
                self.findings.error(
                    line,
                    _("“%(source)s” is no name of a picture: write it like images/duel.jpg.")
                    % {"source": shortened(picture.source)},
                )
            else:
                is_public = picture.is_public and not is_hidden
                self._want(name, line, picture.alt if is_public else "")
                if not picture.alt.strip():
                    self._complain(
                        line,
                        _("The picture “%(source)s” has no alternative text: ![what it shows](…).")
                        % {"source": shortened(picture.source)},
                    )

    def warn_of_other_words(self, document: ReviewDocument) -> None:
        """Say that the library keeps its own words for a lead image that it has already."""
        lead = document.facts.lead_image
        image = self.image(lead.name) if lead else None
        if lead and lead.alt and image and image.alt != lead.alt:
            self.findings.warn(
                document.facts.lines["lead_image_alt"],
                _(
                    "The library has “%(path)s” with another alternative text, “%(alt)s”, and "
                    "keeps that. Import with --update to replace it."
                )
                % {"path": LIBRARY + image.name, "alt": shortened(image.alt)},
            )

    def _complain(self, line: int, sentence: str) -> None:
        """What may be in a manuscript, but is not published."""
        report = self.findings.error if self.publish else self.findings.warn
        report(line, sentence)

    def _want(self, name: str, line: int, alt: str = "") -> None:
        wanted = self.wanted.setdefault(name, Wanted(line))
        wanted.alt = wanted.alt or alt.strip()

    def _read(self, name: str, wanted: Wanted) -> None:
        try:
            path = self._path(name)
            data = path.read_bytes() if path else None
        except OSError as error:
            self.findings.error(
                wanted.line,
                _("“%(path)s” cannot be read: %(reason)s.")
                % {"path": LIBRARY + name, "reason": error.strerror or error},
            )
            return
        if data is None:
            wanted.image = Image.objects.filter(name=name).first()
            if wanted.image is None:
                self.findings.error(
                    wanted.line,
                    _("There is no “%(path)s” beside the file, and no such picture in the library.")
                    % {"path": LIBRARY + name},
                )
            return
        digest = sha256(data).hexdigest()
        wanted.image = Image.objects.of_digests(digest, digest).first()
        if wanted.image is None:
            try:
                picture = read_picture(data, name=LIBRARY + name)
                check_name(LIBRARY + name, picture)
                wanted.picture = picture
            except PictureRefused as error:
                self.findings.error(wanted.line, " ".join(error.messages))

    def _path(self, name: str) -> Path | None:
        """The picture's file, None if there is none; raises `OSError` for one that is not ours."""
        path = self.folder / LIBRARY / name
        if not path.is_file():
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise OSError(None, _("it leads out of the folder"))
        if path.stat().st_size > MAX_BYTES:
            raise OSError(None, _("it is larger than %(limit)d MB") % {"limit": MAX_BYTES // 2**20})
        return path

    def store(self) -> None:
        """Put what is new into the library."""
        for name, wanted in self.wanted.items():
            if wanted.image is None and wanted.picture is not None:
                alt = wanted.alt[:ALT_LENGTH]
                try:
                    wanted.image = add_picture(
                        picture=wanted.picture, name=name, alt=alt, decorative=not alt
                    )
                except ValidationError as error:
                    self.findings.error(wanted.line, " ".join(error.messages))

    def image(self, name: str) -> Image | None:
        return self.wanted[name].image

    def renamed(self) -> dict[str, str]:
        """The names that the library did not keep: each → the one that it gave."""
        return {
            name: wanted.image.name
            for name, wanted in self.wanted.items()
            if wanted.image and wanted.image.name != name
        }


def rename_pictures(markdown: str, names: dict[str, str]) -> str:
    """``markdown`` with its references to pictures rewritten as ``names`` says."""
    if not names:
        return markdown
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![\w./-]){re.escape(LIBRARY)}({either})(?![\w.-])"
    return re.sub(pattern, lambda match: LIBRARY + names[match[1]], markdown)


def _is_name(name: str) -> bool:
    try:
        name_validator(name)
    except ValidationError:
        return False
    return len(name) <= NAME_LENGTH
