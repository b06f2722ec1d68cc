"""The process that moves an uploaded site in, one for each upload.

A server's process starts it. It goes on when the page is closed, and ends with the server or with
the last post. A lock on a file in the folder of the upload says whether it is at work: the system
releases it however the process ends.
"""

import fcntl
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from moving.move_models import SiteMove
from moving.move_run import work

STARTING = timedelta(seconds=15)
"""How long a process may take until it has the lock."""

LOCK = "lock"
PROGRAM = """
import os, sys
import django
os.nice(10)
django.setup()
from moving.move_process import main
main(int(sys.argv[1]))
"""
_TRIES, _PAUSE = 20, 0.1

logger = logging.getLogger(__name__)


def start(move: SiteMove) -> None:
    """Start the process. If it cannot be started, the page says that it has stopped."""
    move.asked_at = timezone.now()
    move.save(update_fields=["asked_at", "used_at"])
    try:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", PROGRAM, str(move.pk)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        logger.error("The process that moves a site in cannot be started: %s", error.strerror)
        return
    # Somebody has to wait for it, or it stays in the system's table of processes.
    Thread(target=process.wait, daemon=True).start()


def is_running(move: SiteMove) -> bool:
    """Whether a process is at work on ``move``, or has just been started."""
    if not move.is_at_work:
        return False
    if move.asked_at and timezone.now() - move.asked_at < STARTING:
        return True
    with locked(move, tries=1) as is_free:
        return not is_free


@contextmanager
def locked(move: SiteMove, *, tries: int = _TRIES) -> Iterator[bool]:
    """Hold the lock of ``move`` within the block, if nobody else has it."""
    try:
        file = (move.path / LOCK).open("a")
    except OSError:
        # Without its folder nobody can work on it.
        yield True
        return
    with file:
        for left in reversed(range(tries)):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if left:
                    time.sleep(_PAUSE)
            else:
                yield True
                return
        yield False


def main(pk: int) -> None:
    """Raises `SystemExit`."""
    move = SiteMove.objects.filter(pk=pk).first()
    if move is None or not move.is_at_work:
        return
    with locked(move) as is_mine:
        # Another process may have done it while this one waited for the lock.
        now = SiteMove.objects.filter(pk=pk).first()
        if not is_mine or now is None or not now.is_at_work:
            return
        try:
            work(now)
        except DatabaseError as error:
            logger.error("Site %d is not moved in any further: %s", pk, error)
            raise SystemExit(1) from None
