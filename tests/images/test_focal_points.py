from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from images.credit_lines import credit_line
from images.focal_points import focus_classes, stylesheet
from images.models import Image
from images.picture_tag import picture


def image(**values: object) -> Image:
    return Image(file="images/a.png", width=8, height=6, digest="d" * 64, alt="A", **values)


class TestFocus:
    @pytest.mark.parametrize(
        ("focus", "classes"),
        [((0.5, 0.5), ""), ((0.51, 0.2), "focus-y-4"), ((0, 1), "focus-x-0 focus-y-20")],
    )
    def test_has_the_nearest_classes(self, focus: tuple[float, float], classes: str) -> None:
        assert focus_classes(focus) == classes

    def test_is_a_class_of_the_picture(self) -> None:
        html = picture(image(focus_x=Decimal("0.3"), color="#141414"), sizes="1px")
        assert 'class="tone-000 focus-x-6"' in html

    def test_is_part_of_what_a_crop_depends_on(self) -> None:
        assert image().crop_key == "d" * 64
        assert image(focus_y=Decimal("0.1")).crop_key == "d" * 64 + "@0.50,0.10"

    def test_style_sheet_is_the_one_that_pages_have(self) -> None:
        file = Path(settings.BASE_DIR, "static", "css", "components", "focal_points.css")
        assert file.read_text() == stylesheet()


class TestCreditLine:
    @pytest.mark.parametrize(
        ("values", "html"),
        [
            ({}, ""),
            ({"credit": "A & B"}, "A &amp; B"),
            ({"rights": "© <A>"}, "© &lt;A&gt;"),
            (
                {"credit": "B", "rights": "© A", "license_url": "https://a.example/?b&c"},
                'B · <a href="https://a.example/?b&amp;c" rel="license nofollow noopener">© A</a>',
            ),
            (
                {"license_url": "https://a.example/"},
                '<a href="https://a.example/" rel="license nofollow noopener">Terms of use</a>',
            ),
        ],
    )
    def test_has_credit_rights_and_terms(self, values: dict[str, str], html: str) -> None:
        assert credit_line(image(**values)) == html
