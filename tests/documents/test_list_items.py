"""List items, read and written."""

import pytest

from documents.errors import Findings
from documents.line_spans import LineSpan, cut, without_item
from documents.list_items import (
    read_fit,
    read_note,
    read_point,
    write_fit,
    write_note,
    write_point,
)
from editions.content import FitContent, NoteContent, PointContent


class TestListItem:
    @pytest.mark.parametrize(
        ("source", "note", "line"),
        [
            ("Strobe lighting", NoteContent("Strobe lighting"), 7),
            ("Animal death — A dog.", NoteContent("Animal death", "A dog."), 7),
            ("A \\— b — c — d", NoteContent("A — b", "c — d"), 7),
            ("One\ntwo —\n\n- three", NoteContent("One two", "- three"), 10),
            ("\\# A", NoteContent("# A"), 7),
        ],
    )
    def test_reads_a_content_note(self, source, note, line):
        findings = Findings()
        item = read_note(LineSpan(source, 7), findings)
        assert (item.value, item.text_line, findings.errors) == (note, line, [])

    @pytest.mark.parametrize(
        ("note", "written"),
        [
            (NoteContent("Strobe lighting"), "- Strobe lighting"),
            (NoteContent("Animal death", "A dog.", 3), "- Animal death — A dog."),
            (NoteContent("A — b", "c"), "- A \\— b — c"),
            (NoteContent("A", "- b"), "- A —\n\n  - b"),
            (NoteContent("# A"), "- \\# A"),
            (NoteContent("1. A"), "- 1\\. A"),
            (NoteContent("{.good}", "b"), "- \\{.good} — b"),
        ],
    )
    def test_writes_a_content_note(self, note, written):
        assert write_note(note) == written

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
    def test_reads_an_audience_fit(self, source, fit, line):
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
    def test_reads_a_point(self, source, point, line):
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
    def test_writes_a_point(self, point, written):
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
    def test_writes_an_audience_fit(self, fit, written):
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

    def test_cut_keeps_the_line_of_the_text(self):
        assert cut(["", " ", "a", "", "b", "\t"], 5) == LineSpan("a\n\nb", 7)
