"""Headings with classes and attributes, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import Findings
from documents.headings import Heading, read_heading, write_heading

ODD = st.text(
    st.sampled_from("ab1 \t\n\\#{}.*:—_-\"'`[],&!%@?|>~\u00a0\u2028\u0085é🎬\x01"), max_size=20
)


def heading(source: str) -> Heading:
    findings = Findings()
    found = read_heading(source, 7, findings)
    assert findings.errors == []
    return found


class TestHeading:
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
    def test_text_is_plain_with_escapes(self, source, text):
        assert heading(source) == Heading(2, text, 7)

    def test_classes_and_attributes_follow_the_text(self):
        found = heading('### The "end" {.spoiler label="a } \\"b\\" \\\\ {" spoils="x y"} ##')
        assert found == Heading(
            3, 'The "end"', 7, ("spoiler",), {"label": 'a } "b" \\ {', "spoils": "x y"}
        )

    def test_text_may_be_empty(self):
        assert heading("## {.cast}") == Heading(2, "", 7, ("cast",))

    @pytest.mark.parametrize("source", ["## A {.b c}", "## A{.b}", '## A {a="b}', "## {A} {.b .}"])
    def test_unreadable_braces_are_an_error(self, source):
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
