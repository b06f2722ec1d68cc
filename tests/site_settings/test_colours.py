import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from site_settings.colours import (
    DARK_PAPER,
    LIGHT_PAPER,
    VELVET_INK,
    contrast,
    dark_accent_of,
    stylesheet,
    validate_accent,
    validate_dark_accent,
)

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"


class TestContrast:
    def test_black_on_white(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#8a1226", "#8a1226") == 1

    def test_backgrounds_are_those_of_the_tokens(self):
        tokens = TOKENS.read_text()
        assert re.search(r"--paper: light-dark\((.*), (.*)\);", tokens).groups() == (
            LIGHT_PAPER,
            DARK_PAPER,
        )
        assert f"--velvet-ink: {VELVET_INK};" in tokens


class TestAccent:
    @pytest.mark.parametrize("accent", ["#8a1226", "#0B5C3B", "#1a4a8a"])
    def test_dark_colour_is_accepted(self, accent):
        validate_accent(accent)

    @pytest.mark.parametrize("accent", ["red", "#fff", "#8a1226 ", "8a1226", "#8a122g"])
    def test_other_notation_is_refused(self, accent):
        with pytest.raises(ValidationError, match="such as #8a1226"):
            validate_accent(accent)

    def test_light_colour_is_refused_with_its_contrast_and_one_that_is_accepted(self):
        with pytest.raises(ValidationError) as refused:
            validate_accent("#ff8888")
        [message] = refused.value.messages
        assert message == (
            "#ff8888 has a contrast of 2.1:1 with the light background (#fbf9f8). At least 4.5:1 "
            "is needed to be readable: #a85a5a has it."
        )
        validate_accent("#a85a5a")

    def test_dark_colour_is_refused_for_the_dark_theme(self):
        with pytest.raises(ValidationError, match="with the dark background") as refused:
            validate_dark_accent("#8a1226")
        validate_dark_accent(re.search(r"(#\w+) has it", refused.value.messages[0])[1])

    @pytest.mark.parametrize("accent", ["#000000", "#8a1226", "#0b5c3b", "#00008b"])
    def test_derived_colours_are_readable(self, accent):
        assert contrast(dark_accent_of(accent), DARK_PAPER) >= 4.5
        cloth = re.findall(r"--velvet(?:-sheen)?: light-dark\((.*), (.*)\)", stylesheet(accent, ""))
        assert len(cloth) == 2
        assert all(contrast(each, VELVET_INK) >= 4.5 for pair in cloth for each in pair)
