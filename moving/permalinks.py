"""The addresses that Hugo and Jekyll make by a pattern in the settings of the site."""

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from django.utils.text import slugify

from moving.yaml_values import yaml_values

HUGO = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for ending in ("toml", "yaml", "yml", "json")
)
JEKYLL = ("_config.yml", "_config.yaml")
MAX_BYTES = 256 * 1024

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
_TOKEN = re.compile(r":([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Post:
    """What a pattern may name. ``slug`` is that of the front matter, "" if it has none."""

    where: PurePosixPath
    name: str
    title: str
    slug: str = ""
    moment: datetime | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Permalinks:
    """The patterns by section; that of "" is for all. Without settings there is none."""

    patterns: dict[str, str] = field(default_factory=dict)
    is_hugo: bool = False

    def of(self, post: Post) -> str:
        """The address of ``post``; "" if no pattern makes it."""
        parts = _sections(post.where)
        pattern = self.patterns.get(parts[0] if parts else "") or self.patterns.get("", "")
        return expanded(pattern, post)


def permalinks_in(folder: Path) -> Permalinks:
    """What the settings in ``folder`` say, or in the one around it. Broken settings say nothing."""
    for place in (folder, folder.parent):
        for names, read in ((HUGO, _of_hugo), (JEKYLL, _of_jekyll)):
            for name in names:
                if (place / name).is_file():
                    return read(_settings(place / name))
    return Permalinks()


def expanded(pattern: str, post: Post) -> str:
    """``pattern`` with the facts of ``post``; "" if it names something else."""
    if not pattern:
        return ""
    facts = _facts(post)
    tokens = _TOKEN.findall(pattern)
    if any(facts.get(token) is None for token in tokens):
        return ""
    path = _TOKEN.sub(lambda match: facts[match[1]] or "", pattern)
    return re.sub(r"/{2,}", "/", f"/{path}")


def _facts(post: Post) -> dict[str, str | None]:
    title, name = slugify(post.title, allow_unicode=True), post.name
    sections = _sections(post.where)
    slug = post.slug or title
    facts: dict[str, str | None] = {
        "title": post.slug or (name if "_posts" in post.where.parts else title),
        "slug": slug,
        **dict.fromkeys(("filename", "contentbasename"), name),
        **dict.fromkeys(("slugorfilename", "slugorcontentbasename"), post.slug or name),
        "section": sections[0] if sections else "",
        "sections": "/".join(sections),
        "categories": "/".join(slugify(each, allow_unicode=True) for each in post.categories),
        "output_ext": ".html",
    }
    if moment := post.moment:
        facts |= {
            "year": f"{moment:%Y}",
            "short_year": f"{moment:%y}",
            "month": f"{moment:%m}",
            "i_month": str(moment.month),
            "day": f"{moment:%d}",
            "i_day": str(moment.day),
            "y_day": f"{moment:%j}",
            "yearday": str(moment.timetuple().tm_yday),
        }
    return facts


def _sections(where: PurePosixPath) -> list[str]:
    folders = list(where.parts[:-1])
    if "content" in folders:
        folders = folders[folders.index("content") + 1 :]
    return folders[:-1] if where.stem == "index" else folders


def _settings(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            return {}
        text = path.read_text("utf-8-sig")
        readers = {".toml": tomllib.loads, ".json": json.loads}
        found = readers.get(path.suffix, yaml_values)(text)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _of_hugo(settings: dict[str, Any]) -> Permalinks:
    said = settings.get("permalinks")
    said = said if isinstance(said, dict) else {}
    pages = said.get("page")
    patterns = said | pages if isinstance(pages, dict) else said
    return Permalinks({k: v for k, v in patterns.items() if isinstance(v, str)}, is_hugo=True)


def _of_jekyll(settings: dict[str, Any]) -> Permalinks:
    pattern = settings.get("permalink") or "date"
    return Permalinks({"": _STYLES.get(pattern, pattern)} if isinstance(pattern, str) else {})
