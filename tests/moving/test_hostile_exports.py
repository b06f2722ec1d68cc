"""Exports that are wrong on purpose or by accident, and what their hidden texts become."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from moving.ghost import GhostReader
from moving.image_files import ImageFiles
from moving.imported import BrokenPost, ImportedFilm, ImportedPost, SourceRefused
from moving.importing import SiteImport
from moving.letterboxd import LetterboxdReader
from moving.markdown_folder import MarkdownReader
from moving.models import MovedItem
from moving.paths import path_of
from moving.planning import plan_post, without_wrong_date
from moving.report import Outcome
from moving.site_map import SiteMap, site_map_in
from moving.texts import plain_text, to_markdown
from moving.uploads import export_of, keep
from moving.wordpress import WordPressReader
from moving.wordpress_html import PostHTML
from spoilers import parse
from tests.moving.exports import attachment, item, wxr

NO_FILES = ImageFiles(None)
NO_ADDRESS = "http://[x/"
"""`urlsplit` raises `ValueError` for it."""


def ghost(tmp_path: Path, *posts: dict[str, Any], **tables: Any) -> GhostReader:
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"data": {"posts": list(posts), **tables}}]}))
    return GhostReader(path, NO_FILES, SiteMap())


def ghost_post(tmp_path: Path, **post: Any) -> ImportedPost:
    common = {"id": "1", "title": "Heat", "status": "published", "html": "<p>x</p>"}
    (found,) = ghost(tmp_path, common | post).posts()
    assert isinstance(found, ImportedPost)
    return found


def markdown(tmp_path: Path, **front: str) -> Any:
    lines = "\n".join(f"{name}: {value}" for name, value in front.items())
    (tmp_path / "a.md").write_text(f"---\ntitle: Heat\n{lines}\n---\nText")
    return next(MarkdownReader(tmp_path, NO_FILES, SiteMap()).posts())


class TestWrongAddresses:
    def test_of_a_post_a_picture_and_a_page_in_wordpress(self, tmp_path: Path) -> None:
        path = tmp_path / "export.xml"
        wrong = item().replace("https://old.example/2019/04/heat/", NO_ADDRESS)
        page = wrong.replace(">post<", ">page<")
        picture = attachment(9, "x.jpg").replace("<title>", f"<link>{NO_ADDRESS}</link><title>")
        path.write_text(wxr(wrong, page, picture))
        read = WordPressReader(path, NO_FILES, SiteMap())
        (post,) = read.posts()
        assert isinstance(post, ImportedPost)
        assert post.old_paths == ("/?p=7",)
        assert len([*read.old_addresses()]) == 4

    def test_of_an_embed_and_in_front_matter(self, tmp_path: Path) -> None:
        path = tmp_path / "export.xml"
        path.write_text(wxr(item(content="A\n\nhttps://[example]/x\n\nB")))
        (post,) = WordPressReader(path, NO_FILES, SiteMap()).posts()
        assert isinstance(post, ImportedPost)
        assert '<a href="https://[example]/x">' in post.body
        assert markdown(tmp_path, url=f'"{NO_ADDRESS}"').old_paths == ()
        assert path_of(NO_ADDRESS) == ""

    def test_of_pictures(self, tmp_path: Path) -> None:
        files = ImageFiles(tmp_path)
        (tmp_path / "post").mkdir()
        sources = (NO_ADDRESS, "data:image/png;base64," + "A" * 5_000, "b" * 5_000 + ".png")
        assert [files.find(source, "post") for source in sources] == [None] * 3


@pytest.mark.parametrize(
    "opening",
    ['<!-- wp:embed {"url":"x"} -->', "<!-- wp:a {", "[caption]", "<a href='x.jpg.", "\n"],
)
def test_openings_that_are_never_closed_do_not_take_hours(opening: str) -> None:
    post = PostHTML({}.get, lambda: iter(()))
    assert len(post.convert("a" + opening * 10_000 + "b")) > 1


class TestWhatCannotBeRead:
    """It ends the post at most, never the whole run."""

    def test_a_card_that_is_missing_in_ghost(self, tmp_path: Path) -> None:
        mobiledoc = '{"cards": [], "markups": [], "atoms": [], "sections": [[10, 3]]}'
        read = ghost(tmp_path, {"id": "1", "title": "Heat", "mobiledoc": mobiledoc})
        (post,) = read.posts()
        assert isinstance(post, BrokenPost)

    def test_a_declaration_in_a_title(self, tmp_path: Path) -> None:
        """Python's parser of HTML raises `AssertionError` for it."""
        assert ghost_post(tmp_path, title="Heat <![a ]>").title == "Heat <![a ]>"
        path = tmp_path / "export.xml"
        path.write_text(wxr(item(title="<![CDATA[Heat <![a ]&gt;]]>")))
        (post,) = WordPressReader(path, NO_FILES, SiteMap()).posts()
        assert isinstance(post, ImportedPost)
        assert plain_text("Heat <![a ]>", 200)[0] == ""


class TestSpoilersInAWrongPlace:
    """Each was public without a warning."""

    @pytest.mark.parametrize(
        "html",
        [
            '<p>a <span style="display:none>quillwort</span></p>',
            "<p>a <span style=“display: none”>quillwort</span></p>",
            '<p>a <b class="spoiler" title="x"y">quillwort</b></p>',
        ],
    )
    def test_in_a_tag_with_an_error(self, html: str) -> None:
        assert to_markdown(html, is_html=True).markdown.startswith("a >!")

    def test_in_a_declaration(self) -> None:
        assert "quillwort" not in to_markdown("<p>a <![x[quillwort</p>", is_html=True).markdown

    @pytest.mark.parametrize("name", ["spoiler/box", "some-plugin/toggle"])
    def test_in_a_block_of_a_plugin_of_wordpress(self, name: str) -> None:
        content = f"<!-- wp:{name} --><p>quillwort</p><!-- /wp:{name} --><p>after</p>"
        html = PostHTML({}.get, lambda: iter(())).convert(content)
        markdown = to_markdown(html, is_html=True).markdown
        assert markdown == "::: spoiler\n\nquillwort\n\n:::\n\nafter"

    def test_in_lines_that_look_like_a_heading(self) -> None:
        text = to_markdown("[.spoiler]\n====\nquillwort\n====", is_html=False).markdown
        assert len(parse(text).check()) > 0


class TestOtherBeginnings:
    def test_of_the_lists_of_the_old_site(self, tmp_path: Path) -> None:
        site_map = site_map_in(b"addresses: {author: /critics/, category: ''}", "map")
        path = tmp_path / "export.xml"
        category = '<category domain="category" nicename="noir">Noir</category>'
        path.write_text(wxr(item(more=category)))
        read = WordPressReader(path, NO_FILES, site_map)
        found = {each.key: (each.paths, each.feeds) for each in read.old_addresses()}
        assert found == {
            "ada": (("/critics/ada/",), ("/critics/ada/feed/",)),
            "crime": (("/tag/crime/", "/?tag=crime"), ("/tag/crime/feed/",)),
            "noir": (("/noir/",), ("/noir/feed/",)),
        }

    def test_of_something_unknown_are_refused(self) -> None:
        with pytest.raises(SourceRefused, match="“page” is not known here"):
            site_map_in(b"addresses: {page: x}", "map")


class TestWrongValues:
    def test_of_ghost(self, tmp_path: Path) -> None:
        authors = [{"post_id": "1", "author_id": n, "sort_order": n} for n in ("x", 1)]
        read = ghost(
            tmp_path, {"id": "1"}, posts_authors=authors, settings=[{"key": ["a"], "value": 1}]
        )
        assert read.authors_of == {"1": ["x", "1"]}

    def test_of_letterboxd(self, tmp_path: Path) -> None:
        path = tmp_path / "letterboxd.zip"
        with ZipFile(path, "w") as archive:
            archive.writestr(
                "reviews.csv",
                "Date,Name,Year,Letterboxd URI,Review\n"
                f"2024-01-05,Heat,{'9' * 5_000},https://boxd.it/\0a,Fine\n",
            )
            archive.writestr("profile.csv", "Username,Given Name,Email Address\nada\n")
        (post,) = LetterboxdReader(path, NO_FILES, SiteMap()).posts()
        assert isinstance(post, ImportedPost)
        assert (post.source_id, post.film.year) == ("https://boxd.it/a", None)
        assert (post.authors[0].name, post.authors[0].email) == ("ada", "")

    @pytest.mark.parametrize("front", ["a: &a [*a]", "a: &a [x]\nb: [*a, *a]"])
    def test_yaml_with_aliases_is_refused(self, tmp_path: Path, front: str) -> None:
        """Ten lines of them stand for a billion values."""
        post = markdown(tmp_path, x=f"1\n{front}")
        assert isinstance(post, BrokenPost)
        assert post.reason.startswith("YAML aliases (*) are not supported.")
        with pytest.raises(SourceRefused, match=r"map:\d: YAML aliases"):
            site_map_in(front.encode(), "map")

    def test_a_file_name_that_is_not_utf_8(self, tmp_path: Path) -> None:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe9.md")).write_text("---\na: b\n---\n")
        (post,) = MarkdownReader(tmp_path, NO_FILES, SiteMap()).posts()
        assert isinstance(post, BrokenPost)
        assert post.place == "r?.md"

    @pytest.mark.parametrize("year", [1, 9999])
    def test_a_date_that_no_post_can_have(self, year: int) -> None:
        """In some time zones such a moment cannot be shown, so that the front page would fail."""
        post = ImportedPost("p", "1", "t", "b", published_at=datetime(year, 1, 1, tzinfo=UTC))
        found = without_wrong_date(post)
        assert (found.published_at, found.was_public) == (None, False)
        assert len(found.warnings) == 1


class TestWhatWasNotPublic:
    @pytest.mark.parametrize(
        "front",
        [
            {"draft": '"true"'},
            {"published": '"false"'},
            {"private": "true"},
            {"status": "Private"},
            {"expiryDate": "2020-01-01"},
        ],
    )
    def test_in_markdown(self, tmp_path: Path, front: dict[str, str]) -> None:
        assert not markdown(tmp_path, **front).was_public
        assert markdown(tmp_path, draft='"no"', expiryDate="2999-01-01").was_public

    @pytest.mark.parametrize(
        "post",
        [
            {
                "html": "<p>x</p><!--kg-gated-block:begin nonMember:false "
                'memberSegment:"status:free" --><p>y</p><!--kg-gated-block:end-->'
            },
            {"html": None, "lexical": '{"root":{"children":[]},"web":{"nonMember": false}}'},
        ],
    )
    def test_a_card_for_members_in_ghost(self, tmp_path: Path, post: dict[str, Any]) -> None:
        found = ghost_post(tmp_path, **post)
        assert not found.was_public
        assert len(found.warnings) == 1
        assert ghost_post(tmp_path).was_public


@pytest.mark.django_db
class TestHiddenTitles:
    @pytest.mark.parametrize(
        "hidden", ["[spoiler]Neil dies[/spoiler]", "||Neil dies||", ">!Neil!<"]
    )
    def test_make_no_slug_and_no_film(self, tmp_path: Path, hidden: str) -> None:
        post = ghost_post(tmp_path, title=f"Heat: {hidden} (1995)", slug="heat-neil-dies")
        plan = plan_post(post, SiteMap(), NO_FILES)
        assert (plan.texts["headline"], plan.post.slug, plan.film.film) == ("", "", None)
        assert post.place == "post heat-neil-dies"

    def test_of_wordpress(self, tmp_path: Path) -> None:
        path = tmp_path / "export.xml"
        path.write_text(wxr(item(title="Heat [spoiler]Neil dies[/spoiler] (1995)")))
        (post,) = WordPressReader(path, NO_FILES, SiteMap()).posts()
        assert isinstance(post, ImportedPost)
        assert (post.title, post.slug, post.film) == ("", "", ImportedFilm())


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_tag_with_a_long_name_does_not_end_the_run(tmp_path: Path) -> None:
    tags = [{"id": "1", "slug": "t" * 600, "name": "t"}]
    read = ghost(tmp_path, {"id": "1", "title": "Heat", "html": "<p>x</p>"}, tags=tags)
    assert [post.outcome for post in SiteImport(read).run()] == [Outcome.DRAFT, Outcome.NOWHERE]


@pytest.mark.django_db
def test_a_site_that_has_got_https_is_the_same() -> None:
    item = MovedItem.objects.create(source="wordpress:http://old.example/", source_id="7")
    sources = ("wordpress:https://old.example", item.source, "wordpress:https://other.example")
    found = [MovedItem.objects.of(source, "7").first() for source in sources]
    assert found == [item, item, None]


@pytest.mark.django_db
def test_a_file_with_a_long_name_in_another_script(tmp_path: Path, settings: Settings) -> None:
    settings.IMPORTS_DIR = tmp_path
    move = keep(SimpleUploadedFile("映" * 150 + ".xml", wxr(item()).encode()), None, "")
    kind, path = export_of(move)
    assert (kind, len(path.name.encode()), path.suffix) == ("wordpress", 199, ".xml")


@pytest.mark.django_db
def test_a_second_run_does_not_publish_a_post_with_a_wrong_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[object] = []
    monkeypatch.setattr("moving.importing.publish_moved", lambda *given: published.append(given))
    post = {"id": "1", "title": "Heat (1995)", "html": "<p>x</p>", "status": "published"}
    post["published_at"] = "0001-01-01T00:00:00Z"
    for outcome in (Outcome.DRAFT, Outcome.PRESENT):
        (found,) = SiteImport(ghost(tmp_path, post), publishing=True).run()
        assert found.outcome == outcome
    assert published == []
