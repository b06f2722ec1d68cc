"""Tells others right after a publication, in a thread of the server.

The request that publishes waits for nothing: the thread begins after its commit. What the thread
does not send, because a recipient does not answer or the server is stopped, `run_due` sends later.
Other programs, such as an import, start no thread.
"""

import logging
from threading import Lock, Thread
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models.signals import post_save

LOG = logging.getLogger(__name__)


class Teller:
    """The thread of a process. It ends when nobody has woken it meanwhile."""

    is_server = False

    def __init__(self) -> None:
        self._state = Lock()
        self._thread: Thread | None = None
        self._is_woken = False

    def start_server(self) -> None:
        """Send in a thread from now on."""
        self.is_server = True

    def wake(self) -> None:
        """Have the thread send what is due, soon."""
        if not self.is_server:
            return
        with self._state:
            self._is_woken = True
            if self._thread is None:
                self._thread = Thread(target=self._run, name="outreach", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            with self._state:
                if not self._is_woken:
                    self._thread = None
                    return
                self._is_woken = False
            _run_due()


teller = Teller()


def _run_due() -> None:
    # The server imports this module before there are models.
    from outreach.due import run_due

    try:
        run_due()
    except (DatabaseError, InterfaceError) as error:
        # No text of the error: it may quote rows.
        LOG.warning("What is due waits for run_due: %s", type(error).__name__)
    finally:
        connection.close()


def wake_after_commit(**_signal: Any) -> None:
    """Receives `post_save` of editions: publishing stores one, and so does withdrawing."""
    if teller.is_server:
        transaction.on_commit(teller.wake)


def connect() -> None:
    from editions.models import Edition

    post_save.connect(wake_after_commit, sender=Edition, dispatch_uid="outreach")
