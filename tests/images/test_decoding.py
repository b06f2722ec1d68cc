"""How uploaded files are decoded, and which are refused."""

from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import ImageCms, ImageFile, PngImagePlugin

from images import transcoding
from images.decoding import MAX_BYTES, PictureRefused, read_picture

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
SENTENCE_OF_DAMAGE = "“duel.jpg” is damaged or incomplete. Export or copy it again."
SENTENCE_OF_FORMAT = (
    "“duel.jpg” is not a JPEG, PNG, WebP, AVIF or GIF picture, or it is damaged. Save it in one "
    "of these formats."
)


def sentence_of_pixels(size: str, file_format: str, limit: int) -> str:
    return (
        f"“duel.jpg” is {size} pixels large. A {file_format} picture may have at most {limit} "
        "million pixels. Make it smaller: a width of 2,560 pixels fills any screen."
    )


def sentence_of_sides(size: str) -> str:
    return (
        f"“duel.jpg” is {size} pixels large. No side may be longer than 16383 pixels. "
        "Crop it or make it smaller."
    )


def encoded(image: Pillow.Image, file_format: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def noise(width: int = 64, height: int = 48) -> Pillow.Image:
    """A picture that compresses badly. It is the same on each call."""
    pixels = bytes((x * x * 31 + 7 * x) % 251 for x in range(width * height * 3))
    return Pillow.frombytes("RGB", (width, height), pixels)


def decoded(data: bytes) -> Pillow.Image:
    image = Pillow.open(BytesIO(data))
    image.load()
    return image


def stored_size(width: int, height: int) -> tuple[int, int]:
    """The size in which a picture of this size is stored."""
    return transcoding._stored_size(Pillow.new("1", (width, height)))


def refusal(data: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        read_picture(data, name="duel.jpg")
    (message,) = refused.value.messages
    return message


class TestFormats:
    @pytest.mark.parametrize(
        ("given", "kept", "suffix"),
        [
            ("JPEG", "JPEG", "jpg"),
            ("PNG", "PNG", "png"),
            ("WEBP", "WEBP", "webp"),
            ("AVIF", "AVIF", "avif"),
            ("GIF", "PNG", "png"),
            ("MPO", "JPEG", "jpg"),
        ],
    )
    def test_formats_that_browsers_support_are_kept(
        self, given: str, kept: str, suffix: str
    ) -> None:
        more = {"save_all": True, "append_images": [noise()]} if given == "MPO" else {}
        data = encoded(noise(), given, **more)
        picture = read_picture(data, name="duel.jpg")
        assert (picture.format, picture.suffix) == (kept, suffix)
        stored = decoded(picture.data)
        assert (stored.format, stored.size, getattr(stored, "n_frames", 1)) == (kept, (64, 48), 1)
        assert (picture.width, picture.height) == (64, 48)

    def test_digests_are_of_the_stored_and_of_the_uploaded_bytes(self) -> None:
        data = encoded(noise(), "JPEG")
        picture = read_picture(data, name="duel.jpg")
        assert picture.digest == sha256(picture.data).hexdigest()
        assert picture.source_digest == sha256(data).hexdigest()

    @pytest.mark.parametrize("file_format", FORMATS)
    def test_decoding_a_file_twice_gives_equal_pictures(self, file_format: str) -> None:
        data = encoded(noise(), file_format)
        assert read_picture(data, name="a") == read_picture(data, name="b")

    def test_the_first_frame_of_an_animation_is_kept(self) -> None:
        red, blue = Pillow.new("RGB", (4, 4), "red"), Pillow.new("RGB", (4, 4), "blue")
        for file_format in ("GIF", "WEBP", "AVIF", "PNG"):
            data = encoded(red, file_format, save_all=True, append_images=[blue])
            picture = read_picture(data, name="duel.gif")
            red_part, _green, blue_part = decoded(picture.data).convert("RGB").getpixel((1, 1))
            assert (red_part > 240, blue_part < 15) == (True, True)

    def test_the_content_decides_and_not_the_name(self) -> None:
        picture = read_picture(encoded(noise(), "PNG"), name="duel.jpg")
        assert picture.format == "PNG"


class TestPixels:
    def test_a_picture_is_turned_upright(self) -> None:
        sideways = noise()
        exif = Pillow.Exif()
        exif[0x0112] = 6  # Turn 90 degrees to the right.
        picture = read_picture(encoded(sideways, "PNG", exif=exif), name="duel.png")
        assert (picture.width, picture.height) == (48, 64)
        expected = sideways.transpose(Pillow.Transpose.ROTATE_270)
        assert decoded(picture.data).tobytes() == expected.tobytes()

    @pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_metadata_is_stripped(self, file_format: str) -> None:
        exif = Pillow.Exif()
        exif[0x010E] = "canary in the description"
        options: dict[str, object] = {"exif": exif}
        if file_format == "PNG":
            text = PngImagePlugin.PngInfo()
            text.add_text("Comment", "canary in the comment")
            options["pnginfo"] = text
        if file_format == "JPEG":
            options["comment"] = "canary in the comment"
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        data = encoded(noise(), file_format, icc_profile=profile, **options)
        assert b"canary" in data
        assert Pillow.open(BytesIO(data)).info["icc_profile"] == profile
        stored = read_picture(data, name="duel.jpg").data
        assert b"canary" not in stored
        assert dict(Pillow.open(BytesIO(stored)).getexif()) == {}
        assert "icc_profile" not in Pillow.open(BytesIO(stored)).info

    def test_bytes_after_the_picture_are_dropped(self) -> None:
        data = encoded(noise(), "JPEG") + b"<script>canary</script>"
        assert b"canary" not in read_picture(data, name="duel.jpg").data

    def test_a_broken_profile_is_ignored(self) -> None:
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        plain = Pillow.new("RGB", (4, 4), (100, 150, 200))
        as_srgb = read_picture(encoded(plain, "PNG", icc_profile=srgb), name="a")
        of_another_kind = read_picture(encoded(plain, "PNG", icc_profile=lab), name="a")
        broken = read_picture(encoded(plain, "PNG", icc_profile=b"no profile"), name="a")
        for picture in (as_srgb, of_another_kind, broken):
            assert decoded(picture.data).getpixel((0, 0)) == (100, 150, 200)

    def test_a_profile_is_applied(self) -> None:
        image = Pillow.new("RGB", (4, 4), (100, 150, 200))
        data = encoded(image, "PNG", icc_profile=swapped_primaries())
        red, _green, blue = decoded(read_picture(data, name="a").data).getpixel((0, 0))
        assert (red > 190, blue < 110) == (True, True)

    @pytest.mark.parametrize(
        ("mode", "color", "expected"),
        [
            ("L", 200, (200, 200, 200)),
            ("1", 1, (255, 255, 255)),
            ("P", 0, (0, 0, 0)),
            ("I;16", 200 * 256, (200, 200, 200)),
            ("LA", (200, 128), (200, 200, 200, 128)),
            ("RGBA", (10, 20, 30, 128), (10, 20, 30, 128)),
            ("RGBA", (10, 20, 30, 255), (10, 20, 30)),
        ],
    )
    def test_every_mode_becomes_rgb_with_alpha_if_anything_is_transparent(
        self, mode: str, color: object, expected: object
    ) -> None:
        picture = read_picture(encoded(Pillow.new(mode, (4, 4), color), "PNG"), name="a")
        assert decoded(picture.data).getpixel((0, 0)) == expected

    def test_a_transparent_colour_becomes_alpha(self) -> None:
        gif = Pillow.new("P", (4, 4), 1)
        gif.putpalette([0, 0, 0, 255, 0, 0])
        picture = read_picture(encoded(gif, "GIF", transparency=1), name="a")
        assert decoded(picture.data).getpixel((0, 0))[3] == 0

    def test_cmyk_becomes_rgb(self) -> None:
        picture = read_picture(
            encoded(Pillow.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"), name="a"
        )
        red, green, blue = decoded(picture.data).getpixel((4, 4))
        assert (red > 220, green < 60, blue < 60) == (True, True, True)

    @pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
    def test_a_picture_wider_than_any_page_is_scaled_down(self, file_format: str) -> None:
        picture = read_picture(encoded(Pillow.new("RGB", (6000, 30)), file_format), name="a")
        assert (picture.width, picture.height) == (2560, 13)
        assert decoded(picture.data).size == (2560, 13)

    @pytest.mark.parametrize(
        ("size", "stored"),
        [
            ((2560, 3840), (2560, 3840)),
            ((2570, 3855), (2560, 3840)),
            ((2000, 8000), (1567, 6268)),
            ((1000, 9830), (1000, 9830)),
            ((1000, 9831), (999, 9821)),
            ((600, 16383), (600, 16383)),
        ],
    )
    def test_a_picture_higher_than_any_poster_is_scaled_down_to_as_many_pixels(
        self, size: tuple[int, int], stored: tuple[int, int]
    ) -> None:
        assert stored_size(*size) == stored
        assert stored_size(*stored) == stored

    def test_the_size_is_that_of_the_upright_picture(self) -> None:
        exif = Pillow.Exif()
        exif[0x0112] = 6  # Turn 90 degrees to the right.
        data = encoded(Pillow.new("L", (30, 5120)), "JPEG", exif=exif)
        picture = read_picture(data, name="a")
        assert (picture.width, picture.height) == (2560, 15)

    def test_a_large_jpeg_is_decoded_in_half_its_size(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sizes = []
        load = ImageFile.ImageFile.load

        def record(image: Pillow.Image) -> object:
            sizes.append(image.size)
            return load(image)

        data = encoded(Pillow.new("L", (5200, 3000)), "JPEG")
        monkeypatch.setattr(ImageFile.ImageFile, "load", record)
        picture = read_picture(data, name="a")
        assert (picture.width, picture.height) == (2560, 1477)
        assert set(sizes) == {(2600, 1500)}

    def test_the_dominant_colour_is_the_one_with_most_pixels(self) -> None:
        image = Pillow.new("RGB", (200, 100), "#103050")
        image.paste("#f0e0d0", (0, 0, 60, 100))
        assert read_picture(encoded(image, "PNG"), name="a").color == "#103050"

    def test_a_transparent_picture_has_no_dominant_colour(self) -> None:
        image = Pillow.new("RGBA", (8, 8), (0, 0, 0, 0))
        assert read_picture(encoded(image, "PNG"), name="a").color == ""


class TestRefusal:
    def test_is_a_validation_error(self) -> None:
        assert issubclass(PictureRefused, ValidationError)

    def test_an_empty_file(self) -> None:
        assert refusal(b"") == "“duel.jpg” is empty. Choose the picture again."

    def test_a_file_with_too_many_bytes(self) -> None:
        data = encoded(noise(), "PNG")
        fits = data + bytes(MAX_BYTES - len(data))
        assert read_picture(fits, name="a").width == 64
        assert refusal(fits + b"\0") == (
            "“duel.jpg” has 21 MB, more than 20. Save it with fewer pixels or stronger compression."
        )
        # An upload is read only so far. The size is that of its file.
        with pytest.raises(PictureRefused, match="has 36 MB, more than 20"):
            read_picture(fits + b"\0", name="duel.jpg", size=36_000_000)

    @pytest.mark.parametrize(
        "data",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<html><script>alert(1)</script>",
            b"\x89PNG\r\n\x1a\n",
            b"\0" * 100,
            encoded(noise(), "BMP"),
            encoded(noise(), "TIFF"),
            encoded(noise(), "ICO"),
            encoded(noise(), "PDF"),
        ],
        ids=["svg", "html", "header alone", "nulls", "bmp", "tiff", "ico", "pdf"],
    )
    def test_a_file_of_an_unknown_format(self, data: bytes) -> None:
        assert refusal(data) == SENTENCE_OF_FORMAT

    @pytest.mark.parametrize("file_format", FORMATS)
    @pytest.mark.parametrize("part", [0.5, 0.9])
    def test_a_truncated_file(self, file_format: str, part: float) -> None:
        whole = encoded(noise(), file_format)
        assert read_picture(whole, name="a").width == 64
        assert refusal(whole[: int(len(whole) * part)]) in {
            SENTENCE_OF_DAMAGE,
            SENTENCE_OF_FORMAT,
        }

    def test_a_file_with_damaged_pixels(self) -> None:
        whole = bytearray(encoded(noise(), "PNG"))
        middle = whole.index(b"IDAT") + 20
        whole[middle : middle + 8] = b"\xff" * 8
        assert refusal(bytes(whole)) == SENTENCE_OF_DAMAGE

    @pytest.mark.parametrize(
        ("file_format", "size", "sentence"),
        [
            ("PNG", (5_000, 5_001), sentence_of_pixels("5000 × 5001", "PNG", 25)),
            ("GIF", (5_000, 5_001), sentence_of_pixels("5000 × 5001", "GIF", 25)),
            ("JPEG", (10_000, 5_001), sentence_of_pixels("10000 × 5001", "JPEG", 50)),
            # Pillow's own limit would be an error here.
            ("PNG", (13_400, 13_400), sentence_of_pixels("13400 × 13400", "PNG", 25)),
            ("PNG", (16_384, 1), sentence_of_sides("16384 × 1")),
            ("GIF", (1, 20_000), sentence_of_sides("1 × 20000")),
        ],
    )
    def test_too_many_pixels_are_refused_by_the_header(
        self,
        monkeypatch: pytest.MonkeyPatch,
        file_format: str,
        size: tuple[int, int],
        sentence: str,
    ) -> None:
        bomb = encoded(Pillow.new("1", size), file_format)

        def load(image: object) -> None:
            raise AssertionError("decoded")

        monkeypatch.setattr(ImageFile.ImageFile, "load", load)
        assert refusal(bomb) == sentence

    @pytest.mark.parametrize(("file_format", "height"), [("PNG", 2_500), ("JPEG", 5_000)])
    def test_as_many_pixels_as_allowed_are_accepted(self, file_format: str, height: int) -> None:
        data = encoded(Pillow.new("1", (10_000, height)), file_format)
        assert transcoding._open(data).size == (10_000, height)

    def test_the_limits_of_pillow_are_not_changed(self) -> None:
        before = (Pillow.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)
        read_picture(encoded(noise(), "PNG"), name="a")
        assert before == (Pillow.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)


def swapped_primaries() -> bytes:
    """The profile of sRGB with the primaries of red and blue exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)
