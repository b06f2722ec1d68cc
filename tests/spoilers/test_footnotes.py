import re

from spoilers import ProblemCode
from tests.spoilers.redacting import hidden_html, problems, public_html, redacted


def listed(html: str) -> list[str]:
    """The texts of the footnotes that `html` lists, in order, without their back links."""
    items = re.findall(r'class="footnote-item">(.*?)(?:</li>|</span>)', html, re.S)
    return [re.sub(r"<a .*?</a>|</?p>|<sup>\d+</sup> |\s+$", "", item).strip() for item in items]


class TestLists:
    def test_html_of_a_public_footnote(self):
        assert public_html("a[^x] b[^x]\n\n[^x]: note\n") == (
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
        assert listed(public_html("a[^2] b[^1]\n\n[^1]: one\n[^2]: two")) == ["two", "one"]

    def test_a_footnote_that_a_footnote_cites_is_listed_after_it(self):
        assert listed(public_html("a[^1]\n\n[^2]: two\n[^1]: one[^2][^1]")) == [
            'one<sup class="footnote-ref"></sup><sup class="footnote-ref"></sup>',
            "two",
        ]

    def test_an_uncited_footnote_is_not_listed(self):
        assert public_html("a\n\n[^1]: one") == "<p>a</p>\n"

    def test_a_footnote_cited_only_in_a_curtain_is_listed_there(self):
        markdown = "a >!b[^1]!< c[^2]\n\n[^1]: one\n[^2]: two"
        assert listed(public_html(markdown)) == ["two"]
        assert listed(hidden_html(markdown)["k-1"]) == ["one"]

    def test_a_footnote_cited_in_two_curtains_is_listed_in_both(self):
        html = hidden_html(">!a[^1]!< >!b[^1]!<\n\n[^1]: one")
        assert [listed(html["k-1"]), listed(html["k-2"])] == [["one"], ["one"]]
        assert 'id="fn-k-1_1"' in html["k-1"]
        assert 'id="fn-k-2_1"' in html["k-2"]

    def test_a_footnote_listed_in_public_is_not_listed_again_in_a_curtain(self):
        markdown = "a[^1] >!b[^1]!<\n\n[^1]: one"
        assert listed(public_html(markdown)) == ["one"]
        assert hidden_html(markdown) == {
            "k-1": 'b<sup class="footnote-ref"><a href="#fn-k_1" role="doc-noteref">1</a></sup>'
        }

    def test_a_definition_in_a_curtain_can_be_cited_in_inner_curtains(self):
        html = hidden_html("::: spoiler\na[^1] >!b[^1]!<\n\n[^1]: one\n:::")
        assert listed(html["k-1"]) == ["one"]
        assert html["k-1-1"] == (
            'b<sup class="footnote-ref"><a href="#fn-k-1_1" role="doc-noteref">1</a></sup>'
        )

    def test_the_innermost_definition_wins(self):
        markdown = "a[^1]\n\n[^1]: one\n\n::: spoiler\nb[^1]\n\n[^1]: two\n:::"
        assert listed(public_html(markdown)) == ["one"]
        assert listed(hidden_html(markdown)["k-1"]) == ["two"]

    def test_the_first_of_two_definitions_wins(self):
        assert listed(public_html("a[^1]\n\n[^1]: one\n[^1]: two")) == ["one"]

    def test_a_footnote_can_hold_blocks(self):
        html = public_html(
            "a[^1]\n\n[^1]: one\n\n    - two\n\n    ::: spoiler\n    three\n    :::\n"
        )
        assert listed(html) == ["one\n<ul>\n<li>two"]
        assert "{k-1}" in html

    def test_in_an_inline_curtain_the_blocks_of_a_footnote_become_lines(self):
        html = hidden_html(
            ">!a[^1]!<\n\n[^1]: one\n\n    ```\n    two\n    ```\n\n"
            "    ::: spoiler\n    x\n\n    y\n    :::\n\n    ---\n"
        )
        assert listed(html["k-1"]) == ["one<br>\n<code>two</code><br>\n{k-1-1}"]
        assert html["k-1-1"] == "x<br>\ny"

    def test_the_key_of_a_curtain_in_a_footnote_depends_on_where_it_is_listed(self):
        markdown = "a[^1] >!b!<\n\n[^1]: one >!c!<"
        assert hidden_html(markdown) == {"k-1": "b", "k-2": "c"}

    def test_a_footnote_can_cite_itself_in_a_curtain(self):
        assert list(hidden_html(">!a[^1]!<\n\n[^1]: b >!c[^1]!<")) == ["k-1", "k-1-1"]

    def test_footnotes_are_last_in_the_plain_text(self):
        result = redacted("a[^1] >!b[^2]!<\n\n[^1]: one\n[^2]: two\n\nc")
        assert result.text == "a [spoiler]\n\nc\n\none"
        assert [curtain.text for curtain in result.curtains] == ["b\n\ntwo"]


class TestProblemsOfFootnotes:
    def test_a_paragraph_with_too_little_indentation_is_reported(self):
        for blanks in (" ", "  ", "   "):
            markdown = f">!a[^1]!<\n\n[^1]: b\n\n\n{blanks}CANARY"
            assert problems(markdown) == [(6, ProblemCode.LOOSE_NOTE)]
            assert redacted(markdown).html == '<curtain-slot key="k-1"></curtain-slot>'
        assert problems("- >!a[^1]!<\n\n  [^1]: b\n\n    CANARY\n") == [(5, ProblemCode.LOOSE_NOTE)]

    def test_four_spaces_no_spaces_and_another_definition_are_allowed(self):
        for after in ("    c", "c", "  [^2]: c\n\nd[^2]", " [e]: /f", ""):
            assert problems(f">!a[^1]!<\n\n[^1]: b\n\n{after}") == []
        assert problems("- >!a[^1]!<\n\n  [^1]: b\n\n  c\n- d\n\n e") == []

    def test_a_public_citation_of_a_hidden_definition_is_reported(self):
        markdown = "a\nb[^1]\n\n::: spoiler\n[^1]: one\n:::"
        assert problems(markdown) == [(2, ProblemCode.HIDDEN_NOTE)]

    def test_a_citation_from_another_curtain_is_reported(self):
        markdown = "::: spoiler\n[^1]: one\n:::\n::: spoiler\na[^1]\n:::"
        assert problems(markdown) == [(5, ProblemCode.HIDDEN_NOTE)]

    def test_a_citation_without_definition_is_reported(self):
        assert problems("a\n\nb[^1]") == [(3, ProblemCode.MISSING_NOTE)]
        assert problems("a\n\n>!b[^1]!<") == [(3, ProblemCode.MISSING_NOTE)]

    def test_a_citation_is_never_a_link(self):
        assert problems("[^a](/b)") == [(1, ProblemCode.MISSING_NOTE)]
        assert problems(">![^a]!<\n\n[\n^a]: /b") == [(1, ProblemCode.MISSING_NOTE)]

    def test_a_label_with_a_space_is_reported(self):
        markdown = ">!a[^my note]!<\n\n[^my note]: b"
        assert problems(markdown) == [(1, ProblemCode.MISSING_NOTE), (3, ProblemCode.MISSING_NOTE)]

    def test_a_mark_in_a_label_is_reported(self):
        assert problems("[^a>!b!<]: c") == [(1, ProblemCode.MARK_IN_ATTRIBUTE)]
        assert problems("a\n[^>!b!<]") == [(2, ProblemCode.MARK_IN_ATTRIBUTE)]

    def test_a_definition_inside_a_definition_is_not_one(self):
        assert problems("a[^1]\n\n[^1]: [^2]: b") == [(3, ProblemCode.MISSING_NOTE)]
        chain = "".join(f"[^{n}]: " for n in range(100))
        assert problems(chain + "a") == [(1, ProblemCode.MISSING_NOTE)]

    def test_a_problem_inside_a_definition_is_reported(self):
        assert problems("a[^1]\n\n[^1]: b\n    >!c") == [(4, ProblemCode.UNCLOSED_MARK)]

    def test_an_escape_prevents_it(self):
        assert public_html(r"a\[^1]") == "<p>a[^1]</p>\n"

    def test_footnotes_that_nest_curtains_too_deep_are_reported(self):
        markdown = (
            ">![^0]!<\n\n" + "".join(f"[^{n}]: >![^{n + 1}]!<\n" for n in range(30)) + "[^30]: a"
        )
        assert problems(markdown) == [(22, ProblemCode.TOO_DEEP)]

    def test_footnotes_that_are_copied_too_often_are_reported(self):
        markdown = ">![^1]!<\n" * 60 + "\n[^1]: " + "a" * 2000
        assert [code for _, code in problems(markdown)] == [ProblemCode.TOO_MANY_COPIES]
