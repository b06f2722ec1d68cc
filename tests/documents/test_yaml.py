"""Front matter as YAML, read and written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import Findings
from documents.yaml_reader import NULL, line_of, read_yaml
from documents.yaml_writer import Block, Blocks, to_yaml

ODD = st.text(
    st.sampled_from("ab1 \t\n\\#{}.*:—_-\"'`[],&!%@?|>~\u00a0\u2028\u0085é🎬\x01"), max_size=20
)


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
