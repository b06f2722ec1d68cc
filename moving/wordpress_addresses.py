"""The addresses that WordPress makes beside those of the posts: of authors, categories, tags, pages
and pictures. Their beginnings are those of the map, or WordPress's own: no export says others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from django.utils.text import slugify

from moving.imported import AddressKind, ImportedAuthor, OldAddress
from moving.paths import path_of
from moving.site_map import SiteMap

_KINDS = {"category": "category", "post_tag": "tag"}
_QUERIES = {"category": "cat", "post_tag": "tag"}
UNCATEGORIZED = "uncategorized"


@dataclass(frozen=True, slots=True)
class _Term:
    """``pk`` and ``parent`` (a slug) are "" where the export does not say them."""

    name: str
    pk: str = ""
    parent: str = ""


@dataclass
class WordPressAddresses:
    """Collects what an export says, and returns it as `all`."""

    site_map: SiteMap
    _authors: list[tuple[ImportedAuthor, str]] = field(default_factory=list)
    _terms: dict[tuple[str, str], _Term] = field(default_factory=dict)
    _others: list[OldAddress] = field(default_factory=list)

    def add_author(self, author: ImportedAuthor, pk: str) -> None:
        self._authors.append((author, pk))

    def add_term(self, kind: str, slug: str, name: str, pk: str = "", parent: str = "") -> None:
        """A "category" or a "post_tag"."""
        is_known = (kind, slug) in self._terms and not pk
        if kind in _KINDS and slug and slug != UNCATEGORIZED and not is_known:
            self._terms[kind, slug] = _Term(unescape(name).strip() or slug, pk, parent)

    def add_page(self, link: str, pk: str, slug: str) -> None:
        paths = _paths(path_of(link), f"/?page_id={pk}")
        self._others.append(OldAddress(AddressKind.PAGE, paths, key=slug))

    def add_picture(self, link: str, pk: str, post: str) -> None:
        paths = _paths(path_of(link), f"/?attachment_id={pk}")
        self._others.append(OldAddress(AddressKind.PICTURE, paths, key=post))

    def all(self) -> Iterator[OldAddress]:
        for author, pk in self._authors:
            path = self.site_map.address_of("author", slugify(author.key))
            paths = _paths(path, f"/?author={pk}" if pk else "")
            feeds = (f"{path}feed/",)
            yield OldAddress(
                AddressKind.AUTHOR, paths, author.key, author.name, author=author, feeds=feeds
            )
        for (kind, slug), term in self._terms.items():
            path = self.site_map.address_of(_KINDS[kind], self._with_parents(kind, slug))
            value = term.pk if kind == "category" else slug
            paths = _paths(path, f"/?{_QUERIES[kind]}={value}" if value else "")
            yield OldAddress(AddressKind.TAG, paths, slug, term.name, feeds=(f"{path}feed/",))
        yield from self._others

    def _with_parents(self, kind: str, slug: str) -> str:
        parts = [slug]
        while (term := self._terms.get((kind, parts[0]))) and term.parent and len(parts) < 10:
            parts.insert(0, term.parent)
        return "/".join(parts)


def _paths(*paths: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, paths)))
