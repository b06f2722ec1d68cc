"""The readers of Ghost, Letterboxd and Markdown folders."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from moving.ghost import GhostReader
from moving.image_files import ImageFiles
from moving.imported import (
    BrokenPost,
    ImportedAuthor,
    ImportedFilm,
    ImportedImage,
    ImportedPost,
    ImportedRating,
    SourceRefused,
)
from moving.letterboxd import LetterboxdReader
from moving.markdown_folder import MarkdownReader
from moving.site_map import SiteMap
from moving.texts import plain_text, to_markdown, with_low_headings

NO_FILES = ImageFiles(None)


def first(posts: Any) -> ImportedPost:
    post = next(iter(posts))
    assert isinstance(post, ImportedPost)
    return post


class TestLetterboxd:
    REVIEWS = (
        "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n"
        '2024-01-05,Heat,1995,https://boxd.it/a,4.5,Yes,"A <b>fine</b> film,\n\nsaid ""he"".",'
        '"crime, la",2024-01-04\n'
        "2024-01-06,Ran,1985,https://boxd.it/b,,,Grey.,,\n"
    )

    def export(self, tmp_path: Path, reviews: str = REVIEWS) -> Path:
        path = tmp_path / "letterboxd.zip"
        with ZipFile(path, "w") as archive:
            archive.writestr("export/reviews.csv", reviews)
            archive.writestr("export/deleted/reviews.csv", "broken")
            archive.writestr("profile.csv", "Username,Given Name,Email Address\nada,Ada,a@b.c\n")
            archive.writestr("ratings.csv", "Date,Name,Year,URI,Rating\n,Ran,1985,x,5\n")
            archive.writestr("watched.csv", "Date,Name,Year,URI\n,Alien,1979,x\n,Ran,1985,x\n")
        return path

    def test_reviews_with_lines_html_and_rewatches(self, tmp_path: Path) -> None:
        read = LetterboxdReader(self.export(tmp_path), NO_FILES, SiteMap())
        heat, ran = read.posts()
        assert heat == ImportedPost(
            place="reviews.csv:4 “Heat”",
            source_id="https://boxd.it/a",
            title="Heat",
            body='<p>A <b>fine</b> film,</p>\n\n<p>said "he".</p>',
            authors=(ImportedAuthor("ada", "Ada", "a@b.c"),),
            published_at=datetime(2024, 1, 5, tzinfo=UTC),
            tags=("crime", "la", "rewatch"),
            rating=ImportedRating("4.5", "stars"),
            film=ImportedFilm("Heat", 1995),
        )
        assert isinstance(ran, ImportedPost)
        assert ran.rating == ImportedRating("5", "stars")
        assert (read.total, read.source) == (2, "letterboxd:ada")
        assert read.skipped.counts == {"films of watched.csv without a review": 1}

    def test_a_line_without_a_film_is_broken(self, tmp_path: Path) -> None:
        text = self.REVIEWS + "2024-01-07,,1990,https://boxd.it/c,,,Text,,\n"
        posts = [*LetterboxdReader(self.export(tmp_path, text), NO_FILES, SiteMap()).posts()]
        assert isinstance(posts[2], BrokenPost)
        assert posts[2].place == "reviews.csv:6"

    def test_what_is_no_export_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x.zip").write_text("no zip")
        for path, words in (
            (tmp_path / "x.zip", "no zip file"),
            (self.export(tmp_path, "Date,Name\n1,2\n"), "reviews.csv has no column"),
            (tmp_path, "there is no reviews.csv in it"),
        ):
            with pytest.raises(SourceRefused, match=words):
                LetterboxdReader(path, NO_FILES, SiteMap())


LEXICAL = {
    "root": {
        "children": [
            {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "A & B"}]},
            {
                "type": "paragraph",
                "children": [
                    {"type": "extended-text", "text": "bold", "format": 1},
                    {"type": "link", "url": "/x/", "children": [{"type": "text", "text": "link"}]},
                ],
            },
            {"type": "image", "src": "__GHOST_URL__/content/images/size/w600/a.jpg", "alt": "A"},
            {"type": "toggle", "heading": "End", "content": "<p>He dies.</p>"},
            {"type": "signup"},
        ]
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "markups": [["em"], ["a", ["href", "/x/"]]],
    "atoms": [["soft-return", "", {}]],
    "cards": [["image", {"src": "a.jpg", "alt": "A"}]],
    "sections": [
        [1, "p", [[0, [0], 1, "it"], [1, [], 0, 0], [0, [1], 1, "link"]]],
        [3, "ul", [[[0, [], 0, "item"]]]],
        [10, 0],
    ],
}


class TestGhost:
    def export(self, tmp_path: Path, **post: Any) -> Path:
        path = tmp_path / "ghost.json"
        row = {"id": 1, "title": "Heat (1995)", "slug": "heat", "status": "published"} | post
        data = {
            "posts": [row, {"id": 2, "type": "page"}],
            "users": [{"id": 5, "slug": "ada", "name": "Ada", "email": "a@b.c"}],
            "tags": [{"id": 3, "name": "Crime"}],
            "posts_tags": [{"post_id": 1, "tag_id": 3}],
            "posts_authors": [{"post_id": 1, "author_id": 5}],
            "posts_meta": [{"post_id": 1, "meta_description": "M", "feature_image_alt": "Duel"}],
            "settings": [{"key": "title", "value": "Old"}, {"key": "locale", "value": "de"}],
        }
        path.write_text(json.dumps({"db": [{"meta": {}, "data": data}]}))
        return path

    def test_a_whole_post(self, tmp_path: Path) -> None:
        path = self.export(
            tmp_path,
            html="<p>Text.</p>",
            published_at="2019-04-01T10:00:00.000Z",
            feature_image="__GHOST_URL__/content/images/a.jpg",
            custom_excerpt="Men.",
        )
        read = GhostReader(path, NO_FILES, SiteMap())
        assert [*read.posts()] == [
            ImportedPost(
                place="post heat “Heat (1995)”",
                source_id="1",
                title="Heat (1995)",
                body="<p>Text.</p>",
                slug="heat",
                old_paths=("/heat/",),
                authors=(ImportedAuthor("ada", "Ada", "a@b.c"),),
                published_at=datetime(2019, 4, 1, 10, tzinfo=UTC),
                tags=("Crime",),
                standfirst="Men.",
                description="M",
                language="de",
                film=ImportedFilm("Heat", 1995, is_from_title=True),
                lead_image=ImportedImage("/content/images/a.jpg", "Duel"),
            )
        ]
        assert read.source == "ghost:Old"

    def test_lexical(self, tmp_path: Path) -> None:
        path = self.export(tmp_path, lexical=json.dumps(LEXICAL))
        post = first(GhostReader(path, NO_FILES, SiteMap()).posts())
        assert to_markdown(post.body, is_html=True).markdown == (
            "### A & B\n\n**bold**[link](/x/)\n\n![A](/content/images/a.jpg)\n\n"
            "::: spoiler End\n\nHe dies.\n\n:::"
        )
        assert post.warnings == ("A card of the kind “signup” is left out.",)

    def test_mobiledoc(self, tmp_path: Path) -> None:
        path = self.export(tmp_path, mobiledoc=json.dumps(MOBILEDOC), visibility="paid")
        post = first(GhostReader(path, NO_FILES, SiteMap()).posts())
        assert to_markdown(post.body, is_html=True).markdown == (
            "*it*\\\n[link](/x/)\n\n- item\n\n![A](a.jpg)"
        )
        assert not post.was_public

    def test_a_broken_text_is_reported(self, tmp_path: Path) -> None:
        (post,) = GhostReader(self.export(tmp_path, lexical="[]"), NO_FILES, SiteMap()).posts()
        assert isinstance(post, BrokenPost)

    @pytest.mark.parametrize(
        ("text", "words"), [("{\n}}", ":2: this is not valid JSON"), ("[]", "no export of Ghost")]
    )
    def test_a_broken_file_is_refused(self, tmp_path: Path, text: str, words: str) -> None:
        path = tmp_path / "ghost.json"
        path.write_text(text)
        with pytest.raises(SourceRefused, match=words):
            GhostReader(path, NO_FILES, SiteMap())


def test_control_characters_are_those_of_windows_or_left_out() -> None:
    said = "It\x92s \x93it\x94\x9d\x07 …"
    assert to_markdown(said, is_html=False).markdown == "It’s “it” …"
    assert plain_text(f"<b>{said}</b>\u2028\x85", 200) == ("It’s “it” … …", "")


class TestMarkdown:
    def post(self, tmp_path: Path, where: str, text: str, **site_map: Any) -> ImportedPost:
        path = tmp_path / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return first(MarkdownReader(tmp_path, NO_FILES, SiteMap(**site_map)).posts())

    def test_a_page_bundle_of_hugo(self, tmp_path: Path) -> None:
        text = (
            '+++\ntitle = "Heat"\ndate = 2019-04-01T10:00:00Z\nrating = "4/5"\n'
            'aliases = ["/old/heat/"]\ncover = {image = "duel.jpg", alt = "Duel"}\n'
            '[film]\ntitle = "Heat"\nyear = 1995\nimdb = "tt0113277"\n+++\n'
            '{{< figure src="duel.jpg" alt="Duel" caption="Here" >}}\n'
        )
        assert self.post(tmp_path, "content/reviews/heat/index.md", text) == ImportedPost(
            place="content/reviews/heat/index.md",
            source_id="content/reviews/heat/index.md",
            title="Heat",
            body='![Duel](duel.jpg "Here")\n',
            is_html=False,
            slug="heat",
            old_paths=("/old/heat/", "/reviews/heat/"),
            published_at=datetime(2019, 4, 1, 10, tzinfo=UTC),
            rating=ImportedRating("4", "stars"),
            film=ImportedFilm("Heat", 1995, "tt0113277"),
            lead_image=ImportedImage("duel.jpg", "Duel"),
            near="content/reviews/heat",
        )

    def test_a_post_of_jekyll(self, tmp_path: Path) -> None:
        text = "---\ntitle: 'Review: Heat'\nstars: ★★★½\ntags: a, b\nauthor: Ada\n---\nText."
        post = self.post(tmp_path, "_posts/2019-04-01-heat.md", text)
        assert post.old_paths == ("/2019/04/01/heat/", "/2019/04/01/heat.html")
        assert post.rating == ImportedRating("3.5", "stars")
        assert (post.slug, post.tags, post.authors) == (
            "heat",
            ("a", "b"),
            (ImportedAuthor("Ada", "Ada"),),
        )
        assert post.published_at == datetime(2019, 4, 1, tzinfo=UTC)

    def test_a_post_of_eleventy(self, tmp_path: Path) -> None:
        text = '---json\n{"title": "X", "permalink": "/x.html", "draft": true, "rating": 7}\n---\nT'
        post = self.post(tmp_path, "src/x.md", text, rating_scale="0-10 step 1")
        assert (post.old_paths, post.was_public, post.rating) == (
            ("/x.html",),
            False,
            ImportedRating("7", "0-10 step 1"),
        )

    def test_broken_front_matter_is_reported_with_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("---\ntitle: x\n bad: [\n---\n")
        (tmp_path / "b.md").write_text("No front matter")
        read = MarkdownReader(tmp_path, NO_FILES, SiteMap())
        (post,) = read.posts()
        assert isinstance(post, BrokenPost)
        assert post.place == "a.md:3"
        assert read.skipped.counts == {"without front matter": 1}

    def test_headings_are_lowered_together(self) -> None:
        assert with_low_headings("# A\n\n```\n# no\n```\n\nB\n---\n\ntext") == (
            "### A\n\n```\n# no\n```\n\n#### B\n\n\ntext"
        )
