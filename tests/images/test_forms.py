"""How forms read an uploaded picture."""

import gc
import sys
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from images import decoding
from images.forms import PictureForm, read_upload
from tests.factories import ImageFactory, picture_bytes

pytestmark = pytest.mark.django_db


class Upload(SimpleUploadedFile):
    """Its content is one object, which the test can look at."""

    def __init__(self, data: bytes) -> None:
        super().__init__("duel.png", data)
        self.data = data

    def read(self, size: int) -> bytes:
        return self.data


@pytest.fixture
def _no_garbage_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


class TestReadUpload:
    def test_reads_a_file_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        upload = Upload(picture_bytes(7))
        read = read_upload(upload)
        assert (read.picture and read.picture.width, read.existing, read.refused) == (8, None, None)
        monkeypatch.setattr(decoding, "transcode_apart", None)
        assert read_upload(upload) is read

    def test_finds_a_picture_with_the_same_pixels(self) -> None:
        image = ImageFactory(data=picture_bytes(7))
        read = read_upload(Upload(picture_bytes(7) + b"\0"))
        assert (read.picture is None, read.existing) == (False, image)

    @pytest.mark.usefixtures("_no_garbage_collection")
    def test_does_not_keep_the_bytes_of_a_refused_file(self) -> None:
        data = b"no picture"
        upload = Upload(data)
        before = sys.getrefcount(data)
        assert read_upload(upload).refused is not None
        assert sys.getrefcount(data) == before


class TestPictureForm:
    def test_does_not_keep_the_files_of_a_picture_that_was_added(self) -> None:
        upload = Upload(picture_bytes(7))
        form = PictureForm({"alt": "A duel"}, {"upload": upload})
        assert form.is_valid()
        assert read_upload(upload).picture is not None
        assert form.add().alt == "A duel"
        assert read_upload(upload).picture is None
