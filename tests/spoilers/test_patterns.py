"""The regular expressions of the parsers."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,{}]+\})\+")


@pytest.mark.parametrize("package", ["moving", "spoilers"])
def test_no_group_is_possessive(package: str) -> None:
    """Python before 3.11.5 matches `(?:a|b(?!c))*+` wrongly (python/cpython#106052), and Debian 12
    has 3.11.2. An atomic group, `(?>(?:a|b(?!c))*)`, is right everywhere."""
    files = (ROOT / package).rglob("*.py")
    assert [file.name for file in files if POSSESSIVE_GROUP.search(file.read_text())] == []
