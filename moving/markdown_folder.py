"""Reads a folder with Markdown files of Hugo, Jekyll or Eleventy, with their pictures."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from images.slugs import slug_of
from moving.embeds import link_to
from moving.film_titles import film_of_title
from moving.front_matter import BrokenFrontMatter, FrontMatter, lowered, read_front_matter
from moving.image_files import ImageFiles
from moving.imported import (
    AddressKind,
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
from moving.permalinks import Post as PermalinkOf
from moving.permalinks import expanded, permalinks_in
from moving.site_map import SiteMap
from moving.storable import storable

ENDINGS = {".md", ".markdown", ".mdown"}
MAX_BYTES = 1024 * 1024

_NO_POSTS = {
    ".git",
    "node_modules",
    "archetypes",
    "layouts",
    "_layouts",
    "_includes",
    "_pages",
    "themes",
    "_site",
    "public",
}
_DATED = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>.+)")
_FIGURE = re.compile(r"\{\{[<%]\s*(?:figure|image|img)\s+(?P<attributes>[^{}]*?)/?\s*[>%]\}\}")
_VIDEO = re.compile(
    r"\{\{[<%]\s*(?P<kind>youtube|vimeo)\s+(?:id=)?\"?(?P<id>[\w-]+)\"?[^{}]*[>%]\}\}"
)
_ATTRIBUTE = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_BASE = re.compile(r"\{\{\s*(?:site\.)?(?:baseurl|url)\s*\}\}|\{\{\s*\"([^\"]*)\"\s*\|[^{}]*\}\}")
_MORE = re.compile(r"<!--\s*(?:more|excerpt)\s*-->")
_IMDB = re.compile(r"tt\d{7,9}")
_FRACTION = re.compile(r"(?P<score>\d{1,3}(?:[.,]\d{1,2})?|\d?[½])\s*/\s*(?P<best>\d{1,3})")
_STARS = re.compile(r"(?P<full>★+|\*+)(?P<half>½)?(?:☆*)")


class MarkdownReader:
    def __init__(self, path: Path, files: ImageFiles, site_map: SiteMap) -> None:
        if not path.is_dir():
            raise SourceRefused(
                _("%(file)s is no folder. Give the folder with the Markdown files.")
                % {"file": path}
            )
        self.path = path
        self.files = files if files.folder else ImageFiles(path)
        self.map = site_map
        self.skipped = Skipped()
        self.permalinks = permalinks_in(path)
        self.is_hugo = self.permalinks.is_hugo or path.name == "content"
        self.site_redirects: tuple[tuple[str, str], ...] = (
            ("/index.xml" if self.is_hugo else "/feed.xml", "/feeds/reviews.rss"),
        )
        self._others: dict[OldAddress, None] = {}
        self.source = ("markdown:" + "/".join(Path(os.path.abspath(path)).parts[-2:]))[:200]
        self.total = sum(1 for _path in self._paths())

    def posts(self) -> Iterator[ImportedPost | BrokenPost]:
        for path in self._paths():
            where = path.relative_to(self.path).as_posix()
            if where != storable(where):
                sentence = _("The name of the file or of its folder is not UTF-8. Rename it.")
                yield BrokenPost(storable(where), sentence)
                continue
            try:
                if path.stat().st_size > MAX_BYTES:
                    raise BrokenFrontMatter(1, _("The file is larger than 1 MiB."))
                source = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
                front = read_front_matter(source)
            except BrokenFrontMatter as error:
                yield BrokenPost(f"{where}:{error.line}", str(error))
            except UnicodeDecodeError:
                yield BrokenPost(where, _("The file is not UTF-8. Save it as UTF-8."))
            except OSError as error:
                yield BrokenPost(where, f"{error.strerror or error}.")
            else:
                if front is None:
                    self.skipped.add(_("without front matter"))
                elif front.text("layout", "type") == "page":
                    self.skipped.add(_("of the type “%(type)s”") % {"type": "page"})
                    post = self._post(PurePosixPath(where), front)
                    page = OldAddress(AddressKind.PAGE, post.old_paths, slug_of(post.slug, 80))
                    self._others[page] = None
                else:
                    post = self._post(PurePosixPath(where), front)
                    self._see(post, front)
                    yield post

    def old_addresses(self) -> Iterator[OldAddress]:
        yield from self._others

    def _see(self, post: ImportedPost, front: FrontMatter) -> None:
        """Note the lists of Hugo that ``post`` is in. Jekyll and Eleventy make none themselves."""
        for name in ("tags", "categories") if self.is_hugo else ():
            for tag in front.texts(name):
                path = f"/{name}/{slugify(tag, allow_unicode=True)}/"
                feeds = (f"{path}index.xml",)
                self._others[OldAddress(AddressKind.TAG, (path,), tag, tag, feeds=feeds)] = None

    def _paths(self) -> Iterator[Path]:
        for folder, folders, names in os.walk(self.path):
            folders[:] = sorted(set(folders) - _NO_POSTS)
            for name in sorted(names):
                path = Path(folder, name)
                # "_index.md" is the text of a list.
                if path.suffix.lower() in ENDINGS and not name.startswith("_"):
                    yield path

    def _post(self, where: PurePosixPath, front: FrontMatter) -> ImportedPost:
        dated = _DATED.fullmatch(where.stem)
        name = where.parent.name if where.stem in ("index", "README") else where.stem
        if dated:
            name = dated["slug"]
        elif inside := _DATED.fullmatch(name):
            name = inside["slug"]
        moment = front.moment("date", "publishdate", "published_at", "pubdate")
        if moment is None and dated:
            moment = FrontMatter({"date": dated["date"]}, "").moment("date")
        title = front.text("title", "headline") or name.replace("-", " ")
        warnings: list[str] = []
        image = _image(front)
        return ImportedPost(
            place=str(where),
            source_id=str(where)[-200:],
            title=title,
            body=_markdown(front.body, warnings),
            is_html=False,
            slug=front.text("slug") or name,
            old_paths=self._old_paths(where, front, name, title, moment),
            authors=_authors(front),
            published_at=moment,
            was_public=not front.is_hidden and "_drafts" not in where.parts,
            tags=tuple(front.texts("tags", "categories", "category", "tag")),
            standfirst=front.text("summary", "excerpt", "subtitle", "standfirst"),
            description=front.text("description", "meta_description"),
            language=self.map.language or front.text("lang", "language"),
            rating=_rating(front, self.map),
            film=_film(front, title),
            lead_image=image,
            near=self._near(where),
            warnings=tuple(warnings),
        )

    def _old_paths(
        self,
        where: PurePosixPath,
        front: FrontMatter,
        name: str,
        title: str,
        moment: datetime | None,
    ) -> tuple[str, ...]:
        """The addresses that the front matter says, or the one that the settings or the path
        make."""
        categories = tuple(front.texts("categories", "category"))
        post = PermalinkOf(where, name, title, front.text("slug"), moment, categories)
        own = front.text("url", "permalink")
        if "://" not in own:
            own = "" if set(own) & set("{}") else expanded(own, post)
        said = [each for each in front.texts("aliases", "redirect_from") if "{" not in each]
        if own:
            said.insert(0, own)
        elif made := self.permalinks.of(post):
            said.append(made)
        elif "_posts" in where.parts or _DATED.fullmatch(where.stem):
            dated = f"/{moment:%Y/%m/%d}/{name}" if moment else f"/{name}"
            said += [f"{dated}/", f"{dated}.html"]
        else:
            folders = [part for part in where.parts[:-1] if part not in ("content", "src")]
            if where.stem in ("index", "README"):
                folders = folders[:-1]
            said.append("/" + "/".join([*folders, front.text("slug") or name]) + "/")
        return tuple(dict.fromkeys(filter(None, map(path_of, said))))

    def _near(self, where: PurePosixPath) -> str:
        """The folder of the post within that of the pictures; "" if it is elsewhere."""
        folder = (self.path / where.parent).resolve()
        root = (self.files.folder or self.path).resolve()
        return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else ""


def _authors(front: FrontMatter) -> tuple[ImportedAuthor, ...]:
    found = []
    for key in ("author", "authors"):
        value = front.values.get(key)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                said = FrontMatter(lowered(each), "")
                found.append(
                    ImportedAuthor(said.text("name"), said.text("name"), said.text("email"))
                )
            elif isinstance(each, str) and each.strip():
                found.append(ImportedAuthor(each.strip(), each.strip()))
    return tuple(dict.fromkeys(each for each in found if each.key))


def _image(front: FrontMatter) -> ImportedImage | None:
    names = ("featured_image", "image", "cover", "cover_image", "thumbnail", "header", "hero")
    said = front.mapping(*names)
    source = next(
        (
            str(said[key])
            for key in ("src", "image", "url", "path", "overlay_image")
            if said.get(key)
        ),
        "",
    )
    source = source or front.text(*names) or next(iter(front.texts("images")), "")
    alt = str(said.get("alt") or said.get("caption") or "") or front.text("image_alt", "cover_alt")
    return ImportedImage(source, alt) if source else None


def _film(front: FrontMatter, title: str) -> ImportedFilm:
    said = FrontMatter(front.mapping("film", "movie"), "")
    name = said.text("title", "name") or front.text("film", "movie", "film_title", "movie_title")
    year = said.text("year") or front.text("film_year", "movie_year", "release_year", "year")
    imdb = said.text("imdb", "imdb_id", "imdbid") or front.text("imdb", "imdb_id", "imdbid")
    imdb = imdb if _IMDB.search(imdb) else front.text("imdb_link", "imdb_url")
    tmdb = said.text("tmdb", "tmdb_id", "tmdbid") or front.text("tmdb", "tmdb_id", "tmdbid")
    found = _IMDB.search(imdb)
    guessed = film_of_title(name or title)
    is_year = re.fullmatch(r"(?:18|19|20)\d\d", year)
    # With such a fact beside it, the title of the post is that of the film.
    is_film = is_year or found or tmdb or front.values.get("director")
    return ImportedFilm(
        title=(guessed.title or name or (title if is_film else ""))[:200],
        year=int(year) if is_year else guessed.year,
        imdb_id=found[0] if found else "",
        tmdb_id=int(tmdb) if re.fullmatch(r"[1-9]\d{0,8}", tmdb) else None,
        is_from_title=not name and bool(guessed.title or is_film),
    )


def _rating(front: FrontMatter, site_map: SiteMap) -> ImportedRating | None:
    names = ("rating", "score", "stars", "my_rating", "review_rating", "grade")
    said = (
        front.text(site_map.rating_field, *names) if site_map.rating_field else front.text(*names)
    )
    if not said:
        return None
    if fraction := _FRACTION.fullmatch(said):
        best = fraction["best"]
        scale = {"5": "stars", "4": "stars 0-4 step 0.5", "100": "percent"}
        return ImportedRating(fraction["score"], scale.get(best, f"0-{best} step 0.5"))
    if stars := _STARS.fullmatch(said):
        return ImportedRating(str(len(stars["full"]) + (0.5 if stars["half"] else 0)), "stars")
    if re.fullmatch(r"\d{1,3}\s*%", said):
        return ImportedRating(said, "percent")
    if re.fullmatch(r"[A-DF][+-]?", said):
        return ImportedRating(said, "letters")
    return ImportedRating(said, site_map.rating_scale)


def _markdown(body: str, warnings: list[str]) -> str:
    """``body`` without the templates that are understood. Others are refused later."""
    body = _MORE.sub("", _BASE.sub(lambda match: match[1] or "", body))
    body = _FIGURE.sub(_picture, body)
    return _VIDEO.sub(lambda match: _video(match, warnings), body)


def _picture(match: re.Match[str]) -> str:
    said: dict[str, Any] = {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(match["attributes"])
    }
    if not said.get("src"):
        return match[0]
    alt = re.sub(r"[\[\]]", "", said.get("alt") or "")
    caption = re.sub(r'"', "”", said.get("caption") or said.get("title") or "")
    words = f' "{caption}"' if caption else ""
    return f"![{alt}]({said['src']}{words})"


def _video(match: re.Match[str], warnings: list[str]) -> str:
    host = "www.youtube.com/watch?v=" if match["kind"] == "youtube" else "vimeo.com/"
    url = f"https://{host}{match['id']}"
    link_to(url, warnings)
    return f"[{match['kind']}]({url})"
