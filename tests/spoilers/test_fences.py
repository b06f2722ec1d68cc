import pytest

from spoilers import ProblemCode
from tests.spoilers.redacting import hidden_html, problems, public_html, redacted


class TestBlockCurtains:
    def test_a_block_can_hide_any_markdown(self):
        markdown = (
            "a\n::: spoiler Ending\n#### b\n\n- c\n\n> d\n\n3. e\n4. f\n\n---\n\n"
            "```py x\ng\n```\n:::\nh"
        )
        assert public_html(markdown) == "<p>a</p>\n{k-1}\n<p>h</p>\n"
        assert hidden_html(markdown) == {
            "k-1": (
                "<h4>b</h4>\n<ul>\n<li>c\n</li>\n</ul>\n<blockquote>\n<p>d</p>\n</blockquote>\n"
                '<ol start="3">\n<li>e\n</li>\n<li>f\n</li>\n</ol>\n<hr>\n'
                '<pre><code class="language-py">g\n</code></pre>\n'
            )
        }

    def test_the_fields_of_a_curtain(self):
        markdown = '::: spoiler The duel {spoils="parabellum chapter-4"}\nx\n:::'
        (curtain,) = redacted(markdown).curtains
        assert curtain.key == "k-1"
        assert curtain.parent == ""
        assert curtain.kind == "block"
        assert curtain.label == "The duel"
        assert curtain.films == (3, 4)
        assert curtain.html == "<p>x</p>\n"
        assert curtain.text == "x"

    def test_its_label_is_in_the_plain_text_in_brackets(self):
        assert redacted("a\n\n::: spoiler Ending\nx\n:::").text == "a\n\n[Ending]"
        assert redacted("a\n\n::: spoiler\nx\n:::").text == "a\n\n[spoiler]"

    def test_a_bare_fence_of_any_length_closes_the_innermost_block(self):
        markdown = "::::: spoiler A\n::: spoiler B\nx\n:::::::\ny\n:::\nz"
        assert public_html(markdown) == "{k-1}\n<p>z</p>\n"
        assert hidden_html(markdown) == {"k-1": "{k-1-1}\n<p>y</p>\n", "k-1-1": "<p>x</p>\n"}

    def test_fences_inside_code_are_text(self):
        markdown = "::: spoiler\n```\n:::\n::: spoiler\n```\nx\n:::\n\n    :::\n"
        assert hidden_html(markdown) == {
            "k-1": "<pre><code>:::\n::: spoiler\n</code></pre>\n<p>x</p>\n"
        }
        assert public_html(markdown) == "{k-1}\n<pre><code>:::\n</code></pre>\n"

    def test_an_escaped_fence_is_text(self):
        assert public_html("\\::: spoiler\n\\:::") == "<p>::: spoiler\n:::</p>\n"

    def test_whitespace_around_the_name_is_ignored(self):
        for line in (":::spoiler A", "   :::  spoiler   A  ", ":::\tspoiler\tA\t"):
            assert [curtain.label for curtain in redacted(f"{line}\nx\n:::  ").curtains] == ["A"]

    def test_an_empty_block_is_allowed(self):
        assert hidden_html("::: spoiler\n:::") == {"k-1": ""}

    def test_it_ends_in_the_container_in_which_it_begins(self):
        assert public_html("- a\n\n  ::: spoiler\n  b\n\n  c\n  :::\n- d") == (
            "<ul>\n<li><p>a</p>\n{k-1}\n</li>\n<li><p>d</p>\n</li>\n</ul>\n"
        )
        assert public_html("> ::: spoiler\n> a\n> :::\n> b") == (
            "<blockquote>\n{k-1}\n<p>b</p>\n</blockquote>\n"
        )

    def test_its_end_may_follow_a_list_directly(self):
        assert hidden_html("::: spoiler\n- a\n:::") == {"k-1": "<ul>\n<li>a\n</li>\n</ul>\n"}
        assert hidden_html("::: spoiler\n> a\n:::") == {
            "k-1": "<blockquote>\n<p>a</p>\n</blockquote>\n"
        }

    def test_it_interrupts_a_table(self):
        markdown = "| a |\n|---|\n| b |\n::: spoiler\nx\n:::"
        assert redacted(markdown).text == "a\nb\n\n[spoiler]"

    def test_a_fence_is_not_the_header_of_a_table(self):
        assert public_html("::: spoiler a | b\n---|---\n:::") == "{k-1}\n"

    def test_punctuation_in_a_label_can_be_escaped(self):
        (curtain,) = redacted(r"::: spoiler \{A\} *b* \>! \q" + "\nx\n:::").curtains
        assert curtain.label == r"{A} *b* >! \q"


class TestProblemsOfBlocks:
    def test_an_unclosed_block_is_reported(self):
        assert problems("a\n\n::: spoiler B\nc") == [(3, ProblemCode.UNCLOSED_BLOCK)]
        assert problems("::: spoiler") == [(1, ProblemCode.UNCLOSED_BLOCK)]
        assert problems("::: spoiler\n::: spoiler\n:::") == [(1, ProblemCode.UNCLOSED_BLOCK)]

    def test_a_stray_fence_is_reported(self):
        assert problems("a\n:::\nb") == [(2, ProblemCode.STRAY_FENCE)]

    def test_a_block_cannot_end_outside_its_container(self):
        both = [(1, ProblemCode.UNCLOSED_BLOCK), (3, ProblemCode.STRAY_FENCE)]
        assert problems("- ::: spoiler\n  a\n:::") == both
        assert problems("> ::: spoiler\n> a\n:::") == both

    def test_a_block_cannot_end_in_an_inner_container(self):
        assert problems("::: spoiler\n> :::\n") == [
            (1, ProblemCode.UNCLOSED_BLOCK),
            (2, ProblemCode.STRAY_FENCE),
        ]
        assert problems("::: spoiler\n- :::\n") == [
            (1, ProblemCode.UNCLOSED_BLOCK),
            (2, ProblemCode.STRAY_FENCE),
        ]

    def test_a_fence_inside_unclosed_code_does_not_close_the_block(self):
        assert problems("::: spoiler\n```\n:::\n") == [
            (1, ProblemCode.UNCLOSED_BLOCK),
            (3, ProblemCode.MARK_IN_OPEN_CODE),
        ]

    def test_a_fence_with_another_name_is_reported(self):
        for name in ("warning", "Spoiler", "spoilers", "{.spoiler}", "spoiler-x"):
            assert problems(f"a\n::: {name}\n") == [(2, ProblemCode.UNKNOWN_FENCE)]

    def test_a_fence_inside_a_paragraph_is_reported(self):
        assert problems("a\n    ::: spoiler\n    b\n    :::") == [
            (2, ProblemCode.UNKNOWN_FENCE),
            (4, ProblemCode.UNKNOWN_FENCE),
        ]

    def test_instead_on_a_block_is_reported(self):
        assert problems('::: spoiler {instead="a"}\n:::') == [(1, ProblemCode.INSTEAD_ON_BLOCK)]

    def test_malformed_attributes_are_reported(self):
        for rest in (
            "{",
            "{a}",
            "a {spoils=x}",
            '{spoils="a" spoils="b"}',
            '{spoils=""} a',
            '{x=""}',
        ):
            assert problems(f"::: spoiler {rest}\n:::") == [
                (1, ProblemCode.MALFORMED_BLOCK_ATTRIBUTES)
            ]

    def test_an_unknown_film_is_reported(self):
        assert problems('a\n\n::: spoiler {spoils="nope"}\n:::') == [(3, ProblemCode.UNKNOWN_FILM)]

    def test_a_mark_in_a_label_or_attribute_is_reported(self):
        assert problems("::: spoiler >!a!<\n:::") == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]
        assert (1, ProblemCode.MARK_IN_ATTRIBUTE) in problems('::: spoiler {spoils=">!a!<"}\n:::')

    def test_a_mark_in_the_info_string_of_code_is_reported(self):
        assert problems("a\n\n~~~ >!a!<\n~~~") == [(3, ProblemCode.MARK_IN_ATTRIBUTE)]


class TestHeadings:
    def test_a_heading_that_is_too_high_is_reported_and_lowered(self):
        result = redacted("a\n# b\n\n::: spoiler\n## c\n#### d\n:::")
        assert [problem.line for problem in result.problems] == [2, 5]
        assert result.html == '<p>a</p>\n<h3>b</h3>\n<curtain-slot key="k-1"></curtain-slot>\n'
        assert [curtain.html for curtain in result.curtains] == ["<h3>c</h3>\n<h4>d</h4>\n"]

    def test_the_caller_sets_the_highest_level(self):
        assert redacted("### a", min_heading=4).html == "<h4>a</h4>\n"
        assert redacted("# a", min_heading=1).problems == ()


class TestUnclosedCode:
    """The author may not have meant it as code."""

    @pytest.mark.parametrize(
        ("markdown", "line"),
        [
            ("```\na\n\n>!CANARY!<", 4),
            ("```\na\n\n>!CANARY!<\n", 4),
            ("```\na\n``\n>!CANARY!<", 4),
            ("~~~\na\n```\n\nb >!CANARY", 5),
            ("````\na\n```\nCANARY!<", 4),
            ("- ```\n  >!CANARY!<\n\na", 2),
            ("> ```\n> >!CANARY!<\n\na", 2),
            ("a[^1]\n\n[^1]: ```\n    >!CANARY!<", 4),
            ("```\na\n```\n```\n\n>!CANARY!<\n\n```\nb\n```", 6),
            ("::: spoiler\n```a`b\n:::\nCANARY\n```\n:::", 6),
            ("```\n&gt;!CANARY!&lt;", 2),
        ],
    )
    def test_a_mark_in_unclosed_code_is_reported(self, markdown, line):
        assert problems(markdown) == [(line, ProblemCode.MARK_IN_OPEN_CODE)]
        assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'
        assert "CANARY" not in redacted(markdown).text

    def test_the_line_of_each_mark_is_reported(self):
        assert problems("~~~\n::: spoiler\nCANARY\n:::") == [
            (2, ProblemCode.MARK_IN_OPEN_CODE),
            (4, ProblemCode.MARK_IN_OPEN_CODE),
        ]

    def test_unclosed_code_without_marks_is_code(self):
        assert public_html("```\na > b!\n") == "<pre><code>a &gt; b!\n</code></pre>\n"

    def test_marks_in_closed_code_are_text(self):
        for markdown in ("```\n>!a!<\n```", "```\n>!a!<\n```\n", "- ~~~\n  >!a!<\n  ~~~\n\nb"):
            assert problems(markdown) == []
            assert "&gt;!a!&lt;" in public_html(markdown)
