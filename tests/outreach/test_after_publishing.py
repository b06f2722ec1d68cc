"""A server tells others right after a publication, in a thread."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from outreach import after_publishing, due
from outreach.after_publishing import Teller
from tests.factories import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teller(monkeypatch: pytest.MonkeyPatch) -> Iterator[Teller]:
    """The thread of a server. It is over after the test."""
    made = Teller()
    made.is_server = True
    monkeypatch.setattr(after_publishing, "teller", made)
    # The thread must not close the connection of the test.
    monkeypatch.setattr(after_publishing.connection, "close", lambda: None)
    yield made
    if thread := made._thread:
        thread.join(5)
    assert made._thread is None


class TestAServer:
    def test_sends_after_the_commit_and_again_if_it_is_woken_meanwhile(
        self,
        teller: Teller,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        began, go_on, runs = Event(), Event(), []

        def run() -> None:
            runs.append(1)
            began.set()
            assert go_on.wait(5)

        monkeypatch.setattr(due, "run_due", run)
        with django_capture_on_commit_callbacks(execute=True):
            EditionFactory()
            assert runs == []
        assert began.wait(5)
        teller.wake()
        go_on.set()
        if thread := teller._thread:
            thread.join(5)
        assert runs == [1, 1]

    def test_leaves_it_to_run_due_if_the_database_fails(
        self, teller: Teller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail() -> None:
            raise OperationalError("the text of a row")

        monkeypatch.setattr(due, "run_due", fail)
        teller.wake()
        if thread := teller._thread:
            thread.join(5)
        assert caplog.messages == ["What is due waits for run_due: OperationalError"]


def test_another_program_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(after_publishing, "Thread", fail)
    after_publishing.teller.wake()
    EditionFactory()
