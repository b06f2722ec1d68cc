"""Markup of other sites: HTML and shortcodes become Markdown, what they hide becomes a curtain."""

import random
import re
import string
from pathlib import Path

import pytest

from spoilers import Converted, ProblemCode, canonical, check_plain, from_html, parse
from spoilers.foreign.vocabulary import BLOCKS, ELEMENTS, EMBEDS, SHORTCODES
from tests.spoilers.foreign_forms import CURTAIN, FORMS, WARNED
from tests.spoilers.redacting import redacted

WORD = "quillwort"


def converted(markdown: str) -> str:
    """The canonical text. Checks that converting it again changes nothing."""
    found = canonical(markdown)
    assert found.problems == ()
    again = canonical(found.text)
    assert (again.text, again.changes, again.problems) == (found.text, (), ())
    return found.text


def public_text(markdown: str) -> str:
    """All that readers of the canonical text see before they open a curtain."""
    result = redacted(canonical(markdown).text, min_heading=1)
    return "\n".join([result.html, *(curtain.label for curtain in result.curtains)])


class TestForms:
    @pytest.mark.parametrize(("form", "fate"), [each[1:] for each in FORMS])
    def test_what_another_site_hides_becomes_a_curtain_or_is_refused(self, form, fate):
        text = f"Before.\n\n{form}"
        found = canonical(text)
        if fate == CURTAIN:
            hidden = redacted(found.text, min_heading=1)
            assert (found.problems, hidden.problems) == ((), ())
            assert WORD in "".join(curtain.html for curtain in hidden.curtains)
            assert WORD not in public_text(text)
        elif fate == WARNED:
            assert (found.text, found.problems) == (text, ())
            assert min(warning.line for warning in found.warnings) >= 3
            assert parse(text).check() == ()
            assert parse(text).warnings() == found.warnings
            return
        else:
            lines = {problem.line for problem in found.problems}
            assert found.text == text
            assert min(lines) >= 3
        # A form and the check before publishing refuse all but what is a curtain already.
        written = parse(text, min_heading=1)
        assert written.check() or WORD not in written.redact(film=1, key="k").html

    @pytest.mark.parametrize(
        "text",
        [
            *("Spoiler: >!he dies!<", "Spoilers ahead.\n\n::: spoiler\nHe dies.\n:::"),
            *(
                "No spoilers ahead.",
                "This review is spoiler-free.",
                "(no spoilers)",
                "Keine Spoiler!",
            ),
            *(
                "Spoiler: none.",
                "He hates spoilers.",
                "The trailer is one long spoiler.",
                "\\[spoiler]",
            ),
            *("Mark Hamill was born to read these lines.", "“Spoiler alert!” is a phrase I hate."),
            *("The car has a rear spoiler.", "A\n\n***\n\nB", "...\n\n..."),
        ],
    )
    def test_words_that_announce_nothing_public_give_no_warning(self, text):
        assert canonical(text).warnings == parse(text).warnings() == ()

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "a ++ b | c ++ d",
                "i++ | ++",
                "a == b and c == d",
                "x^2 + y^2 = z^2",
                "Toll ^^ und ^^",
            ),
            *(
                "$$ made $$$",
                "WOW!! Yes!!",
                "!!WOW!!",
                "+++ News +++",
                "Rating: ++++",
                "////",
                "h1. a",
            ),
            *(
                "@@ -1,2 +3,4 @@",
                "#Film[^1]\n\n[^1]: a",
                "@ada and a@b.org",
                "Q&A(2020);",
                "#One(two)",
            ),
            *(
                "km/h and (s)he",
                "<<Bonjour>>",
                "{x | x > 0}",
                ":-) >:( o_O <3 ^_^ @_@ \\o/",
                ":end: of",
            ),
            *("«Quoi»! »Halt!«", "RRR ‖ Rise ‖ Roar", "★★☆☆☆ and ★★☆☆", "Note:: x", "■■ A ■■"),
            *(
                "f((x)) = g((y))",
                "I (really (really) like) it",
                "{FAQ} x",
                "#tag[1] a",
                "§§ 3, §§ 5",
            ),
            *("12:30:45", "p. 5 (and p. 6).", "f[x] = y[z]", "5 <!> 6"),
            *("C++ and D++ | E", "std::vector<int>", "a {b} c {d}", "[REC] {8/10}", "x@@y;z"),
            *("!!! is a band.\n\nIt plays.", "See [[1]](https://e.org).", "【重要】 a / b"),
            *("[a](https://e.org/spoiler-review)", '[a](https://e.org "Spoiler-free")'),
            *(
                "The twist -- a spoiler -- is old.",
                "#spoiler-free",
                "anti-spoiler-rule",
                "[REC on]",
            ),
            *("100% and 50%%", "km/ч (см)", "click the [1st] box", "5 && 6", '[a](/ "Home")'),
            *('[a](https://e.org "Spoilerfreie Kritik")', "\\o/ and \\emph", "[[ -f x ]]"),
        ],
    )
    def test_other_signs_stay(self, text):
        assert canonical(text) == Converted(text)
        assert parse(text).check() == ()

    @pytest.mark.parametrize(
        "html",
        [
            '<p class="has-black-background-color"><b class="has-white-color">a</b></p>',
            '<p class="has-black-background-color"><b>a</b></p>',
            '<p style="line-height:1;letter-spacing:-.02em;overflow:hidden"><b>a</b></p>',
            '<p style="text-decoration:underline 1px"><b>a</b></p>',
            '<p class="text-center bg-center text-lg"><b>a</b></p>',
            '<p style="font-size:8px;opacity:.5;text-indent:2em"><b>a</b></p>',
            '<p style="background:linear-gradient(white,#eee)"><b>a</b></p>',
            '<p style="filter:sepia(1);transform:rotate(3deg)"><b>a</b></p>',
            '<p style="margin:0 auto;clip-path:none;zoom:1"><b>a</b></p>',
            '<p style="left:50%;margin-left:-50vw;transform:translate(-50%)"><b>a</b></p>',
            "<p onclick=\"track('b')\"><b>a</b></p>",
            '<p style="color:var(--text,#222);font:bold 16px/1.5 serif"><b>a</b></p>',
            '<p style="position:relative;top:-2px;letter-spacing:1px"><b>a</b></p>',
            "<style>@list l0 {font-family:Wingdings}</style><p><b>a</b></p>",
            '<li><input type="checkbox" disabled><b>a</b></li>',
        ],
    )
    def test_text_that_can_be_seen_stays_public(self, html):
        assert from_html(html).text == "**a**"

    @pytest.mark.parametrize("seed", range(60))
    def test_a_wrapper_with_any_name_is_never_silently_public(self, seed):
        chance = random.Random(seed)

        def letters(most: int) -> str:
            return "".join(
                chance.choices(string.ascii_lowercase + "_-2", k=chance.randint(0, most))
            )

        word = chance.choice(
            ["spoiler", "Spoil", "spoilers", "hidden", "mask", "blur", "", "toggle"]
        )
        name = "x" + letters(6) + chance.choice(["", "-", "_"]) + word + letters(6)
        attributes = chance.choice(["", ' title="End"', " a=b", "=End", ' style="fancy"'])
        inside = chance.choice([f"{WORD}", f"{WORD} *b*", f"a\n\n{WORD}"])
        wrapped = chance.choice(
            [
                f"[{name}{attributes}]{inside}[/{name}]",
                f"<{name}{attributes.replace('=End', '')}>{inside}</{name}>",
                f"{{{{< {name} >}}}}{inside}{{{{< /{name} >}}}}",
                f"{{% {name} %}}{inside}{{% end{name} %}}",
                f'<span class="{name} spoiler{letters(3)}">{inside}</span>',
                f'<div data-{name}-spoiler="1">{inside}</div>',
                f"$[{name.replace('-', '')} {WORD}]",
                f":{name}[{WORD}]",
                f"[{name}]{inside}[/{name}",
            ]
        )
        found = canonical(wrapped)
        assert found.problems or WORD not in public_text(wrapped)


class TestMarkdown:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("I saw <i>Dust</i> <b>twice</b>.", "I saw *Dust* **twice**."),
            ("<em>Dust </em>and<strong> sand</strong>", "*Dust* and **sand**"),
            ("<b>Wow!</b>yes", "**Wow**!yes"),
            ("<i>a</i><i>b</i><b>c</b>", "*ab*c"),
            ("<b><i>a</i> b</b>", "***a* b**"),
            (
                "<cite>Dust</cite> <s>a</s> <q>b</q> <code>c &lt; d</code>",
                "*Dust* ~~a~~ “b” `c < d`",
            ),
            ("a<br />\nb<br>c<BR/>", "a\\\nb\\\nc"),
            ("- a<br>b\n- c", "- a\\\n  b\n- c"),
            ('<a href="https://a.org/b c">d <i>e</i></a>', "[d *e*](https://a.org/b%20c)"),
            ('<a href="javascript:a">d</a>', "d"),
            ('<img src="images/duel.jpg" alt="A [duel]">', "![A \\[duel\\]](images/duel.jpg)"),
            ("a\n\n<blockquote>b <em>c</em>\n\nd</blockquote>\n\ne", "a\n\n> b *c*\n>\n> d\n\ne"),
            ("a <blockquote>b</blockquote> c", "a\n\n> b\n\nc"),
            ("<p>a</p>\n<p>b</p>", "a\n\nb"),
            ("<ul><li>a<li>b<ol><li>c</ol></ul>", "- a\n- b\n  1. c"),
            ("- x\n  <blockquote>a\n  b</blockquote>\n- y", "- x\n\n  > a\n  > b\n- y"),
            ("> <p>a</p><p>b</p>", "> a\n>\n> b"),
            ("<h1>A<br>b</h1>c", "### A b\n\nc"),
            ("a\n\n<hr>\n\nb", "a\n\n---\n\nb"),
            ("<pre>a *b*\n  c</pre>", "```\na *b*\n  c\n```"),
            (
                "<table><tr><th>a<th>b|c<tr><td>d<td><i>e</i></table>",
                "| a | b\\|c |\n| --- | --- |\n| d | *e* |",
            ),
            (
                '[caption id="a"]<img src="images/a.png" alt="b" /> A still.[/caption]',
                "![b](images/a.png)\n\nA still.",
            ),
            ("[b]a[/b] [i]b[/i] [url=https://a.org]c[/url]", "**a** *b* [c](https://a.org)"),
            ("[quote]a[/quote]", "> a"),
            ("[list][*]a[*]b[/list]", "- a\n- b"),
            ("[color=red]a[/color]", "a"),
            ("<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->", "a"),
            ('<span lang="fr">a</span> <div>b</div>', "a\n\nb"),
        ],
    )
    def test_html_and_shortcodes_become_markdown(self, source, text):
        assert converted(source).strip() == text

    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ('a <span class="spoiler">b <i>c</i></span> d', "a >!b *c*!< d"),
            ('<p>a <i style="display:none">b</i></p>', "a >!*b*!<"),
            ("Oh!<i hidden>He dies!</i>!", "Oh!>!*He dies!*!<!"),
            ("Oh!<spoiler>He dies!</spoiler>!", "Oh!>!He dies!!<!"),
            ('<img hidden src="images/a.png" alt="b">', ">!![b](images/a.png)!<"),
            ('<code>a <b class="spoiler">c</b></code>', "a >!**c**!<"),
            ("<table><tr><td>a<td hidden>b</table>", "a\n\n::: spoiler\n\nb\n\n:::"),
            ("<pre>a <i hidden>b</i></pre>", "a >!*b*!<"),
            (
                '<div class="spoiler"><p>a</p><ul><li>b</ul></div>',
                "::: spoiler\n\na\n\n- b\n\n:::",
            ),
            ("<details><summary><b>E</b></summary><p>a</p></details>", "::: spoiler E\n\na\n\n:::"),
            ("<blockquote><p hidden>a</p></blockquote>", "> ::: spoiler\n>\n> a\n>\n> :::"),
        ],
    )
    def test_what_an_element_hides_becomes_a_curtain(self, source, text):
        assert converted(source) == text

    @pytest.mark.parametrize(
        ("source", "text", "lost"),
        [
            ("a\n\n<u>b</u> c", "b c", [3]),
            ("<small>a</small>\n<small>b</small>", "a\nb", [1, 2]),
            ('a\n\n<iframe src="b"></iframe>', "a", [3]),
            ('[gallery ids="1,2"]\n\na', "a", [1]),
            ("a <b>c", "a c", [1]),
            ("a</div></b>", "a", [1]),
            ("- <b>a\n- b</b>", "- a\n- b", [1]),
        ],
    )
    def test_what_has_no_equivalent_is_left_out_with_a_warning(self, source, text, lost):
        found = canonical(source)
        assert found.problems == ()
        assert found.text.strip().endswith(text)
        assert [warning.line for warning in found.warnings] == lost

    @pytest.mark.parametrize(
        "text",
        [
            *("[REC] and [REC]²", "I <3 it", "a < b > c", "if a <b and c> d", "[sic] [the film]"),
            *("`<em>` and `[b]a[/b]`", "I `<em>`", "```\n<div hidden>\n[mask]a[/mask]\n```"),
            *("a[^1]\n\n[^1]: b", "[Hidden](/films/hidden/)", "[Cut] [Fold] [Secret] [Blur]"),
            *("\\<em>a\\</em> \\[mask]a\\[/mask]", "<https://a.org> <sigh>", "it[s] [i]t [b]"),
            *("{x} and {x}", "[x=5] $5 [0, 1]", "M*A*S*H 8½", "[toggle][1]\n\n[1]: /a"),
            *('>!a!<{instead="b" spoils="alien"}', "50%% off :smile: 12:30 [PM]", "- [ ] a"),
            *(
                ">!a!<b>!c!< d",
                "[spoiler-free]",
                "[1]: /a\n\n[b][1]",
                "::: spoiler [A]\nb\n:::",
            ),
        ],
    )
    def test_ordinary_text_is_unchanged(self, text):
        found = canonical(text)
        assert (found.text, found.changes, found.problems, found.warnings) == (text, (), (), ())
        assert parse(text).foreign_problems() == ()

    def test_lines_are_those_of_the_source(self):
        found = canonical("a\n\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n\n||d||\n\ne")
        assert found.text == "a\n\n- b\n- c\n\n>!d!<\n\ne"
        assert [found.line(number) for number in range(1, 9)] == [1, 2, 3, 3, 7, 8, 9, 10]
        assert [change.line for change in found.changes] == [3, 4, 8]
        problems = canonical("<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n\n||d").problems
        assert [problem.line for problem in problems] == [6]

    @pytest.mark.parametrize(
        ("text", "line", "code"),
        [
            ("a\n\n<i>b</i>", 3, ProblemCode.MARKUP_SYNTAX),
            ("a\n\n<u>b</u>", 3, ProblemCode.MARKUP_SYNTAX),
            ("<i>a</i>\n<i>b</i>", 2, ProblemCode.MARKUP_SYNTAX),
            ("a <span>b</span>", 1, ProblemCode.MARKUP_SYNTAX),
            ("a</p>", 1, ProblemCode.MARKUP_SYNTAX),
            ("a\n\n<!-- wp:quote -->", 3, ProblemCode.MARKUP_SYNTAX),
            ("a\n[b]c[/b]", 2, ProblemCode.MARKUP_SYNTAX),
            ("a\n\n![<i>b</i>](c.png)", 3, ProblemCode.MARKUP_IN_ATTRIBUTE),
            ("### <blockquote>a</blockquote>", 1, ProblemCode.MARKUP_UNCONVERTIBLE),
            ("    <p hidden>a</p>", 1, ProblemCode.FOREIGN_IN_CODE),
            ("a\n\n</x-spoiler>", 3, ProblemCode.FOREIGN_STRAY),
            ("- <b>a <i hidden>b</i>\n- c</b>", 1, ProblemCode.FOREIGN_CROSSING),
            ("`a <b hidden>` c</b>", 1, ProblemCode.FOREIGN_STRAY),
            ("<p hidden><table><tr><td>a</table></p>", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("<div>" * 200 + "a" + "</div>" * 200, 1, ProblemCode.TOO_DENSE),
        ],
    )
    def test_a_form_refuses_it_with_its_line(self, text, line, code):
        found = {(problem.line, problem.code) for problem in parse(text).check()}
        assert (line, code) in found

    @pytest.mark.parametrize(
        "text", ["<i>Dust</i>", "a\n[b]Dust[/b]", '<br class="a">', "&lt;i&gt;Dust&lt;/i&gt;"]
    )
    def test_a_plain_field_refuses_it(self, text):
        [problem] = set(check_plain(text))
        assert (problem.line, problem.code) == (1 + text.count("\n"), ProblemCode.MARKUP_IN_PLAIN)

    def test_a_title_in_brackets_is_accepted_in_a_plain_field(self):
        assert check_plain("[REC] <3 and Hidden [Caché]") == ()


class TestFigures:
    @pytest.mark.parametrize(
        ("figure", "text"),
        [
            (
                '<img src="a" alt="A"><figcaption>At <em>dawn</em>, "q" *x*</figcaption>',
                '![A](a "At dawn, “q” \\*x\\*")',
            ),
            ('<img src="a"><figcaption>By <a href="/b">B</a></figcaption>', "![](a)\n\nBy [B](/b)"),
            ('<img src="a"><figcaption>He ||dies||</figcaption>', "![](a)\n\nHe >!dies!<"),
            (
                '<img src="a"><figcaption>b <i hidden>He dies</i></figcaption>',
                "![](a)\n\nb >!*He dies*!<",
            ),
            ('Words <img src="a"><figcaption>b</figcaption>', "Words ![](a)\n\nb"),
            ('<img src="data:a"><figcaption>b</figcaption>', "b"),
            ('<img src="a"><img src="b"><figcaption>c</figcaption>', "![](a)![](b)\n\nc"),
            (f'<img src="a"><figcaption>{"b" * 501}</figcaption>', f"![](a)\n\n{'b' * 501}"),
        ],
    )
    def test_words_below_a_picture_are_its_caption(self, figure, text):
        assert from_html(f"<figure>{figure}</figure>").text == text


class TestDocumentation:
    def test_shows_the_table(self):
        page = Path("docs/foreign-markup.md").read_text()
        html, rest = page.split("## HTML elements")[1].split("## Shortcodes")
        codes, rest = rest.split("These stand alone")
        embeds, blocks = rest.split("## Comments")
        for text, table in ((html, ELEMENTS), (codes, SHORTCODES)):
            shown = {
                name: row.split("|")[2].strip()
                for row in re.findall(r"^\|.*`.*\|$", text, re.M)
                for name in re.findall(r"`(\S+)`", row.split("|")[1])
            }
            assert shown == {name: treatment.value for name, treatment in table.items()}
        assert set(re.findall(r"`([\w-]+)`", embeds)) == EMBEDS
        assert set(re.findall(r"`([\w-]+)`", blocks)) == BLOCKS
