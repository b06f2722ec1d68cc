import pytest

from spoilers import check_plain, plain
from spoilers.problems import Fault


class TestPlain:
    @pytest.mark.parametrize("text", ["a >!b!< c", "a >!b", "a !<b", r"\>!a", "a\n ::: b", ":::"])
    def test_a_field_with_any_of_the_syntax_reads_as_nothing(self, text):
        assert plain(text) == ""

    @pytest.mark.parametrize("text", ["", "Wow! > 3 < 4", "a ::: b", "a: b\n:: c"])
    def test_any_other_is_itself(self, text):
        assert plain(text) == text
        assert check_plain(text) == ()

    def test_a_problem_for_each_line(self):
        problems = check_plain("a >!b!<\nc\n::: d")
        assert [problem.line for problem in problems] == [1, 3]
        assert {problem.message for problem in problems} == {Fault.MARK_IN_PLAIN.value}
