"""Old addresses of authors, categories, tags, pages, pictures and feeds lead on where they can."""

import json
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from moving.models import Redirect
from moving.permalinks import Permalinks, Post, expanded, permalinks_in
from site_settings.models import SitePage
from tests.factories import CriticFactory, FranchiseFactory, GenreFactory
from tests.moving.exports import attachment, item, wxr

pytestmark = pytest.mark.django_db

TERMS = """<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>crime</wp:category_nicename>
  <wp:category_parent>kinds</wp:category_parent><wp:cat_name>Crime</wp:cat_name></wp:category>
<wp:tag><wp:term_id>4</wp:term_id><wp:tag_slug>alien</wp:tag_slug><wp:tag_name>Alien</wp:tag_name>
</wp:tag><wp:tag><wp:tag_slug>naps</wp:tag_slug><wp:tag_name>Naps</wp:tag_name></wp:tag>"""


def page(pk: int, path: str, slug: str) -> str:
    return f"""<item><link>https://old.example{path}</link><wp:post_id>{pk}</wp:post_id>
      <wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status>
      <wp:post_type>page</wp:post_type></item>"""


def picture(pk: int, path: str, post: int) -> str:
    link = f"<link>https://old.example{path}</link><wp:post_parent>{post}</wp:post_parent>"
    return attachment(pk, "https://old.example/a.jpg").replace("<item>", f"<item>{link}")


def moved(tmp_path: Path, text: str, kind: str, capsys: Any, *options: str) -> str:
    path = tmp_path / "export"
    path.write_text(text)
    call_command("import_site", str(path), "--format", kind, *options)
    return str(capsys.readouterr().out)


def redirects() -> dict[str, str]:
    found = Redirect.objects.exclude(old__startswith="/rss").exclude(target__startswith="/feeds/r")
    return {
        each.old: each.target or f"review {each.review.slug}"
        for each in found.select_related("review")
        if each.old not in ("/2019/04/heat/", "/?p=7")
    }


def nowhere(out: str) -> list[str]:
    found = [line.partition(": ")[0] for line in out.splitlines() if "leads nowhere" in line]
    return [each for each in found if each.startswith("/")]


class TestWordPress:
    EXPORT = wxr(
        TERMS,
        item(7),
        page(20, "/about-us/imprint/", "imprint"),
        page(21, "/shop/", "shop"),
        page(22, "/films/", "films"),
        picture(30, "/2019/04/heat/still/", 7),
        picture(31, "/lost/", 0),
    )

    def test_leads_on_what_has_a_page_here(self, tmp_path: Path, capsys: Any) -> None:
        GenreFactory(name="Crime", slug="crime")
        FranchiseFactory(name="Alien", slug="alien")
        SitePage.objects.create(title="Imprint", slug="imprint", is_published=True)
        out = moved(tmp_path, self.EXPORT, "wordpress", capsys)
        assert redirects() == {
            "/author/ada/": "/critics/ada-test/",
            "/author/ada/feed/": "/feeds/critics/ada-test.rss",
            "/category/kinds/crime/": "/genres/crime/",
            "/?cat=3": "/genres/crime/",
            "/tag/crime/": "/genres/crime/",
            "/?tag=crime": "/genres/crime/",
            "/tag/alien/": "/franchises/alien/",
            "/tag/alien/feed/": "/feeds/franchises/alien.rss",
            "/?tag=alien": "/franchises/alien/",
            "/about-us/imprint/": "/imprint/",
            "/?page_id=20": "/imprint/",
            "/?page_id=22": "/films/",
            "/2019/04/heat/still/": "review heat",
            "/?attachment_id=30": "review heat",
        }
        assert nowhere(out) == ["/tag/naps/", "/shop/", "/lost/"]
        assert "redirects beside those of posts: 18" in out
        again = moved(tmp_path, self.EXPORT, "wordpress", capsys)
        assert "redirects beside" not in again
        assert Client().get("/?cat=3&utm_source=x")["Location"] == "/genres/crime/"

    def test_a_dry_run_knows_what_will_be_there(self, tmp_path: Path, capsys: Any) -> None:
        out = moved(tmp_path, self.EXPORT, "wordpress", capsys, "--dry-run")
        assert nowhere(out) == [
            *("/category/kinds/crime/", "/tag/alien/", "/tag/naps/", "/tag/crime/"),
            *("/about-us/imprint/", "/shop/", "/lost/"),
        ]
        assert not Redirect.objects.exists()


def test_ghost(tmp_path: Path, capsys: Any) -> None:
    CriticFactory(display_name="Ada", slug="ada")
    GenreFactory(name="Noir", slug="noir")
    data = {
        "posts": [{"id": 1, "type": "page", "slug": "shop", "status": "published"}],
        "users": [{"id": 1, "slug": "ada-x", "name": "Ada"}, {"id": 2, "slug": "bo", "name": "Bo"}],
        "tags": [
            {"id": 1, "slug": "noir", "name": "Noir"},
            {"id": 2, "slug": "hash-x", "name": "#x"},
        ],
    }
    out = moved(tmp_path, json.dumps({"data": data}), "ghost", capsys)
    assert redirects() == {
        "/author/ada-x/": "/critics/ada/",
        "/author/ada-x/rss/": "/feeds/critics/ada.rss",
        "/tag/noir/": "/genres/noir/",
    }
    assert nowhere(out) == ["/author/bo/", "/shop/"]


def test_hugo(tmp_path: Path, capsys: Any) -> None:
    GenreFactory(name="Film Noir", slug="film-noir")
    (tmp_path / "hugo.toml").write_text('[permalinks]\nreviews = "/:year/:month/:slug/"')
    folder = tmp_path / "content" / "reviews"
    folder.mkdir(parents=True)
    front = "title: Heat\ndate: 2019-05-01\ntags: [Film Noir, Naps]\naliases: [/old/]"
    (folder / "h.md").write_text(f"---\n{front}\n---\nFine.")
    (tmp_path / "content" / "shop.md").write_text("---\ntitle: Shop\ntype: page\n---\nBuy.")
    call_command("import_site", str(tmp_path / "content"), "--format", "markdown")
    assert (
        redirects()
        == {
            "/old/": "review h",
            "/2019/05/heat/": "review h",
            "/tags/film-noir/": "/genres/film-noir/",
        }
        | redirects()
    )
    assert nowhere(capsys.readouterr().out) == ["/shop/", "/tags/naps/"]


POST = Post(
    where=PurePosixPath("content/reviews/crime/heat.md"),
    name="heat",
    title="Heat, again",
    moment=datetime(2019, 4, 1, tzinfo=UTC),
    categories=("Film Noir",),
)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/:year/:month/:day/:slug/", "/2019/04/01/heat-again/"),
        ("/:sections/:filename/", "/reviews/crime/heat/"),
        ("/:categories/:title:output_ext", "/film-noir/heat-again.html"),
        ("/:slugorfilename/", "/heat/"),
        ("/:unknown/", ""),
        ("", ""),
    ],
)
def test_patterns(pattern: str, path: str) -> None:
    assert expanded(pattern, POST) == path


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("config.yaml", "permalinks: {page: {a: /:slug/}}", Permalinks({"a": "/:slug/"}, True)),
        ("_config.yml", "permalink: pretty", "/:categories/:year/:month/:day/:title/"),
        ("_config.yml", "title: x", "/:categories/:year/:month/:day/:title.html"),
        ("hugo.toml", "broken", Permalinks({}, True)),
        ("x.txt", "", Permalinks()),
    ],
)
def test_settings(tmp_path: Path, name: str, text: str, found: Any) -> None:
    (tmp_path / name).write_text(text)
    expected = Permalinks({"": found}) if isinstance(found, str) else found
    assert permalinks_in(tmp_path) == expected
