"""How pictures are added to the library, and how the files of deleted ones are removed."""

import errno
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from PIL import Image as Pillow
from pytest_django import DjangoCaptureOnCommitCallbacks

from images import intake
from images.decoding import PictureRefused
from images.intake import add_image, add_picture, name_for, read_picture
from images.models import Image
from images.orphan_files import storage
from tests.factories import ImageFactory, picture_bytes
from tests.images.full_disk import fill_disk
from tests.images.stored import stored_names


def files() -> list[str]:
    """All files of the library, with their random names replaced."""
    return sorted(name.replace(PurePosixPath(name).parts[1][:32], "…") for name in stored_names())


def add(number: int = 0, **changes: Any) -> Image:
    given = {"name": "duel.png", "data": picture_bytes(number), "alt": "A duel"}
    return add_image(**given | changes)


@pytest.mark.django_db
class TestAddImage:
    def test_creates_an_image_and_its_files(self) -> None:
        data = picture_bytes(1)
        image = add(1, credit="Jane Doe / Studio")
        picture = read_picture(data, name="duel.png")
        stored = Image.objects.get()
        assert stored == image
        assert stored.file.read() == picture.data
        stored.file.close()
        assert (stored.name, stored.alt, stored.decorative) == ("duel.png", "A duel", False)
        assert (stored.credit, stored.width, stored.height) == ("Jane Doe / Studio", 8, 6)
        assert (stored.color, stored.digest, stored.source_digest) == (
            picture.color,
            picture.digest,
            picture.source_digest,
        )
        assert files() == ["images/….png", "images/…/8w.avif", "images/…/8w.webp"]

    def test_the_file_has_a_random_name(self) -> None:
        assert "duel" not in add().file.name

    def test_the_same_file_returns_the_same_image_unchanged(self) -> None:
        first = add(alt="A duel")
        again = add(name="other.png", alt="Something else", credit="Jane Doe")
        assert again == first
        assert Image.objects.values_list("name", "alt", "credit").get() == (
            "duel.png",
            "A duel",
            "",
        )
        assert len(files()) == 3

    def test_an_exported_file_returns_the_same_image(self) -> None:
        buffer = BytesIO()
        Pillow.radial_gradient("L").save(buffer, "JPEG", quality=40)
        first = add(data=buffer.getvalue())
        with first.file.open() as exported:
            data = exported.read()
        assert read_picture(data, name="a").digest != first.digest
        assert add(data=data) == first

    def test_other_bytes_with_the_same_pixels_return_the_same_image(self) -> None:
        data = picture_bytes(1)
        assert add(data=data + b"\0") == add(data=data)

    def test_a_name_that_is_taken_gets_a_number(self) -> None:
        names = [add(number).name for number in range(3)]
        assert names == ["duel.png", "duel-2.png", "duel-3.png"]

    def test_a_name_that_another_begins_with_is_free(self) -> None:
        assert [add(0, name="duel-at-dawn.png").name, add(1).name] == [
            "duel-at-dawn.png",
            "duel.png",
        ]

    def test_a_long_name_that_is_taken_gets_a_number(self) -> None:
        name = "d" * 116 + ".png"
        assert [add(0, name=name).name, add(1, name=name).name] == [name, "d" * 100 + "-2.png"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": "../duel.png"}, "name"),
            ({"name": "duel.svg"}, "name"),
            ({"name": "duel"}, "name"),
            ({"name": "Duel.png"}, "name"),
            ({"name": "duel.png\n"}, "name"),
            ({"alt": "x" * 301}, "alt"),
            ({"alt": ""}, "__all__"),
            ({"decorative": True}, "__all__"),
        ],
    )
    def test_invalid_arguments_are_refused_and_nothing_is_stored(
        self, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            add(**changes)
        assert list(refused.value.message_dict) == [field]
        assert (Image.objects.count(), files()) == (0, [])

    def test_nothing_of_a_refused_file_is_stored(self) -> None:
        with pytest.raises(PictureRefused):
            add(data=b"no picture")
        assert (Image.objects.count(), files()) == (0, [])

    @pytest.mark.on_disk
    @pytest.mark.parametrize("after", [0, 1])
    @pytest.mark.parametrize(
        ("error", "reason"),
        [
            (errno.ENOSPC, "the disk is full"),
            (errno.EROFS, "the folder of the pictures is read-only"),
            (errno.EIO, "Input/output error"),
        ],
    )
    def test_nothing_is_stored_if_a_file_cannot_be_written(
        self, monkeypatch: pytest.MonkeyPatch, after: int, error: int, reason: str
    ) -> None:
        fill_disk(monkeypatch, after=after, error=error)
        with pytest.raises(PictureRefused) as refused:
            add()
        (message,) = refused.value.messages
        assert message == (
            f"“duel.png” cannot be stored: {reason}. Nothing was changed. Tell the people who "
            "run the site."
        )
        assert (Image.objects.count(), files()) == (0, [])

    def test_a_picture_without_data_is_stored_without_files(self) -> None:
        picture = replace(read_picture(picture_bytes(), name="a"), data=b"", renditions={})
        image = add_picture(picture=picture, name="duel.png", alt="A duel")
        assert (Image.objects.get(), files()) == (image, [])


@pytest.mark.django_db
class TestRace:
    """Another worker adds an image between the check and the insert."""

    def test_the_same_picture_was_added_meanwhile(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first = add()
        answers = iter([None, first])
        monkeypatch.setattr(intake, "_same_as", lambda picture: next(answers))
        assert add(name="other.png") == first
        assert Image.objects.count() == 1
        assert len(files()) == 3

    def test_the_name_was_taken_meanwhile(self, monkeypatch: pytest.MonkeyPatch) -> None:
        add(1)
        free, answers = intake._free, iter(["duel.png"])
        monkeypatch.setattr(intake, "_free", lambda name: next(answers, None) or free(name))
        assert add(2).name == "duel-2.png"

    def test_an_insert_that_fails_for_another_reason_raises(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def save(self: Image, **options: object) -> None:
            raise IntegrityError("another reason")

        monkeypatch.setattr(Image, "save", save)
        with pytest.raises(IntegrityError, match="another reason"):
            add()
        assert files() == []


@pytest.mark.django_db(transaction=True)
class TestRollback:
    def test_files_of_a_committed_image_remain(self) -> None:
        with transaction.atomic():
            add()
        assert Image.objects.count() == 1
        assert len(files()) == 3

    def test_files_are_removed_when_the_transaction_is_rolled_back(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            add()
            assert len(files()) == 3
            raise RuntimeError
        assert (Image.objects.count(), files()) == (0, [])
        assert storage().listdir("images") == ([], [])

    def test_files_are_removed_when_the_savepoint_is_rolled_back(self) -> None:
        with transaction.atomic():
            kept = add(1)
            with pytest.raises(RuntimeError), transaction.atomic():
                add(2)
                raise RuntimeError
            assert len(files()) == 3
        assert list(Image.objects.all()) == [kept]
        assert storage().exists(kept.file.name)

    def test_files_of_an_existing_image_remain(self) -> None:
        add()
        with pytest.raises(RuntimeError), transaction.atomic():
            add()
            raise RuntimeError
        assert len(files()) == 3


@pytest.mark.django_db
class TestDeletion:
    def test_files_are_removed_after_the_commit(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        kept, image = ImageFactory.create_batch(2)
        with django_capture_on_commit_callbacks(execute=True):
            Image.objects.filter(pk=image.pk).delete()
            assert len(files()) == 6
        assert len(files()) == 3
        assert storage().exists(kept.file.name)

    def test_an_image_without_a_file_can_be_deleted(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        image = ImageFactory()
        Image.objects.update(file="")
        with django_capture_on_commit_callbacks(execute=True):
            Image.objects.get(pk=image.pk).delete()
        assert Image.objects.count() == 0


class TestNameFor:
    @pytest.mark.parametrize(
        ("filename", "name"),
        [
            ("duel.png", "duel.png"),
            ("Duel at Dawn (Kopie).JPG", "duel-at-dawn-kopie.png"),
            ("C:\\Pictures\\Ærø.png", "aero.png"),
            ("../../etc/passwd", "passwd.png"),
            ("Über.png", "uber.png"),
            ("決闘.png", "juedou.png"),
            ("_.png", "low-line.png"),
            ("", "picture.png"),
            ("x" * 300 + ".png", "x" * 100 + ".png"),
        ],
    )
    def test_is_derived_from_the_name_of_the_file(self, filename: str, name: str) -> None:
        assert name_for(filename, read_picture(picture_bytes(), name="a")) == name
