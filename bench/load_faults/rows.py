"""The rows of the table: each fault, what is done, and the function that tries it."""

from collections.abc import Callable
from contextlib import ExitStack

AFTER = ExitStack()
"""Stops what several rows use together."""

Row = Callable[[], str]
"""Returns the result in words. Raises AssertionError if something is lost or wrong."""

ROWS: dict[str, tuple[str, Row]] = {}
"""By name: what is done, and the function."""


def row(name: str, done: str) -> Callable[[Row], Row]:
    def add(function: Row) -> Row:
        ROWS[name] = (done, function)
        return function

    return add


def nothing_wrong(*people: object) -> None:
    """Raises AssertionError with the problems that readers and editors had."""
    problems = [problem for each in people for problem in each.problems]  # type: ignore[attr-defined]
    assert not problems, f"{len(problems)} problems: {problems[:4]}"
