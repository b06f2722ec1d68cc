"""The subset fonts, and their rules in the style sheet."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from pages.sharing.card_fonts import SUBSETS as CARD_SUBSETS
from scripts.subset_fonts import FACES, FONTS, SCRIPTS, codepoints

STYLES = Path(FONTS.parent / "css" / "fonts.css").read_text()
FILES = [f"{face}-{script}" for face, *_rest in FACES for script in SCRIPTS]


class TestFiles:
    @pytest.mark.parametrize("name", FILES)
    def test_have_the_characters_of_their_unicode_range(self, name: str) -> None:
        rule = next(rule for rule in STYLES.split("@font-face") if f"/{name}.woff2" in rule)
        ranges = re.findall(r"U\+([0-9A-F-]+)", rule)
        script = name.removeprefix("display-").removeprefix("text-").removeprefix("italic-")
        assert codepoints(" ".join(ranges)) == codepoints(SCRIPTS[script])
        characters = set(TTFont(FONTS / f"{name}.woff2").getBestCmap())
        assert characters
        assert characters - set(codepoints(SCRIPTS[script])) == set()

    def test_there_are_no_other_files(self) -> None:
        assert sorted(file.stem for file in FONTS.glob("*.woff2")) == sorted(FILES)
        assert tuple(SCRIPTS) == CARD_SUBSETS

    def test_have_no_character_in_common(self) -> None:
        shared = [
            set(codepoints(a)) & set(codepoints(b)) for a, b in combinations(SCRIPTS.values(), 2)
        ]
        assert set().union(*shared) == set()
