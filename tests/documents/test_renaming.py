"""Renaming films and pictures in a text."""

import pytest

from documents.renaming import rename


class TestRenaming:
    @pytest.mark.parametrize(
        ("markdown", "renamed"),
        [
            ("![a](images/a.png)", "![a](images/b.png)"),
            ("![a](<images/a.png> 't')", "![a](<images/b.png> 't')"),
            ("![a][r]\n\n[r]: images/a.png", "![a][r]\n\n[r]: images/b.png"),
            (">!![a](images/a.png)!<", ">!![a](images/b.png)!<"),
            ('>!a!<{spoils="old x"}', '>!a!<{spoils="new x"}'),
            (
                '::: spoiler {spoils="x  old"}\n![a](images/a.png)\n:::',
                '::: spoiler {spoils="x  new"}\n![a](images/b.png)\n:::',
            ),
        ],
    )
    def test_replaces_films_and_pictures_that_are_named(self, markdown, renamed):
        assert rename(markdown, films={"old": "new"}, pictures={"a.png": "b.png"}) == renamed

    @pytest.mark.parametrize(
        "markdown",
        [
            "![a](images/aa.png) ![a](x/images/a.png) images/a.png `![a](images/a.png)`",
            "    ![a](images/a.png)",
            '`>!a!<{spoils="old"}` spoils="old"',
            '>!a!<{spoils="old-2"}',
            '>!a!<{instead="old images/a.png"}',
            "old",
        ],
    )
    def test_keeps_everything_else(self, markdown):
        assert rename(markdown, films={"old": "new"}, pictures={"a.png": "b.png"}) == markdown

    def test_replaces_each_name_once(self):
        names = {"a": "b", "b": "a"}
        assert rename('>!a!<{spoils="a b"}', films=names, pictures={}) == '>!a!<{spoils="b a"}'

    def test_replaces_films_in_a_malformed_text(self):
        markdown = '>! >!a!<{spoils="old"}'
        assert rename(markdown, films={"old": "x"}, pictures={}) == '>! >!a!<{spoils="x"}'

    def test_keeps_line_ends_and_blanks(self):
        markdown = '\t>!a!< \r\n> >!b!<{ spoils="old\n> older" }  \0\r'
        assert rename(markdown, films={"old": "new"}, pictures={}) == markdown.replace(
            "old\n", "new\n"
        )
