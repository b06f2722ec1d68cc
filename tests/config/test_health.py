import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from config import readiness
from config.settings import STORAGES as SITE_STORAGES
from editions.models import Edition
from editions.publishing import publish
from tests.factories import FullReviewFactory

ALL_OK = dict.fromkeys(("database", "migrations", "renderings", "static", "cache", "storage"), "ok")


def checks(client: Client, *, status: int) -> dict[str, str]:
    response = client.get("/readyz")
    assert response.status_code == status
    answer = json.loads(response.content)
    assert answer["status"] == ("ok" if status == 200 else "unavailable")
    return answer["checks"]


class TestHealthz:
    def test_asks_no_database_and_answers_for_any_host(
        self, client: Client, settings: Settings
    ) -> None:
        settings.SECURE_SSL_REDIRECT = True
        response = client.get("/healthz", headers={"host": "10.0.0.7"})
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert json.loads(response.content) == {"status": "ok", "checks": {"process": "ok"}}


@pytest.mark.django_db
class TestReadyz:
    def test_everything_is_in_order(self, client: Client) -> None:
        assert checks(client, status=200) == ALL_OK

    def test_names_a_part_that_fails_and_not_the_cause(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail() -> str:
            raise OperationalError("no password for user of db.internal")

        monkeypatch.setitem(readiness.CHECKS, "database", fail)
        found = checks(client, status=503)
        assert found == ALL_OK | {"database": "cannot be reached; the log has the cause"}
        assert "/readyz: database: no password for user of db.internal" in caplog.text

    def test_migrations_that_are_not_applied(self, client: Client) -> None:
        MigrationRecorder.Migration.objects.filter(app="axes").latest("id").delete()
        assert checks(client, status=503)["migrations"] == (
            "The database lacks 1 migration. Run `python manage.py migrate`."
        )

    def test_outdated_renderings(self, client: Client) -> None:
        publish(review=FullReviewFactory())
        Edition.objects.update(redactor_version=1)
        assert "rerender_editions" in checks(client, status=503)["renderings"]

    def test_a_cache_that_loses_what_is_written(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cache, "set", lambda *args, **options: None)
        assert checks(client, status=503)["cache"] == (
            "The server of CACHE_URL does not answer, or does not keep what is written."
        )

    def test_static_files_that_are_not_collected(
        self, client: Client, settings: Settings, tmp_path: Path
    ) -> None:
        settings.STATIC_ROOT = tmp_path
        settings.STORAGES = SITE_STORAGES
        (tmp_path / "staticfiles.json").write_text(
            json.dumps({"version": "1.1", "hash": "", "paths": {"css/base.css": "css/base.1.css"}})
        )
        sentence = checks(client, status=503)["static"]
        assert " static files are not collected, such as admin/css/autocomplete.css." in sentence
        settings.DEBUG = True
        assert checks(client, status=200)["static"] == "ok"

    @pytest.mark.on_disk
    def test_a_storage_that_cannot_be_written(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("os.access", lambda *arguments: False)
        assert checks(client, status=503)["storage"] == (
            "The folder MEDIA_ROOT cannot be written, so no picture can be stored."
        )

    def test_a_storage_without_a_directory_yet(
        self, client: Client, settings: Settings, tmp_path: Path
    ) -> None:
        settings.MEDIA_ROOT = tmp_path / "not" / "yet"
        assert checks(client, status=200)["storage"] == "ok"
