"""Reads the export of WordPress (WXR 1.2), item by item.

The file is read twice. The first time finds its errors, the authors and the attachments, so that
nothing is written if it breaks off. Memory is needed for one item and for the addresses of the
attachments.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse
from django.utils.translation import gettext as _

from moving.film_titles import film_of_title
from moving.image_files import ImageFiles
from moving.imported import (
    BrokenPost,
    ImportedAuthor,
    ImportedFilm,
    ImportedImage,
    ImportedPost,
    ImportedRating,
    OldAddress,
    Skipped,
    SourceRefused,
)
from moving.paths import path_of
from moving.plugin_ratings import description_of, item_of, rating_of, readers_votes
from moving.site_map import SiteMap
from moving.texts import hides, without_tags
from moving.wordpress_addresses import UNCATEGORIZED, WordPressAddresses
from moving.wordpress_html import Attachment, PostHTML, rating_blocks

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
EXCERPT = re.compile(r"\{https?://wordpress\.org/export/1\.\d/excerpt/\}encoded")
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"

_WP = re.compile(r"\{https?://wordpress\.org/export/1\.\d/\}(\w+)")
_REVIEW_TYPE = re.compile(r"review|film|movie|kritik|critique", re.I)
_IMDB = re.compile(r"tt\d{7,9}")
_NO_POSTS = {"trash", "auto-draft", "inherit"}
_REDIRECTS = (
    ("/feed/", "/feeds/reviews.rss"),
    ("/?feed=rss2", "/feeds/reviews.rss"),
    ("/feed/atom/", "/feeds/reviews.atom"),
    ("/rss/", "/feeds/reviews.rss"),
)


class WordPressReader:
    def __init__(self, path: Path, files: ImageFiles, site_map: SiteMap) -> None:
        self.path = path
        self.files = files
        self.map = site_map
        self.total = 0
        self.skipped = Skipped()
        self.site = ""
        self.language = ""
        self.authors: dict[str, ImportedAuthor] = {}
        self.attachments: dict[str, Attachment] = {}
        self._of_post: dict[str, list[str]] = {}
        self._addresses = WordPressAddresses(site_map)
        self._look_through()
        self.source = f"wordpress:{self.site or path.name}"[:200]
        self.site_redirects: tuple[tuple[str, str], ...] = _REDIRECTS

    def posts(self) -> Iterator[ImportedPost | BrokenPost]:
        for item in self._items():
            kind, status = _wp(item, "post_type") or "post", _wp(item, "status")
            if kind == "attachment":
                continue
            if not _is_review_type(kind):
                self.skipped.add(_("of the type “%(type)s”") % {"type": kind})
            elif status in _NO_POSTS:
                self.skipped.add(_("with the status “%(status)s”") % {"status": status})
            else:
                place = _place(item)
                try:
                    yield self._post(item, place)
                except ValueError as error:
                    yield BrokenPost(place, str(error))

    def old_addresses(self) -> Iterator[OldAddress]:
        return self._addresses.all()

    def _look_through(self) -> None:
        is_wordpress = False
        for item in self._items(with_channel=True):
            name = _wp_name(item)
            if name in ("wxr_version", "base_site_url", "base_blog_url"):
                is_wordpress = True
                if name == "base_blog_url" or not self.site:
                    self.site = (item.text or "").strip() if "url" in name else self.site
            elif name == "author":
                author = ImportedAuthor(
                    _wp(item, "author_login"),
                    unescape(_wp(item, "author_display_name")),
                    _wp(item, "author_email"),
                )
                self.authors[author.key] = author
                self._addresses.add_author(author, _wp(item, "author_id"))
            elif name == "category":
                self._addresses.add_term(
                    "category",
                    _wp(item, "category_nicename"),
                    _wp(item, "cat_name"),
                    _wp(item, "term_id"),
                    _wp(item, "category_parent"),
                )
            elif name == "tag":
                self._addresses.add_term(
                    "post_tag", _wp(item, "tag_slug"), _wp(item, "tag_name"), _wp(item, "term_id")
                )
            elif item.tag == "language":
                self.language = (item.text or "").strip()
            elif item.tag == "item":
                self._count(item)
        if not is_wordpress:
            raise SourceRefused(
                _(
                    "%(file)s: this is no export of WordPress. In its admin choose Tools → Export "
                    "→ All content, and give the .xml file that it downloads."
                )
                % {"file": self.path}
            )

    def _count(self, item: Element) -> None:
        kind = _wp(item, "post_type") or "post"
        if kind == "attachment":
            pk, parent = _wp(item, "post_id"), _wp(item, "post_parent")
            alt = _meta(item).get("_wp_attachment_image_alt", "")
            self.attachments[pk] = Attachment(_wp(item, "attachment_url"), alt, parent)
            self._of_post.setdefault(parent, []).append(pk)
            if link := _text(item, "link"):
                self._addresses.add_picture(link, pk, parent)
        elif kind == "page" and _wp(item, "status") == "publish":
            self._addresses.add_page(
                _text(item, "link"), _wp(item, "post_id"), _wp(item, "post_name")
            )
        elif _is_review_type(kind) and _wp(item, "status") not in _NO_POSTS:
            self.total += 1
            for each in item.findall("category"):
                slug = each.get("nicename") or ""
                self._addresses.add_term(each.get("domain") or "", slug, each.text or "")

    def _items(self, *, with_channel: bool = False) -> Iterator[Element]:
        """The items of the channel; with ``with_channel`` all its other elements, too."""
        try:
            with self.path.open("rb") as file:
                stack: list[Element] = []
                builder = _Builder()
                builder.parser = DefusedXMLParser(target=builder)
                events = iterparse(file, events=("start", "end"), parser=builder.parser)
                for event, element in events:
                    if event == "start":
                        stack.append(element)
                        continue
                    stack.pop()
                    if len(stack) == 2:
                        if element.tag == "item" or with_channel:
                            yield element
                        # Otherwise the whole file would stay in memory.
                        stack[-1].clear()
        except OSError as error:
            raise SourceRefused(f"{self.path}: {error.strerror or error}.") from error
        except (ParseError, UnicodeError, LookupError) as error:
            line, column = getattr(error, "position", (1, 0))
            raise SourceRefused(
                _(
                    "%(file)s:%(line)d: the XML is broken at character %(column)d (%(reason)s). "
                    "Nothing was imported. Export again, or open the file in an editor and remove "
                    "or replace what is there."
                )
                % {"file": self.path, "line": line, "column": column + 1, "reason": error}
            ) from error
        except DefusedXmlException as error:
            raise SourceRefused(
                _(
                    "%(file)s: the file declares entities of its own, which an export of WordPress "
                    "does not. Remove its <!DOCTYPE …>."
                )
                % {"file": self.path}
            ) from error

    def _post(self, item: Element, place: str) -> ImportedPost:
        pk, meta = _wp(item, "post_id"), _meta(item)
        link = _text(item, "link")
        # Other programs that write such files may leave the id out.
        source_id = pk or _text(item, "guid") or link
        if not source_id:
            raise ValueError(_("It has no id, by which it could be found again."))
        content = _text(item, CONTENT)
        html = PostHTML(
            self.attachments.get,
            lambda: (self.attachments[each] for each in self._of_post.get(pk, ())),
        )
        title = _title(item)
        status = _wp(item, "status")
        was_public = status in ("publish", "future", "") and not _wp(item, "post_password")
        body = html.convert(content)
        image = self.attachments.get(meta.get("_thumbnail_id", ""))
        excerpt = next((e.text or "" for e in item if EXCERPT.fullmatch(str(e.tag))), "")
        return ImportedPost(
            place=place,
            source_id=source_id,
            title=title,
            body=body,
            # WordPress makes it of the title.
            slug="" if _is_title_hidden(item) else _wp(item, "post_name"),
            old_paths=tuple(
                dict.fromkeys(filter(None, (path_of(link), f"/?p={pk}" if pk else "")))
            ),
            authors=self._authors(item),
            published_at=_moment(item),
            was_public=was_public,
            tags=_tags(item),
            standfirst=excerpt,
            description=description_of(meta),
            language=self.map.language or self.language,
            rating=self._rating(meta, content),
            film=_film(meta, title),
            lead_image=ImportedImage(image.url, image.alt) if image else None,
            warnings=(*html.warnings, *readers_votes(meta)),
        )

    def _authors(self, item: Element) -> tuple[ImportedAuthor, ...]:
        """The authors that the plugin Co-Authors Plus stores as categories, or else the creator."""
        together = [
            (unescape((e.text or "").strip()), (e.get("nicename") or "").removeprefix("cap-"))
            for e in item.findall("category")
            if e.get("domain") == "author"
        ] or [("", _text(item, CREATOR))]
        found = (
            self.authors.get(login) or ImportedAuthor(login, name or login)
            for name, login in together
        )
        return tuple(dict.fromkeys(author for author in found if author.key))

    def _rating(self, meta: dict[str, str], content: str) -> ImportedRating | None:
        if self.map.rating_field and (score := meta.get(self.map.rating_field, "").strip()):
            return ImportedRating(score, self.map.rating_scale)
        if found := rating_of(meta):
            return found
        for block in rating_blocks(content):
            if (score := str(block.get("rating") or "")) and block.get("maxRating", 5) == 5:
                return ImportedRating(score, "stars")
        return None


class _Builder(TreeBuilder):
    """Notes for each item the line on which it begins."""

    parser: Any

    def start(self, tag: str, attributes: dict[Any, Any], /) -> Element:
        element = super().start(tag, attributes)
        if tag == "item":
            element.set("line", str(self.parser.parser.CurrentLineNumber))
        return element


def _is_review_type(kind: str) -> bool:
    return kind == "post" or bool(_REVIEW_TYPE.search(kind))


def _film(meta: dict[str, str], title: str) -> ImportedFilm:
    """The ids and the title of the film by the meta fields, else by the title of the post."""
    imdb = next(
        (
            match[0]
            for name, value in meta.items()
            if "imdb" in name.lower() and len(value) < 200 and (match := _IMDB.search(value))
        ),
        "",
    )
    tmdb = next(
        (
            int(value)
            for name, value in meta.items()
            if re.fullmatch(r"_?tmdb(?:[_-]?(?:movie[_-]?)?id)?", name.lower())
            and re.fullmatch(r"[1-9]\d{0,8}", value.strip())
        ),
        None,
    )
    guessed = film_of_title(item_of(meta)) if item_of(meta) else ImportedFilm()
    item = guessed.title or " ".join(item_of(meta).split())[:200]
    by_title = film_of_title(title)
    if item:
        year = guessed.year or (by_title.year if by_title.title.lower() == item.lower() else None)
        return ImportedFilm(item, year, imdb, tmdb)
    return ImportedFilm(by_title.title, by_title.year, imdb, tmdb, by_title.is_from_title)


def _place(item: Element) -> str:
    title = _title(item)
    place = _("line %(line)s, post %(id)s") % {
        "line": item.get("line"),
        "id": _wp(item, "post_id") or _wp(item, "post_name") or "?",
    }
    return f"{place} “{title[:60]}”" if title else place


def _title(item: Element) -> str:
    """The title without its tags; "" if a part of it is hidden."""
    title = unescape(_text(item, "title"))
    return "" if _is_title_hidden(item) else " ".join(without_tags(title).split())


def _is_title_hidden(item: Element) -> bool:
    return hides(unescape(_text(item, "title")))


def _text(item: Element, tag: str) -> str:
    return (item.findtext(tag) or "").strip()


def _wp_name(element: Element) -> str:
    match = _WP.fullmatch(str(element.tag))
    return match[1] if match else ""


def _wp(item: Element, name: str) -> str:
    return next(((e.text or "").strip() for e in item if _wp_name(e) == name), "")


def _meta(item: Element) -> dict[str, str]:
    """The meta fields. Of several of one name the last counts, as in WordPress's own import."""
    pairs = ((_wp(e, "meta_key"), _wp(e, "meta_value")) for e in item if _wp_name(e) == "postmeta")
    return {name: value for name, value in pairs if name}


def _tags(item: Element) -> tuple[str, ...]:
    names = (
        unescape(" ".join((e.text or "").split()))
        for e in item.findall("category")
        if e.get("domain") in ("category", "post_tag", None) and e.get("nicename") != UNCATEGORIZED
    )
    return tuple(dict.fromkeys(filter(None, names)))


def _moment(item: Element) -> datetime | None:
    """When it was published. A draft has the date 0000-00-00."""
    for name in ("post_date_gmt", "post_date"):
        try:
            found = datetime.strptime(_wp(item, name), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
        except ValueError:
            continue
        return found.replace(tzinfo=UTC)
    return None
