"""Files that are a picture and something else: what is stored and sent is a picture only."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings

from accounts.roles import Role
from images.models import Image
from tests.factories import picture_bytes
from tests.images.hostile import HTML, SCRIPT
from tests.images.stored import stored, stored_names
from tests.images.test_hostile_uploads import through_the_editor
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

PAYLOAD = b"<script>alert(document.cookie)</script>"


def with_comment(kind: str) -> bytes:
    """A picture with a page in its metadata."""
    buffer = BytesIO()
    picture = Pillow.new("RGB", (24, 16), "#123456")
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Comment", HTML.decode(), zip=False)
        info.add_itxt("Description", HTML.decode())
        picture.save(buffer, kind, pnginfo=info)
    else:
        exif = picture.getexif()
        exif[0x010E] = HTML.decode()
        picture.save(buffer, kind, exif=exif, comment=HTML)
    return buffer.getvalue()


def gif_with_script() -> bytes:
    """A GIF whose width begins a comment of JavaScript, as browsers once ran it."""
    data = bytearray(picture_bytes(5, format="GIF"))
    data[6:10] = struct.pack("<HH", 0x2A2F, 1)  # "/*"
    return bytes(data) + b"*/=1;" + SCRIPT + PAYLOAD


def png_with_packed_text() -> bytes:
    """A PNG with a chunk of text that unpacks to 64 MB."""
    whole = picture_bytes(6)
    body = b"Comment\0\0" + zlib.compress(b"A" * 64_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return whole[:33] + chunk + whole[33:]


def gif_of_frames(number: int) -> bytes:
    frames = [Pillow.new("P", (200, 200), color % 256) for color in range(number)]
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


ACCEPTED = {
    "a GIF that is a script": ("a.gif", gif_with_script()),
    "a page in the metadata of a PNG": ("a.png", with_comment("PNG")),
    "a page in the metadata of a JPEG": ("a.jpg", with_comment("JPEG")),
    "a page after the end of a PNG": ("a.png", picture_bytes(8) + HTML + PAYLOAD),
    "a PDF after the end of a JPEG": (
        "a.jpg",
        picture_bytes(9, format="JPEG") + b"%PDF-1.7\n1 0 obj" + PAYLOAD,
    ),
    "a zip file after the end of a GIF": ("a.gif", picture_bytes(10, format="GIF") + b"PK\3\4x"),
}

REFUSED = {
    "a PDF before a JPEG": ("a.jpg", b"%PDF-1.7\n" + picture_bytes(11, format="JPEG")),
    "PostScript": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n"),
    "a bitmap": ("a.png", b"BM" + bytes(60)),
    "a TIFF": ("a.jpg", b"II*\0" + bytes(60)),
    "an icon": ("a.png", b"\0\0\1\0\1\0" + bytes(60)),
    "a page with the signature of a GIF": ("a.gif", b"GIF89a" + HTML),
    "XML with a style sheet": ("a.webp", b'<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>'),
}

NAMES = ("../../../etc/cron.d/x.png", "..\\..\\x.png", "/etc/x.png", "a\0b.png", ".htaccess.png")


@pytest.fixture
def client() -> Client:
    return signed_in(account(Role.CRITIC))


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_is_kept_is_the_picture_alone(client: Client, what: str) -> None:
    name, data = ACCEPTED[what]
    assert (
        through_the_editor(client, SimpleUploadedFile(name, data, "text/html")).status_code == 200
    )
    image = Image.objects.get()
    files = {name: stored(name) for name in stored_names()}
    assert image.file.name in files
    signs = (b"<script", b"alert(", b"%PDF", b"PK\3\4", b"cookie")
    assert [name for name, data in files.items() if any(sign in data for sign in signs)] == []
    response = client.get(image.file.url)
    assert response.getvalue() == files[image.file.name]
    assert response.headers["Content-Type"].startswith("image/")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_of_the_known_formats_is_refused(client: Client, what: str) -> None:
    name, data = REFUSED[what]
    response = through_the_editor(client, SimpleUploadedFile(name, data, "image/png"))
    assert (response.status_code, Image.objects.exists()) == (400, False)


def test_a_text_that_unpacks_to_a_lot_is_refused(client: Client) -> None:
    file = SimpleUploadedFile("a.png", png_with_packed_text(), "image/png")
    response = through_the_editor(client, file)
    assert (response.status_code, Image.objects.exists()) == (400, False)


def test_of_many_frames_one_is_kept(client: Client) -> None:
    file = SimpleUploadedFile("a.gif", gif_of_frames(300), "image/gif")
    assert through_the_editor(client, file).status_code == 200
    with Pillow.open(BytesIO(stored(Image.objects.get().file.name))) as kept:
        assert not getattr(kept, "is_animated", False)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_path(client: Client, settings: Settings, name: str) -> None:
    root = Path(settings.MEDIA_ROOT)
    file = SimpleUploadedFile("a.png", picture_bytes(12), "image/png")
    file._name = name
    assert through_the_editor(client, file).status_code == 200
    image = Image.objects.get()
    assert not set(image.name) & set("/\\\0")
    outside = [path for path in root.parent.rglob("*x.png") if root not in path.parents]
    assert (outside, (root / image.file.name).resolve().is_relative_to(root.resolve())) == (
        [],
        True,
    )
    assert client.get(f"/media/{quote(name)}").status_code == 404
