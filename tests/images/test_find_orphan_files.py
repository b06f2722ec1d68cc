import os
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from pytest_django import Settings

from images.models import Image
from tests.factories import ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.on_disk]

ORPHAN = "images/0123456789abcdef0123456789abcdef"
NAMES = [f"{ORPHAN}.png", f"{ORPHAN}/320w.avif"]


@pytest.fixture
def media(settings: Settings) -> Path:
    return Path(settings.MEDIA_ROOT)


def write(media: Path, *names: str, hours: float = 25) -> None:
    """Write files of 512 bytes that are ``hours`` old."""
    moment = datetime.now().timestamp() - hours * 3600  # noqa: DTZ005
    for name in names:
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(512))
        os.utime(path, (moment, moment))


def names(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*"))


def find(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("find_orphan_files", *arguments, stdout=output)
    return output.getvalue().splitlines()


class TestFindOrphanFiles:
    def test_lists_files_without_a_row_and_deletes_nothing(self, media: Path) -> None:
        image = ImageFactory()
        old = [image.file.name, *(each.name for each in image.file.get_picture_files_list())]
        write(media, *old, *NAMES)
        before = names(media)
        assert find() == [
            *NAMES,
            "2 files without a picture (1.0\xa0KB). --delete deletes them.",
        ]
        assert names(media) == before

    def test_deletes_them_with_their_folder(self, media: Path) -> None:
        ImageFactory()
        before = names(media)
        write(media, *NAMES)
        assert find("--delete") == [*NAMES, "2 files deleted (1.0\xa0KB)."]
        assert names(media) == before

    def test_keeps_every_file_that_shares_its_name_with_a_picture(self, media: Path) -> None:
        """Older versions made renditions in other sizes, which pages may still name."""
        image = ImageFactory()
        write(media, image.file.name.replace(".png", "/1w.avif"))
        assert find("--delete") == ["0 files deleted (0\xa0bytes)."]

    def test_leaves_out_young_files(self, media: Path) -> None:
        ImageFactory()
        write(media, NAMES[0], hours=23)
        assert find() == ["0 files without a picture (0\xa0bytes). --delete deletes them."]
        assert find("--min-age=22")[0] == NAMES[0]

    def test_leaves_out_a_picture_whose_row_is_committed_meanwhile(
        self, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(media, *NAMES)
        listdir = FileSystemStorage.listdir

        def commit(storage: FileSystemStorage, path: str) -> tuple[list[str], list[str]]:
            found = listdir(storage, path)
            if path == "images":
                Image.objects.filter(pk=ImageFactory().pk).update(file=NAMES[0])
            return found

        monkeypatch.setattr(FileSystemStorage, "listdir", commit)
        assert find() == ["0 files without a picture (0\xa0bytes). --delete deletes them."]

    def test_ignores_what_is_not_in_the_folder_of_the_library(self, media: Path) -> None:
        ImageFactory()
        write(media, "notes.txt", "other/duel.png")
        assert find("--delete") == ["0 files deleted (0\xa0bytes)."]
        assert {"notes.txt", "other/duel.png"} <= set(names(media))

    def test_without_a_folder_finds_nothing(self) -> None:
        assert find() == ["0 files without a picture (0\xa0bytes). --delete deletes them."]

    def test_deletes_nothing_if_the_library_is_empty(self, media: Path) -> None:
        write(media, *NAMES)
        with pytest.raises(CommandError, match=r"^The library has no picture at all"):
            find("--delete")
        assert (media / NAMES[0]).exists()

    def test_says_which_file_cannot_be_deleted(
        self, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ImageFactory()
        write(media, *NAMES)

        def delete(storage: FileSystemStorage, name: str) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(FileSystemStorage, "delete", delete)
        with pytest.raises(CommandError, match=f"^{NAMES[0]}: Permission denied"):
            find("--delete")
