import os
import socket
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.core.management import CommandError
from django.utils import timezone

from reviews.models import Review
from scripts import run
from scripts.faces import Faces
from tests.factories import ReviewFactory

Account = get_user_model()


@pytest.fixture
def var(tmp_path: Path) -> Path:
    directory = tmp_path / "var"
    directory.mkdir()
    return directory


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


class TestPort:
    def test_a_free_port_is_kept_for_the_server(self) -> None:
        with socket.socket() as probe:
            probe.bind((run.HOST, 0))
            port = probe.getsockname()[1]
        found, kept = run.reserved_port(str(port))
        assert found == port
        with kept, socket.socket() as server:
            with pytest.raises(SystemExit, match="is not available"):
                run.reserved_port(str(port))
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            server.bind((run.HOST, port))
            server.listen()

    def test_a_port_in_use_is_refused(self) -> None:
        with socket.socket() as other:
            other.bind((run.HOST, 0))
            other.listen()
            port = other.getsockname()[1]
            with pytest.raises(SystemExit) as refusal:
                run.reserved_port(str(port))
        assert str(refusal.value) == (
            f"Port {port} is not available (Address already in use). "
            f"Stop the program that uses it, or choose another port: make run PORT={port + 1}."
        )

    @pytest.mark.parametrize("value", ["abc", "0", "65536", "-1", "80.5", "²"])
    def test_an_invalid_port_is_refused(self, value: str) -> None:
        with pytest.raises(SystemExit) as refusal:
            run.reserved_port(value)
        assert str(refusal.value) == (
            f"PORT must be a number from 1 to 65535, not {value!r}: make run PORT=8001."
        )


class TestEnvironment:
    @pytest.fixture(autouse=True)
    def _empty(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # Set first, so that monkeypatch also undoes what the code under test adds.
        for name in ("SECRET_KEY", "DEBUG", "SITE_URL", "CONTACT_EMAIL", "EMAIL_URL"):
            monkeypatch.setenv(name, "")
            monkeypatch.delenv(name)

    def test_the_key_is_generated_once_and_readable_by_its_owner_only(
        self, var: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run.load_environment(8000, var=var)
        key = os.environ["SECRET_KEY"]
        monkeypatch.delenv("SECRET_KEY")
        run.load_environment(8000, var=var)
        assert os.environ["SECRET_KEY"] == key
        assert len(key) > 50
        assert mode(var / "env") == 0o600

    def test_the_site_is_local(self, var: Path) -> None:
        run.load_environment(8001, var=var)
        assert os.environ["DEBUG"] == "false"
        assert os.environ["SITE_URL"] == "http://127.0.0.1:8001"
        assert os.environ["CONTACT_EMAIL"] == "editors@curtain.example"
        assert os.environ["EMAIL_URL"] == "consolemail://"

    def test_variables_that_are_set_take_precedence(
        self, var: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET_KEY", "mine")
        monkeypatch.setenv("SITE_URL", "https://reviews.example.org")
        monkeypatch.setenv("CONTACT_EMAIL", "")
        run.load_environment(8000, var=var)
        assert os.environ["SECRET_KEY"] == "mine"
        assert os.environ["SITE_URL"] == "https://reviews.example.org"
        assert os.environ["CONTACT_EMAIL"] == ""


@pytest.mark.django_db
class TestDemo:
    """When the demo is imported. The importer is replaced, because it has its own tests."""

    @pytest.fixture
    def documents(self, tmp_path: Path) -> Path:
        directory = tmp_path / "reviews"
        directory.mkdir()
        for name in ("b.md", "a.md", "notes.txt"):
            (directory / name).touch()
        return directory

    @pytest.fixture(autouse=True)
    def imports(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
        calls = []

        def record(name: str, *arguments: str, **options: Any) -> None:
            assert options.pop("pictures")
            assert options == {"publish": True}
            calls.append((name, *(Path(argument).name for argument in arguments)))
            ReviewFactory()

        monkeypatch.setattr(run, "call_command", record)
        monkeypatch.setattr(run, "read_faces", lambda: Faces({"critics": [], "people": []}, {}))
        return calls

    def test_is_imported_into_a_site_without_reviews(
        self, var: Path, documents: Path, imports: list[tuple[str, ...]]
    ) -> None:
        assert run.load_demo(documents=documents, var=var) is True
        assert imports == [("import_review", "a.md", "b.md")]

    def test_is_not_imported_again_after_it_was_deleted(
        self, var: Path, documents: Path, imports: list[tuple[str, ...]]
    ) -> None:
        run.load_demo(documents=documents, var=var)
        Review.objects.all().delete()
        assert run.load_demo(documents=documents, var=var) is False
        assert len(imports) == 1

    def test_is_not_imported_into_a_site_with_reviews(
        self, var: Path, documents: Path, imports: list[tuple[str, ...]]
    ) -> None:
        ReviewFactory()
        assert run.load_demo(documents=documents, var=var) is False
        Review.objects.all().delete()
        assert run.load_demo(documents=documents, var=var) is False
        assert imports == []

    def test_reviews_were_published_on_different_days(self) -> None:
        """Each front matter is YAML between two lines of hyphens."""
        moments = {
            file.stem: yaml.safe_load(file.read_text().split("---\n")[1])["publish_at"]
            for file in (run.ROOT / "demo" / "reviews").glob("*.md")
        }
        newest_first = sorted(moments, key=moments.__getitem__, reverse=True)
        assert newest_first[0] == "firemens-ball"
        assert len({moment.date() for moment in moments.values()}) == len(moments) == 9
        assert moments[newest_first[0]] < timezone.now()

    def test_is_imported_again_after_an_error(
        self, var: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: str, **options: Any) -> None:
            ReviewFactory()
            raise CommandError("a.md:1: broken")

        with monkeypatch.context() as broken:
            broken.setattr(run, "call_command", fail)
            with pytest.raises(CommandError):
                run.load_demo(documents=documents, var=var)
        assert Review.objects.count() == 0
        assert run.load_demo(documents=documents, var=var) is True


@pytest.mark.django_db
class TestEditor:
    def editor(self) -> Any:
        return Account.objects.get(username=run.EDITOR)

    def test_is_created_with_a_random_password(self, var: Path) -> None:
        password = run.editor_password(var=var)
        assert password is not None
        assert len(password) >= 16
        editor = self.editor()
        assert editor.check_password(password) is True
        assert (editor.is_staff, editor.is_active) == (True, True)
        assert mode(var / "editor-password-hash") == 0o600

    def test_gets_a_new_password_each_time(self, var: Path) -> None:
        first = run.editor_password(var=var)
        second = run.editor_password(var=var)
        assert second is not None
        assert first != second
        assert self.editor().check_password(second) is True

    def test_keeps_a_password_that_was_set_by_hand(self, var: Path) -> None:
        run.editor_password(var=var)
        editor = self.editor()
        editor.set_password("mine now")
        editor.save()
        assert run.editor_password(var=var) is None
        assert self.editor().check_password("mine now") is True

    def test_that_existed_before_is_not_changed(self, var: Path) -> None:
        Account.objects.create_user(run.EDITOR, password="mine")
        assert run.editor_password(var=var) is None
        editor = self.editor()
        assert (editor.check_password("mine"), editor.is_staff) == (True, False)

    def test_that_was_deleted_is_not_created_again(self, var: Path) -> None:
        run.editor_password(var=var)
        self.editor().delete()
        assert run.editor_password(var=var) is None
        assert Account.objects.count() == 0


class TestGreeting:
    def test_prints_addresses_and_login(self) -> None:
        assert run.greeting("velvet") == (
            "\n  Curtain\n"
            "    site      http://127.0.0.1:8000/\n"
            "    admin     http://127.0.0.1:8000/admin/\n"
            "    name      editor\n"
            "    password  velvet\n\n"
            "  Ctrl-C stops it.\n"
        )

    def test_says_how_to_set_a_forgotten_password(self) -> None:
        assert run.greeting(None).splitlines()[5] == (
            "    password  unchanged (forgotten? .venv/bin/python manage.py changepassword editor)"
        )
