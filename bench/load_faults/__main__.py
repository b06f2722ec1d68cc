"""Tries faults of services and load, and prints a table: fault, what was done, result.

Exits 1 if a row fails. Run by `make soak`; takes about 18 minutes. With names of rows as arguments,
tries only these. ``LOAD_SECONDS`` shortens the load of ten minutes.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from bench.load_faults import (  # noqa: E402, F401
    cache_rows,
    clock_rows,
    database_rows,
    load_rows,
    open_files_rows,
)
from bench.load_faults.rows import AFTER, ROWS  # noqa: E402
from bench.load_faults.sites import LOG  # noqa: E402
from bench.servers import stop_servers_when_terminated  # noqa: E402


def main(names: list[str]) -> int:
    stop_servers_when_terminated()
    if unknown := [name for name in names if name not in ROWS]:
        sys.exit(f"There is no row “{unknown[0]}”. The rows are: {', '.join(ROWS)}.")
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text("")
    failed = 0
    print("| fault | what was done | result |\n| --- | --- | --- |", flush=True)
    with AFTER:
        for name in names or ROWS:
            done, function = ROWS[name]
            try:
                result = function()
            # Any error counts for this row only: the rows after it are still tried.
            except Exception as error:
                failed += 1
                said = str(error).strip().rpartition("\n")[2]
                result = f"FAILED: {type(error).__name__} {said}"
            print(f"| {name} | {done} | {result} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
