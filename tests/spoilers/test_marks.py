from spoilers import ProblemCode
from tests.spoilers.redacting import hidden_html, problems, public_html, redacted


class TestInlineMarks:
    def test_a_mark_becomes_a_slot_and_a_curtain(self):
        markdown = "She learns that >!the envoy is her *sister*!< on the train."
        assert public_html(markdown) == "<p>She learns that {k-1} on the train.</p>\n"
        assert hidden_html(markdown) == {"k-1": "the envoy is her <em>sister</em>"}

    def test_html_of_a_slot(self):
        assert redacted(">!x!<").html == '<p><curtain-slot key="k-1"></curtain-slot></p>\n'

    def test_the_fields_of_a_curtain(self):
        (curtain,) = redacted('>!x!<{instead="y" spoils="parabellum"}', key="cast-2").curtains
        assert curtain.key == "cast-2-1"
        assert curtain.parent == ""
        assert curtain.kind == "inline"
        assert curtain.label == "y"
        assert curtain.films == (3,)
        assert curtain.html == "x"
        assert curtain.text == "x"

    def test_a_mark_can_span_lines_of_a_paragraph(self):
        assert public_html("a >!b\nc!< d") == "<p>a {k-1} d</p>\n"
        assert hidden_html("a >!b  \nc\\\nd\ne!<") == {"k-1": "b<br>\nc<br>\nd\ne"}

    def test_marks_nest(self):
        markdown = ">!1 >!2 >!3!<!<!< >!4!<"
        assert public_html(markdown) == "<p>{k-1} {k-2}</p>\n"
        assert hidden_html(markdown) == {
            "k-1": "1 {k-1-1}",
            "k-1-1": "2 {k-1-1-1}",
            "k-1-1-1": "3",
            "k-2": "4",
        }
        assert [curtain.parent for curtain in redacted(markdown).curtains] == [
            "",
            "k-1",
            "k-1-1",
            "",
        ]

    def test_a_mark_can_be_empty(self):
        assert hidden_html(">!!<") == {"k-1": ""}

    def test_emphasis_can_surround_a_mark(self):
        markdown = "**>!a!<** *x >!b!< y* ~~>!c!<~~ _>!d!<_"
        assert public_html(markdown) == (
            "<p><strong>{k-1}</strong> <em>x {k-2} y</em> <s>{k-3}</s> <em>{k-4}</em></p>\n"
        )

    def test_emphasis_can_be_inside_a_mark(self):
        assert hidden_html(">!_a_!<>!**b** c!<") == {
            "k-1": "<em>a</em>",
            "k-2": "<strong>b</strong> c",
        }

    def test_characters_that_are_no_emphasis_do_not_cross(self):
        assert hidden_html("5 * 3 >!4 * 5!< 6 * 7 a_b >!c_d!<") == {"k-1": "4 * 5", "k-2": "c_d"}

    def test_an_escaped_mark_is_text(self):
        assert public_html(r"\>!x\!< >\!y!\<") == "<p>&gt;!x!&lt; &gt;!y!&lt;</p>\n"

    def test_an_escaped_backslash_does_not_escape_a_mark(self):
        assert public_html(r"\\>!x!<") == "<p>\\{k-1}</p>\n"
        assert public_html(r"\\\>!x") == "<p>\\&gt;!x</p>\n"

    def test_an_escaped_character_can_precede_a_mark_directly(self):
        assert hidden_html(r">!a \>!<") == {"k-1": "a &gt;"}

    def test_marks_in_code_are_text(self):
        assert public_html("`>!x!<` ``>!`!<``") == (
            "<p><code>&gt;!x!&lt;</code> <code>&gt;!`!&lt;</code></p>\n"
        )
        assert public_html("```\n>!x!<\n    !< >!\n```") == (
            "<pre><code>&gt;!x!&lt;\n    !&lt; &gt;!\n</code></pre>\n"
        )

    def test_code_inside_a_mark_can_hold_a_closing_mark(self):
        assert hidden_html(">!a `!<` b!<") == {"k-1": "a <code>!&lt;</code> b"}

    def test_an_unmatched_backtick_is_text(self):
        assert hidden_html("a ` >!b `` c ``` d `` e!<") == {"k-1": "b <code>c ``` d</code> e"}

    def test_an_escaped_backtick_is_text(self):
        assert hidden_html(r"\` >!a!< `") == {"k-1": "a"}

    def test_a_mark_takes_precedence_over_images_and_autolinks(self):
        assert hidden_html(">![a](b)!<") == {"k-1": '<a href="b">a</a>'}
        assert public_html("<http://a.b/>!x!<>") == "<p>&lt;http://a.b/{k-1}&gt;</p>\n"

    def test_autolinks_are_links(self):
        assert public_html("<https://a.b>") == (
            '<p><a href="https://a.b" rel="noopener">https://a.b</a></p>\n'
        )

    def test_marks_in_headings_lists_and_quotations(self):
        assert public_html("### a >!b!<\n\n- >!c!<\n\n> >!d!<") == (
            "<h3>a {k-1}</h3>\n<ul>\n<li>{k-2}\n</li>\n</ul>\n"
            "<blockquote>\n<p>{k-3}</p>\n</blockquote>\n"
        )

    def test_carriage_returns_end_lines(self):
        assert public_html("a\r\n\r\n>!b!<\rc") == "<p>a</p>\n<p>{k-1}\nc</p>\n"

    def test_invalid_characters_are_replaced(self):
        assert public_html("\0 \ufdd0 \ufdd3 \ud800") == "<p>\ufffd \ufffd \ufffd \ufffd</p>\n"


class TestAttributes:
    def test_instead_replaces_the_curtain_in_plain_text(self):
        result = redacted('She is >!X!<{instead="somebody"}.')
        assert result.text == "She is somebody."
        assert redacted("She is >!X!<.").text == "She is [spoiler]."

    def test_spoils_names_films_in_order_and_once(self):
        markdown = '>!a!<{spoils="chapter-4 parabellum chapter-4"} >!b!<{spoils=""} >!c!<'
        assert [curtain.films for curtain in redacted(markdown).curtains] == [(4, 3), (9,), (9,)]

    def test_attributes_in_any_order_and_spacing(self):
        markdown = '>!a!<{ spoils="parabellum"\ninstead="b\nc" }'
        (curtain,) = redacted(markdown).curtains
        assert (curtain.films, curtain.label) == ((3,), "b c")

    def test_punctuation_in_a_value_can_be_escaped(self):
        (curtain,) = redacted(r'>!a!<{instead="\"b\" \>! \\ \c"}').curtains
        assert curtain.label == '"b" >! \\ \\c'

    def test_a_label_is_plain_text(self):
        (curtain,) = redacted('>!a!<{instead="*b* <i>"}').curtains
        assert curtain.label == "*b* <i>"
        assert redacted('>!a!<{instead="*b* <i>"}').text == "*b* <i>"

    def test_braces_elsewhere_are_text(self):
        assert public_html(r">!a!< {b} >!c!<\{d}") == "<p>{k-1} {b} {k-2}{d}</p>\n"

    def test_empty_braces_are_ignored(self):
        assert public_html(">!a!<{}") == "<p>{k-1}</p>\n"


class TestProblemsOfMarks:
    def test_a_mark_between_backticks_used_as_apostrophes_is_reported(self):
        for markdown in (
            "It`s >!CANARY!< and it`s late",
            "It `tis >!CANARY!< and don`t",
            "| It``s >!CANARY!< and `` |\n|---|",
        ):
            assert [code for _, code in problems(markdown)] == [ProblemCode.MARK_IN_WORDS]
            assert "CANARY" not in redacted(markdown).html
            assert "CANARY" not in redacted(markdown).text

    def test_backticks_without_a_letter_or_mark_are_code(self):
        assert problems("(`>!b!<`)\n`>!`\n`` >!`!< ``.") == []
        assert problems("it`s and don`t >!a!<") == []

    def test_an_unclosed_mark_is_reported(self):
        assert problems("a\nb >!c\nd") == [(2, ProblemCode.UNCLOSED_MARK)]

    def test_a_mark_across_paragraphs_items_or_cells_is_reported(self):
        both = [ProblemCode.UNCLOSED_MARK, ProblemCode.STRAY_MARK]
        assert problems(">!a\n\nb!<") == [(1, both[0]), (3, both[1])]
        assert problems("- >!a\n- b!<") == [(1, both[0]), (2, both[1])]
        assert problems("| a | b |\n|---|---|\n| c | >!d |\n| e!< | f |") == [
            (3, both[0]),
            (4, both[1]),
        ]

    def test_a_stray_closing_mark_is_reported(self):
        assert problems("a >!b!< c\nd !<") == [(2, ProblemCode.STRAY_MARK)]

    def test_a_mark_whose_partner_is_code_is_reported(self):
        assert problems("` >!a ` b!<") == [(1, ProblemCode.STRAY_MARK)]
        assert problems(">!a ` b!< `") == [(1, ProblemCode.UNCLOSED_MARK)]

    def test_line_numbers_in_nested_containers(self):
        markdown = "a\n\n> - b\n>   c >!d\n>\n>   | e |\n>   |---|\n>   | !< |\n"
        assert problems(markdown) == [(4, ProblemCode.UNCLOSED_MARK), (8, ProblemCode.STRAY_MARK)]

    def test_line_numbers_inside_a_mark(self):
        assert problems(">!a\nb [^c]\n>!d\n[^e]!<!<") == [
            (2, ProblemCode.MISSING_NOTE),
            (4, ProblemCode.MISSING_NOTE),
        ]

    def test_line_numbers_in_a_setext_heading(self):
        assert problems("a\n>!b\n---") == [
            (1, ProblemCode.HEADING_LEVEL),
            (2, ProblemCode.UNCLOSED_MARK),
        ]

    def test_malformed_attributes_are_reported(self):
        for braces in (
            "{",
            "{nope}",
            '{instead="a"',
            "{instead='a'}",
            "{instead=a}",
            '{instead="a" instead="b"}',
            '{bogus="a"}',
            '{instead="a"spoils="b"}',
        ):
            assert problems(f"a\n>!b!<{braces}") == [(2, ProblemCode.MALFORMED_ATTRIBUTES)]

    def test_an_unknown_film_is_reported(self):
        assert problems('>!a!<\n>!b!<{spoils="parabellum nope"}') == [(2, ProblemCode.UNKNOWN_FILM)]

    def test_a_mark_in_an_attribute_is_reported(self):
        assert problems('>!a!<{instead=">!b!<"}') == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]

    def test_every_problem_is_reported(self):
        assert problems("!<\n\n>!\n\n[^a]\n\n:::") == [
            (1, ProblemCode.STRAY_MARK),
            (3, ProblemCode.UNCLOSED_MARK),
            (5, ProblemCode.MISSING_NOTE),
            (7, ProblemCode.STRAY_FENCE),
        ]

    def test_the_message_names_problem_and_remedy(self):
        (problem,) = redacted(">!x").problems
        assert problem.message == (
            "This curtain opens with >! but never closes. End it with !< in the same paragraph, "
            "list item or table cell, or write \\>! to show the characters."
        )


class TestCrossing:
    def test_emphasis_from_outside_to_inside_is_reported(self):
        for sign in ("*", "**", "_", "__", "~~"):
            assert problems(f"a\n{sign}b >!c{sign} d!<") == [(2, ProblemCode.CROSSING)]

    def test_emphasis_from_inside_to_outside_is_reported(self):
        for sign in ("*", "**", "_", "__", "~~"):
            assert problems(f">!a {sign}b!<\nc{sign}") == [(2, ProblemCode.CROSSING)]

    def test_emphasis_from_one_mark_to_the_next_is_reported(self):
        assert problems(">!*a!< b >!c*!<") == [(1, ProblemCode.CROSSING)]

    def test_emphasis_across_an_inner_mark_is_reported(self):
        assert problems(">!*a >!b*!<!<") == [(1, ProblemCode.CROSSING)]

    def test_delimiters_inside_and_outside_a_link_do_not_pair(self):
        assert problems("*a [b >!c*!<](d)") == []
        assert problems(">!*a!< [b*](c)") == []

    def test_emphasis_across_a_mark_inside_a_link_is_reported(self):
        assert problems("[*a >!b*!<](c)") == [(1, ProblemCode.CROSSING)]

    def test_a_link_from_outside_to_inside_is_reported(self):
        assert problems("[a >!b](c) d!<") == [(1, ProblemCode.CROSSING)]
        assert problems("![a >!b](c) d!<") == [(1, ProblemCode.CROSSING)]

    def test_a_link_from_inside_to_outside_is_reported(self):
        assert problems(">![a!< b](c)") == [(1, ProblemCode.CROSSING)]

    def test_brackets_without_a_link_do_not_cross(self):
        assert problems("[a >!b] c!< ] [") == []
        assert problems("[a] >!b](c)!<") == []

    def test_an_escape_prevents_it(self):
        assert public_html(r"\*a >!b\* c!<") == "<p>*a {k-1}</p>\n"
