"""Runs the cases of all areas in processes of their own, and counts what is wrong."""

import faulthandler
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

SHARES = {"parse": 0.40, "redact": 0.34, "convert": 0.22, "move": 0.02, "import": 0.02}
"""The areas with their shares in all cases."""

LONGEST = 60
"""Seconds until a case counts as a crash."""

SMALLEST = 256
"""Characters from which the time of a case says something about its size."""

MOST_REPORTED = 20


@dataclass
class Tally:
    """What became of the cases of one area. ``wrong`` has the number of each case with a fault, and
    the fault. ``slowest`` is the most processor time for a thousand characters."""

    cases: int = 0
    crashes: int = 0
    leaks: int = 0
    others: int = 0
    slowest: float = 0.0
    slowest_case: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.cases += other.cases
        self.crashes += other.crashes
        self.leaks += other.leaks
        self.others += other.others
        self.wrong += other.wrong
        if other.slowest > self.slowest:
            self.slowest, self.slowest_case = other.slowest, other.slowest_case

    @property
    def is_faultless(self) -> bool:
        return not (self.crashes or self.leaks or self.others)


class TooSlow(Exception):
    pass


class _Errors(logging.Handler):
    """Errors that the code under test has caught and logged are crashes, too."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0] if record.exc_info else None
        self.found.append(f"logged: {record.getMessage()} {error.__name__ if error else ''}")


def prepare() -> None:
    """Set Django up with an empty database. Called once in each process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    faulthandler.enable()
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    from config.garbage_collection import configure_garbage_collection

    configure_garbage_collection()
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    root = logging.getLogger()
    root.handlers = [_ERRORS]


_ERRORS = _Errors()


def run(area: str, seed: int, numbers: range) -> Tally:
    """Run these cases of ``area`` in this process."""
    from bench.generated_cases.cases import case_of

    tally = Tally()
    for number in numbers:
        case = case_of(area, seed, number)
        _ERRORS.found.clear()
        tally.cases += 1
        start = time.process_time()
        try:
            with _watched():
                faults = case.run()
        except Exception as error:
            faults = []
            _ERRORS.found.append(f"{type(error).__name__}: {str(error)[:200]}")
        seconds = time.process_time() - start
        tally.crashes += bool(_ERRORS.found)
        tally.leaks += any(fault.startswith("leak") for fault in faults)
        tally.others += any(not fault.startswith("leak") for fault in faults)
        tally.wrong += [(number, fault) for fault in (*_ERRORS.found, *faults)][:3]
        size = len(case.source)
        if size >= SMALLEST and seconds / size * 1000 > tally.slowest:
            # Once more: the machine may have been busy.
            seconds = min(seconds, seconds_of(area, seed, number))
            if seconds / size * 1000 > tally.slowest:
                tally.slowest, tally.slowest_case = seconds / size * 1000, number
    return tally


def seconds_of(area: str, seed: int, number: int) -> float:
    from bench.generated_cases.cases import case_of

    case = case_of(area, seed, number)
    start = time.process_time()
    try:
        case.run()
    except Exception:
        return float("inf")
    return time.process_time() - start


def growth(area: str, part: int, parts: int) -> tuple[float, list[str]]:
    """`worst_growth` in this process."""
    from bench.generated_cases.growth import worst_growth

    return worst_growth(area, part, parts)


@contextmanager
def _watched() -> Iterator[None]:
    """Raises `TooSlow` after `LONGEST` seconds."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"not done after {LONGEST} seconds")

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)
