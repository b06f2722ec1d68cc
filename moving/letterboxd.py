"""Reads the export of Letterboxd: a zip file with CSV files, or the folder that is in it.

Each review becomes a post. What was only logged, rated or marked as watched has no text, and is
counted.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.utils import timezone
from django.utils.translation import gettext as _

from moving.image_files import ImageFiles
from moving.imported import (
    BrokenPost,
    ImportedAuthor,
    ImportedFilm,
    ImportedPost,
    ImportedRating,
    OldAddress,
    Skipped,
    SourceRefused,
)
from moving.site_map import SiteMap
from moving.storable import storable
from moving.wordpress_html import paragraphs

COLUMNS = {"Date", "Name", "Year", "Letterboxd URI", "Review"}
MAX_BYTES = 200 * 1024 * 1024
"""Of one file, when it is unpacked."""

_NOT_OWN = {"deleted", "orphaned", "likes", "lists"}
"""Folders of the export with what the member has removed, or what is not by them."""

# A review may be longer than Python's default of 131,072 characters.
csv.field_size_limit(max(csv.field_size_limit(), 1_000_000))

_YEAR = re.compile(r"[0-9]{4}")

Row = dict[str, str]


class LetterboxdReader:
    def __init__(self, path: Path, files: ImageFiles, site_map: SiteMap) -> None:
        self.path = path
        self.files = files
        self.map = site_map
        self.skipped = Skipped()
        self.site_redirects: tuple[tuple[str, str], ...] = ()
        profile = next((row for _line, row in self._rows("profile.csv")), {})
        # A line that breaks off has None in its last columns.
        said = {column: value or "" for column, value in profile.items()}
        username = said.get("Username", "")
        names = (said.get("Given Name", ""), said.get("Family Name", ""))
        name = " ".join(filter(None, names)) or username
        self.author = ImportedAuthor(username, name, said.get("Email Address", ""))
        self.source = f"letterboxd:{username or path.stem}"[:200]
        self.ratings = {
            (row.get("Name", ""), row.get("Year", "")): row.get("Rating", "")
            for _line, row in self._rows("ratings.csv")
        }
        self._look_through()

    def posts(self) -> Iterator[ImportedPost | BrokenPost]:
        for line, row in self._rows("reviews.csv"):
            place = f"reviews.csv:{line}"
            is_whole = None not in row and None not in row.values()
            if is_whole and not row["Review"].strip():
                continue
            if not is_whole or not row["Name"]:
                reason = _("The line has no film, breaks off, or a quotation mark is missing.")
                yield BrokenPost(place, reason)
            else:
                yield self._post(row, f"{place} “{row['Name'][:60]}”")

    def old_addresses(self) -> Iterator[OldAddress]:
        """None: the addresses of Letterboxd are not those of a site of one's own."""
        return iter(())

    def _look_through(self) -> None:
        """Count the reviews, and what has none. Raises `SourceRefused` for a broken file."""
        reviewed = set()
        self.total = 0
        if self._find("reviews.csv") is None:
            raise SourceRefused(
                _(
                    "%(file)s: there is no reviews.csv in it. In Letterboxd choose Settings → Data "
                    "→ Export your data, and give the .zip file that it downloads."
                )
                % {"file": self.path}
            )
        if next(self._rows("reviews.csv"), None) is None:
            self.skipped.add(_("reviews.csv has no line below its heading"))
        for line, row in self._rows("reviews.csv"):
            if missing := sorted(COLUMNS - row.keys()):
                raise SourceRefused(
                    _("%(file)s: reviews.csv has no column “%(name)s” (line %(line)d).")
                    % {"file": self.path, "name": missing[0], "line": line}
                )
            if row["Review"] and row["Review"].strip():
                self.total += 1
                reviewed.add((row["Name"], row["Year"]))
        for name in ("diary.csv", "ratings.csv", "watched.csv"):
            films = [(row.get("Name"), row.get("Year")) for _line, row in self._rows(name)]
            if count := sum(film not in reviewed for film in films):
                reason = _("films of %(file)s without a review") % {"file": name}
                self.skipped.add(reason, count)

    def _post(self, row: Row, place: str) -> ImportedPost:
        year = row["Year"].strip()
        known = int(year) if _YEAR.fullmatch(year) else None
        tags = [tag.strip() for tag in row.get("Tags", "").split(",")]
        warnings = []
        if row.get("Rewatch", "").strip().lower() in ("yes", "true"):
            tags.append("rewatch")
        rating = row.get("Rating", "").strip()
        if not rating and (rating := self.ratings.get((row["Name"], row["Year"]), "")):
            warnings.append(_("The review has no rating; that of the film was taken."))
        return ImportedPost(
            place=place,
            source_id=row["Letterboxd URI"].strip() or f"{row['Date']} {row['Name']} {year}"[:200],
            title=row["Name"].strip(),
            body=paragraphs(row["Review"].replace("\r\n", "\n")),
            authors=(self.author,) if self.author.name else (),
            published_at=_moment(row["Date"]),
            tags=tuple(filter(None, tags)),
            language=self.map.language,
            rating=ImportedRating(rating.removesuffix(".0"), "stars") if rating else None,
            film=ImportedFilm(row["Name"].strip()[:200], known),
            warnings=tuple(warnings),
        )

    def _rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """The rows of the file ``name`` with the lines on which they end; none without the file."""
        with self._open(name) as file:
            if file is None:
                return
            try:
                rows = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
                for row in rows:
                    yield rows.line_num, storable(row)
            except (csv.Error, UnicodeDecodeError, BadZipFile, OSError) as error:
                raise SourceRefused(
                    _("%(file)s: %(name)s cannot be read: %(reason)s. Export again.")
                    % {"file": self.path, "name": name, "reason": error}
                ) from error

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes] | None]:
        where = self._find(name)
        if where is None:
            yield None
        elif self.path.is_dir():
            with (self.path / where).open("rb") as file:
                yield file
        else:
            with ZipFile(self.path) as archive, archive.open(where) as file:
                yield file

    def _find(self, name: str) -> str | None:
        """The path of the file ``name`` nearest to the top of the export."""
        found = []
        for inside in self._names():
            path = PurePosixPath(inside)
            if path.name == name and _NOT_OWN.isdisjoint(path.parts):
                found.append((len(path.parts), inside))
        return min(found)[1] if found else None

    def _names(self) -> list[str]:
        try:
            if self.path.is_dir():
                paths = self.path.rglob("*.csv")
                return [path.relative_to(self.path).as_posix() for path in paths]
            with ZipFile(self.path) as archive:
                for info in archive.infolist():
                    if info.filename.endswith(".csv") and info.file_size > MAX_BYTES:
                        raise SourceRefused(
                            _("%(file)s: %(name)s is larger than 200 MiB.")
                            % {"file": self.path, "name": info.filename}
                        )
                return archive.namelist()
        except BadZipFile as error:
            raise SourceRefused(
                _("%(file)s: this is no zip file, or it is damaged. Download it again.")
                % {"file": self.path}
            ) from error
        except OSError as error:
            raise SourceRefused(f"{self.path}: {error.strerror or error}.") from error


def _moment(day: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.strptime(day.strip(), "%Y-%m-%d"))  # noqa: DTZ007
    except ValueError:
        return None
