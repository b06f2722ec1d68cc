"""The colours that stand in for pictures."""

from pathlib import Path

import pytest
from django.conf import settings

from images.placeholder_colours import stylesheet, tone_of


class TestToneOf:
    @pytest.mark.parametrize(
        ("color", "tone"),
        [
            ("#000000", "tone-000"),
            ("#ffffff", "tone-333"),
            ("#144888", "tone-012"),
            ("#2d2f67", "tone-011"),
            ("", ""),
        ],
    )
    def test_the_nearest_by_channel(self, color: str, tone: str) -> None:
        assert tone_of(color) == tone


class TestStylesheet:
    def test_the_file_is_what_the_module_prints(self) -> None:
        file = Path(settings.BASE_DIR, "static", "css", "components", "tones.css")
        assert file.read_text() == stylesheet()

    def test_it_has_a_rule_for_each_tone(self) -> None:
        rules = [line for line in stylesheet().splitlines() if line.startswith(".tone-")]
        assert (len(rules), len(set(rules))) == (64, 64)

    def test_the_words_of_a_picture_that_fails_can_be_read_on_it(self) -> None:
        assert ".tone-000 {\n  background-color: #141414;\n  color: #fff;\n}\n" in stylesheet()
        assert ".tone-333 {\n  background-color: #cccccc;\n  color: #000;\n}\n" in stylesheet()
