"""`manage.py check --deploy` says what the installation lacks."""

import pytest
from django.core.checks import WARNING
from django.core.checks.registry import registry
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from config import readiness
from config.deploy_checks import installation
from editions.models import Edition
from editions.publishing import publish
from tests.factories import FullReviewFactory


def found() -> list[tuple[str, str]]:
    """Id and sentence of each message."""
    return [(message.id or "", message.msg) for message in installation()]


@pytest.mark.django_db
class TestInstallation:
    def test_a_complete_one_has_no_message(self) -> None:
        assert found() == []

    @pytest.mark.on_disk
    def test_each_message_says_what_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        MigrationRecorder.Migration.objects.filter(app="axes").latest("id").delete()
        monkeypatch.setattr("os.access", lambda *arguments: False)
        assert found() == [
            (
                "curtain.migrations",
                "The database lacks 1 migration. Run `python manage.py migrate`.",
            ),
            (
                "curtain.storage",
                "The folder MEDIA_ROOT cannot be written, so no picture can be stored.",
            ),
        ]

    def test_a_database_that_cannot_be_reached_is_one_message(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail() -> str:
            raise OperationalError("connection refused\n\tIs the server running?")

        monkeypatch.setitem(readiness.CHECKS, "database", fail)
        assert found() == [("curtain.database", "The check “database” failed: connection refused.")]

    def test_outdated_renderings_are_a_warning(self) -> None:
        publish(review=FullReviewFactory())
        Edition.objects.update(redactor_version=1)
        (message,) = installation()
        assert message.level == WARNING
        assert "rerender_editions" in message.msg

    def test_an_in_memory_database_is_no_installation(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(connection.settings_dict, "NAME", ":memory:")
        monkeypatch.setattr(connection, "vendor", "sqlite")
        monkeypatch.setitem(readiness.CHECKS, "database", lambda: "wrong")
        assert found() == []

    def test_is_among_the_checks_for_deployment_only(self) -> None:
        assert installation in registry.deployment_checks
        assert installation not in registry.registered_checks
