"""The `<picture>` of an image and its renditions."""

from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from PIL import Image as Pillow
from pytest_django import DjangoAssertNumQueries

from images.models import Image
from images.picture_tag import picture
from images.placeholder_colours import placeholder_class
from images.transcoding import transcode, widths
from spoilers.sanitising import sanitise
from tests.factories import ImageFactory, picture_bytes
from tests.images.stored import stored


def image_of(width: int, height: int, **fields: Any) -> Image:
    return ImageFactory(data=picture_bytes(5, width=width, height=height), **fields)


class TestWidths:
    @pytest.mark.parametrize(
        ("width", "made"),
        [
            (1, [1]),
            (320, [320]),
            (384, [384]),
            (385, [320, 385]),
            (800, [320, 640, 800]),
            (1280, [320, 640, 1280]),
            (1600, [320, 640, 1280, 1600]),
            (9000, [320, 640, 1280, 2560]),
        ],
    )
    def test_are_the_steps_below_the_width_and_the_width(self, width: int, made: list[int]) -> None:
        assert widths(width) == made


@pytest.mark.django_db
class TestRenditions:
    def test_have_their_width_and_the_aspect_ratio_of_the_picture(self) -> None:
        image = image_of(1600, 900)
        made = {}
        for rendition in image.file.get_picture_files_list():
            with Pillow.open(BytesIO(stored(rendition.name))) as opened:
                made[opened.format, rendition.width] = opened.size
        assert made == {
            (file_format, width): (width, height)
            for file_format in ("AVIF", "WEBP")
            for width, height in ((320, 180), (640, 360), (1280, 720), (1600, 900))
        }

    def test_are_at_least_one_pixel_high(self) -> None:
        image = image_of(2560, 1)
        (smallest,) = {
            rendition.name
            for rendition in image.file.get_picture_files_list()
            if (rendition.width, rendition.file_type) == (640, "WEBP")
        }
        with Pillow.open(BytesIO(stored(smallest))) as opened:
            assert opened.size == (640, 1)

    @pytest.mark.parametrize(("alpha", "mode"), [(255, "RGB"), (128, "RGBA")])
    def test_have_an_alpha_channel_if_anything_is_transparent(self, alpha: int, mode: str) -> None:
        buffer = BytesIO()
        Pillow.new("RGBA", (8, 8), (1, 2, 3, alpha)).save(buffer, "PNG")
        (data,) = (
            data
            for (file_format, _width), data in transcode(buffer.getvalue()).renditions.items()
            if file_format == "WEBP"
        )
        with Pillow.open(BytesIO(data)) as opened:
            assert opened.mode == mode

    def test_are_not_left_to_a_task_queue_or_placeholders(self) -> None:
        assert settings.PICTURES == {"PROCESSOR": "pictures.tasks.noop", "USE_PLACEHOLDERS": False}

    def test_are_not_in_migrations(self) -> None:
        _name, path, _args, options = Image._meta.get_field("file").deconstruct()
        assert path == "images.renditions.LibraryField"
        assert sorted(options) == ["height_field", "upload_to", "verbose_name", "width_field"]


@pytest.mark.django_db
class TestPicture:
    def test_names_every_rendition_and_the_size(self) -> None:
        image = image_of(800, 450, alt="A duel")
        stem = image.file.name.removesuffix(".png")
        assert picture(image, sizes="(min-width: 60rem) 40rem, 100vw") == (
            "<picture>"
            f'<source type="image/avif" srcset="/media/{stem}/320w.avif 320w, '
            f'/media/{stem}/640w.avif 640w, /media/{stem}/800w.avif 800w" '
            'sizes="(min-width: 60rem) 40rem, 100vw">'
            f'<source type="image/webp" srcset="/media/{stem}/320w.webp 320w, '
            f'/media/{stem}/640w.webp 640w, /media/{stem}/800w.webp 800w" '
            'sizes="(min-width: 60rem) 40rem, 100vw">'
            f'<img src="/media/{stem}.png" width="800" height="450" alt="A duel" '
            f'loading="lazy" decoding="async" class="{placeholder_class(image.color)}"></picture>'
        )

    def test_with_priority_is_loaded_first(self) -> None:
        html = picture(image_of(8, 8), sizes="100vw", priority=True)
        assert 'loading="eager" decoding="async" fetchpriority="high" ' in html

    def test_with_transparency_has_no_placeholder_colour(self) -> None:
        image = Image(file="images/a.png", width=8, height=8, color="")
        assert picture(image, sizes="100vw").endswith(' decoding="async"></picture>')

    @pytest.mark.parametrize(
        ("own", "given", "shown"),
        [
            ("A duel", None, "A duel"),
            ("A duel", "Two men", "Two men"),
            ("A duel", "", ""),
            ("", None, ""),
            ("A duel", '"><script>', "&quot;&gt;&lt;script&gt;"),
            ("A duel", "'\" & <", "&#x27;&quot; &amp; &lt;"),
        ],
    )
    def test_alternative_text(self, own: str, given: str | None, shown: str) -> None:
        image = ImageFactory(alt=own, decorative=not own)
        assert f' alt="{shown}" ' in picture(image, alt=given, sizes="100vw")

    def test_uses_neither_database_nor_storage(
        self,
        django_assert_num_queries: DjangoAssertNumQueries,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        image_of(800, 450)
        image = Image.objects.get()

        def touched(*args: object) -> None:
            raise AssertionError("touched")

        monkeypatch.setattr(Image._meta.get_field("file").storage, "open", touched)
        monkeypatch.setattr(Image._meta.get_field("file").storage, "exists", touched)
        with django_assert_num_queries(0):
            assert picture(image, sizes="100vw").startswith("<picture>")

    def test_is_not_changed_by_the_sanitiser(self) -> None:
        html = picture(image_of(800, 450, alt="A < b & 'c'"), sizes="100vw", priority=True)
        clean = sanitise(html)
        assert (clean.count("<source"), clean.count("<img")) == (2, 1)
        assert attributes(clean) == attributes(html)


def attributes(html: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    found = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, sorted(attrs)))

    Parser().feed(html)
    return found
