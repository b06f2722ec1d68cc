from pathlib import Path
from threading import Event, Thread

import pytest

from config import locks
from config.locks import file_lock


class TestFileLock:
    def test_waits_for_whoever_has_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting = Event()
        order: list[str] = []

        class Stderr:
            def write(self, text: str) -> None:
                order.append(text)
                waiting.set()

        def second() -> None:
            with file_lock(tmp_path / "lock"):
                order.append("second")

        monkeypatch.setattr(locks.sys, "stderr", Stderr())
        thread = Thread(target=second)
        with file_lock(tmp_path / "lock"):
            thread.start()
            assert waiting.wait(timeout=60)
            order.append("first")
        thread.join()
        assert order == [locks.WAITING, "first", "second"]

    def test_is_released_after_an_error(self, tmp_path: Path) -> None:
        for _try in range(2):
            with pytest.raises(ZeroDivisionError), file_lock(tmp_path / "lock"):
                1 / 0  # noqa: B018
