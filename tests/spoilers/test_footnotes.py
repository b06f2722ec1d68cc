import re

from spoilers import ProblemCode
from tests.spoilers.fields import behind, faults, public, redacted


def listed(html: str) -> list[str]:
    """The texts of the footnotes that `html` lists, in order, without the ways back."""
    items = re.findall(r'class="footnote-item">(.*?)(?:</li>|</span>)', html, re.S)
    return [re.sub(r"<a .*?</a>|</?p>|<sup>\d+</sup> |\s+$", "", item).strip() for item in items]


class TestLists:
    def test_a_public_footnote_is_written_whole(self):
        assert public("a[^x] b[^x]\n\n[^x]: note\n") == (
            '<p>a<sup class="footnote-ref"><a href="#fn-k_1" id="fnref-k_1_1" role="doc-noteref">1'
            '</a></sup> b<sup class="footnote-ref"><a href="#fn-k_1" id="fnref-k_1_2" '
            'role="doc-noteref">1</a></sup></p>\n'
            '<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">\n<ol>\n'
            '<li id="fn-k_1" class="footnote-item"><p>note'
            ' <a href="#fnref-k_1_1" class="footnote-backref" role="doc-backlink" '
            'aria-label="Back to the text">↩\ufe0e</a>'
            ' <a href="#fnref-k_1_2" class="footnote-backref" role="doc-backlink" '
            'aria-label="Back to the text">↩\ufe0e</a></p>\n</li>\n</ol>\n</section>\n'
        )

    def test_footnotes_are_numbered_by_first_citation(self):
        assert listed(public("a[^2] b[^1]\n\n[^1]: one\n[^2]: two")) == ["two", "one"]

    def test_a_footnote_that_a_footnote_cites_is_listed_after_it(self):
        assert listed(public("a[^1]\n\n[^2]: two\n[^1]: one[^2][^1]")) == [
            'one<sup class="footnote-ref"></sup><sup class="footnote-ref"></sup>',
            "two",
        ]

    def test_one_that_nothing_cites_is_not_listed(self):
        assert public("a\n\n[^1]: one") == "<p>a</p>\n"

    def test_one_that_only_hidden_text_cites_is_listed_behind_the_curtain(self):
        markdown = "a >!b[^1]!< c[^2]\n\n[^1]: one\n[^2]: two"
        assert listed(public(markdown)) == ["two"]
        assert listed(behind(markdown)["k-1"]) == ["one"]

    def test_one_that_two_curtains_cite_is_listed_behind_both(self):
        html = behind(">!a[^1]!< >!b[^1]!<\n\n[^1]: one")
        assert [listed(html["k-1"]), listed(html["k-2"])] == [["one"], ["one"]]
        assert 'id="fn-k-1_1"' in html["k-1"]
        assert 'id="fn-k-2_1"' in html["k-2"]

    def test_one_that_is_listed_in_public_is_only_linked_behind_a_curtain(self):
        markdown = "a[^1] >!b[^1]!<\n\n[^1]: one"
        assert listed(public(markdown)) == ["one"]
        assert behind(markdown) == {
            "k-1": 'b<sup class="footnote-ref"><a href="#fn-k_1" role="doc-noteref">1</a></sup>'
        }

    def test_one_behind_a_curtain_serves_that_and_its_inner_ones(self):
        html = behind("::: spoiler\na[^1] >!b[^1]!<\n\n[^1]: one\n:::")
        assert listed(html["k-1"]) == ["one"]
        assert html["k-1-1"] == (
            'b<sup class="footnote-ref"><a href="#fn-k-1_1" role="doc-noteref">1</a></sup>'
        )

    def test_the_innermost_definition_wins(self):
        markdown = "a[^1]\n\n[^1]: one\n\n::: spoiler\nb[^1]\n\n[^1]: two\n:::"
        assert listed(public(markdown)) == ["one"]
        assert listed(behind(markdown)["k-1"]) == ["two"]

    def test_the_first_of_two_definitions_wins(self):
        assert listed(public("a[^1]\n\n[^1]: one\n[^1]: two")) == ["one"]

    def test_a_footnote_may_hold_blocks(self):
        html = public("a[^1]\n\n[^1]: one\n\n    - two\n\n    ::: spoiler\n    three\n    :::\n")
        assert listed(html) == ["one\n<ul>\n<li>two"]
        assert "{k-1}" in html

    def test_behind_an_inline_curtain_its_blocks_become_lines(self):
        html = behind(
            ">!a[^1]!<\n\n[^1]: one\n\n    ```\n    two\n    ```\n\n"
            "    ::: spoiler\n    x\n\n    y\n    :::\n\n    ---\n"
        )
        assert listed(html["k-1"]) == ["one<br>\n<code>two</code><br>\n{k-1-1}"]
        assert html["k-1-1"] == "x<br>\ny"

    def test_a_curtain_in_a_footnote_counts_where_the_footnote_is_listed(self):
        markdown = "a[^1] >!b!<\n\n[^1]: one >!c!<"
        assert behind(markdown) == {"k-1": "b", "k-2": "c"}

    def test_a_footnote_may_cite_itself_behind_a_curtain(self):
        assert list(behind(">!a[^1]!<\n\n[^1]: b >!c[^1]!<")) == ["k-1", "k-1-1"]

    def test_footnotes_come_last_in_the_text(self):
        result = redacted("a[^1] >!b[^2]!<\n\n[^1]: one\n[^2]: two\n\nc")
        assert result.text == "a [spoiler]\n\nc\n\none"
        assert [curtain.text for curtain in result.curtains] == ["b\n\ntwo"]


class TestFaultsOfFootnotes:
    def test_a_paragraph_that_is_indented_by_too_little(self):
        for blanks in (" ", "  ", "   "):
            markdown = f">!a[^1]!<\n\n[^1]: b\n\n\n{blanks}CANARY"
            assert faults(markdown) == [(6, ProblemCode.LOOSE_NOTE)]
            assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'
        assert faults("- >!a[^1]!<\n\n  [^1]: b\n\n    CANARY\n") == [(5, ProblemCode.LOOSE_NOTE)]

    def test_four_spaces_none_and_another_definition_are_fine(self):
        for after in ("    c", "c", "  [^2]: c\n\nd[^2]", " [e]: /f", ""):
            assert faults(f">!a[^1]!<\n\n[^1]: b\n\n{after}") == []
        assert faults("- >!a[^1]!<\n\n  [^1]: b\n\n  c\n- d\n\n e") == []

    def test_a_public_citation_of_a_hidden_definition(self):
        markdown = "a\nb[^1]\n\n::: spoiler\n[^1]: one\n:::"
        assert faults(markdown) == [(2, ProblemCode.HIDDEN_NOTE)]

    def test_a_citation_from_a_neighbouring_curtain(self):
        markdown = "::: spoiler\n[^1]: one\n:::\n::: spoiler\na[^1]\n:::"
        assert faults(markdown) == [(5, ProblemCode.HIDDEN_NOTE)]

    def test_an_unresolved_citation_public_or_hidden(self):
        assert faults("a\n\nb[^1]") == [(3, ProblemCode.MISSING_NOTE)]
        assert faults("a\n\n>!b[^1]!<") == [(3, ProblemCode.MISSING_NOTE)]

    def test_a_citation_is_never_a_link(self):
        assert faults("[^a](/b)") == [(1, ProblemCode.MISSING_NOTE)]
        assert faults(">![^a]!<\n\n[\n^a]: /b") == [(1, ProblemCode.MISSING_NOTE)]

    def test_a_name_with_a_space(self):
        markdown = ">!a[^my note]!<\n\n[^my note]: b"
        assert faults(markdown) == [(1, ProblemCode.MISSING_NOTE), (3, ProblemCode.MISSING_NOTE)]

    def test_a_mark_in_a_label(self):
        assert faults("[^a>!b!<]: c") == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]
        assert faults("a\n[^>!b!<]") == [(2, ProblemCode.MARK_IN_ATTRIBUTE)]

    def test_a_definition_inside_another(self):
        assert faults("a[^1]\n\n[^1]: [^2]: b") == [(3, ProblemCode.MISSING_NOTE)]
        chain = "".join(f"[^{n}]: " for n in range(100))
        assert faults(chain + "a") == [(1, ProblemCode.MISSING_NOTE)]

    def test_a_fault_inside_a_definition(self):
        assert faults("a[^1]\n\n[^1]: b\n    >!c") == [(4, ProblemCode.UNCLOSED_MARK)]

    def test_an_escape_mends_it(self):
        assert public(r"a\[^1]") == "<p>a[^1]</p>\n"

    def test_footnotes_that_lead_through_too_many_curtains(self):
        markdown = (
            ">![^0]!<\n\n" + "".join(f"[^{n}]: >![^{n + 1}]!<\n" for n in range(30)) + "[^30]: a"
        )
        assert faults(markdown) == [(22, ProblemCode.TOO_DEEP)]

    def test_footnotes_that_are_copied_too_often(self):
        markdown = ">![^1]!<\n" * 60 + "\n[^1]: " + "a" * 2000
        assert [fault for _, fault in faults(markdown)] == [ProblemCode.TOO_MANY_COPIES]
