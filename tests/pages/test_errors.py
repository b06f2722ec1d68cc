import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config import urls
from config.urls import handler500  # noqa: F401
from tests.factories import EditorFactory

BAD_COOKIES = "sessionid=x; csrftoken=<"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the film broke")


urlpatterns = [path("broken/", broken), *urls.urlpatterns]


def assert_says(response: HttpResponse, status: int, words: str) -> None:
    """A page of the site, for anybody: it sets no cookie and depends on none."""
    assert response.status_code == status
    assert words in response.content.decode()
    assert response.cookies == {}
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"


class TestErrors:
    def test_not_found(self) -> None:
        client = Client(headers={"cookie": BAD_COOKIES})
        assert_says(client.get("/nowhere/"), 404, "This reel is missing.")

    def test_a_host_that_is_not_the_sites(self) -> None:
        client = Client(headers={"cookie": BAD_COOKIES, "host": "evil.example"})
        assert_says(client.get("/favicon.ico/"), 400, "Out of focus.")

    def test_a_fault_of_ours(self, settings: Settings) -> None:
        settings.ROOT_URLCONF = __name__
        client = Client(raise_request_exception=False, headers={"cookie": BAD_COOKIES})
        assert_says(client.get("/broken/"), 500, "The film broke.")

    @pytest.mark.django_db
    def test_not_allowed(self) -> None:
        client = Client()
        client.force_login(EditorFactory())
        response = client.get("/admin/films/film/add/")
        assert response.status_code == 403
        assert b"You have no permission for this page." in response.content
