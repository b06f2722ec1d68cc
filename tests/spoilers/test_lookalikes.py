"""What an author sees as a curtain and the parser does not is refused, never public."""

import pytest

from spoilers import ProblemCode
from tests.spoilers.fields import behind, faults, public, redacted

SEPARATORS = ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"]
INVISIBLE = ["\u200b", "\ufeff", "\u2060", "\xad", "\u3164", "\ufe0e", "\U000e0020"]
BLANKS = ["\xa0", "\u3000", "\u2003", "\u2800", *INVISIBLE]


class TestControlCharacters:
    @pytest.mark.parametrize("sign", [*SEPARATORS, "\x01", "\x1b", "\x1f", "\x7f", "\x9f"])
    def test_one_anywhere_is_a_fault(self, sign):
        for markdown in (f"a{sign}b", f"```\na{sign}\n```", f"> >!{sign}!<\nc"):
            line = 1 + markdown.count("\n", 0, markdown.index(sign))
            assert faults(markdown) == [(line, ProblemCode.CONTROL_CHARACTER)]

    @pytest.mark.parametrize("sign", SEPARATORS)
    def test_a_separator_in_place_of_a_line_s_end_shows_nothing(self, sign):
        for markdown in (f"::: spoiler X{sign}CANARY\n:::", f"a{sign}::: spoiler{sign}CANARY"):
            result = redacted(markdown)
            assert result.html == '<curtain-slot key="k-1"></curtain-slot>'
            assert [curtain.label for curtain in result.curtains] == [""]

    def test_each_line_is_told(self):
        assert faults("a\x0b\r\nb\rc\u2028d\u2028") == [
            (1, ProblemCode.CONTROL_CHARACTER),
            (3, ProblemCode.CONTROL_CHARACTER),
        ]

    def test_tabs_and_line_ends_are_none(self):
        assert faults("a\tb\r\nc\rd\n") == []


class TestDisguisedFences:
    @pytest.mark.parametrize("blank", BLANKS)
    def test_something_invisible_before_the_colons(self, blank):
        assert faults(f"a\n\n{blank}::: spoiler X\nb\n {blank} :::") == [
            (3, ProblemCode.DISGUISED_FENCE),
            (5, ProblemCode.DISGUISED_FENCE),
        ]
        assert faults(f"- {blank}:::\n\n| a |\n|---|\n{blank}:::") == [
            (1, ProblemCode.DISGUISED_FENCE),
            (5, ProblemCode.DISGUISED_FENCE),
        ]

    @pytest.mark.parametrize("blank", BLANKS)
    def test_it_may_be_indented_into_a_paragraph(self, blank):
        assert faults(f"a\n     {blank}:::") == [(2, ProblemCode.UNKNOWN_FENCE)]

    @pytest.mark.parametrize("sign", INVISIBLE)
    def test_something_invisible_between_the_colons(self, sign):
        assert faults(f":{sign}:: spoiler X\na\n::{sign}:") == [
            (1, ProblemCode.DISGUISED_FENCE),
            (3, ProblemCode.DISGUISED_FENCE),
        ]

    @pytest.mark.parametrize("colon", ["\uff1a", "\ufe55", "\ufe13"])
    def test_other_colons(self, colon):
        assert faults(f"{colon * 3} spoiler X\na\n{colon}::") == [
            (1, ProblemCode.DISGUISED_FENCE),
            (3, ProblemCode.DISGUISED_FENCE),
        ]

    def test_an_escape_or_code_mends_it(self):
        assert public("\xa0\\:::\n\n```\n\xa0:::\n```") == (
            "<p>:::</p>\n<pre><code>&nbsp;:::\n</code></pre>\n"
        )

    def test_fewer_colons_are_text(self):
        assert public("\u200b:: a\n: : :") == "<p>\u200b:: a\n: : :</p>\n"


class TestMisplacedFences:
    @pytest.mark.parametrize(
        "markdown",
        [
            "a ::: spoiler X",
            "a:::::spoiler",
            "a ::: Spoiler",
            "### ::: spoiler X b :::",
            "- a ::: spoiler",
            "| ::: spoiler X |\n|---|",
            "[::: spoiler a](/b)",
            "![a ::: spoiler b](/c)",
            "**::: spoiler** a",
            "**:::** spoiler a",
            ">!a ::: spoiler!<",
            "&nbsp;::: spoiler",
            "&#58;&colon;: spoiler",
            "\\\\::: spoiler",
            "`a`::: spoiler",
        ],
    )
    def test_one_in_the_middle_of_a_text(self, markdown):
        assert faults(f"b\n\n{markdown}") == [(3, ProblemCode.MISPLACED_FENCE)]

    def test_the_line_is_told(self):
        markdown = 'a\n[b](/c\n"d") ![e](f) >!g\nh!<\ni ::: spoiler\n\\\nj'
        assert faults(markdown) == [(5, ProblemCode.MISPLACED_FENCE)]

    @pytest.mark.parametrize(
        "markdown",
        [
            r"a \::: spoiler",
            r"::\:::: spoiler",
            r"a \:::: spoiler",
            "`::: spoiler`",
            "a ::: b",
            "a :: spoiler",
        ],
    )
    def test_an_escape_or_code_mends_it(self, markdown):
        assert faults(markdown) == []

    def test_a_curtain_on_one_line(self):
        for label in ("X :::", "X ::: spoiler", ":::", "\\\\:::", "X:::: Y"):
            assert (1, ProblemCode.MARK_IN_ATTRIBUTE) in faults(f"::: spoiler {label}\na\n:::")
        for label in (r"X \:::", "a:: b: c", "\\"):
            assert faults(f"::: spoiler {label}\na\n:::") == []


MARKS = [
    ("&gt;!", "!&lt;"),
    ("&#62;!", "!&#60;"),
    (">&excl;", "&#x21;<"),
    ("\uff1e\uff01", "\uff01\uff1c"),
    ("\ufe65!", "\ufe57<"),
    *((f">{sign}!", f"!{sign}<") for sign in INVISIBLE),
    (">&#8203;!", "!&ZeroWidthSpace;<"),
    (">**!", "!**<"),
]


class TestLookalikes:
    @pytest.mark.parametrize(("opening", "closing"), MARKS)
    def test_marks_damaged_at_both_ends(self, opening, closing):
        for before in ("", "b ", "- ", "### ", "> ", "c\n"):
            markdown = f"a\n\n{before}{opening}x{closing}"
            line = markdown.count("\n") + 1
            assert faults(markdown) == [(line, ProblemCode.LOOKALIKE)]

    @pytest.mark.parametrize(("opening", "closing"), MARKS[:5])
    def test_wherever_in_the_field_the_ends_are(self, opening, closing):
        assert faults(f"a {opening}b\n\n- c{closing} d") == [(1, ProblemCode.LOOKALIKE)]
        assert faults(f"a\n\n| b |\n|---|\n| {opening}c | d |\n| {closing} |") == [
            (5, ProblemCode.LOOKALIKE)
        ]
        assert faults(f"| a {opening} | b{closing} |\n|---|---|") == [(1, ProblemCode.LOOKALIKE)]
        assert faults(f"{opening}a >!b!< c{closing}") == [(1, ProblemCode.LOOKALIKE)]
        assert faults(f"{opening}a >!b{closing}!<") == [(1, ProblemCode.LOOKALIKE)]
        assert faults(f"{opening}a{opening}b{closing}\nc{opening}d{closing}e{opening}") == [
            (1, ProblemCode.LOOKALIKE),
            (2, ProblemCode.LOOKALIKE),
        ]

    def test_one_damaged_end_is_a_fault_of_the_other(self):
        assert faults(">!a!&lt;") == [(1, ProblemCode.UNCLOSED_MARK)]
        assert faults("&gt;!a!<") == [(1, ProblemCode.STRAY_MARK)]

    @pytest.mark.parametrize(
        "markdown",
        [
            r"\>!x\!<",
            r"\>\!x\!\<",
            r">\!x!\<",
            r"\&gt;!x!\&lt;",
            "> !x! <",
            "a > !x! <",
            "&gt; !x! &lt;",
            "`>`!x!`<`",
            "`＞！x！＜`",
            "```\n＞！x！＜\n```",
            "a &gt;! b",
            "a !&lt; b",
            "!a\n! b",
            "！＜ ＞！",
            "！＜ a\n＞！",
            "＞！＜",
            "\ufeff![a](b)",
        ],
    )
    def test_text_that_stays_legal(self, markdown):
        assert faults(markdown) == []

    @pytest.mark.parametrize(
        "markdown",
        [
            '[a](b "&gt;!c!&lt;")',
            '![a](b "＞！c！＜")',
            '[a](b "::: spoiler&colon;")',
            '>!a!<{instead="＞！c！＜"}',
            '>!a!<{instead="::: spoiler c"}',
            '[a]: b "＞！c！＜"',
        ],
    )
    def test_in_a_title_or_an_attribute(self, markdown):
        assert (3, ProblemCode.MARK_IN_ATTRIBUTE) in faults(f"a\n\n{markdown}")

    def test_an_escaped_mark_may_stand_there(self):
        assert faults(r'[a](b "\>!c\!<") >!d!<{instead="\>!e\!<"}') == []
        assert faults(r"[a]" + "\n\n" + r'[a]: b "\>!c\!<"') == []

    def test_in_a_label(self):
        assert faults("::: spoiler ＞！a！＜\n:::") == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]

    def test_around_a_link_that_becomes_an_image(self):
        assert faults("&gt;![a](b)!&lt;") == [(1, ProblemCode.LOOKALIKE)]

    def test_in_alternative_text(self):
        assert faults("![&gt;!a!&lt;](b)") == [(1, ProblemCode.LOOKALIKE)]
        assert faults(r"![\>!a\!<](b)") == []


class TestIndentedCode:
    @pytest.mark.parametrize(
        "line",
        [">!a!<", "a >!b", "!<", "::: spoiler X", "a ::: spoiler", "＞！a！＜", "\xa0::: spoiler"],
    )
    def test_a_mark_in_it_is_a_fault(self, line):
        for indent in ("    ", "\t", "-\n\n      ", ">     "):
            rest = indent.rpartition("\n")[2].replace("-", " ")
            markdown = f"a\n\n{indent}b\n{rest}{line}"
            number = markdown.count("\n") + 1
            assert faults(markdown) in (
                [(number, ProblemCode.INDENTED_MARK)],
                [(number, ProblemCode.INDENTED_MARK), (number, ProblemCode.DISGUISED_FENCE)],
            )

    def test_behind_a_curtain_too(self):
        assert faults("::: spoiler\n\n    >!a!<\n:::") == [(3, ProblemCode.INDENTED_MARK)]

    def test_it_shows_nothing(self):
        result = redacted("a\n\n    >!CANARY!<")
        assert result.html == '<curtain-slot key="k-1"></curtain-slot>'
        assert result.text == "[spoiler]"

    def test_other_code_stays_legal(self):
        assert public("    \\>!a \\::: spoiler\n    b > !c\n    :::\n") == (
            "<pre><code>\\&gt;!a \\::: spoiler\nb &gt; !c\n:::\n</code></pre>\n"
        )
        assert behind("::: spoiler\n```\n    >!a!<\n```\n:::") == {
            "k-1": "<pre><code>    &gt;!a!&lt;\n</code></pre>\n"
        }
