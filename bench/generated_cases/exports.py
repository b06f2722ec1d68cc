"""Random exports of other sites, in files for their readers.

With `has_words`, the texts hide words that must not become public. Such an export is not damaged,
because a browser shows what a damaged tag should have hidden. Its posts of Ghost are HTML, and not
in the other forms that Ghost stores.
"""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from bench.generated_cases.texts import YAML, junk, line
from tests.moving.exports import WXR, attachment, item, meta

Text = Callable[[], str]
"""Makes a text of a post."""

_XML = {code: " " for code in [*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF] if code != 10}
_CARDS = (
    *(
        "image",
        "gallery",
        "html",
        "markdown",
        "code",
        "hr",
        "toggle",
        "callout",
        "embed",
        "bookmark",
    ),
    *("video", "paywall", "file", "button", "unknown"),
)
_NODES = ("paragraph", "heading", "list", "listitem", "link", "quote", "tab", "linebreak", "root")


def wordpress(random: Random, folder: Path, text: Text, *, has_words: bool) -> Path:
    path = folder / "export.xml"
    items = [
        item(
            pk=number,
            title=escape(_xml(line(random))),
            content=_xml(text()).replace("]]>", "]]&gt;"),
            more=_meta(random),
            kind=random.choice(("post", "post", "page", "review", "nav_menu_item")),
            status=random.choice(("publish", "draft", "private", "trash", "")),
        )
        for number in range(1, random.randint(2, 4))
    ]
    items.append(attachment(7, escape(_xml(line(random))), escape(_xml(line(random)))))
    written = WXR.format(items="\n".join(items))
    if not has_words and random.random() < 0.15:
        at = random.randrange(len(written))
        written = written[:at] + _xml(junk(random, 2)) + written[at + random.randint(0, 9) :]
    path.write_bytes(written.encode("utf-8", "replace"))
    return path


def ghost(random: Random, folder: Path, text: Text, *, has_words: bool) -> Path:
    path = folder / "ghost.json"
    posts = [
        _ghost_post(random, number, text, has_words=has_words)
        for number in range(1, random.randint(2, 4))
    ]
    tables: dict[str, Any] = {
        "posts": posts,
        "users": [{"id": "1", "name": line(random), "slug": line(random), "email": line(random)}],
        "tags": [{"id": "1", "name": line(random), "slug": line(random)}],
        "posts_tags": [{"post_id": "1", "tag_id": "1", "sort_order": _value(random)}],
        "posts_meta": [{"post_id": "1", "feature_image_alt": _value(random)}],
        "settings": [{"key": "title", "value": _value(random)}],
    }
    if random.random() < 0.2:
        tables[random.choice(list(tables))] = _value(random)
    written = json.dumps({"db": [{"data": tables}]}, ensure_ascii=random.random() < 0.5)
    if not has_words and random.random() < 0.1:
        at = random.randrange(len(written))
        written = written[:at] + junk(random, 2) + written[at + random.randint(0, 9) :]
    path.write_bytes(written.encode("utf-8", "replace"))
    return path


def markdown(random: Random, folder: Path, text: Text, *, has_words: bool) -> Path:
    path = folder / "content"
    path.mkdir(exist_ok=True)
    if random.random() < 0.2:
        (path / random.choice(("_config.yml", "hugo.toml", "config.yaml"))).write_bytes(
            junk(random, 6).encode("utf-8", "replace")
        )
    for number in range(random.randint(1, 3)):
        name = random.choice((f"2019-01-0{number + 1}-a{number}.md", f"a{number}.md"))
        written = f"{_front(random)}{text()}"
        (path / name).write_bytes(written.encode("utf-8", "replace"))
    return path


def letterboxd(random: Random, folder: Path, text: Text, *, has_words: bool) -> Path:
    path = folder / "letterboxd.zip"
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(["Date", "Name", "Year", "Letterboxd URI", "Rating", "Rewatch", "Review", "Tags"])
    for number in range(random.randint(1, 3)):
        year = random.choice(("1995", "", "x", "9" * 30))
        rows.writerow(
            [
                "2024-01-05",
                line(random),
                year,
                f"https://boxd.it/{number}",
                "4",
                "",
                text(),
                line(random),
            ]
        )
    written = out.getvalue()
    if not has_words and random.random() < 0.1:
        written = written[: random.randrange(len(written))]
    with ZipFile(path, "w") as archive:
        archive.writestr("reviews.csv", written.encode("utf-8", "replace"))
        archive.writestr("profile.csv", f"Username,Given Name\n{line(random)},{line(random)}\n")
    return path


EXPORTS = {
    "wordpress": wordpress,
    "ghost": ghost,
    "markdown": markdown,
    "letterboxd": letterboxd,
}


def _xml(text: str) -> str:
    return text.translate(_XML)


def _meta(random: Random) -> str:
    names = ("rating", "_thumbnail_id", "wp_review_total", "_yoast_wpseo_metadesc", "imdb", "year")
    fields = {random.choice(names): _xml(line(random)).replace("]]>", "") for _ in range(2)}
    return meta(**fields) if random.random() < 0.5 else ""


def _value(random: Random) -> Any:
    """A value of any type, mostly of a wrong one."""
    return random.choice(
        (None, True, 0, -1, 1.5, 10**30, "", "1", [], {}, [None], {"a": [1]}, line(random))
    )


def _ghost_post(random: Random, number: int, text: Text, *, has_words: bool) -> dict[str, Any]:
    post: dict[str, Any] = {
        "id": str(number),
        "title": line(random),
        "slug": line(random),
        "status": random.choice(("published", "draft", "scheduled")),
        "custom_excerpt": line(random),
        "feature_image": line(random),
        "published_at": random.choice(("2019-04-01T10:00:00.000Z", "x", None)),
    }
    # What is text in the other forms is no HTML.
    match 0 if has_words else random.randrange(3):
        case 0:
            post["html"] = text()
        case 1:
            children = [_node(random, text, 0) for _ in range(random.randint(1, 4))]
            post["lexical"] = json.dumps({"root": {"children": children}})
        case _:
            sections = [_section(random, text) for _ in range(random.randint(1, 4))]
            cards = [[random.choice(_CARDS), _card(random, text)] for _ in range(3)]
            marks = [["strong"], ["a", ["href", line(random)]], [line(random)]]
            post["mobiledoc"] = json.dumps(
                {
                    "sections": sections,
                    "cards": cards,
                    "markups": marks,
                    "atoms": [["soft-return", "", {}]],
                }
            )
    if random.random() < 0.2:
        post[random.choice(list(post))] = _value(random)
    return post


def _node(random: Random, text: Text, depth: int) -> Any:
    if random.random() < 0.05:
        return _value(random)
    if depth > 3 or random.random() < 0.4:
        return {"type": "text", "text": text(), "format": random.choice((0, 1, 3, 16, 255, "x"))}
    if random.random() < 0.3:
        return {"type": random.choice(_CARDS), **_card(random, text)}
    children = [_node(random, text, depth + 1) for _ in range(random.randint(0, 3))]
    return {"type": random.choice(_NODES), "children": children, "url": line(random)}


def _card(random: Random, text: Text) -> dict[str, Any]:
    return {
        **{name: line(random) for name in ("src", "alt", "caption", "url", "heading", "code")},
        **dict.fromkeys(("html", "markdown", "content", "calloutText"), text()),
        random.choice(("images", "metadata", "html", "url")): _value(random),
    }


def _section(random: Random, text: Text) -> Any:
    match random.randrange(5):
        case 0:
            return [2, line(random)]
        case 1:
            return [3, "ul", [[[0, [], 0, text()]]]]
        case 2:
            return [10, random.randrange(4)]
        case 3:
            return _value(random)
    return [1, random.choice(("p", "h2", "x")), [[0, [random.randrange(3)], 1, text()]]]


def _front(random: Random) -> str:
    if random.random() < 0.3:
        return junk(random, 4)
    fence = random.choice(("---", "+++"))
    lines = "".join(random.choice(YAML) for _ in range(random.randint(0, 6)))
    written = f"{fence}\ntitle{':' if fence == '---' else ' ='} {json.dumps(line(random))}\n"
    return f"{written}{lines if random.random() < 0.5 else ''}\n{fence}\n"
