"""The present generation, also while the database is away."""

import threading
import time

from pages.cache.database import AWAY, ERRORS, SharedConnection

AWAY_SECONDS = 600
"""For how long pages are served while the database cannot be read."""


class GenerationReader:
    """Reads the generation from ``database``."""

    def __init__(self, database: SharedConnection) -> None:
        self._database = database
        self._last = -1
        self._last_read = float("-inf")
        self._lock = threading.Lock()
        self._is_away = False
        self._trial = threading.Lock()

    def current(self) -> int | None:
        """The generation; None if it cannot be known, so that no page may be served.

        While the database cannot be read, it is the last one that this process has read, for
        `AWAY_SECONDS`: meanwhile nothing is published, unless another server still reaches the
        database. What was published between the last reading and the failure is then not seen yet.

        One thread at a time tries a database that is away, because a trial may take seconds.
        """
        if not self._is_away:
            return self._read()
        if not self._trial.acquire(blocking=False):
            return self._last_known()
        try:
            return self._read()
        finally:
            self._trial.release()

    def _read(self) -> int | None:
        begun = time.monotonic()
        try:
            number = self._database.generation()
        except AWAY:
            self._is_away = True
            return self._last_known()
        except ERRORS:
            return None
        self._is_away = False
        self.note(number, begun)
        return number

    def note(self, number: int, moment: float) -> None:
        """``number`` was read from the database at ``moment``, of `time.monotonic`."""
        if number != self._last:
            with self._lock:
                # Another thread may have read a newer one meanwhile.
                self._last = max(number, self._last)
        self._last_read = max(moment, self._last_read)

    def _last_known(self) -> int | None:
        return self._last if time.monotonic() - self._last_read <= AWAY_SECONDS else None
