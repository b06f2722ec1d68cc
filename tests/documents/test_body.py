"""The parts of a body."""

from documents.body import read_body
from documents.body_parts import BodyParts
from documents.errors import Findings
from documents.line_spans import LineSpan


class TestBody:
    def test_headings_in_code_curtains_and_quotations_open_no_part(self):
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
