"""Files that both ways into the library refuse: its form in the admin, and the editor's upload."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from images import decoding
from images.models import Image
from images.transcoder import Busy
from images.transcoding import Transcoded
from tests.factories import ImageFactory, picture_bytes
from tests.images.full_disk import fill_disk
from tests.images.hostile import BOMB, HTML, SCRIPT, SVG, png_of
from tests.images.stored import stored_names
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

DAMAGED = "“{name}” is damaged or incomplete. Export or copy it again."
NO_PICTURE = (
    "“{name}” is not a JPEG, PNG, WebP, AVIF or GIF picture, or it is damaged. Save it in one "
    "of these formats."
)
TOO_LARGE = (
    "“{name}” is 12000 × 12000 pixels large. A PNG picture may have at most 25 million pixels. "
    "Make it smaller: a width of 2,560 pixels fills any screen."
)
TOO_HIGH = (
    "“{name}” is 40 × 16384 pixels large. No side may be longer than 16383 pixels. Crop it or make "
    "it smaller."
)


def truncated(format: str) -> bytes:
    """A picture file of this format that ends in the middle of its pixels."""
    whole = picture_bytes(7, width=900, height=700, format=format)
    return whole[: len(whole) // 2]


def misnamed(format: str, ending: str) -> str:
    return f"“{{name}}” is a {format} picture. Use a name that ends in .{ending}."


# By description: the name of the file, its declared type, its bytes, and the error.
HOSTILE: dict[str, tuple[str, str, bytes, str]] = {
    **{
        f"{kind} as {name}": (name, content_type, data, NO_PICTURE)
        for kind, data in (("HTML", HTML), ("JavaScript", SCRIPT), ("SVG", SVG))
        for name, content_type in (
            ("a.jpg", "image/jpeg"),
            ("a.png", "image/png"),
            ("a.gif", "image/gif"),
            ("a.webp", "image/webp"),
            ("a.svg", "image/svg+xml"),
            ("a.html", "text/html"),
        )
    },
    "144 megapixels": ("bomb.png", "image/png", BOMB, TOO_LARGE),
    "a side that WebP cannot store": ("a.png", "image/png", png_of(40, 16_384), TOO_HIGH),
    "a truncated JPEG": ("a.jpg", "image/jpeg", truncated("JPEG"), DAMAGED),
    "a truncated PNG": ("a.png", "image/png", truncated("PNG"), DAMAGED),
    # Its header has the length of the whole file, so the rest is no WebP file.
    "a truncated WebP": ("a.webp", "image/webp", truncated("WEBP"), NO_PICTURE),
    "a PNG as a.jpg": ("a.jpg", "image/jpeg", picture_bytes(7), misnamed("PNG", "png")),
    "a JPEG as a.png": (
        "a.png",
        "image/png",
        picture_bytes(7, format="JPEG"),
        misnamed("JPEG", "jpg"),
    ),
    "a GIF as a.html": (
        "a.html",
        "text/html",
        picture_bytes(7, format="GIF"),
        misnamed("GIF", "gif"),
    ),
    "nothing": ("a.png", "image/png", b"", "The submitted file is empty."),
}

FULL = (
    "“duel.png” cannot be stored: the disk is full. Nothing was changed. Tell the people who run "
    "the site."
)

Send = Callable[[Client, SimpleUploadedFile], Any]


def json_or_html(response: Any) -> str:
    if response["Content-Type"] == "application/json":
        return str(response.json()["notice"])
    return unescape(response.content.decode())


def through_the_editor(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post(reverse("markdownx_upload"), {"image": file, "alt": "A duel"})


def through_the_library(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post(reverse("admin:images_image_add"), {"upload": file, "alt": "A duel"})


@pytest.fixture
def stored() -> Callable[[], tuple[list[str], list[str]]]:
    """Returns the names of the images in the library, and the files of the storage."""

    def look() -> tuple[list[str], list[str]]:
        return sorted(Image.objects.values_list("name", flat=True)), stored_names()

    return look


class TestBothWays:
    @pytest.mark.parametrize("send", [through_the_editor, through_the_library])
    @pytest.mark.parametrize("what", HOSTILE)
    def test_refuse_a_hostile_file_and_store_nothing(
        self, stored: Any, send: Send, what: str
    ) -> None:
        ImageFactory(name="there.png", data=picture_bytes(1))
        before = stored()
        assert (before[0], len(before[1]) > 1) == (["there.png"], True)
        name, content_type, data, error = HOSTILE[what]
        client = signed_in(account(Role.CRITIC))
        response = send(client, SimpleUploadedFile(name, data, content_type))
        assert response.status_code == 400
        assert error.format(name=name) in unescape(response.content.decode())
        assert stored() == before

    @pytest.mark.parametrize("send", [through_the_editor, through_the_library])
    def test_accept_a_picture(self, stored: Any, send: Send) -> None:
        client = signed_in(account(Role.CRITIC))
        response = send(client, SimpleUploadedFile("a.png", picture_bytes(7), "image/png"))
        assert response.status_code == (200 if send is through_the_editor else 302)
        rows, files = stored()
        assert (rows, len(files) > 1) == (["a.png"], True)

    @pytest.mark.on_disk
    @pytest.mark.parametrize("send", [through_the_editor, through_the_library])
    def test_say_that_the_disk_is_full_and_keep_what_was_typed(
        self, stored: Any, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill_disk(monkeypatch, after=1)
        response = send(
            signed_in(account(Role.CRITIC)),
            SimpleUploadedFile("duel.png", picture_bytes(7), "image/png"),
        )
        text = unescape(response.content.decode())
        assert (response.status_code, stored()) == (503, ([], []))
        assert FULL in text
        assert (text == FULL) is (send is through_the_editor)
        assert ('value="A duel"' in text) is (send is through_the_library)

    @pytest.mark.parametrize("send", [through_the_editor, through_the_library])
    def test_say_that_too_many_pictures_are_being_added(
        self, stored: Any, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(data: bytes, **options: bool) -> Transcoded:
            raise Busy

        monkeypatch.setattr(decoding, "transcode_apart", busy)
        response = send(
            signed_in(account(Role.CRITIC)),
            SimpleUploadedFile("duel.png", picture_bytes(7), "image/png"),
        )
        assert (response.status_code, stored()) == (503, ([], []))
        sentence = "Too many pictures are being added at this moment. Try again in a minute."
        assert sentence in response.content.decode()

    @pytest.mark.parametrize("send", [through_the_editor, through_the_library])
    def test_do_not_read_a_file_again_that_was_added_before(
        self, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ImageFactory(name="there.png", data=picture_bytes(7))
        monkeypatch.setattr(decoding, "transcode_apart", None)
        response = send(
            signed_in(account(Role.CRITIC)),
            SimpleUploadedFile("duel.png", picture_bytes(7), "image/png"),
        )
        assert response.status_code == (200 if send is through_the_editor else 400)
        assert "is already in the library as “there.png”" in json_or_html(response)

    def test_only_the_form_of_the_library_is_a_page(self) -> None:
        client = signed_in(account(Role.CRITIC))
        response = client.get(reverse("markdownx_upload"))
        assert (response.status_code, response.content.decode()) == (
            400,
            "This address accepts only POST requests.",
        )
        assert client.get(reverse("admin:images_image_add")).status_code == 200
