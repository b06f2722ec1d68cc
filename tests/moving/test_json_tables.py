"""Rows of a large JSON file, one by one."""

from pathlib import Path

import pytest

from moving.json_tables import BrokenJson, JsonTables


def tables(tmp_path: Path, text: str) -> JsonTables:
    path = tmp_path / "export.json"
    path.write_text(text)
    return JsonTables(path)


def test_reads_the_lists_below_data(tmp_path: Path) -> None:
    found = tables(
        tmp_path,
        r"""{"db": [{"meta": {"posts": [{"id": 0}]}, "data": {
          "posts": [{"id": 1, "t": "a \"{[\\", "more": {"posts": [{"id": 2}]}}, 7, {"id": 3}],
          "tags": [], "settings" : [{"key": "data"}]}}]}""",
    )
    assert [row["id"] for row in found.rows("posts")] == [1, 3]
    assert [*found.rows("settings")] == [{"key": "data"}]
    assert ("tags" in found, "users" in found) == (True, False)
    assert [*found.rows("users")] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("  ", 1),
        ('{"data":\n{"posts":\n[{"id": 1}', 3),
        ('{"data":\n{"posts": [{"id": 1,}]}}', 2),
        ('{"data":\n]', 2),
        ("}", 1),
        ('{"data":\n"open}', 2),
        ("[" * 201 + "]" * 201, 1),
        ('{"data": {"posts": [{"id": "\udce4"}]}}'.encode("utf-8", "surrogateescape"), 1),
    ],
)
def test_names_the_line_of_what_is_broken(tmp_path: Path, text: str | bytes, line: int) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BrokenJson) as broken:
        JsonTables(path)
    assert broken.value.line == line
