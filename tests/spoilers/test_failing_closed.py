import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from spoilers import REDACTOR_VERSION, ProblemCode, parse
from tests.spoilers.redacting import FILMS, problems, redacted


class TestFailingClosed:
    def test_a_malformed_text_becomes_one_curtain(self):
        result = redacted('safe\n\n>!a & b\nc\n\n\n>!d!<{spoils="parabellum"}', key="verdict")
        assert result.html == '<curtain-slot key="verdict-1"></curtain-slot>'
        assert result.text == "[spoiler]"
        assert [problem.line for problem in result.problems] == [3]
        (curtain,) = result.curtains
        assert (curtain.key, curtain.parent, curtain.kind, curtain.label) == (
            "verdict-1",
            "",
            "block",
            "",
        )
        assert curtain.html == (
            "<p>safe</p>\n<p>&gt;!a &amp; b<br>\nc</p>\n"
            "<p>&gt;!d!&lt;{spoils=&quot;parabellum&quot;}</p>\n"
        )
        assert curtain.text == 'safe\n\n>!a & b\nc\n\n\n>!d!<{spoils="parabellum"}'

    def test_that_curtain_spoils_every_film_the_text_names(self):
        (curtain,) = redacted('>!a!<{spoils="parabellum nope"} >!b').curtains
        assert curtain.films == (9, 3)

    def test_an_error_in_rendering_hides_the_text_and_is_logged(self, caplog):
        def broken(src, alt, title):
            raise RuntimeError("no such image")

        with caplog.at_level(logging.ERROR):
            result = redacted("secret ![a](b)", image=broken)
        assert result.html == '<curtain-slot key="k-1"></curtain-slot>'
        assert [problem.line for problem in result.problems] == [1]
        assert [curtain.text for curtain in result.curtains] == ["secret ![a](b)"]
        assert [record.message for record in caplog.records] == [
            "A field could not be redacted and was closed."
        ]

    def test_a_mark_taken_for_text_hides_the_whole_text(self, monkeypatch, caplog):
        monkeypatch.setattr("spoilers.parser.restore", lambda text: text)
        result = redacted("```\n>!x!<\n```")
        assert result.html == '<curtain-slot key="k-1"></curtain-slot>'
        assert [record.levelname for record in caplog.records] == ["ERROR"]

    def test_without_film_id_every_slug_is_unknown(self):
        assert [problem.line for problem in parse('a\n>!b!<{spoils="parabellum"}').check()] == [2]
        assert parse(">!b!<").redact(film=5, key="k").problems == ()

    def test_a_film_is_looked_up_once(self):
        asked = []
        redacted(
            '>!a!<{spoils="x y"} >!b!<{spoils="y"}', film_id=lambda slug: asked.append(slug) or 1
        )
        assert asked == ["x", "y"]

    def test_parse_is_thread_safe(self):
        fields = [f"a{n} >!b{n}!<\n\n::: spoiler c{n}\nd{n}\n:::" for n in range(40)]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(redacted, fields)) == [redacted(field) for field in fields]

    def test_check_and_redact_report_the_same_problems(self):
        markdown = "# a\n\n>!b"
        assert parse(markdown).check(FILMS.get) == redacted(markdown).problems
        assert [problem.line for problem in parse(markdown, min_heading=1).check()] == [3]

    def test_redactor_version(self):
        assert REDACTOR_VERSION == 8


class TestLimits:
    @pytest.mark.parametrize(
        "markdown",
        ["> " * 20 + "a", "- " * 20 + "a", "> - " * 10 + "a", ">!" * 20 + "a" + "!<" * 20],
    )
    def test_twenty_nested_containers_are_allowed(self, markdown):
        assert problems(markdown) == []

    @pytest.mark.parametrize(
        "markdown",
        [
            "> " * 21 + "a",
            "- " * 21 + "a",
            "> - " * 10 + ">!a!<",
            "> - " * 10 + "> a",
            ">!" * 21 + "a" + "!<" * 21,
            "> " * 20_000 + "a",
            "- " * 10_000 + "a",
        ],
    )
    def test_more_than_twenty_nested_containers_are_refused(self, markdown):
        assert {code for _, code in problems(f"a\n\n{markdown}")} == {ProblemCode.TOO_DEEP}
        assert {line for line, _ in problems(f"a\n\n{markdown}")} == {3}

    def test_block_curtains_count_as_containers(self):
        def nested(depth):
            return "::: spoiler\n" * depth + "a\n" + ":::\n" * depth

        assert problems(nested(20)) == []
        assert problems(nested(21)) == [(21, ProblemCode.TOO_DEEP)]
        assert problems(nested(20).replace("a", ">!a!<")) == [(21, ProblemCode.TOO_DEEP)]

    def test_a_text_of_almost_a_million_characters_is_allowed(self):
        assert problems("word " * 190_000) == []

    def test_a_longer_text_is_refused(self):
        assert problems("word " * 200_001) == [(1, ProblemCode.TOO_LONG)]

    def test_markup_is_limited(self):
        assert problems("*" * 40_000) == []
        assert problems("*" * 40_001) == [(1, ProblemCode.TOO_DENSE)]
        assert problems("\n" * 20_001) == [(1, ProblemCode.TOO_DENSE)]

    def test_lines_in_nested_containers_are_limited(self, monkeypatch):
        monkeypatch.setattr("spoilers.fences.MAX_STEPS", 1000)
        assert problems("> " * 20 + "a\n" + "b\n" * 40) == []
        assert problems("> " * 20 + "a\n" + "b\n" * 100) == [(1, ProblemCode.TOO_DENSE)]

    def test_table_cells_are_limited(self):
        row = "|" + "a|" * 200 + "\n"
        table = row + row.replace("a", "-") + "|\n" * 60
        assert problems(f"b\n\n{table}\n\n{table}") == [(3, ProblemCode.TOO_DENSE)]
        assert problems(table[: -2 * 20]) == []

    @pytest.mark.parametrize(
        "markdown",
        [
            "[" * 3000,
            "![" * 3000,
            "[a](" * 3000,
            "![" * 2000 + "](b)" * 2000,
            "[" * 2000 + "](b)" * 2000,
        ],
    )
    def test_nested_brackets_are_not_limited(self, markdown):
        assert problems(markdown) == []
