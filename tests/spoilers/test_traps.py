"""The traps that splitting Markdown into public and hidden has shown elsewhere, one by one."""

from spoilers import ProblemCode
from tests.spoilers.fields import behind, faults, public, redacted


class TestTraps:
    def test_a_footnote_cited_only_inside_a_spoiler_is_not_printed_in_public(self):
        markdown = "a >!b[^1]!<\n\n[^1]: secret"
        assert public(markdown) == "<p>a {k-1}</p>\n"
        assert redacted(markdown).text == "a [spoiler]"
        assert "secret" in behind(markdown)["k-1"]

    def test_a_spoiler_in_alternative_text_does_not_leak(self):
        markdown = "![>!secret!<](a.png)"
        assert faults(markdown) == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]
        assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'

    def test_an_unclosed_mark_does_not_leak(self):
        markdown = "a >!secret"
        assert faults(markdown) == [(1, ProblemCode.UNCLOSED_MARK)]
        assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'
        assert redacted(markdown).text == "[spoiler]"

    def test_a_mark_across_paragraphs_does_not_leak(self):
        markdown = "a >!secret\n\nsecret!< b"
        assert faults(markdown) == [(1, ProblemCode.UNCLOSED_MARK), (3, ProblemCode.STRAY_MARK)]
        assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'

    def test_a_fence_in_a_fence_does_not_close_early_and_show_the_tail(self):
        markdown = "::: spoiler\na\n::: spoiler\nb\n:::\ntail\n:::\nc"
        assert public(markdown) == "{k-1}\n<p>c</p>\n"
        assert behind(markdown) == {
            "k-1": "<p>a</p>\n{k-1-1}\n<p>tail</p>\n",
            "k-1-1": "<p>b</p>\n",
        }

    def test_a_mark_in_a_table_cell_does_not_lose_the_cell(self):
        markdown = "| a | b |\n|:--|:-:|\n| >!c!< | d |\n| e | >!f \\| g!< |"
        assert public(markdown) == (
            '<div class="table-scroll" role="region" tabindex="0" aria-label="Table">\n'
            "<table>\n<thead>\n<tr>\n"
            '<th class="align-left">a</th>\n<th class="align-center">b</th>\n</tr>\n'
            '</thead>\n<tbody>\n<tr>\n<td class="align-left">{k-1}</td>\n'
            '<td class="align-center">d</td>\n</tr>\n<tr>\n'
            '<td class="align-left">e</td>\n'
            '<td class="align-center">{k-2}</td>\n</tr>\n</tbody>\n</table>\n</div>\n'
        )
        assert behind(markdown) == {"k-1": "c", "k-2": "f | g"}

    def test_a_mark_at_a_line_s_start_is_not_taken_for_a_quotation(self):
        assert public(">!a!< b") == "<p>{k-1} b</p>\n"
        assert public("> a\n>!b!<\n> c") == ("<blockquote>\n<p>a\n{k-1}\nc</p>\n</blockquote>\n")
        assert public(">>!a!<") == "<blockquote>\n<p>{k-1}</p>\n</blockquote>\n"

    def test_a_spoiler_inside_a_link_does_not_nest_anchors(self):
        assert behind("[a >![b](/v)!<](/u)") == {"k-1": '<a href="/v">b</a>'}

    def test_a_block_s_title_is_public_and_so_must_be_safe(self):
        markdown = "::: spoiler Who >!did!< it\na\n:::"
        assert faults(markdown) == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]
        assert redacted(markdown).text == "[spoiler]"
        assert [curtain.label for curtain in redacted(markdown).curtains] == [""]

    def test_stripping_does_not_turn_an_element_into_open_text(self):
        assert public('<spoiler>a</spoiler> <curtain-slot key="k-2"></curtain-slot>') == (
            '<p>&lt;spoiler&gt;a&lt;/spoiler&gt; &lt;curtain-slot key="k-2"&gt;'
            "&lt;/curtain-slot&gt;</p>\n"
        )

    def test_the_safe_words_between_two_spoilers_are_not_swallowed(self):
        assert public(">!a!< safe words >!b!<") == "<p>{k-1} safe words {k-2}</p>\n"

    def test_foreign_marks_are_text(self):
        assert public("||a|| [spoiler]b[/spoiler]") == "<p>||a|| [spoiler]b[/spoiler]</p>\n"
