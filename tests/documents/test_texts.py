"""Headings, items and front matter, as they are read and as they are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from documents.body import read_body
from documents.body_parts import BodyParts
from documents.credit_names import CreditLookup, CreditNames
from documents.errors import DocumentRefused, Finding, Findings, shortened
from documents.headings import Heading, read_heading, write_heading
from documents.line_spans import LineSpan, cut, without_item
from documents.list_items import read_fit, read_point, write_fit, write_point
from documents.renaming import rename
from documents.yaml_reader import NULL, line_of, read_yaml
from documents.yaml_writer import Block, Blocks, to_yaml
from editions.content import FitContent, PointContent

ODD = st.text(
    st.sampled_from("ab1 \t\n\\#{}.*:—_-\"'`[],&!%@?|>~\u00a0\u2028\u0085é🎬\x01"), max_size=20
)


def heading(source: str) -> Heading:
    findings = Findings()
    found = read_heading(source, 7, findings)
    assert findings.errors == []
    return found


class TestAHeading:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("## The ending", "The ending"),
            ("##", ""),
            ("## ##", ""),
            ("   ##  The ending  ##  ", "The ending"),
            ("## C# and C##", "C# and C##"),
            ("## C \\#", "C #"),
            ("## A {set} of braces", "A {set} of braces"),
            ("## A set {", "A set {"),
            ("## Written \\{.so\\}", "Written {.so}"),
            ("## Ends with \\\\", "Ends with \\"),
            ("## A back\\slash", "A back\\slash"),
            ("## Ends {}", "Ends"),
        ],
    )
    def test_is_plain_text(self, source, text):
        assert heading(source) == Heading(2, text, 7)

    def test_has_classes_and_values_behind_it(self):
        found = heading('### The "end" {.spoiler label="a } \\"b\\" \\\\ {" spoils="x y"} ##')
        assert found == Heading(
            3, 'The "end"', 7, ("spoiler",), {"label": 'a } "b" \\ {', "spoils": "x y"}
        )

    def test_may_be_nothing_but_classes(self):
        assert heading("## {.cast}") == Heading(2, "", 7, ("cast",))

    @pytest.mark.parametrize("source", ["## A {.b c}", "## A{.b}", '## A {a="b}', "## {A} {.b .}"])
    def test_with_braces_that_say_nothing_is_an_error(self, source):
        findings = Findings()
        read_heading(source, 7, findings)
        assert [error.line for error in findings.errors] == [7]

    @given(
        ODD,
        st.lists(st.sampled_from(["spoiler", "cast"]), unique=True).map(tuple),
        st.dictionaries(
            st.sampled_from(["label", "credits"]), ODD.map(lambda text: " ".join(text.split()))
        ),
    )
    def test_is_read_as_it_was_written(self, text, classes, attributes):
        words = " ".join(text.split("\n")).strip(" \t")
        words = "\n".join(words.split("\n"))
        source = write_heading(2, words, classes, attributes)
        assert heading(source) == Heading(2, words, 7, classes, attributes)


class TestAnItem:
    @pytest.mark.parametrize(
        ("source", "fit", "line"),
        [
            ("yes: a — b", FitContent("a", "yes", "b"), 7),
            ("no: a", FitContent("a", "no"), 7),
            ("no:a", FitContent("a", "no"), 7),
            ("depends: a—b — c — d", FitContent("a—b", "depends", "c — d"), 7),
            ("yes: a \\— b — c", FitContent("a — b", "yes", "c"), 7),
            ("yes: one\ntwo\n— three", FitContent("one two", "yes", "three"), 9),
            ("yes: one —\ntwo", FitContent("one", "yes", "two"), 8),
            ("yes: one —\n\n> two", FitContent("one", "yes", "> two"), 9),
            ("yes: one\n\ntwo", FitContent("one", "yes", "two"), 9),
            ("yes: one — two\n\n- three", FitContent("one", "yes", "two\n\n- three"), 7),
        ],
    )
    def test_of_the_audience(self, source, fit, line):
        findings = Findings()
        item = read_fit(LineSpan(source, 7), findings)
        assert (item.value, item.text_line, findings.errors) == (fit, line, [])

    @pytest.mark.parametrize(
        ("source", "point", "line"),
        [
            ("**A:** b", PointContent("A", "b"), 7),
            ("**A:**b", PointContent("A", "b"), 7),
            ("**A:**", PointContent("A", ""), 7),
            ("b", PointContent("", "b"), 7),
            ("**A**: b", PointContent("", "**A**: b"), 7),
            ("**A: b** c", PointContent("", "**A: b** c"), 7),
            ("**A\nB:** c\nd", PointContent("A B", "c\nd"), 8),
            ("**:** **A:** b", PointContent("", "**A:** b"), 7),
            ("**A\\*\\\\:** b", PointContent("A*\\", "b"), 7),
            ("**A::** b", PointContent("A:", "b"), 7),
            ("{.spoiler} **A:** b", PointContent("A", "b", True), 7),
            ("{.spoiler}\nb", PointContent("", "b", True), 8),
            ("{ .spoiler } b", PointContent("", "b", True), 7),
            ("{spoiler} b", PointContent("", "{spoiler} b"), 7),
            ("> b", PointContent("", "> b"), 7),
            ("**A:**\n\n- b", PointContent("A", "- b"), 9),
        ],
    )
    def test_of_the_good_and_the_bad(self, source, point, line):
        findings = Findings()
        item = read_point(LineSpan(source, 7), findings)
        assert (item.value, item.text_line, findings.errors) == (point, line, [])

    @pytest.mark.parametrize(
        ("point", "written"),
        [
            (PointContent("A", "b"), "- **A:** b"),
            (PointContent("A", ""), "- **A:**"),
            (PointContent("", "b\nc"), "- b\n  c"),
            (PointContent("A *", "b", True), "- {.spoiler} **A \\*:** b"),
            (PointContent("", "**A:** b"), "- **:** **A:** b"),
            (PointContent("", "{.x} b"), "- **:** {.x} b"),
            (PointContent("", "  b"), "- **:**\n\n    b"),
            (PointContent("", "    b"), "-     b"),
            (PointContent("", "---"), "- **:**\n\n  ---"),
            (PointContent("", "> b"), "- > b"),
            (PointContent("A", "- b\n\n- c"), "- **A:**\n\n  - b\n\n  - c"),
        ],
    )
    def test_is_written_so_that_it_is_read_the_same(self, point, written):
        assert write_point(point) == written

    @pytest.mark.parametrize(
        ("fit", "written"),
        [
            (FitContent("a", "yes", "b"), "- yes: a — b"),
            (FitContent("a", "yes"), "- yes: a"),
            (FitContent("a — b", "no", "c"), "- no: a \\— b — c"),
            (
                FitContent("a", "no", "| a | b |\n|---|---|"),
                "- no: a —\n\n  | a | b |\n  |---|---|",
            ),
            (FitContent("a|", "no", "b\n---|---"), "- no: a| —\n\n  b\n  ---|---"),
        ],
    )
    def test_for_an_audience_is_written_so_that_it_is_read_the_same(self, fit, written):
        assert write_fit(fit) == written

    @pytest.mark.parametrize(
        ("lines", "text"),
        [
            (["- a", "  b"], "a\nb"),
            (["-   a", "    b", "  c"], "a\nb\nc"),
            (["-\ta", "\tb"], "a\nb"),
            (["-     a"], "    a"),
            (["-", "  a"], "a"),
            (["  * a", "    b", "\tc"], "a\nb\nc"),
            (["- a", "\t\tb"], "a\n      b"),
        ],
    )
    def test_loses_its_bullet_and_its_indentation(self, lines, text):
        assert without_item(lines, 1).text == text

    def test_keeps_the_line_of_its_text(self):
        assert cut(["", " ", "a", "", "b", "\t"], 5) == LineSpan("a\n\nb", 7)


class TestTheBody:
    def test_takes_no_heading_inside_code_a_curtain_or_a_quotation_for_a_part(self):
        body = "```\n## a\n```\n\n> ## b\n\n::: spoiler\n## c\n:::\n\n    ## d\n\n## Part\n\ntext"
        findings = Findings()
        parts = read_body(body, 1, findings)
        assert [section.heading for section in parts.values("opening")] == ["", "Part"]
        assert findings.errors == []

    def test_may_be_empty(self):
        parts = read_body("", 1, Findings())
        assert parts == BodyParts()

    def test_holds_the_critiques_of_the_cast(self):
        findings = Findings()
        body = "## C {.cast}\n\nIntro.\n\n```\n### no\n```\n\n### A\n\n#### b\n\n### C"
        parts = read_body(body, 1, findings)
        assert parts.introduction == LineSpan("Intro.\n\n```\n### no\n```", 3)
        assert [(critique.heading, critique.body) for critique in parts.values("cast")] == [
            ("A", "#### b"),
            ("C", ""),
        ]


class TestCredits:
    def test_are_named_by_as_little_as_tells_them_apart(self):
        ida = CreditNames("ida", "Ida", "", (("eve", "Eve"),), "")
        both = CreditNames("ida", "Ida", "", (("eve", "Eve"), ("mara", "Mara")), "")
        writer = CreditNames("ida", "Ida", "", (), "Writer")
        jon = CreditNames("jon", "Jon", "", (), "")
        lookup = CreditLookup([ida, both, writer, writer, jon])
        assert {
            places: lookup.words_for(set(places))
            for places in [(), (0,), (1,), (2,), (2, 3), (0, 1), (0, 1, 2, 3), (1, 4), (0, 4)]
        } == {
            (): "",
            (0,): "#1",
            (1,): "mara",
            (2,): "#3",
            (2, 3): "ida/writer",
            (0, 1): "eve",
            (0, 1, 2, 3): "ida",
            (1, 4): "mara jon",
            (0, 4): "#1 jon",
        }


class TestYamlReader:
    def test_keeps_lines_and_scalars_as_written(self):
        root = read("a: No\nb:\n  - 08\n  - {c: ~, d: '~'}\n")
        [(a, no), (b, elements)] = root.value
        [number, mapping] = elements.value
        [null, quoted] = [value for _key, value in mapping.value]
        assert [(node.value, line_of(node)) for node in (a, no, b, number)] == [
            ("a", 2),
            ("No", 2),
            ("b", 3),
            ("08", 4),
        ]
        assert (null.tag == NULL, quoted.tag == NULL) == (True, False)

    def test_allows_tags_of_plain_types(self):
        root = read("a: !!str 1\nb: !!seq []\n")
        assert root.value[0][1].value == "1"


class TestYamlWriter:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("Eve", "Eve"),
            ("2048-nowhere-to-run", "2048-nowhere-to-run"),
            ("1917", '"1917"'),
            ("No", '"No"'),
            ("2025-06-06", '"2025-06-06"'),
            ("a: b", '"a: b"'),
            ("a #b", '"a #b"'),
            ("a:", '"a:"'),
            ("- a", '"- a"'),
            ("@a", '"@a"'),
            ("“Quoted”", "“Quoted”"),
            ("é", "é"),
            ("", '""'),
            (" a", '" a"'),
            ('say "a"', 'say "a"'),
            ('"a\\b" she said', '"\\"a\\\\b\\" she said"'),
            ("a\tb\r\n\x01\u2028", '"a\\tb\\r\\n\\x01\\L"'),
            ("🎬", "🎬"),
        ],
    )
    def test_quotes_texts_that_would_be_read_as_something_else(self, text, written):
        assert to_yaml({"a": text}) == f"a: {written}\n"

    def test_writes_numbers_booleans_and_dates_without_quotes(self):
        values = [True, 3, Decimal("4.50"), Decimal(100), date(2025, 6, 6)]
        moment = datetime(2025, 6, 6, tzinfo=UTC)
        assert to_yaml({"a": values, "b": moment}) == (
            "a: [true, 3, 4.5, 100, 2025-06-06]\nb: 2025-06-06T00:00:00+00:00\n"
        )

    def test_quotes_more_texts_inside_a_line(self):
        assert to_yaml({"x": {"a": ["b, c", "d"], "e": "http://f"}}) == (
            'x: {a: ["b, c", d], e: "http://f"}\n'
        )

    def test_writes_a_block_with_a_line_for_each_key(self):
        facts = {
            "a": Block(b="c"),
            "d": Blocks([Block(e=1, f=[2]), {"g": 3}]),
            "h": "i\n\n  j",
            "k": "l\n ",
        }
        assert to_yaml(facts).splitlines() == [
            "a:",
            "  b: c",
            "d:",
            "  - e: 1",
            "    f: [2]",
            "  - {g: 3}",
            "h: |-",
            "  i",
            "",
            "    j",
            'k: "l\\n "',
        ]

    @given(st.dictionaries(st.sampled_from("abc"), ODD, min_size=1))
    def test_is_read_as_it_was_written(self, texts):
        in_lines, in_line = to_yaml(texts), to_yaml({"x": texts})
        assert {key.value: node.value for key, node in read(in_lines).value} == texts
        [(_x, mapping)] = read(in_line).value
        assert {key.value: node.value for key, node in mapping.value} == texts
        assert yaml.safe_load(in_lines) == texts


def read(text: str) -> yaml.MappingNode:
    findings = Findings()
    root = read_yaml(text, findings)
    assert findings.errors == []
    assert root is not None
    return root


class TestFindings:
    def test_are_in_the_order_of_lines(self):
        refused = DocumentRefused([Finding(3, "b"), Finding(1, "a"), Finding(3, "b")])
        assert refused.errors == (Finding(1, "a"), Finding(3, "b"))
        assert str(refused) == "1: a\n3: b"

    def test_suggest_until_it_would_take_too_long(self):
        findings = Findings()
        assert findings.did_you_mean("x" * 61, ["x" * 60]) == ""
        hints = [findings.did_you_mean("flim", ["film"]) for _ in range(30)]
        assert hints.count(" Did you mean “film”?") == 19

    def test_shorten_what_they_quote(self):
        assert (
            shortened("a\nb" * 30) == "a ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba …"
        )


class TestRenaming:
    @pytest.mark.parametrize(
        ("markdown", "renamed"),
        [
            ("![a](images/a.png)", "![a](images/b.png)"),
            ("![a](<images/a.png> 't')", "![a](<images/b.png> 't')"),
            ("![a][r]\n\n[r]: images/a.png", "![a][r]\n\n[r]: images/b.png"),
            (">!![a](images/a.png)!<", ">!![a](images/b.png)!<"),
            ('>!a!<{spoils="old x"}', '>!a!<{spoils="new x"}'),
            (
                '::: spoiler {spoils="x  old"}\n![a](images/a.png)\n:::',
                '::: spoiler {spoils="x  new"}\n![a](images/b.png)\n:::',
            ),
        ],
    )
    def test_replaces_films_and_pictures_that_are_named(self, markdown, renamed):
        assert rename(markdown, films={"old": "new"}, pictures={"a.png": "b.png"}) == renamed

    @pytest.mark.parametrize(
        "markdown",
        [
            "![a](images/aa.png) ![a](x/images/a.png) images/a.png `![a](images/a.png)`",
            "    ![a](images/a.png)",
            '`>!a!<{spoils="old"}` spoils="old"',
            '>!a!<{spoils="old-2"}',
            '>!a!<{instead="old images/a.png"}',
            "old",
        ],
    )
    def test_keeps_everything_else(self, markdown):
        assert rename(markdown, films={"old": "new"}, pictures={"a.png": "b.png"}) == markdown

    def test_replaces_each_name_once(self):
        names = {"a": "b", "b": "a"}
        assert rename('>!a!<{spoils="a b"}', films=names, pictures={}) == '>!a!<{spoils="b a"}'

    def test_replaces_films_in_a_malformed_text(self):
        markdown = '>! >!a!<{spoils="old"}'
        assert rename(markdown, films={"old": "x"}, pictures={}) == '>! >!a!<{spoils="x"}'

    def test_keeps_line_ends_and_blanks(self):
        markdown = '\t>!a!< \r\n> >!b!<{ spoils="old\n> older" }  \0\r'
        assert rename(markdown, films={"old": "new"}, pictures={}) == markdown.replace(
            "old\n", "new\n"
        )
