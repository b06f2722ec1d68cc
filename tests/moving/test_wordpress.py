"""The reader of WordPress exports."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

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
from moving.site_map import SiteMap
from moving.texts import plain_text, to_markdown
from moving.wordpress import WordPressReader
from moving.wordpress_html import Attachment, PostHTML
from tests.moving.exports import HEAT, attachment, item, meta, wxr


def reader(tmp_path: Path, text: str, **site_map: Any) -> WordPressReader:
    path = tmp_path / "export.xml"
    path.write_text(text)
    return WordPressReader(path, ImageFiles(None), SiteMap(**site_map))


def only_post(tmp_path: Path, *items: str) -> ImportedPost:
    (post,) = reader(tmp_path, wxr(*items)).posts()
    assert isinstance(post, ImportedPost)
    return post


class TestPosts:
    def test_a_whole_post(self, tmp_path: Path) -> None:
        more = meta(
            _thumbnail_id=9, wp_review_total="4.50", wp_review_type="star", imdb_id="tt0113277"
        )
        more += meta(_yoast_wpseo_metadesc="Our review.")
        picture = attachment(9, "https://old.example/uploads/heat.jpg", "A duel")
        assert only_post(tmp_path, item(more=more), picture) == ImportedPost(
            place="line 12, post 7 “Review: Heat (1995)”",
            source_id="7",
            title="Review: Heat (1995)",
            body=HEAT,
            slug="heat",
            old_paths=("/2019/04/heat/", "/?p=7"),
            authors=(ImportedAuthor("ada", "Ada Test", "ada@old.example"),),
            published_at=datetime(2019, 4, 1, 10, tzinfo=UTC),
            tags=("Crime",),
            standfirst="Men at work.",
            description="Our review.",
            language="de-DE",
            rating=ImportedRating("4.5", "stars"),
            film=ImportedFilm("Heat", 1995, "tt0113277", is_from_title=True),
            lead_image=ImportedImage("https://old.example/uploads/heat.jpg", "A duel"),
        )

    def test_what_is_no_review_is_passed_over(self, tmp_path: Path) -> None:
        read = reader(
            tmp_path,
            wxr(
                item(kind="page"), item(status="trash"), item(status="private"), item(kind="movie")
            ),
        )
        assert [post.was_public for post in read.posts() if isinstance(post, ImportedPost)] == [
            False,
            True,
        ]
        assert read.skipped.counts == {"of the type “page”": 1, "with the status “trash”": 1}
        assert read.total == 2

    def test_a_post_without_an_id_is_broken(self, tmp_path: Path) -> None:
        without = item().replace("<wp:post_id>7</wp:post_id>", "")
        text = wxr(without.replace("https://old.example/2019/04/heat/", ""), item(8))
        first, second = reader(tmp_path, text).posts()
        assert isinstance(first, BrokenPost)
        assert isinstance(second, ImportedPost)

    @pytest.mark.parametrize(
        ("fields", "rating"),
        [
            ({"wp_review_total": "7.5", "wp_review_type": "point"}, ("7.5", "0-10 step 0.1")),
            ({"taq_review_score": "80"}, ("80", "percent")),
            ({"_bsf_rating": "3.5"}, ("3.5", "stars")),
            (
                {
                    "rank_math_snippet_review_rating_value": "8",
                    "rank_math_snippet_review_best_rating": "10",
                },
                ("8", "0-10 step 0.1"),
            ),
            ({"my_stars": "3"}, ("3", "stars 0-4 step 1")),
            ({"wp_review_total": "0.0"}, None),
        ],
    )
    def test_ratings(
        self, tmp_path: Path, fields: dict[str, str], rating: tuple[str, str] | None
    ) -> None:
        text = wxr(item(more=meta(**fields)))
        read = reader(tmp_path, text, rating_field="my_stars", rating_scale="stars 0-4 step 1")
        (post,) = read.posts()
        assert isinstance(post, ImportedPost)
        assert post.rating == (ImportedRating(*rating) if rating else None)

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            (wxr(item()).replace("</item>", "\x02</item>"), "export.xml:19: the XML is broken"),
            ("<rss><channel></channel></rss>", "export.xml: this is no export of WordPress"),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "declares entities of its own"),
        ],
    )
    def test_a_broken_file_is_refused(self, tmp_path: Path, text: str, where: str) -> None:
        with pytest.raises(SourceRefused) as refused:
            reader(tmp_path, text)
        assert where in str(refused.value)


BLOCKS = """<!-- wp:heading --><h2>Plot</h2><!-- /wp:heading -->

<!-- wp:paragraph --><p>Fine.</p><!-- /wp:paragraph -->"""

MEDIA = {"1": Attachment("a.jpg", "One"), "2": Attachment("b.jpg")}


def markdown(content: str) -> tuple[str, list[str]]:
    html = PostHTML(MEDIA.get, lambda: iter(MEDIA.values()))
    converted = html.convert(content)
    return to_markdown(converted, is_html=True).markdown, html.warnings


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Men <em>at</em> work &amp; play", ("Men at work & play", "")),
        (
            "He <span class='spoiler'>dies</span>",
            ("", "A part of it was hidden, so it was left out."),
        ),
        (
            "one two three four five six",
            ("one two three…", "It is longer than 16 characters and was cut."),
        ),
    ],
)
def test_plain_texts(source: str, expected: tuple[str, str]) -> None:
    assert plain_text(source, 16 if source.startswith("one") else 100) == expected


class TestHTML:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("One\nline\n\nTwo * stars", "One\\\nline\n\nTwo \\* stars"),
            (
                '[caption width="3"]<img src="x.jpg" alt="X" /> Words[/caption]',
                '![X](x.jpg "Words")',
            ),
            ('[gallery ids="1,2"]', "![One](a.jpg)\n\n![](b.jpg)"),
            ("[gallery]", "![One](a.jpg)\n\n![](b.jpg)"),
            ('<a href="big.jpg"><img src="x.jpg" alt=""></a>', "![](x.jpg)"),
            (
                f"{BLOCKS}\n\nOld\n\ntext",
                "### Plot\n\nFine.\n\nOld\n\ntext",
            ),
            ("He [spoiler]dies[/spoiler].", "He >!dies!<."),
            (
                "<details><summary>End</summary>He dies.</details>",
                "::: spoiler End\n\nHe dies.\n\n:::",
            ),
        ],
    )
    def test_becomes_markdown(self, content: str, expected: str) -> None:
        assert markdown(content) == (expected, [])

    @pytest.mark.parametrize(
        "content",
        [
            '<!-- wp:embed {"url":"https://www.y.tube/1"} --><figure>x</figure><!-- /wp:embed -->',
            "[embed]https://www.y.tube/1[/embed]",
            "https://www.y.tube/1",
        ],
    )
    def test_embeds_become_links(self, content: str) -> None:
        text, warnings = markdown(content)
        assert text == "[y.tube](https://www.y.tube/1)"
        assert warnings == ["What was embedded from https://www.y.tube/1 is now a link."]

    def test_blocks_without_text_are_named(self) -> None:
        assert markdown('<!-- wp:acme/stars {"n":3} /--><p>Text.</p>') == (
            "Text.",
            ["The block “acme/stars” of a plugin has no text of its own and is left out."],
        )
