import pytest

from spoilers import ProblemCode, figure
from tests.spoilers.redacting import hidden_html, problems, public_html, redacted


class TestLinks:
    def test_a_curtain_divides_the_link_around_it(self):
        markdown = "[see >!x!< here](/u)"
        assert public_html(markdown) == '<p><a href="/u">see </a>{k-1}<a href="/u"> here</a></p>\n'
        assert hidden_html(markdown) == {"k-1": '<a href="/u">x</a>'}

    def test_no_empty_link_is_rendered(self):
        assert public_html("[>!x!<](/u) [>!y!< >!z!<](/v) [](/w)") == "<p>{k-1} {k-2} {k-3} </p>\n"

    def test_emphasis_around_a_curtain_in_a_link_is_not_divided(self):
        markdown = "[**a >!b!< _c_** d](/u 'T')"
        assert public_html(markdown) == (
            '<p><strong><a href="/u" title="T">a </a>{k-1} <a href="/u" title="T"><em>c</em></a>'
            '</strong><a href="/u" title="T"> d</a></p>\n'
        )

    def test_a_link_inside_a_mark_inside_a_link_is_not_nested(self):
        assert hidden_html("[a >!b [c](/v) d!<](/u)") == {
            "k-1": '<a href="/u">b </a><a href="/v">c</a><a href="/u"> d</a>'
        }

    def test_a_footnote_inside_a_mark_inside_a_link_is_not_nested(self):
        assert hidden_html("[a >!b[^1]!<](/u) c[^1]\n\n[^1]: d")["k-1"] == (
            '<a href="/u">b</a><sup class="footnote-ref"><a href="#fn-k_1" role="doc-noteref">1'
            "</a></sup>"
        )

    def test_a_line_break_beside_a_curtain_is_not_linked(self):
        assert public_html("[>!a!<\\\n>!b!<\nc](/u)") == (
            '<p>{k-1}<br>\n{k-2}\n<a href="/u">c</a></p>\n'
        )

    def test_text_in_an_inner_curtain_keeps_the_outer_link(self):
        assert hidden_html("[a >!b >!c!<!<](/u)") == {
            "k-1": '<a href="/u">b </a>{k-1-1}',
            "k-1-1": '<a href="/u">c</a>',
        }

    def test_external_links_have_rel_noopener(self):
        assert public_html("[a](https://x.y) [b](//x.y) [c](mailto:a@b.c) [d](#e)") == (
            '<p><a href="https://x.y" rel="noopener">a</a> <a href="//x.y" rel="noopener">b</a> '
            '<a href="mailto:a@b.c">c</a> <a href="#e">d</a></p>\n'
        )

    def test_links_with_other_schemes_are_text(self):
        assert public_html("[a](javascript:b) [c](data:image/png;base64,d) [e](tel:1)") == (
            "<p>[a](javascript:b) [c](data:image/png;base64,d) [e](tel:1)</p>\n"
        )


class TestReferences:
    def test_a_definition_used_only_in_a_curtain_is_hidden(self):
        markdown = '>![a]!<\n\n[a]: /u "T"'
        assert public_html(markdown) == "<p>{k-1}</p>\n"
        assert hidden_html(markdown) == {"k-1": '<a href="/u" title="T">a</a>'}

    def test_a_definition_in_a_curtain_cannot_be_used_outside(self):
        markdown = "[a] ![a]\n\n::: spoiler\n[a] >![a]!<\n\n[a]: /u\n:::"
        assert public_html(markdown) == "<p>[a] ![a]</p>\n{k-1}\n"
        assert hidden_html(markdown) == {
            "k-1": '<p><a href="/u">a</a> {k-1-1}</p>\n',
            "k-1-1": '<a href="/u">a</a>',
        }

    def test_the_innermost_definition_wins(self):
        markdown = "[a]\n\n[a]: /u\n\n::: spoiler\n[a]\n\n[a]: /v\n:::"
        assert public_html(markdown) == '<p><a href="/u">a</a></p>\n{k-1}\n'
        assert hidden_html(markdown) == {"k-1": '<p><a href="/v">a</a></p>\n'}

    @pytest.mark.parametrize(
        "line", ['[a]: /u ">!b!<"', "[a]: >!b!<", "[>!a!<]: /u", "[a]: <>!b!<>"]
    )
    def test_a_definition_with_a_mark_is_reported(self, line):
        assert problems(f"b\n\n{line}") == [(3, ProblemCode.MARK_IN_ATTRIBUTE)]

    @pytest.mark.parametrize("line", ["[a]: /u b c", '[a]: /u "b', "[A]:", "b\n[a]: /u"])
    def test_a_broken_definition_that_is_used_is_reported(self, line):
        broken = line.count("\n") + 3
        assert problems(f">![a]!<\n\n{line}") == [(broken, ProblemCode.BROKEN_REFERENCE)]

    def test_labels_are_compared_as_markdown_does(self):
        for used, written in (("b  c", "B c"), ("B\nC", "b c"), ("SS", "ß"), (" b ", "b")):
            markdown = f">![a][{used}]!<\n\nd\n[{written}]: /CANARY"
            assert [code for _, code in problems(markdown)] == [ProblemCode.BROKEN_REFERENCE]

    def test_a_broken_definition_that_is_not_used_is_text(self):
        assert public_html("[a]: b c\n[a]: d\n\n[b]\n\n\\[b]: c") == (
            "<p>[a]: b c\n[a]: d</p>\n<p>[b]</p>\n<p>[b]: c</p>\n"
        )


class TestImages:
    def test_html_of_an_image(self):
        assert public_html('![a *b* `c`](d.png "e")') == (
            '<figure><img src="d.png" alt="a b c" loading="lazy">'
            "<figcaption>e</figcaption></figure>\n"
        )
        assert public_html('In ![a](d.png "e") a line') == (
            '<p>In <img src="d.png" alt="a" title="e" loading="lazy"> a line</p>\n'
        )

    def test_pictures_on_lines_of_one_paragraph_stand_side_by_side(self):
        counts = []

        def figure_of(src, alt, caption, count):
            counts.append(count)
            return figure(f'<img src="{src}" alt="{alt}">', caption, f"© &lt;{src}&gt;")

        result = redacted('![a](b "c")\n![d](e)\n\n![f](g)\n\n- ![h](i)', figure=figure_of)
        assert result.html == (
            '<div class="gallery">\n'
            '<figure><img src="b" alt="a"><figcaption>c · <span class="credit">© &lt;b&gt;</span>'
            "</figcaption></figure>\n"
            '<figure><img src="e" alt="d"><figcaption><span class="credit">© &lt;e&gt;</span>'
            "</figcaption></figure>\n</div>\n"
            '<figure><img src="g" alt="f"><figcaption><span class="credit">© &lt;g&gt;</span>'
            "</figcaption></figure>\n"
            '<ul>\n<li><img src="i" alt="h" loading="lazy">\n</li>\n</ul>\n'
        )
        assert counts == [2, 2, 1]

    def test_captions_are_hidden_with_their_pictures_and_public_ones_are_in_the_text(self):
        result = redacted('![a](b "public")\n\n::: spoiler\n![c](d "hidden")\n:::')
        assert result.text == "a\npublic\n\n[spoiler]"
        assert "hidden" not in result.html
        assert result.curtains[0].text == "c\nhidden"
        assert "<figcaption>hidden</figcaption>" in result.curtains[0].html

    def test_the_caller_renders_images_hidden_ones_too(self):
        asked = []

        def image(src, alt, title):
            asked.append((src, alt, title))
            source = f'<source srcset="{src}.webp 1x" type="image/webp">'
            return f'<picture>{source}<img src="{src}" alt="{alt}" width="3" onload="x"></picture>'

        result = redacted('![a](b) >!![c](d "e")!<', image=image)
        assert asked == [("b", "a", ""), ("d", "c", "e")]
        assert result.html == (
            '<p><picture><source srcset="b.webp 1x" type="image/webp">'
            '<img src="b" alt="a" width="3"></picture> '
            '<curtain-slot key="k-1"></curtain-slot></p>\n'
        )

    def test_alternative_text_is_in_the_plain_text(self):
        assert redacted("a ![b ![c](d) e[^1]](f)").text == "a b !c e[^1]"

    def test_an_image_in_a_divided_link_is_linked(self):
        assert public_html("[![a](b)>!c!<](/u)") == (
            '<p><a href="/u"><img src="b" alt="a" loading="lazy"></a>{k-1}</p>\n'
        )


class TestMarksInAttributes:
    @pytest.mark.parametrize(
        "markdown",
        [
            "[a](>!b!<)",
            "[a](<>!b!<>)",
            '[a](b ">!c!<")',
            "![>!a!<](b)",
            "![a](>!b!<)",
            "![a](b '>!c!<')",
            "![>!a!<][b]\n\n[b]: c",
        ],
    )
    def test_a_mark_in_an_address_title_or_alternative_text_is_reported(self, markdown):
        assert problems(f"a\n{markdown}") == [(2, ProblemCode.MARK_IN_ATTRIBUTE)]

    def test_an_escaped_mark_in_a_title_is_allowed(self):
        assert public_html(r'![a \>!b](c "\>!d!\<")') == (
            '<figure><img src="c" alt="a &gt;!b" loading="lazy">'
            "<figcaption>&gt;!d!&lt;</figcaption></figure>\n"
        )
