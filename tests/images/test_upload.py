"""The editor's upload of pictures, with real files and hostile ones."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow

from accounts.roles import Role
from desk.editor.picture_choices import image_choice
from images.models import Image
from spoilers import parse
from tests.factories import ImageFactory, picture_bytes
from tests.images.hostile import BOMB, HTML, SCRIPT, SVG
from tests.images.stored import stored_names
from tests.roles import account, signed_in

UPLOAD = "/admin/markdownx/upload/"

pytestmark = pytest.mark.django_db


def not_a_picture(name: str) -> str:
    return (
        f"“{name}” is not a JPEG, PNG, WebP, AVIF or GIF picture, or it is damaged. "
        "Save it in one of these formats."
    )


PNG = picture_bytes(7)
JPEG = picture_bytes(7, width=640, height=480, format="JPEG")


def file(name: str, data: bytes, content_type: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type)


@pytest.fixture
def critic() -> Client:
    return signed_in(account(Role.CRITIC))


@pytest.fixture
def stored() -> Any:
    """Returns the names of the images in the library, and the files of the storage."""

    def look() -> tuple[list[str], list[str]]:
        return sorted(Image.objects.values_list("name", flat=True)), stored_names()

    return look


class TestAccepted:
    def test_responds_with_the_markdown_and_a_preview(self, critic: Client) -> None:
        response = critic.post(
            UPLOAD, {"image": file("Duel at Dawn.PNG", PNG), "alt": "A [duel]", "credit": "Jane"}
        )
        image = Image.objects.get()
        assert (response.status_code, response.json()) == (
            200,
            image_choice(image) | {"code": "![A \\[duel\\]](images/duel-at-dawn.png)"},
        )
        assert (image.name, image.alt, image.decorative, image.credit) == (
            "duel-at-dawn.png",
            "A [duel]",
            False,
            "Jane",
        )

    def test_a_caption_is_the_title_in_the_markdown(self, critic: Client) -> None:
        given = {"image": file("a.png", PNG), "alt": "A duel", "caption": 'At  "dawn"'}
        code = critic.post(UPLOAD, given).json()["code"]
        assert code == '![A duel](images/a.png "At \\"dawn\\"")'
        assert parse(code).redact(film=1, key="k").text == 'A duel\nAt "dawn"'

    def test_an_animation_is_said_to_become_a_still(self, critic: Client) -> None:
        red, blue = Pillow.new("RGB", (4, 4), "red"), Pillow.new("RGB", (4, 4), "blue")
        for name, frames, notice in (
            ("one.gif", [], None),
            (
                "two.gif",
                [red],
                "“two.png” was an animation. The library keeps its first frame, a still.",
            ),
        ):
            buffer = BytesIO()
            blue.save(buffer, "GIF", save_all=bool(frames), append_images=frames)
            given = {"image": file(name, buffer.getvalue()), "alt": name}
            assert critic.post(UPLOAD, given).json().get("notice") == notice
            blue.putpixel((0, 0), (0, 255, 0))

    def test_a_decorative_picture_has_no_alternative_text(self, critic: Client) -> None:
        response = critic.post(UPLOAD, {"image": file("duel.png", PNG), "decorative": "on"})
        assert response.json()["code"] == "![](images/duel.png)"
        assert Image.objects.get().decorative is True

    def test_is_stored_under_a_random_name_upright_without_metadata(self, critic: Client) -> None:
        exif = Pillow.Exif()
        exif[0x0112] = 6  # turn 90° to the right
        exif[0x010E] = "secret"
        buffer = BytesIO()
        Pillow.new("RGB", (60, 40), "red").save(buffer, "JPEG", exif=exif)
        assert b"secret" in buffer.getvalue()
        critic.post(UPLOAD, {"image": file("who-dies.jpg", buffer.getvalue()), "alt": "A grave"})
        image = Image.objects.get()
        folder, _slash, name = image.file.name.partition("/")
        assert (folder, len(name), name[-4:]) == ("images", 36, ".jpg")
        with image.file.open() as opened:
            data = opened.read()
        assert (b"secret" in data, Pillow.open(BytesIO(data)).size) == (False, (40, 60))

    def test_says_which_rights_were_read_from_the_file(self, critic: Client) -> None:
        exif = Pillow.Exif()
        exif[0x013B] = "Ada Lens"
        buffer = BytesIO()
        Pillow.new("RGB", (6, 4), "red").save(buffer, "JPEG", exif=exif)
        given = {"image": file("a.jpg", buffer.getvalue()), "alt": "A duel"}
        assert critic.post(UPLOAD, given).json()["notice"] == "Read from the file: Ada Lens"

    def test_an_existing_picture_is_returned_unchanged(self, critic: Client) -> None:
        ImageFactory(name="first.png", data=PNG, alt="First")
        response = critic.post(UPLOAD, {"image": file("second.png", PNG), "alt": "Second"})
        assert response.json() == image_choice(Image.objects.get()) | {
            "code": "![Second](images/first.png)",
            "notice": (
                "This picture is already in the library as “first.png”. Its alternative text "
                "there was not changed."
            ),
        }
        assert [(image.name, image.alt) for image in Image.objects.all()] == [
            ("first.png", "First")
        ]

    def test_html_after_a_picture_is_dropped(self, critic: Client) -> None:
        response = critic.post(UPLOAD, {"image": file("a.png", PNG + HTML), "alt": "A"})
        with Image.objects.get().file.open() as opened:
            assert (response.status_code, b"<script" in opened.read()) == (200, False)

    @pytest.mark.parametrize(
        ("name", "format"),
        [
            ("a.jpg", "JPEG"),
            ("a.JPEG", "JPEG"),
            ("a.jfif", "JPEG"),
            ("a.png", "PNG"),
            ("a.webp", "WEBP"),
            ("a.avif", "AVIF"),
            ("a.gif", "GIF"),
        ],
    )
    def test_every_format_with_its_ending(self, critic: Client, name: str, format: str) -> None:
        data = picture_bytes(7, width=64, height=48, format=format)
        response = critic.post(UPLOAD, {"image": file(name, data), "alt": "A"})
        assert (response.status_code, Image.objects.count()) == (200, 1)


class TestRefused:
    """Each is a 400 with a sentence. Nothing is stored."""

    @pytest.fixture(autouse=True)
    def _nothing_changes(self, critic: Client, stored: Any) -> Any:
        ImageFactory(name="there.png")
        before = stored()
        assert (len(before[0]), len(before[1]) > 1) == (1, True)
        self.critic = critic
        yield
        assert stored() == before

    def refusal(self, *files: SimpleUploadedFile, **fields: str) -> str:
        data = {"image": list(files), "alt": "A duel"} | fields
        response = self.critic.post(UPLOAD, data)
        assert response.status_code == 400
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        return response.content.decode()

    @pytest.mark.parametrize("data", [HTML, SCRIPT, SVG], ids=["html", "javascript", "svg"])
    @pytest.mark.parametrize(
        ("name", "content_type"),
        [
            ("a.gif", "image/gif"),
            ("a.png", "image/png"),
            ("a.svg", "image/svg+xml"),
            ("a.html", "text/html"),
        ],
    )
    def test_a_file_that_is_no_picture(self, data: bytes, name: str, content_type: str) -> None:
        assert self.refusal(file(name, data, content_type)) == not_a_picture(name)

    @pytest.mark.parametrize("data", [HTML, SCRIPT, SVG], ids=["html", "javascript", "svg"])
    def test_a_file_that_only_begins_like_a_picture(self, data: bytes) -> None:
        # A header with a width and a height of 16 and no colours, and then the page.
        start = b"GIF89a\x10\x00\x10\x00\x00\x00\x00"
        assert self.refusal(file("a.gif", start + data, "image/gif")) == not_a_picture("a.gif")

    def test_144_million_pixels_in_17_kilobytes(self) -> None:
        assert 15_000 < len(BOMB) < 25_000
        assert self.refusal(file("bomb.png", BOMB)) == (
            "“bomb.png” is 12000 × 12000 pixels large. A PNG picture may have at most 25 million "
            "pixels. Make it smaller: a width of 2,560 pixels fills any screen."
        )

    @pytest.mark.parametrize("kept", [-2_000, -100, -3])
    def test_a_truncated_file(self, kept: int) -> None:
        data = JPEG[:kept]
        assert self.refusal(file("a.jpg", data)) == (
            "“a.jpg” is damaged or incomplete. Export or copy it again."
        )

    @pytest.mark.parametrize(
        ("name", "data", "holds", "ending"),
        [
            ("a.jpg", PNG, "PNG", "png"),
            ("a.png", JPEG, "JPEG", "jpg"),
            ("a.html", PNG, "PNG", "png"),
            ("a.png.svg", PNG, "PNG", "png"),
            ("a", PNG, "PNG", "png"),
            ("a.webp", picture_bytes(7, format="GIF"), "GIF", "gif"),
        ],
    )
    def test_a_file_with_a_wrong_ending(
        self, name: str, data: bytes, holds: str, ending: str
    ) -> None:
        assert self.refusal(file(name, data)) == (
            f"“{name}” is a {holds} picture. Use a name that ends in .{ending}."
        )

    def test_a_file_with_too_many_bytes(self) -> None:
        assert self.refusal(file("a.png", PNG + bytes(20 * 2**20))) == (
            "“a.png” has 21 MB, more than 20. Save it with fewer pixels or stronger compression."
        )

    def test_an_empty_file(self) -> None:
        assert self.refusal(file("a.png", b"")) == "The submitted file is empty."

    def test_no_file(self) -> None:
        assert self.refusal() == "Choose one picture."

    def test_two_files(self) -> None:
        assert self.refusal(file("a.png", PNG), file("b.png", picture_bytes(8))) == (
            "Choose one picture."
        )

    def test_a_file_beside_another_field(self) -> None:
        response = self.critic.post(
            UPLOAD, {"image": file("a.png", PNG), "more": file("b.png", PNG), "alt": "A"}
        )
        assert (response.status_code, response.content.decode()) == (400, "Choose one picture.")

    def test_a_file_in_another_field(self) -> None:
        response = self.critic.post(UPLOAD, {"picture": file("a.png", PNG), "alt": "A"})
        assert (response.status_code, response.content.decode()) == (400, "Choose one picture.")

    def test_a_file_that_is_described_and_decorative(self) -> None:
        assert self.refusal(file("a.png", PNG), decorative="on") == (
            "The picture has an alternative text: untick “Decorative”."
        )

    @pytest.mark.parametrize("words", [{"alt": ""}, {"alt": " "}])
    def test_a_file_that_is_neither_described_nor_decorative(self, words: dict[str, str]) -> None:
        assert self.refusal(file("a.png", PNG), **words) == (
            "Either enter an alternative text or mark the picture as decorative."
        )

    def test_an_alternative_text_that_is_too_long(self) -> None:
        assert self.refusal(file("a.png", PNG), alt="x" * 301) == (
            "Ensure this value has at most 300 characters (it has 301)."
        )

    def test_a_get_request(self) -> None:
        response = self.critic.get(UPLOAD)
        assert (response.status_code, response.content.decode()) == (
            400,
            "This address accepts only POST requests.",
        )

    def test_a_field_that_is_not_a_file(self) -> None:
        response = self.critic.post(
            UPLOAD, json.dumps({"image": "x"}), content_type="application/json"
        )
        assert (response.status_code, response.content.decode()) == (400, "Choose one picture.")

    def test_an_account_without_permission(self) -> None:
        response = signed_in(account()).post(UPLOAD, {"image": file("a.png", PNG), "alt": "A"})
        assert response.status_code == 403
