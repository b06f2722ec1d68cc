import errno
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, ProgrammingError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.environment import postgresql_options
from config.faults import fault_of
from config.middleware import UnavailableMiddleware, answer_to_fault
from config.server_errors import server_error
from config.upload_handlers import TemporaryFiles
from films.models import Genre
from tests.factories import AdminFactory
from tests.faults import KeptForm, full_disk, locked

pytestmark = pytest.mark.both_databases

ADD = "/admin/films/genre/add/"
NOIR = {"name": 'Noir & "more"', "slug": "noir", "_continue": "Save"}
BROWSER = {"accept": "text/html"}

FULL = (
    "The disk of the site is full or cannot be written, so nothing can be saved. Tell the people "
    "who run the site."
)
BUSY = "Others are saving at the moment, and the site is busy. Please try again."
UNREACHABLE = "The site cannot reach its database at the moment. Please try again in a minute."
READERS = "The site cannot show this page at the moment. Please try again in a minute."


@pytest.fixture
def editor() -> Client:
    client = Client(headers=BROWSER)
    client.force_login(AdminFactory(username="chief"))
    return client


def status(response: Any) -> tuple[int, str, str]:
    return response.status_code, response["Retry-After"], response["Cache-Control"]


@pytest.fixture
def impatient() -> Iterator[None]:
    """Nobody waits for a lock."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 0")
        else:
            cursor.execute("SET lock_timeout = 1")
    yield
    connection.close()


@pytest.mark.django_db(transaction=True)
class TestALockThatSomebodyElseHolds:
    def test_the_form_is_kept_and_saves_later(self, impatient: None, editor: Client) -> None:
        with locked("films_genre"):
            response = editor.post(f"{ADD}?_popup=1", NOIR | {"alias": ["one", "two"]})
        assert status(response) == (503, "5", "no-store")
        page = response.content.decode()
        assert BUSY in page
        form = KeptForm(page)
        assert form.action == f"{ADD}?_popup=1"
        assert form.fields == [*NOIR.items(), ("alias", "one"), ("alias", "two")]
        assert not Genre.objects.exists()

        assert editor.post(ADD, dict(form.fields)).status_code == 302
        assert Genre.objects.get().name == NOIR["name"]

    def test_a_script_gets_a_sentence(self, impatient: None, editor: Client) -> None:
        with locked("films_genre"):
            response = editor.post(ADD, NOIR, headers={"accept": "*/*"})
        assert status(response) == (503, "5", "no-store")
        assert response.content.decode() == BUSY

    def test_a_session_that_cannot_be_renewed_is_renewed_later(
        self, impatient: None, editor: Client
    ) -> None:
        later = datetime.now(UTC) + timedelta(hours=2)
        with time_machine.travel(later), locked("django_session"):
            response = editor.get(ADD)
        assert (response.status_code, response.cookies.get("sessionid")) == (200, None)
        assert response["Vary"] == "Cookie, Accept-Encoding"
        with time_machine.travel(later):
            assert editor.get(ADD).cookies["sessionid"].value


@pytest.mark.django_db
class TestASessionThatCannotBeSaved:
    @pytest.fixture
    def editor(self, editor: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
        original = sqlite3.OperationalError("database or disk is full")
        original.sqlite_errorcode = sqlite3.SQLITE_FULL

        def save(session: SessionStore, must_create: bool = False) -> None:
            try:
                raise OperationalError("database or disk is full") from original
            except OperationalError:
                raise UpdateError  # noqa: B904  (as Django does)

        monkeypatch.setattr(SessionStore, "save", save)
        return editor

    def test_a_form_that_was_saved_is_not_said_to_be_lost(self, editor: Client) -> None:
        response = editor.post(ADD, NOIR)
        assert (response.status_code, Genre.objects.count()) == (302, 1)

    def test_a_page_that_depends_on_it_fails(self, editor: Client) -> None:
        """The session keeps the secret of which the page shows the code."""
        assert status(editor.get("/admin/second-factor/")) == (503, "300", "no-store")

    def test_a_login_fails_and_the_page_has_no_password(self, editor: Client) -> None:
        fields = {"username": "chief", "password": "the velvet curtain", "next": "/admin/"}
        client = Client(headers=BROWSER)
        response = client.post("/admin/login/", fields)
        assert status(response) == (503, "300", "no-store")
        page = response.content.decode()
        assert (FULL in page, "the velvet curtain" in page) == (True, False)
        assert KeptForm(page).fields == [("username", "chief"), ("next", "/admin/")]
        assert client.cookies.get("sessionid") is None


@pytest.mark.django_db
class TestADatabaseThatIsGone:
    @pytest.fixture
    def gone(self, editor: Client) -> Iterator[None]:
        """Nobody listens on port 1."""
        config = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "curtain",
            "HOST": "127.0.0.1",
            "PORT": "1",
            "OPTIONS": postgresql_options(lock_seconds=1),
        }
        real = connections["default"]
        connections["default"] = ConnectionHandler({"default": config})["default"]
        yield
        connections["default"] = real

    def test_readers_are_asked_to_come_back(self, gone: None) -> None:
        response = Client(headers=BROWSER).get("/films/?page=2")
        assert status(response) == (503, "30", "no-store")
        page = response.content.decode()
        assert READERS in page
        assert '<a href="/films/?page=2">' in page
        assert response.cookies == {}

    def test_feeds_answer_in_plain_text(self, gone: None) -> None:
        assert Client().get("/films/").content.decode() == READERS

    def test_editors_are_told(self, gone: None, editor: Client) -> None:
        response = editor.get(ADD)
        assert status(response) == (503, "30", "no-store")
        assert UNREACHABLE in response.content.decode()

    def test_the_form_is_kept(self, gone: None, editor: Client) -> None:
        response = editor.post(ADD, NOIR)
        assert status(response) == (503, "30", "no-store")
        assert KeptForm(response.content.decode()).fields == [*NOIR.items()]


@pytest.mark.django_db
class TestADiskWithoutRoomForUploads:
    def test_the_form_is_kept_without_its_file(self, editor: Client) -> None:
        """A file of this size is not kept in memory."""
        big = SimpleUploadedFile("big.png", b"x" * 3_000_000, "image/png")
        small = SimpleUploadedFile("small.png", b"x", "image/png")
        fields = {"alt": "A duel", "upload": big, "other": small, "credit": "Vera"}
        with full_disk():
            response = editor.post("/admin/images/image/add/", fields)
        assert status(response) == (503, "300", "no-store")
        page = response.content.decode()
        assert FULL in page
        assert "Choose them again afterwards: big.png, small.png" in page
        assert KeptForm(page).fields == [("alt", "A duel"), ("credit", "Vera")]


def test_a_file_has_no_name_that_would_remain_after_a_kill(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    monkeypatch.setattr("config.upload_handlers.is_from_an_account", lambda request: True)
    handler = TemporaryFiles(HttpRequest())
    handler.new_file("upload", "big.png", "image/png", 3)
    handler.receive_data_chunk(b"big", 0)
    assert [*tmp_path.iterdir()] == []
    file = handler.file_complete(3)
    assert file
    assert (file.name, file.size, file.read()) == ("big.png", 3, b"big")
    handler.upload_interrupted()


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["", "x" * 32])
def test_files_of_a_stranger_never_reach_the_disk(cookie: str) -> None:
    client = Client(headers=BROWSER)
    client.cookies["sessionid"] = cookie
    fields = {"alt": "A duel", "upload": SimpleUploadedFile("big.png", b"x" * 2_700_000)}
    # With a full disk, storing one would be answered with 503.
    with full_disk():
        response = client.post("/admin/moving/sitemove/add/", fields)
    assert response.status_code == 403
    page = response.content.decode()
    assert "big.png" in page
    assert KeptForm(page).fields[-1] == ("alt", "A duel")


class TestTheLimitOfPosts:
    @pytest.fixture
    def answers(self, settings: Settings) -> Callable[[HttpRequest], Any]:
        """The site's answer to a request while a form of the admin is being saved."""
        settings.ADMIN_POSTS_AT_ONCE = 1
        first = RequestFactory().post(ADD)

        def answer(second: HttpRequest) -> Any:
            found = []

            def view(request: HttpRequest) -> HttpResponse:
                if request is first:
                    found.append(middleware(second))
                return HttpResponse("done")

            middleware = UnavailableMiddleware(view)
            middleware(first)
            # The place of the first is free again.
            assert middleware(RequestFactory().post(ADD)).status_code == 200
            return found[0]

        return answer

    def test_another_form_is_given_back(self, answers: Callable[[HttpRequest], Any]) -> None:
        fields = NOIR | {"otp_token": "123456", "upload": SimpleUploadedFile("duel.png", b"x")}
        response = answers(RequestFactory(headers=BROWSER).post(ADD, fields))
        assert status(response) == (503, "5", "no-store")
        page = response.content.decode()
        assert BUSY in page
        assert "Choose them again afterwards: duel.png" in page
        assert KeptForm(page).fields == [*NOIR.items()]

    def test_a_form_that_cannot_be_read_is_not_kept(
        self, answers: Callable[[HttpRequest], Any]
    ) -> None:
        broken = RequestFactory(headers=BROWSER).generic(
            "POST", ADD, b"x", content_type="multipart/form-data; boundary=none"
        )
        page = answers(broken).content.decode()
        assert "Nothing was saved. Go back in your browser" in page

    @pytest.mark.parametrize(("method", "path"), [("GET", ADD), ("POST", "/films/")])
    def test_other_requests_are_not_counted(
        self, answers: Callable[[HttpRequest], Any], method: str, path: str
    ) -> None:
        assert answers(RequestFactory().generic(method, path)).content == b"done"


@pytest.mark.django_db
class TestMigrationsThatAreNotApplied:
    @pytest.mark.parametrize("kind", [OperationalError, ProgrammingError])
    def test_answer_503_and_the_log_says_so(
        self, kind: type[Exception], caplog: pytest.LogCaptureFixture
    ) -> None:
        MigrationRecorder.Migration.objects.filter(app="axes").latest("id").delete()
        response = answer_to_fault(RequestFactory().get("/"), kind("no such table"))
        assert response is not None
        assert status(response) == (503, "60", "no-store")
        assert "503 /: The database lacks 1 migration. Run `python manage.py migrate`." in (
            caplog.text
        )

    @pytest.mark.parametrize("kind", [OperationalError, ProgrammingError, ValueError])
    def test_other_errors_are_of_the_program(self, kind: type[Exception]) -> None:
        assert answer_to_fault(RequestFactory().get("/"), kind("no such table")) is None


class TestNoFileDescriptorsLeft:
    def test_is_a_503_in_middleware_too(self) -> None:
        try:
            raise OSError(errno.EMFILE, "Too many open files")
        except OSError:
            response = server_error(RequestFactory().get("/", headers=BROWSER))
        assert response.status_code == 503
        assert "The site cannot show this page at the moment." in response.content.decode()


class TestAnErrorOfPsycopgItself:
    """Django does not translate one of closing a server-side cursor."""

    @pytest.mark.parametrize(
        ("error", "is_fault"),
        [
            (psycopg.errors.AdminShutdown("terminating connection"), True),
            (psycopg.OperationalError("the connection is lost"), True),
            (psycopg.errors.SyntaxError("syntax error"), False),
        ],
    )
    def test_is_a_fault_like_one_of_django(self, error: Exception, is_fault: bool) -> None:
        assert (fault_of(error) is not None) is is_fault
