"""A backup that is restored into an empty site is the same site."""

import gzip
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from documents.backups.archive import UNFINISHED, BackupError, checked_manifest, new_archive
from documents.backups.making import make_backup
from documents.backups.restoring import restore_backup
from documents.backups.rows import delete_all_rows, kept_models, write_rows
from editions.models import Generation
from editions.publishing import publish
from films.models import Film
from images.orphan_files import storage, stored_files
from reviews.models import Critic, Review
from tests.factories import CriticFactory, FullReviewFactory, ImageFactory, UserFactory
from tests.pages.search_pages import found

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def review() -> Review:
    review = FullReviewFactory(
        critic=CriticFactory(user=UserFactory(username="ann")), lead_image=ImageFactory()
    )
    publish(review=review)
    return review


@pytest.fixture
def backup(review: Review, tmp_path: Path) -> Path:
    path = tmp_path / "site.backup"
    call_command("backup", path, verbosity=0)
    return path


def tables() -> dict[str, bytes]:
    """The rows of each table. The generation is raised by restoring."""
    found = {}
    for model in kept_models():
        if model is not Generation:
            write_rows(model, file := BytesIO())
            found[model._meta.label] = file.getvalue()
    return found


def pictures() -> dict[str, bytes]:
    found = {}
    for file in stored_files():
        with storage().open(file.name) as content:
            found[file.name] = content.read()
    return found


def empty_site() -> None:
    delete_all_rows()
    for file in stored_files():
        storage().delete(file.name)


def members(path: Path) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(path) as tar:
        for member in tar:
            content = tar.extractfile(member)
            assert content
            yield member, content.read()


class TestRoundTrip:
    def test_rows_and_pictures_are_the_same_and_new_rows_get_new_numbers(
        self, backup: Path
    ) -> None:
        rows, files = tables(), pictures()
        assert files
        empty_site()
        assert tables() != rows
        call_command("restore", backup, verbosity=0)
        restored = tables()
        # Since the backup, one has an entry about it, the other one about the restore.
        log, restored_log = (each.pop("accounts.AuditEntry") for each in (rows, restored))
        assert log.splitlines()[0] == restored_log.splitlines()[0]
        assert restored == rows
        assert pictures() == files
        assert User.objects.get(username="ann")
        FullReviewFactory()

    @pytest.mark.search_index
    def test_the_search_finds_the_review(self, backup: Path, client: Client) -> None:
        title = Film.objects.get().title
        assert found(client, title)
        empty_site()
        restore_backup(backup)
        assert found(client, title)

    def test_pages_that_a_server_has_kept_are_outdated(self, backup: Path) -> None:
        empty_site()
        Generation.objects.create(number=10_000)
        restore_backup(backup)
        assert Generation.objects.get().number == 10_001


class TestRefusals:
    def test_nothing_is_overwritten(self, backup: Path) -> None:
        before = backup.read_bytes()
        with pytest.raises(CommandError, match=r"exists\. Give a new name"):
            call_command("backup", backup)
        assert backup.read_bytes() == before

    def test_a_folder_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"nowhere.*: No such file or directory"):
            call_command("backup", tmp_path / "nowhere" / "site.backup")

    @pytest.mark.parametrize("keep", [None, 2])
    def test_a_name_that_the_system_refuses(self, tmp_path: Path, keep: int | None) -> None:
        """It says so as it does for a folder that may not be entered."""
        with pytest.raises(CommandError, match=r"xxx: File name too long\.$"):
            call_command("backup", tmp_path / ("x" * 300), keep=keep)

    def test_a_picture_without_its_file(self, review: Review, tmp_path: Path) -> None:
        assert review.lead_image
        storage().delete(review.lead_image.file.name)
        with pytest.raises(BackupError, match="file of a picture is missing"):
            make_backup(tmp_path / "site.backup")
        assert list(tmp_path.glob("*.backup*")) == []

    def test_a_site_that_is_not_empty(self, backup: Path) -> None:
        with pytest.raises(CommandError, match=r"not empty \(reviews: 1\)"):
            call_command("restore", backup)

    def test_a_backup_that_is_cut_off(self, backup: Path) -> None:
        backup.write_bytes(backup.read_bytes()[:-2_000])
        with pytest.raises(CommandError, match="damaged, cut off or no backup"):
            call_command("restore", backup)

    @pytest.mark.parametrize("content", [b"", b"Hello", gzip.compress(b"Hello", mtime=0)])
    def test_a_file_that_is_no_backup(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "other"
        path.write_bytes(content)
        with pytest.raises(CommandError, match="no backup"):
            call_command("restore", path)

    def test_a_file_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="There is no file"):
            call_command("restore", tmp_path / "other")

    @pytest.mark.parametrize("change", ["alter", "drop", "add"])
    def test_a_member_that_was_changed(self, backup: Path, tmp_path: Path, change: str) -> None:
        path = tmp_path / "altered"
        with tarfile.open(path, "w:gz") as tar:
            for member, content in members(backup):
                if member.name == "tables/films.Film.jsonl":
                    if change == "drop":
                        continue
                    if change == "alter":
                        content = content.replace(b"[", b"{", 1)
                    if change == "add":
                        tar.addfile(tarfile.TarInfo("tables/other"), BytesIO())
                tar.addfile(member, BytesIO(content))
        with pytest.raises(BackupError, match="was altered: tables/"):
            checked_manifest(path)

    def test_a_backup_of_another_version(self, backup: Path) -> None:
        empty_site()
        applied = MigrationRecorder.Migration.objects
        applied.create(app="films", name="9999_later")
        with pytest.raises(CommandError, match=r"older version, without .* films\.9999_later"):
            call_command("restore", backup)
        applied.filter(name="9999_later").delete()
        applied.filter(app="films").delete()
        with pytest.raises(CommandError, match=r"Run `python manage\.py migrate` first"):
            call_command("restore", backup)


class TestFailures:
    def test_another_picture_that_is_already_there_is_kept(self, backup: Path) -> None:
        for file in stored_files():
            storage().delete(file.name)
            storage().save(file.name, ContentFile(b"other"))
        delete_all_rows()
        with pytest.raises(BackupError, match=r"exists already\. Empty MEDIA_ROOT first"):
            restore_backup(backup)
        assert set(pictures().values()) == {b"other"}

    def test_a_restore_that_was_killed_is_made_again(self, backup: Path) -> None:
        files = pictures()
        empty_site()
        whole, cut_off, *_missing = files
        storage().save(whole, ContentFile(files[whole]))
        storage().save(cut_off, ContentFile(files[cut_off][:9]))
        restore_backup(backup)
        assert pictures() == files

    def test_needs_no_temporary_directory_which_may_be_full(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
        make_backup(tmp_path / "site.backup")
        assert [path.name for path in tmp_path.iterdir()] == ["site.backup"]

    def test_the_file_of_a_backup_that_was_killed_is_deleted(self, tmp_path: Path) -> None:
        of_another = tmp_path / f".other.backup.{UNFINISHED}.of-another"
        of_another.write_bytes(b"")
        (tmp_path / f".site.backup.abc{UNFINISHED}").write_bytes(b"half")
        with new_archive(tmp_path / "running"):
            make_backup(tmp_path / "site.backup")
        assert {path.name for path in tmp_path.iterdir()} == {
            *(of_another.name, "running", "site.backup")
        }

    def test_half_a_restore_leaves_the_site_empty(
        self, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        empty_site()
        monkeypatch.setattr("documents.backups.restoring._continue_numbering", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore_backup(backup)
        assert not Film.objects.exists()
        assert not Critic.objects.exists()
        assert stored_files() == []
