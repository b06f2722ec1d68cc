from pathlib import Path

import pytest
from django.conf import settings

from images.placeholder_colours import placeholder_class, stylesheet


class TestPlaceholderClass:
    @pytest.mark.parametrize(
        ("color", "name"),
        [
            ("#000000", "tone-000"),
            ("#ffffff", "tone-333"),
            ("#144888", "tone-012"),
            ("#2d2f67", "tone-011"),
            ("", ""),
        ],
    )
    def test_is_the_nearest_by_channel(self, color: str, name: str) -> None:
        assert placeholder_class(color) == name


class TestStylesheet:
    def test_is_the_file_that_pages_load(self) -> None:
        file = Path(settings.BASE_DIR, "static", "css", "components", "placeholder_colours.css")
        assert file.read_text() == stylesheet()

    def test_has_a_rule_for_each_class(self) -> None:
        rules = [line for line in stylesheet().splitlines() if line.startswith(".tone-")]
        assert (len(rules), len(set(rules))) == (64, 64)

    def test_gives_dark_colours_white_text_and_light_colours_black_text(self) -> None:
        assert ".tone-000 {\n  background-color: #141414;\n  color: #fff;\n}\n" in stylesheet()
        assert ".tone-333 {\n  background-color: #cccccc;\n  color: #000;\n}\n" in stylesheet()
