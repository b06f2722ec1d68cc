from spoilers import ProblemCode
from tests.spoilers.fields import behind, faults, public, redacted


class TestInlineMarks:
    def test_a_mark_becomes_a_slot_and_its_inside_a_curtain(self):
        markdown = "She learns that >!the envoy is her *sister*!< on the train."
        assert public(markdown) == "<p>She learns that {k-1} on the train.</p>\n"
        assert behind(markdown) == {"k-1": "the envoy is her <em>sister</em>"}

    def test_the_slot_is_written_exactly_so(self):
        assert redacted(">!x!<").html == '<p><curtain-slot key="k-1"></curtain-slot></p>\n'

    def test_a_curtain_tells_all_about_itself(self):
        (curtain,) = redacted('>!x!<{instead="y" spoils="parabellum"}', key="cast-2").curtains
        assert curtain.key == "cast-2-1"
        assert curtain.parent == ""
        assert curtain.kind == "inline"
        assert curtain.label == "y"
        assert curtain.films == (3,)
        assert curtain.html == "x"
        assert curtain.text == "x"

    def test_a_mark_may_span_the_lines_of_its_paragraph(self):
        assert public("a >!b\nc!< d") == "<p>a {k-1} d</p>\n"
        assert behind("a >!b  \nc\\\nd\ne!<") == {"k-1": "b<br>\nc<br>\nd\ne"}

    def test_marks_nest_and_each_stays_shut(self):
        markdown = ">!1 >!2 >!3!<!<!< >!4!<"
        assert public(markdown) == "<p>{k-1} {k-2}</p>\n"
        assert behind(markdown) == {
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

    def test_a_mark_may_be_empty(self):
        assert behind(">!!<") == {"k-1": ""}

    def test_emphasis_wraps_a_mark(self):
        markdown = "**>!a!<** *x >!b!< y* ~~>!c!<~~ _>!d!<_"
        assert public(markdown) == (
            "<p><strong>{k-1}</strong> <em>x {k-2} y</em> <s>{k-3}</s> <em>{k-4}</em></p>\n"
        )

    def test_emphasis_stands_inside_a_mark(self):
        assert behind(">!_a_!<>!**b** c!<") == {"k-1": "<em>a</em>", "k-2": "<strong>b</strong> c"}

    def test_signs_that_are_no_emphasis_cross_nothing(self):
        assert behind("5 * 3 >!4 * 5!< 6 * 7 a_b >!c_d!<") == {"k-1": "4 * 5", "k-2": "c_d"}

    def test_an_escaped_mark_is_text(self):
        assert public(r"\>!x\!< >\!y!\<") == "<p>&gt;!x!&lt; &gt;!y!&lt;</p>\n"

    def test_an_escaped_backslash_escapes_no_mark(self):
        assert public(r"\\>!x!<") == "<p>\\{k-1}</p>\n"
        assert public(r"\\\>!x") == "<p>\\&gt;!x</p>\n"

    def test_an_escaped_sign_may_touch_the_mark_that_follows(self):
        assert behind(r">!a \>!<") == {"k-1": "a &gt;"}

    def test_code_keeps_its_marks(self):
        assert public("`>!x!<` ``>!`!<``") == (
            "<p><code>&gt;!x!&lt;</code> <code>&gt;!`!&lt;</code></p>\n"
        )
        assert public("```\n>!x!<\n    !< >!\n```") == (
            "<pre><code>&gt;!x!&lt;\n    !&lt; &gt;!\n</code></pre>\n"
        )

    def test_code_inside_a_mark_may_hold_what_would_close_it(self):
        assert behind(">!a `!<` b!<") == {"k-1": "a <code>!&lt;</code> b"}

    def test_a_backtick_without_a_partner_is_no_code(self):
        assert behind("a ` >!b `` c ``` d `` e!<") == {"k-1": "b <code>c ``` d</code> e"}

    def test_a_backtick_that_is_escaped_begins_no_code(self):
        assert behind(r"\` >!a!< `") == {"k-1": "a"}

    def test_a_mark_comes_before_an_image_and_an_address_in_angles(self):
        assert behind(">![a](b)!<") == {"k-1": '<a href="b">a</a>'}
        assert public("<http://a.b/>!x!<>") == "<p>&lt;http://a.b/{k-1}&gt;</p>\n"

    def test_addresses_in_angles_are_links(self):
        assert public("<https://a.b>") == (
            '<p><a href="https://a.b" rel="noopener">https://a.b</a></p>\n'
        )

    def test_a_mark_works_in_headings_lists_and_quotations(self):
        assert public("### a >!b!<\n\n- >!c!<\n\n> >!d!<") == (
            "<h3>a {k-1}</h3>\n<ul>\n<li>{k-2}\n</li>\n</ul>\n"
            "<blockquote>\n<p>{k-3}</p>\n</blockquote>\n"
        )

    def test_carriage_returns_end_lines_too(self):
        assert public("a\r\n\r\n>!b!<\rc") == "<p>a</p>\n<p>{k-1}\nc</p>\n"

    def test_what_no_page_can_hold_is_replaced(self):
        assert public("\0 \ufdd0 \ufdd3 \ud800") == "<p>\ufffd \ufffd \ufffd \ufffd</p>\n"


class TestAttributes:
    def test_instead_stands_in_for_the_curtain_in_text(self):
        result = redacted('She is >!X!<{instead="somebody"}.')
        assert result.text == "She is somebody."
        assert redacted("She is >!X!<.").text == "She is [spoiler]."

    def test_spoils_names_films_in_order_and_once(self):
        markdown = '>!a!<{spoils="chapter-4 parabellum chapter-4"} >!b!<{spoils=""} >!c!<'
        assert [curtain.films for curtain in redacted(markdown).curtains] == [(4, 3), (9,), (9,)]

    def test_attributes_may_come_in_any_order_and_spacing(self):
        markdown = '>!a!<{ spoils="parabellum"\ninstead="b\nc" }'
        (curtain,) = redacted(markdown).curtains
        assert (curtain.films, curtain.label) == ((3,), "b c")

    def test_punctuation_in_a_value_may_be_escaped(self):
        (curtain,) = redacted(r'>!a!<{instead="\"b\" \>! \\ \c"}').curtains
        assert curtain.label == '"b" >! \\ \\c'

    def test_a_label_is_plain_text(self):
        (curtain,) = redacted('>!a!<{instead="*b* <i>"}').curtains
        assert curtain.label == "*b* <i>"
        assert redacted('>!a!<{instead="*b* <i>"}').text == "*b* <i>"

    def test_braces_elsewhere_are_text(self):
        assert public(r">!a!< {b} >!c!<\{d}") == "<p>{k-1} {b} {k-2}{d}</p>\n"

    def test_empty_braces_say_nothing(self):
        assert public(">!a!<{}") == "<p>{k-1}</p>\n"


class TestFaultsOfMarks:
    def test_one_between_backticks_that_stand_for_apostrophes(self):
        for markdown in (
            "It`s >!CANARY!< and it`s late",
            "It `tis >!CANARY!< and don`t",
            "| It``s >!CANARY!< and `` |\n|---|",
        ):
            assert [fault for _, fault in faults(markdown)] == [ProblemCode.MARK_IN_WORDS]
            assert "CANARY" not in redacted(markdown).html
            assert "CANARY" not in redacted(markdown).text

    def test_code_that_no_letter_touches_or_without_one_is_code(self):
        assert faults("(`>!b!<`)\n`>!`\n`` >!`!< ``.") == []
        assert faults("it`s and don`t >!a!<") == []

    def test_an_unclosed_mark(self):
        assert faults("a\nb >!c\nd") == [(2, ProblemCode.UNCLOSED_MARK)]

    def test_a_mark_across_paragraphs_items_or_cells(self):
        both = [ProblemCode.UNCLOSED_MARK, ProblemCode.STRAY_MARK]
        assert faults(">!a\n\nb!<") == [(1, both[0]), (3, both[1])]
        assert faults("- >!a\n- b!<") == [(1, both[0]), (2, both[1])]
        assert faults("| a | b |\n|---|---|\n| c | >!d |\n| e!< | f |") == [
            (3, both[0]),
            (4, both[1]),
        ]

    def test_a_stray_closing_mark(self):
        assert faults("a >!b!< c\nd !<") == [(2, ProblemCode.STRAY_MARK)]

    def test_an_opening_mark_whose_partner_is_code(self):
        assert faults("` >!a ` b!<") == [(1, ProblemCode.STRAY_MARK)]
        assert faults(">!a ` b!< `") == [(1, ProblemCode.UNCLOSED_MARK)]

    def test_lines_are_right_in_nested_containers(self):
        markdown = "a\n\n> - b\n>   c >!d\n>\n>   | e |\n>   |---|\n>   | !< |\n"
        assert faults(markdown) == [(4, ProblemCode.UNCLOSED_MARK), (8, ProblemCode.STRAY_MARK)]

    def test_lines_are_right_inside_a_mark(self):
        assert faults(">!a\nb [^c]\n>!d\n[^e]!<!<") == [
            (2, ProblemCode.MISSING_NOTE),
            (4, ProblemCode.MISSING_NOTE),
        ]

    def test_lines_are_right_in_a_setext_heading(self):
        assert faults("a\n>!b\n---") == [
            (1, ProblemCode.HEADING_LEVEL),
            (2, ProblemCode.UNCLOSED_MARK),
        ]

    def test_malformed_attributes(self):
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
            assert faults(f"a\n>!b!<{braces}") == [(2, ProblemCode.MALFORMED_ATTRIBUTES)]

    def test_an_unknown_film(self):
        assert faults('>!a!<\n>!b!<{spoils="parabellum nope"}') == [(2, ProblemCode.UNKNOWN_FILM)]

    def test_a_mark_in_an_attribute(self):
        assert faults('>!a!<{instead=">!b!<"}') == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]

    def test_every_fault_is_listed(self):
        assert faults("!<\n\n>!\n\n[^a]\n\n:::") == [
            (1, ProblemCode.STRAY_MARK),
            (3, ProblemCode.UNCLOSED_MARK),
            (5, ProblemCode.MISSING_NOTE),
            (7, ProblemCode.STRAY_FENCE),
        ]

    def test_the_sentence_says_what_is_wrong_and_how_to_mend_it(self):
        (problem,) = redacted(">!x").problems
        assert problem.message == (
            "This curtain opens with >! but never closes. End it with !< in the same paragraph, "
            "list item or table cell, or write \\>! for the characters themselves."
        )


class TestCrossing:
    def test_emphasis_that_begins_outside_and_ends_inside(self):
        for sign in ("*", "**", "_", "__", "~~"):
            assert faults(f"a\n{sign}b >!c{sign} d!<") == [(2, ProblemCode.CROSSING)]

    def test_emphasis_that_begins_inside_and_ends_outside(self):
        for sign in ("*", "**", "_", "__", "~~"):
            assert faults(f">!a {sign}b!<\nc{sign}") == [(2, ProblemCode.CROSSING)]

    def test_emphasis_from_one_mark_into_the_next(self):
        assert faults(">!*a!< b >!c*!<") == [(1, ProblemCode.CROSSING)]

    def test_emphasis_that_crosses_an_inner_mark(self):
        assert faults(">!*a >!b*!<!<") == [(1, ProblemCode.CROSSING)]

    def test_emphasis_that_a_link_keeps_apart_does_not_cross(self):
        assert faults("*a [b >!c*!<](d)") == []
        assert faults(">!*a!< [b*](c)") == []

    def test_emphasis_inside_a_link_that_crosses_a_mark_there(self):
        assert faults("[*a >!b*!<](c)") == [(1, ProblemCode.CROSSING)]

    def test_a_link_that_begins_outside_and_ends_inside(self):
        assert faults("[a >!b](c) d!<") == [(1, ProblemCode.CROSSING)]
        assert faults("![a >!b](c) d!<") == [(1, ProblemCode.CROSSING)]

    def test_a_link_that_begins_inside_and_ends_outside(self):
        assert faults(">![a!< b](c)") == [(1, ProblemCode.CROSSING)]

    def test_brackets_that_are_no_link_do_not_cross(self):
        assert faults("[a >!b] c!< ] [") == []
        assert faults("[a] >!b](c)!<") == []

    def test_an_escape_mends_it(self):
        assert public(r"\*a >!b\* c!<") == "<p>*a {k-1}</p>\n"
