"""Mistakes that other programs make when they divide Markdown into public and hidden text."""

from spoilers import ProblemCode
from tests.spoilers.redacting import hidden_html, problems, public_html, redacted


class TestTraps:
    def test_a_footnote_cited_only_inside_a_spoiler_is_not_printed_in_public(self):
        markdown = "a >!b[^1]!<\n\n[^1]: secret"
        assert public_html(markdown) == "<p>a {k-1}</p>\n"
        assert redacted(markdown).text == "a [spoiler]"
        assert "secret" in hidden_html(markdown)["k-1"]

    def test_a_spoiler_in_alternative_text_does_not_leak(self):
        markdown = "![>!secret!<](a.png)"
        assert problems(markdown) == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]
        assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'

    def test_an_unclosed_mark_does_not_leak(self):
        markdown = "a >!secret"
        assert problems(markdown) == [(1, ProblemCode.UNCLOSED_MARK)]
        assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'
        assert redacted(markdown).text == "[spoiler]"

    def test_a_mark_across_paragraphs_does_not_leak(self):
        markdown = "a >!secret\n\nsecret!< b"
        assert problems(markdown) == [(1, ProblemCode.UNCLOSED_MARK), (3, ProblemCode.STRAY_MARK)]
        assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'

    def test_a_fence_in_a_fence_does_not_close_early_and_show_the_tail(self):
        markdown = "::: spoiler\na\n::: spoiler\nb\n:::\ntail\n:::\nc"
        assert public_html(markdown) == "{k-1}\n<p>c</p>\n"
        assert hidden_html(markdown) == {
            "k-1": "<p>a</p>\n{k-1-1}\n<p>tail</p>\n",
            "k-1-1": "<p>b</p>\n",
        }

    def test_a_mark_in_a_table_cell_does_not_lose_the_cell(self):
        markdown = "| a | b |\n|:--|:-:|\n| >!c!< | d |\n| e | >!f \\| g!< |"
        assert public_html(markdown) == (
            '<div class="table-scroll" role="region" tabindex="0" aria-label="Table">\n'
            "<table>\n<thead>\n<tr>\n"
            '<th class="align-left">a</th>\n<th class="align-center">b</th>\n</tr>\n'
            '</thead>\n<tbody>\n<tr>\n<td class="align-left">{k-1}</td>\n'
            '<td class="align-center">d</td>\n</tr>\n<tr>\n'
            '<td class="align-left">e</td>\n'
            '<td class="align-center">{k-2}</td>\n</tr>\n</tbody>\n</table>\n</div>\n'
        )
        assert hidden_html(markdown) == {"k-1": "c", "k-2": "f | g"}

    def test_a_mark_at_the_start_of_a_line_is_no_quotation(self):
        assert public_html(">!a!< b") == "<p>{k-1} b</p>\n"
        assert public_html("> a\n>!b!<\n> c") == (
            "<blockquote>\n<p>a\n{k-1}\nc</p>\n</blockquote>\n"
        )
        assert public_html(">>!a!<") == "<blockquote>\n<p>{k-1}</p>\n</blockquote>\n"

    def test_a_spoiler_inside_a_link_does_not_nest_anchors(self):
        assert hidden_html("[a >![b](/v)!<](/u)") == {"k-1": '<a href="/v">b</a>'}

    def test_a_mark_in_the_public_label_of_a_block_does_not_leak(self):
        markdown = "::: spoiler Who >!did!< it\na\n:::"
        assert problems(markdown) == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]
        assert redacted(markdown).text == "[spoiler]"
        assert [curtain.label for curtain in redacted(markdown).curtains] == [""]

    def test_html_elements_are_escaped_not_stripped(self):
        assert public_html('<spoiler>a</spoiler> <curtain-slot key="k-2"></curtain-slot>') == (
            '<p>&lt;spoiler&gt;a&lt;/spoiler&gt; &lt;curtain-slot key="k-2"&gt;'
            "&lt;/curtain-slot&gt;</p>\n"
        )

    def test_text_between_two_spoilers_is_not_hidden(self):
        assert public_html(">!a!< safe words >!b!<") == "<p>{k-1} safe words {k-2}</p>\n"

    def test_spoiler_marks_of_other_sites_are_text(self):
        assert public_html("||a|| [spoiler]b[/spoiler]") == "<p>||a|| [spoiler]b[/spoiler]</p>\n"
