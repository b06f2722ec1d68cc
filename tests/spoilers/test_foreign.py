"""Other sites' spoilers become curtains or are refused; none becomes public, none is lost."""

import re

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from spoilers import Change, Converted, ProblemCode, announces, canonical, check_plain, parse
from tests.spoilers.redacting import redacted

BARS, BBCODE, TAG, ANILIST = "||…||", "[spoiler]…[/spoiler]", "<spoiler>…</spoiler>", "~!…!~"
DISCOURSE, DETAILS, LEMMY = "[details=…]…[/details]", "<details>…</details>", ":::spoiler"
STACK_EXCHANGE = ">! at the beginning of lines"
INLINE, BLOCK = ">!…!<", "::: spoiler"

bounded = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def converted(markdown: str) -> str:
    """The canonical text. Checks that it is sound, and that converting it again changes nothing."""
    found = canonical(markdown)
    assert found.problems == ()
    assert canonical(found.text) == Converted(found.text)
    assert redacted(found.text, min_heading=1).problems == ()
    return found.text


def problems(markdown: str) -> list[tuple[int, ProblemCode]]:
    """The line and code of each problem. Checks that the text is unchanged."""
    found = canonical(markdown)
    assert (found.text, found.changes) == (markdown, ())
    return [(problem.line, problem.code) for problem in found.problems]


class TestWithinALine:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("a ||b|| c", "a >!b!< c"),
            ("||a||", ">!a!<"),
            ("|| a ||", ">! a !<"),
            ("||a\nb||", ">!a\nb!<"),
            ("||a||||b||", ">!a!<>!b!<"),
            ("||a|| ||b||", ">!a!< >!b!<"),
            ("[spoiler]a[/spoiler]", ">!a!<"),
            ("x [Spoiler]a[/SPOILER]", "x >!a!<"),
            ("x [spoiler=End]a[/spoiler]", 'x >!a!<{instead="End"}'),
            ('x [spoiler="The End"]a[/spoiler]', 'x >!a!<{instead="The End"}'),
            ("x [spoiler='The \"End']a[/spoiler]", 'x >!a!<{instead="The \\"End"}'),
            ("x [ spoiler = C:\\ ]a[/ spoiler ]", 'x >!a!<{instead="C:\\\\"}'),
            ("x [spoiler=]a[/spoiler]", "x >!a!<"),
            ("<spoiler>a</spoiler>", ">!a!<"),
            ('x <spoiler title="End">a</spoiler>', 'x >!a!<{instead="End"}'),
            ("x <details><summary>End</summary>a</details>", 'x >!a!<{instead="End"}'),
            ("x [details=End]a[/details]", 'x >!a!<{instead="End"}'),
            ("~!a!~", ">!a!<"),
            ("~!a ||b|| c!~", ">!a >!b!< c!<"),
            ("[spoiler]a [spoiler]b[/spoiler][/spoiler]", ">!a >!b!<!<"),
            ("[spoiler]a>[/spoiler]", ">!a> !<"),
            ("||a||{b}", ">!a!<\\{b}"),
            ("[spoiler=x]a[/spoiler]{b} c", '>!a!<{instead="x"}{b} c'),
            ("[||a||](/b)", "[>!a!<](/b)"),
            ("**||a||** ||*b*||", "**>!a!<** >!*b*!<"),
            ("### ||a||", "### >!a!<"),
            ("### [spoiler=b]a[/spoiler]", '### >!a!<{instead="b"}'),
            ("- ||a||\n- b", "- >!a!<\n- b"),
            ("> ||a||", "> >!a!<"),
            ("a[^1]\n\n[^1]: ||b||", "a[^1]\n\n[^1]: >!b!<"),
            (">!a ||b||!<", ">!a >!b!<!<"),
            ("::: spoiler A\n||b||\n:::", "::: spoiler A\n>!b!<\n:::"),
            ("\\\\||a||", "\\\\>!a!<"),
            ("a\r\n||b||\r\nc", "a\r\n>!b!<\r\nc"),
        ],
    )
    def test_a_spoiler_within_a_line_becomes_a_mark(self, source, text):
        assert converted(source) == text

    def test_the_changes_are_listed(self):
        assert canonical("a\n\n||b|| [spoiler]c[/spoiler]\n\n~!d!~").changes == (
            Change(3, BBCODE, INLINE),
            Change(3, BARS, INLINE),
            Change(5, ANILIST, INLINE),
        )


class TestBlocks:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("[spoiler=End]a[/spoiler]", "::: spoiler End\na\n:::"),
            ("[spoiler]\na\n[/spoiler]", "::: spoiler\na\n:::"),
            ("[spoiler]a\n\nb[/spoiler]", "::: spoiler\na\n\nb\n:::"),
            ("[spoiler] a\n\nb [/spoiler]\n\nc", "::: spoiler\na\n\nb\n:::\n\nc"),
            ("x\n[spoiler=E]\na\n[/spoiler]\ny", "x\n::: spoiler E\na\n:::\ny"),
            ("||a\n\nb||", "::: spoiler\na\n\nb\n:::"),
            ("~!a\n\n- b\n\nc!~", "::: spoiler\na\n\n- b\n\nc\n:::"),
            ("<spoiler>\na\n</spoiler>", "::: spoiler\na\n:::"),
            ('<spoiler label="E">\n\na\n\n</spoiler>', "::: spoiler E\n\na\n\n:::"),
            ("<details>a</details>", "::: spoiler\na\n:::"),
            ("<details><summary>E</summary>\n\na\n\n</details>", "::: spoiler E\n\na\n\n:::"),
            ("<details open>\n<summary>E</summary>\na\n</details>", "::: spoiler E\na\n:::"),
            (
                "> <details>\n> <summary>E</summary>\n> a\n> </details>",
                "> ::: spoiler E\n> a\n> :::",
            ),
            ("[details=E]\na\n[/details]", "::: spoiler E\na\n:::"),
            ("- [spoiler]a\n\n  b[/spoiler]\n- c", "- ::: spoiler\n  a\n\n  b\n  :::\n- c"),
            ("12. [spoiler]\n    a\n    [/spoiler]", "12. ::: spoiler\n    a\n    :::"),
            ("> - ||a\n>\n>   b||\n> c", "> - ::: spoiler\n>   a\n>\n>   b\n>   :::\n> c"),
            ("a[^b]\n\n[^b]: [spoiler]c\n\n    d[/spoiler]", None),
            ("[spoiler=a{b}\\:::]c[/spoiler]", "::: spoiler a\\{b}\\\\\\:::\nc\n:::"),
            ("[spoiler]\n[spoiler]\na\n[/spoiler]\n[/spoiler]", None),
            ("[spoiler]\n\n::: spoiler B\na\n:::\n\n[/spoiler]", None),
            ("[spoiler]\n\n```\n||\n```\n\n[/spoiler]", "::: spoiler\n\n```\n||\n```\n\n:::"),
            ("[spoiler]\r\na\r\n\r\nb[/spoiler]", "::: spoiler\r\na\r\n\r\nb\r\n:::"),
            (":::spoiler E\na\n:::", "::: spoiler E\na\n:::"),
            ("::::Spoiler\na\n:::", "::: spoiler\na\n:::"),
            ('- ::: SPOILER {spoils="parabellum"}\n  a\n  :::', None),
        ],
    )
    def test_a_spoiler_over_lines_becomes_a_block(self, source, text):
        result = converted(source)
        assert text is None or result == text
        assert redacted(result).curtains[0].kind == "block"

    def test_lines_of_the_result_map_to_lines_of_the_source(self):
        found = canonical(
            "a\n<details>\n<summary>E</summary>\nb\n</details>\n\n[spoiler=F]c[/spoiler]\nd"
        )
        assert found.text == "a\n::: spoiler E\nb\n:::\n\n::: spoiler F\nc\n:::\nd"
        assert [found.line(number) for number in range(1, 10)] == [1, 2, 4, 5, 6, 7, 7, 7, 8]
        assert found.line(99) == 8
        assert canonical("a\nb").line(2) == 2

    def test_the_changes_are_listed(self):
        text = "<details>a</details>\n\n:::spoiler\nb\n:::\n\n>! c\n\n[details=d]\ne\n[/details]"
        assert canonical(text).changes == (
            Change(1, DETAILS, BLOCK),
            Change(3, LEMMY, BLOCK),
            Change(7, STACK_EXCHANGE, BLOCK),
            Change(9, DISCOURSE, BLOCK),
        )


class TestLinesThatBeginWithTheMark:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            (">! a", "::: spoiler\na\n:::"),
            (">!a\n>! b\n\nc", "::: spoiler\na\nb\n:::\n\nc"),
            (">! a\n>!\n>! - b", "::: spoiler\na\n\n- b\n:::"),
            (">! a\n>\n>! b", "::: spoiler\na\n:::\n>\n::: spoiler\nb\n:::"),
            ("> >! a\n>\n> b", "> ::: spoiler\n> a\n> :::\n>\n> b"),
            (">! a\n\n> b", "::: spoiler\na\n:::\n\n> b"),
            ("- >! a\n  >! b\n- c", "- ::: spoiler\n  a\n  b\n  :::\n- c"),
            ("> >! a\n> >! b", "> ::: spoiler\n> a\n> b\n> :::"),
            (">! a ||b||", "::: spoiler\na >!b!<\n:::"),
            (">! a \\!< b", "::: spoiler\na \\!< b\n:::"),
            ("a[^1]\n\n[^1]: >! b", "a[^1]\n\n[^1]: ::: spoiler\n    b\n    :::"),
        ],
    )
    def test_a_paragraph_of_such_lines_becomes_a_block(self, source, text):
        assert converted(source) == text

    @pytest.mark.parametrize(
        "text",
        [
            *(">!a!<", ">! a\n>! b !<", "a\n>! b", ">! a\nb", ">! a >! b", ">!", ">!\n>!"),
            *(">! a\n> b", ">! a\n>\n> b", ">! a\r\n> b", "- >! a\n  > b", "> >! a\n> > b"),
            *(">! ::: spoiler\n>! a", "### >! a", "| a |\n|---|\n| >! b |", "`>! a`"),
        ],
    )
    def test_any_other_paragraph_is_unchanged(self, text):
        assert canonical(text) == Converted(text)

    def test_an_unclosed_mark_is_not_converted_in_a_form(self):
        assert parse(">! a\n>! b").foreign_problems() == ()
        assert [problem.line for problem in parse(">! a\n>! b").check()] == [1, 2]


class TestTables:
    @pytest.mark.parametrize(
        "text",
        [
            "| a | b | c |\n|---|---|---|\n| d || e |\n|| f ||\n|||",
            "| a || c |\n|---|---|---|\n| d | e | f |",
            "- | a | b | c | d |\n  |---|---|---|---|\n  || ||",
            "::: spoiler\n| a | b | c |\n|---|---|---|\n| d || e |\n:::",
            "a[^1]\n\n[^1]: b\n\n    | a | b | c |\n    |---|---|---|\n    | d || e |",
            "| a |\n|---|\n| b \\|\\| c |",
        ],
    )
    def test_the_bars_of_an_empty_cell_are_text(self, text):
        assert canonical(text) == Converted(text)

    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("| a | b |\n|---|---|\n| ||c|| | d |", "| a | b |\n|---|---|\n| >!c!< | d |"),
            ("| ||a|| | b |\n|---|---|", "| >!a!< | b |\n|---|---|"),
            ("a | b\n---|---\n||c|| | ~!d!~", "a | b\n---|---\n>!c!< | >!d!~".replace("!~", "!<")),
            ("| a |\n|---|\n| <spoiler>b</spoiler> |", "| a |\n|---|\n| >!b!< |"),
        ],
    )
    def test_a_spoiler_in_a_cell_becomes_a_mark(self, source, text):
        assert converted(source) == text

    @pytest.mark.parametrize(
        "row",
        ["| d || e || f |", "| a |||d||| b | c |", "| b || c | d | e | f |"],
    )
    def test_bars_that_may_be_either_are_reported(self, row):
        text = f"| a | b | c | d |\n|---|---|---|---|\n{row}"
        assert problems(text) == [(3, ProblemCode.FOREIGN_IN_TABLE)]

    def test_a_table_that_is_too_large_is_reported(self):
        text = "||a||\n\n" + "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 100
        assert problems(text) == [(1, ProblemCode.TOO_DENSE)]
        assert problems("||a||\n\n" + "> " * 15 + "a\n" + "b\n" * 15_000) == [
            (1, ProblemCode.TOO_DENSE)
        ]


class TestTextWithoutSpoilers:
    @pytest.mark.parametrize(
        "text",
        [
            *("", "a", "`||a||` and `[spoiler]`", "```\n||a||\n[/spoiler]\n```", "\\|\\|a\\|\\|"),
            *("~~~\n<details>\n~~~\n", "\\[spoiler]a\\[/spoiler]", "\\<spoiler>", "\\~!a!\\~"),
            *("a | b", "[spoiler-free review](/a)", "<https://a.b/spoiler>", "Spoiler: none."),
            *("~~!a!~~", "    a || b", "[^spoiler]\n\n[^spoiler]: a", "the [details] of it"),
            *(
                "100 % spoiler",
                "&amp; &lt;b&gt; ½",
                ">!a!<",
                "a ::: b",
                "[x](/story)",
            ),
            *("!!! No spoiler", "`<!-- a -->`", "\\<!-- a -->", "a :: spoiler", "[unspoiled]"),
            *("::: spoiler A\na\n:::", "::::  spoiler\na\n:::", "> !a", "a <details-of-it"),
            *("\ufdd4 0\ufdd5", "> ```\n> ||a||\n> ```", "`[spoiler]`\\|\\|"),
        ],
    )
    def test_text_without_spoilers_is_returned_unchanged(self, text):
        assert canonical(text) == Converted(text)
        assert parse(text).foreign_problems() == ()


class TestProblems:
    def test_more_curtains_than_a_text_may_have_are_one_problem(self) -> None:
        assert problems("[spoiler]a[/spoiler] " * 10_000) == [(1, ProblemCode.TOO_DENSE)]

    @pytest.mark.parametrize(
        ("text", "line", "code"),
        [
            ("a\n\nb ||c", 3, ProblemCode.FOREIGN_UNCLOSED),
            ("||a\n\nb c", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("[spoiler]a", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("[spoiler](/a)", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("a\n<details>\nb", 2, ProblemCode.FOREIGN_UNCLOSED),
            ("~!a", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("||a `||`", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("a [/spoiler]", 1, ProblemCode.FOREIGN_STRAY),
            ("a\nb !~", 2, ProblemCode.FOREIGN_STRAY),
            ("<summary>a</summary>", 1, ProblemCode.FOREIGN_STRAY),
            ("<details>a <summary>b</summary></details>", 1, ProblemCode.FOREIGN_LABEL),
            ("<details><summary>||b||</summary>a</details>", 1, ProblemCode.FOREIGN_LABEL),
            ("a [spoiler=>!b!<]c[/spoiler]", 1, ProblemCode.FOREIGN_LABEL),
            ("- [spoiler]a\n- b[/spoiler]", 1, ProblemCode.FOREIGN_CROSSING),
            ("> [spoiler]a\n\nb[/spoiler]", 1, ProblemCode.FOREIGN_CROSSING),
            (">!a ||b!< c||", 1, ProblemCode.FOREIGN_CROSSING),
            ("a [spoiler]b\n\nc[/spoiler]", 1, ProblemCode.FOREIGN_IN_LINE),
            ("[spoiler]b\n\nc[/spoiler] d", 1, ProblemCode.FOREIGN_IN_LINE),
            ("### [spoiler]\n\nc\n\n[/spoiler]", 1, ProblemCode.FOREIGN_IN_LINE),
            ("||||", 1, ProblemCode.FOREIGN_EMPTY),
            ("[spoiler] [/spoiler]", 1, ProblemCode.FOREIGN_EMPTY),
            ("|||a|||", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("[spoilers]", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("[spoiler|a]", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("> [!spoiler] a", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("[hide]a", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("[inlinespoiler]", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("[spoiler-box]", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("[spoiler2]", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("[wrap=spoiler]", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("a <!-- b -->", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("<!--\na\n-->", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("a\n\n/// spoiler\nb\n///", 3, ProblemCode.FOREIGN_UNKNOWN),
            ("/// details | E\na\n///", 1, ProblemCode.FOREIGN_UNKNOWN),
            ('??? spoiler "E"\n\n    a', 1, ProblemCode.FOREIGN_UNKNOWN),
            ("> !!! spoiler\n>     a", 1, ProblemCode.FOREIGN_UNKNOWN),
            (":: spoiler E\na\n::", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("#+begin_spoiler\na", 1, ProblemCode.FOREIGN_UNKNOWN),
            ('{{< details "E" >}}', 1, ProblemCode.FOREIGN_UNCLOSED),
            ("{spoiler}a{/spoiler}", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("::: spoiler ||a||\nb\n:::", 1, ProblemCode.FOREIGN_IN_ATTRIBUTE),
            ("::: spoiler [spoiler]a[/spoiler]\nb\n:::", 1, ProblemCode.FOREIGN_IN_ATTRIBUTE),
            ("[[spoiler:a]]", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("<div data-spoiler>", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("<s-spoiler>", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("<spoiler\n>", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("<details\nopen>a", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("{{spoiler|a}}", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("{{< spoiler >}}", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("{% spoiler %}", 1, ProblemCode.FOREIGN_UNCLOSED),
            ("{% endspoiler %}", 1, ProblemCode.FOREIGN_STRAY),
            ("%%spoiler%%", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("[a](#spoiler)", 1, ProblemCode.FOREIGN_UNKNOWN),
            ('[a](/s "b")', 1, ProblemCode.FOREIGN_UNKNOWN),
            ("[a](#s 'b')", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("a\n```spoiler b\nc\n```", 2, ProblemCode.FOREIGN_UNKNOWN),
            ("~~~ {.spoiler}\na\n~~~", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("a\n&lt;spoiler&gt;b", 2, ProblemCode.FOREIGN_UNKNOWN),
            ("&#124;&#124;a&#124;&#124;", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("｜｜a｜｜", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("[sp\u200boiler]a", 1, ProblemCode.FOREIGN_UNKNOWN),
            (">!a &lt;spoiler&gt;!<", 1, ProblemCode.FOREIGN_UNKNOWN),
            ("    [spoiler]a[/spoiler]", 1, ProblemCode.FOREIGN_IN_CODE),
            ("```\n||a||", 2, ProblemCode.FOREIGN_IN_CODE),
            ("a\n\n[b]{.blurred}", 3, ProblemCode.FOREIGN_UNKNOWN),
            ("![||a||](b.png)", 1, ProblemCode.FOREIGN_IN_ATTRIBUTE),
            ("[a](b '||c||')", 1, ProblemCode.FOREIGN_IN_ATTRIBUTE),
            ("[a]: /b '||c||'", 1, ProblemCode.FOREIGN_IN_ATTRIBUTE),
            ("``` ||a||\n```", 1, ProblemCode.FOREIGN_IN_ATTRIBUTE),
            ("||a|| :::: spoiler\n||" + "a" * 1_000_000, 1, ProblemCode.TOO_LONG),
            ("||a||" + "*" * 40_000, 1, ProblemCode.TOO_DENSE),
        ],
    )
    def test_it_is_reported_with_its_line(self, text, line, code):
        assert set(problems(text)) == {(line, code)}
        assert line in {problem.line for problem in parse(text).check()}

    def test_a_spoiler_that_cannot_be_proved_hidden_is_reported(self):
        # The fence of a block inside a mark ends the paragraph of the mark.
        text = "a [spoiler]b\n[spoiler=c]\nd\n[/spoiler]\ne[/spoiler] f"
        assert problems(text) == [(1, ProblemCode.FOREIGN_UNCONVERTIBLE)]

    def test_no_message_quotes_the_text(self):
        for text in (
            "[spoiler=Canary]a",
            "||Canary",
            "<span class='spoiler Canary'>",
            "[a](#s 'Canary')",
        ):
            [problem] = set(canonical(text).problems)
            assert "Canary" not in problem.message


class TestCheck:
    def test_reports_syntax_line_and_remedy(self):
        [problem] = parse("a\n\n||b||").check()
        assert (problem.line, problem.message) == (
            3,
            (
                "A spoiler written as ||…|| hides nothing here. Write >!…!< in a sentence, or a "
                "block from “::: spoiler Ending” to “:::”. To show the characters, put a \\ "
                "before each of them."
            ),
        )

    def test_reports_a_class_that_hides_only_in_a_document(self):
        [problem] = parse("a\n\n[b]{.spoiler}").check()
        assert (problem.line, problem.code) == (3, ProblemCode.CLASS_IN_TEXT)
        assert canonical("[b]{.spoiler}").problems
        assert canonical("[b]{.spoiler}", in_document=True).problems == ()

    def test_accepts_the_canonical_syntax(self):
        assert parse(":::spoiler A\na\n:::").check() == ()

    def test_redact_does_not_know_foreign_syntax(self):
        assert parse("||a||").redact(film=1, key="k").html == "<p>||a||</p>\n"


class TestPlainFields:
    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("a", []),
            ("a || b", []),
            ("Hello!~", []),
            ("[spoiler-free]", []),
            ("a\n||b||", [2]),
            ("a ||b\n\\|| c", [1, 2]),
            ("~!a!~", [1]),
            ("[spoiler]a", [1]),
            ("a\r\n<spoiler>", [2]),
            ("｜｜a｜｜", [1]),
        ],
    )
    def test_a_foreign_spoiler_in_a_plain_field_is_reported(self, text, lines):
        assert [problem.line for problem in check_plain(text)] == lines


# Each hides the text in the place of {} in its own way.
WITHIN_A_LINE = [
    "||{}||",
    "[spoiler]{}[/spoiler]",
    "[SPOILER=An end]{}[/SPOILER]",
    '[spoiler="An end"]{}[/spoiler]',
    "<spoiler>{}</spoiler>",
    '<spoiler label="x">{}</spoiler>',
    "~!{}!~",
    "<details><summary>An end</summary>{}</details>",
    "[details=x]{}[/details]",
]
OVER_LINES = [
    *("[spoiler]\n{}\n[/spoiler]", "[spoiler=A]{}\n\n{}[/spoiler]", "||{}\n\n{}||"),
    *("~!{}\n\n- {}\n\n{}!~", "<details>\n<summary>A</summary>\n\n{}\n\n</details>"),
    *(
        ":::spoiler A\n{}\n:::",
        ":::Spoiler\n\n{}\n\n:::",
        ">! {}\n>!\n>! {}",
        "<spoiler>\n\n{}\n</spoiler>",
    ),
]
PLACES = [
    *("{}", "a {} b", "- {}\n- c", "> {}", "1. > {}", "### {}", "[{}](/a)", "**{}**", "*a {}*"),
    *(
        "| a | b |\n|---|---|\n| {} | c |",
        "| {} | b |\n|---|---|\n",
        "a[^1]\n\n[^1]: {}",
        "- a\n\n  {}",
    ),
    *("::: spoiler A\n{}\n:::", ">!a {}!<", "![{}](/a.png)", "`b` {} `c`", "a\\\\{}", "{}{{a}}"),
]


def public_parts(markdown: str) -> str:
    """Everything public in the converted text, "" if it is refused."""
    found = canonical(markdown)
    if found.problems:
        return ""
    result = redacted(found.text, min_heading=1)
    labels = [curtain.label for curtain in result.curtains]
    return "\n".join([result.html, *labels])


class TestCanaries:
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("syntax", WITHIN_A_LINE)
    def test_each_syntax_is_hidden_or_refused_in_each_place(self, syntax, place):
        markdown = place.format(syntax.format("Canary7x"))
        assert "Canary" not in public_parts(markdown)
        # Alternative text cannot hide anything, and the parser reads ">!<" as an opening mark.
        if canonical(markdown).problems:
            assert place == "![{}](/a.png)" or (place, syntax[-1]) == (">!a {}!<", ">")
        else:
            result = redacted(converted(markdown), min_heading=1)
            assert "Canary7x" in "".join(curtain.html for curtain in result.curtains)

    @pytest.mark.parametrize("prefix", ["", "> ", "- ", "1. ", "> - ", "[^1]: "])
    @pytest.mark.parametrize("syntax", OVER_LINES)
    def test_spoilers_over_lines_are_hidden_or_refused_in_each_container(self, syntax, prefix):
        inside = syntax.replace("{}", "Canary7x").split("\n")
        rest = (
            "    "
            if prefix == "[^1]: "
            else "".join(" " if sign in "-1." else sign for sign in prefix)
        )
        markdown = prefix + f"\n{rest}".join(inside) + "\n\nafter"
        markdown = f"a[^1]\n\n{markdown}" if prefix == "[^1]: " else markdown
        text = converted(markdown)
        assert "Canary" not in public_parts(markdown)
        result = redacted(text)
        hidden = "".join(curtain.html for curtain in result.curtains)
        assert hidden.count("Canary7x") == syntax.count("{}")
        assert "after" in result.text


SIGNS = [
    *(
        "||",
        "|",
        "[spoiler]",
        "[spoiler=x]",
        "[/spoiler]",
        "<spoiler>",
        "</spoiler>",
        "~!",
        "!~",
        "~",
    ),
    *(
        "<details>",
        "<summary>s</summary>",
        "</details>",
        ">!",
        "!<",
        ">! ",
        ":::spoiler\n",
        ":::\n",
    ),
    *(
        "::: spoiler A\n",
        "`",
        "```\n",
        "\\",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "    ",
        "*",
        "a",
        "b ",
        "[",
        "]",
    ),
    *(
        "(/u)",
        "| a | b |\n|---|---|\n",
        "{",
        "!",
        "<",
        ">",
        "[^1]",
        "\n[^1]: ",
        "&lt;",
        "\r\n",
        "\t",
        "# ",
    ),
]
# Not with bars and tildes, which would close those of the spoiler, nor with the escape character.
AROUND = [sign for sign in SIGNS if sign not in {"||", "|", "~", "~!", "!~", "\\"}]
CODE = re.compile("<code.*?</code>", re.S)
surroundings = st.lists(st.sampled_from(AROUND), max_size=12).map("".join)
texts = st.lists(st.sampled_from(SIGNS), max_size=25).map("".join)
foreign = st.sampled_from([*WITHIN_A_LINE, *OVER_LINES]).map(
    lambda each: each.replace("{}", "Canary7x")
)


class TestAnyText:
    @settings(bounded, max_examples=120)
    @given(texts)
    @example(">!~a||b||")
    @example("!||~x||")
    def test_conversion_is_idempotent(self, markdown):
        once = canonical(markdown)
        assert once.problems == () or once.text == markdown
        again = canonical(once.text)
        assert (again.text, again.changes) == (once.text, ())

    @bounded
    @given(texts)
    def test_a_refused_text_is_unchanged(self, markdown):
        found = canonical(markdown)
        assert not found.problems or found.text == markdown
        assert bool(found.lines) == (found.text != markdown)

    @settings(bounded, max_examples=120)
    @given(surroundings, foreign, surroundings)
    def test_a_spoiler_is_hidden_or_refused_between_any_texts(self, before, spoiler, after):
        public = public_parts(f"{before}{spoiler}{after}")
        assert "Canary" not in CODE.sub("", public)

    @bounded
    @given(foreign, st.data())
    def test_one_deleted_character_reveals_nothing(self, spoiler, data):
        at = data.draw(st.integers(0, len(spoiler) - 1))
        # Without the end of its first line, the first words of a block become its label.
        assume(not spoiler.startswith(":::") or spoiler[at] != "\n")
        assert "Canary" not in public_parts(f"a\n\n{spoiler[:at]}{spoiler[at + 1 :]}\n\nb")


@pytest.mark.parametrize("sign", [" ", "\t", ". ", "! ", ".", "*"])
def test_announcements_in_many_signs_do_not_take_minutes(sign):
    """Each took a time that grew with the square of the length, or worse."""
    text = "click here\n\n" + sign * 20_000
    assert parse(text).warnings() == ()
    assert announces(sign * 20_000) is False
