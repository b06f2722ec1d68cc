"""Reads the export of Ghost: one JSON file, with texts as HTML, Lexical or Mobiledoc."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from moving.film_titles import film_of_title
from moving.ghost_lexical import lexical_html
from moving.ghost_mobiledoc import mobiledoc_html
from moving.image_files import ImageFiles
from moving.imported import (
    AddressKind,
    BrokenPost,
    ImportedAuthor,
    ImportedImage,
    ImportedPost,
    OldAddress,
    Skipped,
    SourceRefused,
)
from moving.json_tables import BrokenJson, JsonTables, Row
from moving.site_map import SiteMap
from moving.texts import is_public

_SITE = re.compile(r"__GHOST_URL__")
# A card that Ghost shows to members only, or in mails only.
_GATED = re.compile(
    r"<!--\s*kg-gated-block:begin[^>]*nonMember:\s*false"
    r'|\\*"(?:nonMember|showOnWeb)\\*"\s*:\s*false|\\*"emailOnly\\*"\s*:\s*true'
)
_PICTURE_OF_SIZE = re.compile(r"(/content/images/)size/w\d+(?:h\d+)?/")


class GhostReader:
    def __init__(self, path: Path, files: ImageFiles, site_map: SiteMap) -> None:
        self.path = path
        self.files = files
        self.map = site_map
        self.skipped = Skipped()
        self.site_redirects: tuple[tuple[str, str], ...] = (("/rss/", "/feeds/reviews.rss"),)
        self.tables = self._tables()
        self.users = {str(user.get("id")): user for user in self._table("users")}
        self.tags = {str(tag.get("id")): tag for tag in self._table("tags")}
        self.meta = {str(meta.get("post_id")): meta for meta in self._table("posts_meta")}
        self.authors_of = self._related("posts_authors", "author_id")
        self.tags_of = self._related("posts_tags", "tag_id")
        settings = {str(row.get("key")): row.get("value") for row in self._table("settings")}
        self.language = str(settings.get("locale") or settings.get("default_locale") or "")
        self.source = f"ghost:{settings.get('title') or path.stem}"[:200]
        self.total = sum(map(_is_post, self._table("posts")))

    def posts(self) -> Iterator[ImportedPost | BrokenPost]:
        for number, row in enumerate(self._table("posts"), 1):
            if not _is_post(row):
                self.skipped.add(_("of the type “%(type)s”") % {"type": "page"})
                continue
            title = " ".join(str(row.get("title") or "").split())
            place = _("post %(id)s") % {"id": row.get("slug") or row.get("id") or number}
            if title and is_public(title):
                place += f" “{title[:60]}”"
            try:
                yield self._post(row, title, place)
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
                reason = _("Its text cannot be read (%(kind)s). Copy it by hand.")
                yield BrokenPost(place, reason % {"kind": type(error).__name__})

    def old_addresses(self) -> Iterator[OldAddress]:
        for user in self.users.values():
            author = _author(user)
            if author.key:
                path = self.map.address_of("author", author.key)
                yield OldAddress(
                    AddressKind.AUTHOR, (path,), author.key, author=author, feeds=(f"{path}rss/",)
                )
        for tag in self.tags.values():
            slug, name = str(tag.get("slug") or ""), str(tag.get("name") or "")
            # A name with # is one that Ghost shows to nobody.
            if slug and not name.startswith("#"):
                path = self.map.address_of("tag", slug)
                yield OldAddress(AddressKind.TAG, (path,), slug, name, feeds=(f"{path}rss/",))
        for row in self._table("posts"):
            slug = str(row.get("slug") or "")
            if not _is_post(row) and slug and row.get("status") == "published":
                yield OldAddress(AddressKind.PAGE, (f"/{slug}/",), slug)

    def _tables(self) -> JsonTables:
        try:
            tables = JsonTables(self.path)
        except OSError as error:
            raise SourceRefused(f"{self.path}: {error.strerror or error}.") from error
        except BrokenJson as error:
            raise SourceRefused(
                _("%(file)s:%(line)d: this is not valid JSON. Export again.")
                % {"file": self.path, "line": error.line}
            ) from error
        if "posts" not in tables:
            raise SourceRefused(
                _(
                    "%(file)s: this is no export of Ghost. In its admin choose Settings → "
                    "Import/Export → Export content, and give the .json file that it downloads."
                )
                % {"file": self.path}
            )
        return tables

    def _table(self, name: str) -> Iterator[Row]:
        return self.tables.rows(name)

    def _related(self, table: str, column: str) -> dict[str, list[str]]:
        """The ids of ``column`` for each post, in their order."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in sorted(self._table(table), key=_position):
            found[str(row.get("post_id"))].append(str(row.get(column)))
        return found

    def _post(self, row: dict[str, Any], title: str, place: str) -> ImportedPost:
        pk, warnings = str(row.get("id") or row.get("slug") or ""), list[str]()
        if not pk:
            raise ValueError("no id")
        meta = self.meta.get(pk, {})
        authors = self.authors_of.get(pk) or [str(row.get("author_id"))]
        tags = (str(self.tags.get(tag, {}).get("name") or "") for tag in self.tags_of.get(pk, ()))
        image = _address(row.get("feature_image"))
        alt = str(meta.get("feature_image_alt") or row.get("feature_image_alt") or "")
        slug = str(row.get("slug") or "")
        is_for_all = row.get("visibility", "public") in (None, "public")
        if _GATED.search(_stored_text(row)):
            is_for_all = False
            warnings.append(
                _("A part of it was not for everybody. The draft has it: look at it with care.")
            )
        return ImportedPost(
            place=place,
            source_id=pk,
            title=title,
            body=_address(_html(row, warnings)),
            slug=slug,
            old_paths=(f"/{slug}/",) if slug else (),
            authors=tuple(_author(self.users[key]) for key in authors if key in self.users),
            published_at=_moment(row.get("published_at")),
            was_public=row.get("status") in ("published", "scheduled") and is_for_all,
            tags=tuple(filter(None, tags)),
            standfirst=str(row.get("custom_excerpt") or ""),
            description=str(meta.get("meta_description") or row.get("meta_description") or ""),
            language=self.map.language or self.language,
            film=film_of_title(title),
            lead_image=ImportedImage(image, alt) if image else None,
            warnings=tuple(warnings),
        )


def _position(row: Row) -> float:
    position = row.get("sort_order")
    return position if isinstance(position, int | float) else 0


def _is_post(row: dict[str, Any]) -> bool:
    return row.get("type", "post") == "post" and not row.get("page")


def _stored_text(row: dict[str, Any]) -> str:
    return next((str(row[name]) for name in ("html", "lexical", "mobiledoc") if row.get(name)), "")


def _html(row: dict[str, Any], warnings: list[str]) -> str:
    """The text of a post: the HTML that Ghost made of it, or else what the editor stored."""
    if html := str(row.get("html") or "").strip():
        return html
    if row.get("lexical"):
        return lexical_html(str(row["lexical"]), warnings)
    if row.get("mobiledoc"):
        return mobiledoc_html(str(row["mobiledoc"]), warnings)
    return ""


def _address(text: Any) -> str:
    """``text`` with addresses within the site, and with those of the pictures in full size."""
    return _PICTURE_OF_SIZE.sub(r"\1", _SITE.sub("", str(text or "")))


def _author(user: dict[str, Any]) -> ImportedAuthor:
    return ImportedAuthor(
        str(user.get("slug") or ""), str(user.get("name") or ""), str(user.get("email") or "")
    )


def _moment(value: Any) -> datetime | None:
    """From ISO 8601 or, in old exports, milliseconds."""
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000, UTC)
        found = parse_datetime(str(value or "").strip())
    except (ValueError, OverflowError, OSError):
        return None
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None
