"""The error pages."""

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config import urls
from config.settings import STORAGES as SITE_STORAGES
from config.urls import handler500  # noqa: F401
from pages.templating import page_environment
from tests.factories import EditorFactory

BAD_COOKIES = "sessionid=x; csrftoken=<"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the film broke")


urlpatterns = [path("broken/", broken), *urls.urlpatterns]


def assert_error_page(response: HttpResponse, status: int, words: str) -> None:
    """``response`` is an error page with ``words``, without cookies and without Vary: Cookie."""
    assert response.status_code == status
    assert words in response.content.decode()
    assert response.cookies == {}
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.fixture
def not_collected(settings: Settings, tmp_path: Path) -> None:
    """The storage of static files of a site where `collectstatic` has not been run."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = SITE_STORAGES


class TestErrors:
    @pytest.mark.django_db
    def test_unknown_page_is_404(self) -> None:
        client = Client(headers={"cookie": BAD_COOKIES})
        assert_error_page(client.get("/nowhere/"), 404, "This page does not exist.")

    def test_unknown_host_is_400(self) -> None:
        client = Client(headers={"cookie": BAD_COOKIES, "host": "evil.example"})
        assert_error_page(client.get("/favicon.ico/"), 400, "This request could not be understood.")

    def test_exception_in_a_view_is_500(self, settings: Settings) -> None:
        settings.ROOT_URLCONF = __name__
        client = Client(raise_request_exception=False, headers={"cookie": BAD_COOKIES})
        assert_error_page(client.get("/broken/"), 500, "The film broke: an error on our side.")

    @pytest.mark.usefixtures("not_collected")
    def test_500_needs_no_static_files_and_no_database(
        self, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.ROOT_URLCONF = __name__
        response = Client(raise_request_exception=False).get("/broken/")
        assert_error_page(response, 500, "The film broke: an error on our side.")
        assert "stylesheet" not in response.content.decode()
        # Only the error itself is logged, not a second one of the error page.
        assert [record.name for record in caplog.records] == ["django.request"]

    @pytest.mark.django_db
    @pytest.mark.usefixtures("not_collected")
    @pytest.mark.parametrize(
        ("address", "host", "status", "words"),
        [
            ("/nowhere/", "testserver", 404, "This page does not exist."),
            ("/", "evil.example", 400, "This request could not be understood."),
            ("/", "testserver", 503, "The site cannot show this page at the moment."),
        ],
    )
    def test_pages_while_static_files_are_not_collected(
        self, address: str, host: str, status: int, words: str
    ) -> None:
        response = Client(headers={"host": host, "accept": "text/html"}).get(address)
        assert_error_page(response, status, words)
        assert "stylesheet" not in response.content.decode()

    @pytest.mark.django_db
    @pytest.mark.usefixtures("not_collected")
    def test_the_log_names_the_missing_step_in_one_line(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        response = Client().get("/admin/login/")
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert b"The site is not completely installed or upgraded." in response.content
        assert [record.exc_info for record in caplog.records] == [None, None]
        assert caplog.records[0].getMessage() == (
            "503 /admin/login/: The static file admin/css/base.css is not collected. Run "
            "`python manage.py collectstatic`."
        )

    def test_500_with_a_broken_template_of_the_site(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.ROOT_URLCONF = __name__

        def broken_skeleton() -> str:
            raise RuntimeError("a mistake in the template")

        monkeypatch.setitem(page_environment().globals, "notice_skeleton", broken_skeleton)
        response = Client(raise_request_exception=False).get("/broken/")
        assert_error_page(response, 500, "The film broke: an error on our side.")
        assert "The template 500.html cannot be rendered." in caplog.text

    @pytest.mark.django_db
    def test_missing_permission_is_403(self) -> None:
        client = Client()
        client.force_login(EditorFactory())
        response = client.get("/admin/films/film/add/")
        assert response.status_code == 403
        assert b"You have no permission for this page." in response.content
