"""Tries the faults and prints a table: `python -m bench.faults [NAME…]`.

Each fault is a row: its name, what was done, and what was lost. After each, all that the site has
is read and compared (`bench.faults.integrity`). Exits 1 if a row fails. On SQLite, or with
DATABASE_URL on PostgreSQL; `scripts/soak` does both. Those that need a disk of their own are for
root.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from subprocess import SubprocessError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from psycopg import Error

django.setup()

from bench.faults import database_faults, disk_faults, killed_commands, killed_servers  # noqa: E402, F401
from bench.faults.case import FAULTS, Bench, Case, NotTried, copy_of  # noqa: E402
from bench.servers import stop_servers_when_terminated  # noqa: E402
from tests.processes.server import new_site  # noqa: E402

MOST_SHOWN = 400
"""Characters of what has failed."""


def run(name: str, bench: Bench) -> str:
    """The sentence of the row: nothing, or what went wrong."""
    try:
        found = FAULTS[name][1](bench)
    except NotTried as reason:
        return f"not tried: {reason}"
    except (AssertionError, OSError, SubprocessError, Error) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        return f"FAILED: {lines[-1][:MOST_SHOWN]}"
    return f"nothing ({found})" if found else "nothing"


def main(names: list[str]) -> int:
    stop_servers_when_terminated()
    unknown = set(names) - FAULTS.keys()
    if unknown:
        sys.exit(f"No such fault: {', '.join(sorted(unknown))}. There are: {', '.join(FAULTS)}.")
    failed = 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        # For the server of PostgreSQL, whose data one of them puts there.
        folder.chmod(0o755)
        (folder / "empty").mkdir()
        (folder / "case").mkdir()
        with new_site(folder / "empty") as empty:
            migrated = empty.manage("migrate")
            assert migrated.returncode == 0, migrated.stderr
            with copy_of(empty, folder / "case") as site:
                case = Case(site)
                case.set_up()
                bench = Bench(folder, empty, case)
                print(f"{'fault':<36} {'what was done':<98} lost", flush=True)
                for name in names or FAULTS:
                    at = time.monotonic()
                    result = run(name, bench)
                    case.kill_server()
                    failed += result.startswith("FAILED")
                    seconds = f"{time.monotonic() - at:.0f} s"
                    print(f"{name:<36} {FAULTS[name][0]:<98} {result}, {seconds}", flush=True)
    print(f"{time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
