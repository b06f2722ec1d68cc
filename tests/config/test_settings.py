import importlib
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

import manage
from config.headers import PERMISSIONS_POLICY
from config.page_cache import with_page_cache
from pages.cache.application import PageCache

ROOT = Path(__file__).parents[2]
NO_KEY = (
    "SECRET_KEY is not set. Set it to a long random value, such as the output of "
    "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`, "
    "or set DEBUG=true for development."
)
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DEBUG": "false",
    "SITE_URL": "https://reviews.example.org",
    "SECURE_SSL_REDIRECT": "true",
    "DATABASE_URL": "sqlite://:memory:",
}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Loads the settings with only these environment variables."""

    def load(**variables: str) -> dict[str, Any]:
        for name in (*PRODUCTION, "ALLOWED_HOSTS", "MEDIA_ROOT"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config" / "settings.py"))

    return load


def test_says_how_to_get_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "environ", None)
    with pytest.raises(SystemExit, match=r"Run `make run` once"):
        manage.main()


def command(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a process with only ``variables`` and PATH in its environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


class TestSecretKey:
    def test_is_required(self, load: Any) -> None:
        with pytest.raises(ImproperlyConfigured) as refusal:
            load()
        assert str(refusal.value) == NO_KEY

    def test_has_a_default_in_debug_mode(self, load: Any) -> None:
        assert load(DEBUG="true")["SECRET_KEY"] == "django-insecure-for-development-alone"

    def test_is_read_from_the_environment(self, load: Any) -> None:
        assert load(SECRET_KEY="abc")["SECRET_KEY"] == "abc"


class TestSharedCaches:
    def test_need_the_page_cache(self, load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CACHE_PURGE_URL", "http://127.0.0.1:6081/")
        assert load(**PRODUCTION)["CACHE_PURGE_URLS"] == ["http://127.0.0.1:6081/"]
        with pytest.raises(ImproperlyConfigured) as refusal:
            load(DEBUG="true")
        assert str(refusal.value) == (
            "CACHE_PURGE_URL needs the page cache, which knows when a page changes: set "
            "PAGE_CACHE_BYTES, such as 33554432."
        )


class TestErrors:
    """A wrong setting ends every command with one sentence and exit code 1."""

    # SECRET_KEY is empty, not unset: manage.py would read the one in var/env.
    @pytest.mark.parametrize("name", ["check", "migrate", "import_review"])
    def test_missing_secret_key(self, name: str) -> None:
        run = command(name, SECRET_KEY="")
        assert (run.returncode, run.stdout, run.stderr) == (1, "", NO_KEY + "\n")

    def test_invalid_value(self) -> None:
        run = command("check", SECRET_KEY="abc", DEBUG="maybe")
        assert (run.returncode, run.stdout, run.stderr) == (
            1,
            "",
            "DEBUG must be true or false.\n",
        )

    def test_the_server_reports_it_too(self) -> None:
        run = subprocess.run(
            [sys.executable, "-c", "import config.wsgi"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode, run.stdout, run.stderr) == (1, "", NO_KEY + "\n")


class TestDeployment:
    def test_production_settings_pass_the_deployment_check(self) -> None:
        run = command("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
        assert (run.returncode, run.stderr) == (0, "")

    def test_cookies_are_sent_over_https_only(self, load: Any) -> None:
        settings = load(**PRODUCTION)
        assert settings["SESSION_COOKIE_SECURE"] is True
        assert settings["CSRF_COOKIE_SECURE"] is True
        assert settings["SESSION_COOKIE_NAME"] == "__Secure-sessionid"
        assert settings["CSRF_COOKIE_NAME"] == "__Secure-csrftoken"
        assert settings["SESSION_COOKIE_HTTPONLY"] is True
        assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
        assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
        assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
        assert settings["ALLOWED_HOSTS"] == [
            "reviews.example.org",
            "localhost",
            "127.0.0.1",
            "[::1]",
        ]

    @pytest.mark.parametrize(
        "variables",
        [
            {"SECRET_KEY": "abc", "SITE_URL": "http://localhost:8000"},
            {"DEBUG": "true", "SITE_URL": "https://reviews.example.org"},
        ],
    )
    def test_a_local_site_works_without_https(self, load: Any, variables: dict[str, str]) -> None:
        settings = load(**variables)
        assert settings["SESSION_COOKIE_SECURE"] is False
        assert settings["CSRF_COOKIE_SECURE"] is False
        assert settings["SESSION_COOKIE_NAME"] == "sessionid"
        assert settings["SECURE_HSTS_SECONDS"] == 0
        assert settings["SECURE_PROXY_SSL_HEADER"] is None


class TestServer:
    def test_wsgi_application_can_be_imported(self) -> None:
        application = importlib.import_module("config.wsgi").application
        assert isinstance(application, PageCache)
        assert isinstance(application.application, WSGIHandler)

    def test_has_no_page_cache_of_zero_bytes(self, settings: Settings) -> None:
        settings.PAGE_CACHE_BYTES = 0
        application = WSGIHandler()
        assert with_page_cache(application) is application


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the same for everyone")


urlpatterns = [path("plain/", plain)]


class TestPublicResponses:
    """The headers that the middleware adds to a public response."""

    @pytest.fixture(autouse=True)
    def _urls(self, settings: Settings) -> None:
        settings.ROOT_URLCONF = __name__

    def test_do_not_depend_on_the_visitor(self) -> None:
        cookies = f"sessionid={'a' * 32}; csrftoken={'b' * 32}"
        client = Client(headers={"cookie": cookies, "accept-language": "de"})
        response = client.get("/plain/")
        assert response.headers == {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": "21",
            "Content-Security-Policy": response["Content-Security-Policy"],
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS_POLICY,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }
        assert dict(response.cookies) == {}


class TestThreads:
    @pytest.mark.parametrize(("threads", "posts"), [("16", 8), ("3", 1), ("1", 1)])
    def test_forms_of_the_admin_take_half(self, load: Any, threads: str, posts: int) -> None:
        values = load(**PRODUCTION, GRANIAN_BLOCKING_THREADS=threads)
        assert values["ADMIN_POSTS_AT_ONCE"] == posts

    def test_the_server_of_the_deployment_reads_the_same_variable(self) -> None:
        unit = (ROOT / "deploy" / "curtain.service").read_text()
        assert "\nEnvironment=GRANIAN_BLOCKING_THREADS=16\n" in unit
        assert "--blocking-threads" not in unit
