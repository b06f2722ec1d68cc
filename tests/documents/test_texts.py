"""Headings, items and front matter, as they are read and as they are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from documents.body import read_body
from documents.cast_list import Casting, CastList
from documents.errors import DocumentRefused, Finding, Findings, shortened
from documents.headings import Heading, read_heading, write_heading
from documents.items import read_fit, read_point, write_fit, write_point
from documents.line_spans import LineSpan, cut, without_item
from documents.pictures import rename_pictures
from documents.yaml_nodes import Mapping, Scalar, Sequence, read_yaml
from documents.yaml_text import Block, Blocks, block, inline, scalar
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
        assert [section.heading for section, _piece in parts.sections["opening"]] == ["", "Part"]
        assert findings.errors == []

    def test_may_be_empty(self):
        parts = read_body("", 1, Findings())
        assert (parts.sections, parts.headings, parts.critiques) == ({}, {}, [])

    def test_holds_the_critiques_of_the_cast(self):
        findings = Findings()
        body = "## C {.cast}\n\nIntro.\n\n```\n### no\n```\n\n### A\n\n#### b\n\n### C"
        parts = read_body(body, 1, findings)
        assert parts.introduction == LineSpan("Intro.\n\n```\n### no\n```", 3)
        assert [(piece.heading.text, piece.passage.text) for piece in parts.critiques] == [
            ("A", "#### b"),
            ("C", ""),
        ]


class TestCredits:
    def test_are_named_by_as_little_as_tells_them_apart(self):
        ida = Casting("ida", "Ida", "", (("eve", "Eve"),), "")
        both = Casting("ida", "Ida", "", (("eve", "Eve"), ("mara", "Mara")), "")
        writer = Casting("ida", "Ida", "", (), "Writer")
        jon = Casting("jon", "Jon", "", (), "")
        cast = CastList([ida, both, writer, writer, jon])
        assert {
            places: cast.words(set(places))
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


class TestYaml:
    def read(self, text: str) -> Mapping | None:
        findings = Findings()
        found = read_yaml(text, 2, findings)
        assert findings.errors == []
        return found

    def test_is_read_with_its_lines_and_its_own_words(self):
        found = self.read("a: No\nb:\n  - 08\n  - {c: ~, d: '~'}\n")
        assert found.lines == {"a": 2, "b": 3}
        assert found.items["a"] == Scalar("No", 2)
        items = found.items["b"]
        assert isinstance(items, Sequence)
        assert items.items[0] == Scalar("08", 4)
        [null, quoted] = items.items[1].items.values()
        assert (null.is_null, quoted.is_null) == (True, False)

    def test_may_say_what_is_plain(self):
        assert self.read("a: !!str 1\nb: !!seq []\n").items["a"] == Scalar("1", 2)

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
            ('say "a\\b"', '"say \\"a\\\\b\\""'),
            ("a\tb\r\n\x01\u2028", '"a\\tb\\r\\n\\u0001\\u2028"'),
            ("🎬", '"🎬"'),
        ],
    )
    def test_keeps_a_text_a_text(self, text, written):
        assert scalar(text) == written

    def test_writes_what_is_no_text(self):
        values = [True, 3, Decimal("4.50"), Decimal("100"), date(2025, 6, 6)]
        assert [scalar(value) for value in values] == ["true", "3", "4.5", "100", "2025-06-06"]
        assert scalar(datetime(2025, 6, 6, tzinfo=UTC)) == "2025-06-06T00:00:00+00:00"

    def test_quotes_more_inside_a_line(self):
        assert inline({"a": ["b, c", "d"], "e": "http://f"}) == '{a: ["b, c", d], e: "http://f"}'

    def test_writes_lines_for_a_block(self):
        lines = block(
            Block(a=Block(b="c"), d=Blocks([Block(e=1, f=[2]), {"g": 3}]), h="i\n\n  j", k="l\n ")
        )
        assert list(lines) == [
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
        in_lines, in_line = "\n".join(block(texts)), inline(texts)
        for written in (in_lines, in_line):
            found = self.read(written)
            assert {key: node.text for key, node in found.items.items()} == texts
        assert yaml.safe_load(in_lines) == texts


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


class TestPictures:
    def test_are_renamed_wherever_they_are_named_whole(self):
        text = (
            "![a](images/a.png) ![a](images/aa.png) [r]: images/a.png\n"
            "![](<images/a.png>) x/images/a.png"
        )
        assert rename_pictures(text, {"a.png": "a-2.png"}) == (
            "![a](images/a-2.png) ![a](images/aa.png) [r]: images/a-2.png\n"
            "![](<images/a-2.png>) x/images/a.png"
        )
