"""The pictures of one post: found among the files of the export, read, and added to the library."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.pictures import ALT_LENGTH
from documents.renaming import rename
from editions.library_pictures import LIBRARY
from images.decoding import MAX_BYTES, UNAVAILABLE, Picture, PictureRefused, read_picture
from images.intake import add_picture, image_of_file, name_for
from images.models import Image
from images.slugs import slug_of
from moving.image_files import ImageFiles
from moving.imported import ImportedPost
from spoilers import parse

MOST_NAMED = 3
"""How many missing pictures a warning names."""

_STEM = 100


@dataclass
class PostPicture:
    """A picture that the post shows. ``name`` is its name in the text until it has that of the
    library. ``alt`` comes from public text only."""

    name: str
    path: Path
    alt: str = ""
    picture: Picture | None = None
    image: Image | None = None

    def read(self) -> None:
        """Takes up to some seconds, and must not be done in a transaction. Raises `PictureRefused`
        and `OSError`."""
        if self.path.stat().st_size > MAX_BYTES:
            raise PictureRefused(
                _("“%(name)s” is larger than %(limit)d MB. Make it smaller."),
                params={"name": self.path.name, "limit": MAX_BYTES // 1_000_000},
            )
        data = self.path.read_bytes()
        self.image = image_of_file(data)
        if self.image is None:
            self.picture = read_picture(data, name=self.path.name)

    def store(self) -> Image:
        if self.image is None:
            assert self.picture, "the file has been read"
            alt = self.alt[:ALT_LENGTH]
            name = name_for(self.path.name, self.picture)
            self.image = add_picture(picture=self.picture, name=name, alt=alt, decorative=not alt)
        return self.image


@dataclass
class PostPictures:
    """The pictures of ``post``, whose text is ``markdown``.

    First `find`, which reads nothing but the text, then `read`, then `store` in a transaction.
    """

    post: ImportedPost
    files: ImageFiles
    markdown: str
    warnings: list[str] = field(default_factory=list)
    lead: PostPicture | None = None
    _by_path: dict[Path, PostPicture] = field(default_factory=dict)
    _sources: dict[str, str] = field(default_factory=dict)
    _missing: dict[str, None] = field(default_factory=dict)

    def find(self) -> None:
        for picture in parse(self.markdown).pictures:
            found = self._found(picture.source, picture.alt if picture.is_public else "")
            if found and picture.source not in self._sources:
                self._sources[picture.source] = found.name
                self._rename(picture.source, found.name)
        if self.post.lead_image:
            self.lead = self._found(self.post.lead_image.source, self.post.lead_image.alt)
        if self._missing:
            self.warnings.append(self._missing_sentence())

    @property
    def count(self) -> int:
        return len(self._by_path)

    def read(self) -> None:
        for picture in list(self._by_path.values()):
            try:
                picture.read()
            except (PictureRefused, OSError) as error:
                self._leave_out(picture, error)

    def store(self) -> None:
        """Replaces the names in `markdown` by those of the library."""
        names = {}
        for picture in list(self._by_path.values()):
            try:
                names[picture.name] = picture.store().name
            except ValidationError as error:
                self._leave_out(picture, error)
        self.markdown = rename(self.markdown, films={}, pictures=names)

    @property
    def lead_image(self) -> Image | None:
        return self.lead.image if self.lead else None

    def _found(self, source: str, alt: str) -> PostPicture | None:
        path = self.files.find(source, self.post.near)
        if path is None:
            self._missing[source] = None
            return None
        if path not in self._by_path:
            stem = slug_of(path.stem, _STEM) or "picture"
            name = f"{stem}-{len(self._by_path) + 1}{path.suffix.lower()}"
            self._by_path[path] = PostPicture(name, path)
        found = self._by_path[path]
        found.alt = found.alt or " ".join(alt.split())
        return found

    def _rename(self, source: str, name: str) -> None:
        """Replace the address ``source`` of a picture in the text by ``name`` in the library."""
        image = re.compile(rf"(!\[[^\n]*?\]\()<?{re.escape(source)}>?(?=[\s)])")
        self.markdown = image.sub(lambda match: f"{match[1]}{LIBRARY}{name}", self.markdown)

    def _missing_sentence(self) -> str:
        count = len(self._missing)
        sources = ", ".join(f"“{source[:200]}”" for source in list(self._missing)[:MOST_NAMED])
        if count > MOST_NAMED:
            sources += ", …"
        return ngettext(
            "%(count)d picture is not among the files: %(sources)s. Add it by hand.",
            "%(count)d pictures are not among the files: %(sources)s. Add them by hand.",
            count,
        ) % {"count": count, "sources": sources}

    def _leave_out(self, picture: PostPicture, error: Exception) -> None:
        """Raises ``error`` if the picture may be stored later: then the post waits for it too."""
        if getattr(error, "code", "") == UNAVAILABLE:
            raise error
        reasons = error.messages if isinstance(error, ValidationError) else [str(error)]
        self.warnings.append(" ".join(reasons))
        del self._by_path[picture.path]
        if self.lead is picture:
            self.lead = None
