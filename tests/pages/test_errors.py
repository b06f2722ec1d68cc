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

    def test_500_needs_no_static_files_and_no_database(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        settings.ROOT_URLCONF = __name__
        settings.STATIC_ROOT = tmp_path
        settings.STORAGES = SITE_STORAGES
        client = Client(raise_request_exception=False)
        # The other error pages show static files as well.
        for address in ("/broken/", "/nowhere/"):
            response = client.get(address)
            assert_error_page(
                response,
                500,
                '<h1 class="notice__title">The film broke: an error on our side.</h1>',
            )
            assert "stylesheet" not in response.content.decode()

    @pytest.mark.django_db
    def test_missing_permission_is_403(self) -> None:
        client = Client()
        client.force_login(EditorFactory())
        response = client.get("/admin/films/film/add/")
        assert response.status_code == 403
        assert b"You have no permission for this page." in response.content
