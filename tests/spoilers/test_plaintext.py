from time import process_time

import pytest

from spoilers import ProblemCode, check_plain, plain


class TestPlain:
    @pytest.mark.parametrize("text", ["a >!b!< c", "a >!b", "a !<b", r"\>!a", "a\n ::: b", ":::"])
    def test_a_text_with_a_mark_becomes_empty(self, text):
        assert plain(text) == ""

    @pytest.mark.parametrize("text", ["", "Wow! > 3 < 4", "a ::: b", "a: b\n:: c"])
    def test_any_other_text_is_unchanged(self, text):
        assert plain(text) == text
        assert check_plain(text) == ()

    @pytest.mark.parametrize(
        "text",
        [
            *("a &gt;!b!&lt;", "a ＞！b！＜", ">\u200b!a!\u200b<", ">\x01!a", "!\x0b<"),
            *(
                "\xa0::: a",
                "\ufeff:::",
                "：：：",
                ":\u200b::",
                "a\u2028::: b",
                "a\r:::",
                "a\x85 :::",
            ),
            *("a ::: spoiler b", "a&colon;:: spoiler"),
        ],
    )
    def test_a_text_with_a_disguised_mark_becomes_empty(self, text):
        assert plain(text) == ""
        assert ProblemCode.MARK_IN_PLAIN.value in [problem.message for problem in check_plain(text)]

    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("a\u2028b", "a b"),
            ("a \x85\x0b b\nc", "a b\nc"),
            ("a\0b\tc\r\n", "a b\tc\r\n"),
            (" \0 \0 b ", " b "),
        ],
    )
    def test_a_control_character_becomes_a_space_and_is_reported(self, text, read):
        assert plain(text) == read
        assert [(problem.line, problem.message) for problem in check_plain(text)] == [
            (1, ProblemCode.CONTROL_CHARACTER.value)
        ]

    def test_an_entity_of_html_is_reported(self):
        [problem] = check_plain("AT&T\nTom &amp; Jerry")
        assert (problem.line, problem.code) == (2, ProblemCode.ENTITY_IN_PLAIN)
        assert "&amp;" in problem.message
        assert check_plain("Tom & Jerry; &c; &nothing;") == ()

    def test_many_lines_take_linear_time(self):
        begun = process_time()
        assert len(check_plain(">!\n" * 100_000)) == 100_000
        assert process_time() - begun < 5

    def test_a_problem_for_each_line(self):
        problems = check_plain("a >!b!<\nc\n::: d")
        assert [problem.line for problem in problems] == [1, 3]
        assert {problem.message for problem in problems} == {ProblemCode.MARK_IN_PLAIN.value}
