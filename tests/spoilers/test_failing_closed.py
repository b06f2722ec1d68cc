import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from spoilers import REDACTOR_VERSION, ProblemCode, parse
from tests.spoilers.fields import FILMS, faults, redacted


class TestFailingClosed:
    def test_the_whole_field_becomes_one_curtain(self):
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

    def test_it_stays_shut_for_every_film_that_it_names(self):
        (curtain,) = redacted('>!a!<{spoils="parabellum nope"} >!b').curtains
        assert curtain.films == (9, 3)

    def test_what_cannot_be_drawn_is_closed_and_logged(self, caplog):
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

    def test_a_mark_that_reaches_the_page_as_text_closes_the_field(self, monkeypatch, caplog):
        monkeypatch.setattr("spoilers.parser.restore", lambda text: text)
        result = redacted("```\n>!x!<\n```")
        assert result.html == '<curtain-slot key="k-1"></curtain-slot>'
        assert [record.levelname for record in caplog.records] == ["ERROR"]

    def test_without_a_way_to_look_films_up_every_slug_is_unknown(self):
        assert [problem.line for problem in parse('a\n>!b!<{spoils="parabellum"}').check()] == [2]
        assert parse(">!b!<").redact(film=5, key="k").problems == ()

    def test_a_film_is_looked_up_once(self):
        asked = []
        redacted(
            '>!a!<{spoils="x y"} >!b!<{spoils="y"}', film_id=lambda slug: asked.append(slug) or 1
        )
        assert asked == ["x", "y"]

    def test_threads_do_not_disturb_each_other(self):
        fields = [f"a{n} >!b{n}!<\n\n::: spoiler c{n}\nd{n}\n:::" for n in range(40)]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(redacted, fields)) == [redacted(field) for field in fields]

    def test_check_finds_what_redact_finds(self):
        markdown = "# a\n\n>!b"
        assert parse(markdown).check(FILMS.get) == redacted(markdown).problems
        assert [problem.line for problem in parse(markdown, min_heading=1).check()] == [3]

    def test_the_version_is_a_number(self):
        assert REDACTOR_VERSION == 4


class TestLimits:
    @pytest.mark.parametrize(
        "markdown",
        ["> " * 20 + "a", "- " * 20 + "a", "> - " * 10 + "a", ">!" * 20 + "a" + "!<" * 20],
    )
    def test_twenty_containers_may_stand_in_each_other(self, markdown):
        assert faults(markdown) == []

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
    def test_more_may_not(self, markdown):
        assert {fault for _, fault in faults(f"a\n\n{markdown}")} == {ProblemCode.TOO_DEEP}
        assert {line for line, _ in faults(f"a\n\n{markdown}")} == {3}

    def test_block_curtains_count_as_containers(self):
        def nested(depth):
            return "::: spoiler\n" * depth + "a\n" + ":::\n" * depth

        assert faults(nested(20)) == []
        assert faults(nested(21)) == [(21, ProblemCode.TOO_DEEP)]
        assert faults(nested(20).replace("a", ">!a!<")) == [(21, ProblemCode.TOO_DEEP)]

    def test_a_text_may_be_long(self):
        assert faults("word " * 190_000) == []

    def test_a_text_may_not_be_endless(self):
        assert faults("word " * 200_001) == [(1, ProblemCode.TOO_LONG)]

    def test_markup_may_not_be_endless(self):
        assert faults("*" * 40_000) == []
        assert faults("*" * 40_001) == [(1, ProblemCode.TOO_DENSE)]
        assert faults("\n" * 20_001) == [(1, ProblemCode.TOO_DENSE)]

    def test_lines_in_containers_may_not_be_endless(self, monkeypatch):
        monkeypatch.setattr("spoilers.fences.MAX_STEPS", 1000)
        assert faults("> " * 20 + "a\n" + "b\n" * 40) == []
        assert faults("> " * 20 + "a\n" + "b\n" * 100) == [(1, ProblemCode.TOO_DENSE)]

    def test_a_table_may_not_grow_without_end(self):
        row = "|" + "a|" * 200 + "\n"
        table = row + row.replace("a", "-") + "|\n" * 60
        assert faults(f"b\n\n{table}\n\n{table}") == [(3, ProblemCode.TOO_DENSE)]
        assert faults(table[: -2 * 20]) == []

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
    def test_brackets_may_be_nested_at_will(self, markdown):
        assert faults(markdown) == []
