"""Text that an author takes for a curtain, but the parser does not, is refused."""

import pytest

from spoilers import ProblemCode
from tests.spoilers.redacting import hidden_html, problems, public_html, redacted

SEPARATORS = ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"]
INVISIBLE = ["\u200b", "\ufeff", "\u2060", "\xad", "\u3164", "\ufe0e", "\U000e0020"]
BLANKS = ["\xa0", "\u3000", "\u2003", "\u2800", *INVISIBLE]


class TestControlCharacters:
    @pytest.mark.parametrize("sign", [*SEPARATORS, "\x01", "\x1b", "\x1f", "\x7f", "\x9f"])
    def test_a_control_character_anywhere_is_reported(self, sign):
        for markdown in (f"a{sign}b", f"```\na{sign}\n```", f"> >!{sign}!<\nc"):
            line = 1 + markdown.count("\n", 0, markdown.index(sign))
            assert problems(markdown) == [(line, ProblemCode.CONTROL_CHARACTER)]

    @pytest.mark.parametrize("sign", SEPARATORS)
    def test_a_separator_instead_of_a_line_end_hides_the_text(self, sign):
        for markdown in (f"::: spoiler X{sign}CANARY\n:::", f"a{sign}::: spoiler{sign}CANARY"):
            result = redacted(markdown)
            assert result.html == '<curtain-slot key="k-1"></curtain-slot>'
            assert [curtain.label for curtain in result.curtains] == [""]

    def test_each_line_is_reported(self):
        assert problems("a\x0b\r\nb\rc\u2028d\u2028") == [
            (1, ProblemCode.CONTROL_CHARACTER),
            (3, ProblemCode.CONTROL_CHARACTER),
        ]

    def test_tabs_and_line_ends_are_not_control_characters(self):
        assert problems("a\tb\r\nc\rd\n") == []


class TestDisguisedFences:
    @pytest.mark.parametrize("blank", BLANKS)
    def test_an_invisible_character_before_the_colons_is_reported(self, blank):
        assert problems(f"a\n\n{blank}::: spoiler X\nb\n {blank} :::") == [
            (3, ProblemCode.DISGUISED_FENCE),
            (5, ProblemCode.DISGUISED_FENCE),
        ]
        assert problems(f"- {blank}:::\n\n| a |\n|---|\n{blank}:::") == [
            (1, ProblemCode.DISGUISED_FENCE),
            (5, ProblemCode.DISGUISED_FENCE),
        ]

    @pytest.mark.parametrize("blank", BLANKS)
    def test_it_is_reported_inside_a_paragraph_too(self, blank):
        assert problems(f"a\n     {blank}:::") == [(2, ProblemCode.UNKNOWN_FENCE)]

    @pytest.mark.parametrize("sign", INVISIBLE)
    def test_an_invisible_character_between_the_colons_is_reported(self, sign):
        assert problems(f":{sign}:: spoiler X\na\n::{sign}:") == [
            (1, ProblemCode.DISGUISED_FENCE),
            (3, ProblemCode.DISGUISED_FENCE),
        ]

    @pytest.mark.parametrize("colon", ["\uff1a", "\ufe55", "\ufe13"])
    def test_compatible_colons_are_reported(self, colon):
        assert problems(f"{colon * 3} spoiler X\na\n{colon}::") == [
            (1, ProblemCode.DISGUISED_FENCE),
            (3, ProblemCode.DISGUISED_FENCE),
        ]

    def test_an_escape_or_code_prevents_it(self):
        assert public_html("\xa0\\:::\n\n```\n\xa0:::\n```") == (
            "<p>:::</p>\n<pre><code>&nbsp;:::\n</code></pre>\n"
        )

    def test_fewer_colons_are_text(self):
        assert public_html("\u200b:: a\n: : :") == "<p>\u200b:: a\n: : :</p>\n"


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
    def test_a_fence_in_the_middle_of_a_text_is_reported(self, markdown):
        assert problems(f"b\n\n{markdown}") == [(3, ProblemCode.MISPLACED_FENCE)]

    def test_the_line_is_reported(self):
        markdown = 'a\n[b](/c\n"d") ![e](f) >!g\nh!<\ni ::: spoiler\n\\\nj'
        assert problems(markdown) == [(5, ProblemCode.MISPLACED_FENCE)]

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
    def test_an_escape_or_code_prevents_it(self, markdown):
        assert problems(markdown) == []

    def test_a_block_curtain_on_one_line_is_reported(self):
        for label in ("X :::", "X ::: spoiler", ":::", "\\\\:::", "X:::: Y"):
            assert (1, ProblemCode.MARK_IN_ATTRIBUTE) in problems(f"::: spoiler {label}\na\n:::")
        for label in (r"X \:::", "a:: b: c", "\\"):
            assert problems(f"::: spoiler {label}\na\n:::") == []


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
    def test_two_damaged_marks_are_reported(self, opening, closing):
        for before in ("", "b ", "- ", "### ", "> ", "c\n"):
            markdown = f"a\n\n{before}{opening}x{closing}"
            line = markdown.count("\n") + 1
            assert problems(markdown) == [(line, ProblemCode.LOOKALIKE)]

    @pytest.mark.parametrize(("opening", "closing"), MARKS[:5])
    def test_damaged_marks_are_reported_wherever_they_are(self, opening, closing):
        assert problems(f"a {opening}b\n\n- c{closing} d") == [(1, ProblemCode.LOOKALIKE)]
        assert problems(f"a\n\n| b |\n|---|\n| {opening}c | d |\n| {closing} |") == [
            (5, ProblemCode.LOOKALIKE)
        ]
        assert problems(f"| a {opening} | b{closing} |\n|---|---|") == [(1, ProblemCode.LOOKALIKE)]
        assert problems(f"{opening}a >!b!< c{closing}") == [(1, ProblemCode.LOOKALIKE)]
        assert problems(f"{opening}a >!b{closing}!<") == [(1, ProblemCode.LOOKALIKE)]
        assert problems(f"{opening}a{opening}b{closing}\nc{opening}d{closing}e{opening}") == [
            (1, ProblemCode.LOOKALIKE),
            (2, ProblemCode.LOOKALIKE),
        ]

    def test_one_damaged_mark_leaves_the_other_without_a_partner(self):
        assert problems(">!a!&lt;") == [(1, ProblemCode.UNCLOSED_MARK)]
        assert problems("&gt;!a!<") == [(1, ProblemCode.STRAY_MARK)]

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
    def test_text_without_damaged_marks_is_allowed(self, markdown):
        assert problems(markdown) == []

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
    def test_damaged_marks_in_a_title_or_attribute_are_reported(self, markdown):
        assert (3, ProblemCode.MARK_IN_ATTRIBUTE) in problems(f"a\n\n{markdown}")

    def test_an_escaped_mark_in_a_title_is_allowed(self):
        assert problems(r'[a](b "\>!c\!<") >!d!<{instead="\>!e\!<"}') == []
        assert problems(r"[a]" + "\n\n" + r'[a]: b "\>!c\!<"') == []

    def test_damaged_marks_in_a_label_are_reported(self):
        assert problems("::: spoiler ＞！a！＜\n:::") == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]

    def test_a_mark_before_a_link_that_becomes_an_image_is_reported(self):
        assert problems("&gt;![a](b)!&lt;") == [(1, ProblemCode.LOOKALIKE)]

    def test_damaged_marks_in_alternative_text_are_reported(self):
        assert problems("![&gt;!a!&lt;](b)") == [(1, ProblemCode.LOOKALIKE)]
        assert problems(r"![\>!a\!<](b)") == []


class TestIndentedCode:
    @pytest.mark.parametrize(
        "line",
        [">!a!<", "a >!b", "!<", "::: spoiler X", "a ::: spoiler", "＞！a！＜", "\xa0::: spoiler"],
    )
    def test_a_mark_in_indented_code_is_reported(self, line):
        for indent in ("    ", "\t", "-\n\n      ", ">     "):
            rest = indent.rpartition("\n")[2].replace("-", " ")
            markdown = f"a\n\n{indent}b\n{rest}{line}"
            number = markdown.count("\n") + 1
            assert problems(markdown) in (
                [(number, ProblemCode.INDENTED_MARK)],
                [(number, ProblemCode.INDENTED_MARK), (number, ProblemCode.DISGUISED_FENCE)],
            )

    def test_it_is_reported_in_a_curtain_too(self):
        assert problems("::: spoiler\n\n    >!a!<\n:::") == [(3, ProblemCode.INDENTED_MARK)]

    def test_the_text_is_hidden_whole(self):
        result = redacted("a\n\n    >!CANARY!<")
        assert result.html == '<curtain-slot key="k-1"></curtain-slot>'
        assert result.text == "[spoiler]"

    def test_indented_code_without_marks_is_allowed(self):
        assert public_html("    \\>!a \\::: spoiler\n    b > !c\n    :::\n") == (
            "<pre><code>\\&gt;!a \\::: spoiler\nb &gt; !c\n:::\n</code></pre>\n"
        )
        assert hidden_html("::: spoiler\n```\n    >!a!<\n```\n:::") == {
            "k-1": "<pre><code>    &gt;!a!&lt;\n</code></pre>\n"
        }
