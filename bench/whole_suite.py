"""Runs the tests on servers: `scripts/with-postgres python -m bench.whole_suite [ARGUMENT...]`.

The database is that of DATABASE_URL. The cache is Redis or Valkey, and the pictures are in the
bucket of an object store, moto's server. The arguments are those of pytest. It needs a virtual
environment with requirements-soak.txt. Tests of a disk (`on_disk`) and of a site without a cache
server (`own_cache`) run without that server, and those of SQLite alone (`sqlite`) are left out.
"""

import os
import subprocess
import sys

from bench.load_faults.services import redis_server
from bench.object_store import object_store
from bench.servers import ROOT, stop_servers_when_terminated


def main(arguments: list[str]) -> int:
    stop_servers_when_terminated()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("Run it as: scripts/with-postgres python -m bench.whole_suite")
    with redis_server() as cache, object_store() as store:
        servers = {
            "TEST_CACHE_URL": cache.url.removesuffix("/0"),
            "TEST_STORAGE_URL": store.url,
        }
        command = [sys.executable, "-m", "pytest", "--quiet", *arguments]
        return subprocess.call(command, cwd=ROOT, env=os.environ | servers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
