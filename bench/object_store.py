"""Tries the site with its pictures in a bucket, and prints a table: `python -m bench.object_store`.

The object store is moto's server, a process of its own on 127.0.0.1. It is stopped (SIGSTOP) to see
what the site does while nothing answers. Exits 1 if a row fails. Run by `make soak`, in a virtual
environment with requirements-soak.txt.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import boto3
import django

django.setup()

from bench.servers import ROOT, free_port, running, stop_servers_when_terminated  # noqa: E402
from tests.processes.server import Browser, Site, running_site  # noqa: E402

BUCKET, KEY, SECRET = "pictures", "key", "a/secret"
REVIEWS = ROOT / "demo" / "reviews"

DIGESTS = """
import hashlib, json
from images.orphan_files import storage, stored_files
print(json.dumps({
    file.name: hashlib.sha256(storage().open(file.name).read()).hexdigest()
    for file in stored_files()
}))
"""

COUNTS = """
from images.models import Image
from reviews.models import Review
print(Review.objects.count(), Image.objects.count())
"""


@dataclass(slots=True)
class Store:
    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def url(self) -> str:
        return f"s3://{KEY}:{SECRET.replace('/', '%2F')}@127.0.0.1:{self.port}/{BUCKET}?tls=false"

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It accepts connections, and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def names(self) -> set[str]:
        found = self._client().list_objects_v2(Bucket=BUCKET)
        return {entry["Key"] for entry in found.get("Contents", [])}

    def make_bucket(self) -> None:
        self._client().create_bucket(Bucket=BUCKET)

    def _client(self):  # type: ignore[no-untyped-def]
        return boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )


@contextmanager
def object_store() -> Iterator[Store]:
    """A new store with an empty bucket, until the end of the block."""
    port = free_port()
    command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    address = f"http://127.0.0.1:{port}/moto-api/"
    with running(command, address=address, env={}, quiet=True) as process:
        store = Store(process, port)
        store.make_bucket()
        yield store


def load(site: Site, name: str) -> "subprocess.CompletedProcess[str]":
    return site.manage("import_review", str(REVIEWS / f"{name}.md"), "--publish")


def digests(site: Site) -> dict[str, str]:
    return dict(json.loads(site.shell(DIGESTS)))


def imported(site: Site, store: Store) -> str:
    result = load(site, "alien")
    assert result.returncode == 0, result.stderr
    names = store.names()
    assert names, "the bucket is empty"
    assert not (site.folder / "media").exists(), "there are files in MEDIA_ROOT"
    return f"{len(names)} files in the bucket, none in MEDIA_ROOT"


def served(site: Site, store: Store) -> str:
    stored = digests(site)
    for name, digest in stored.items():
        with urlopen(f"{site.url}/media/{name}") as response:
            assert hashlib.sha256(response.read()).hexdigest() == digest, name
            assert "immutable" in response.headers["Cache-Control"]
    page = Browser(site).get("/reviews/alien/").body
    assert f":{store.port}" not in page, "a page names the object store"
    return f"{len(stored)} files with the same bytes; no page names the store"


def away(site: Site, store: Store) -> str:
    before = site.shell(COUNTS)
    picture = next(iter(store.names()))
    with store.stopped():
        begun = time.monotonic()
        result = load(site, "knives-out")
        seconds = time.monotonic() - begun
        browser = Browser(site)
        page, file, ready = (
            browser.get(path) for path in ("/reviews/alien/", f"/media/{picture}", "/readyz")
        )
    assert result.returncode == 1, result.stdout
    assert "Traceback" not in result.stderr, result.stderr
    assert "cannot be stored" in result.stderr, result.stderr
    assert site.shell(COUNTS) == before, "the import has left rows"
    assert (page.status, file.status, ready.status) == (200, 503, 503), (page, file, ready)
    assert json.loads(ready.body)["checks"]["storage"] != "ok"
    return f"import refused with a sentence after {seconds:.0f} s, page 200, picture 503"


def slow(site: Site, store: Store) -> str:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_review", str(REVIEWS / "knives-out.md")],
        cwd=ROOT,
        env=site.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    known = store.names()
    deadline = time.monotonic() + 120
    while store.names() == known and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    with store.stopped():
        time.sleep(6)
    output, _errors = process.communicate(timeout=300)
    assert process.returncode == 0, output
    return "stopped for 6 s in the middle of an import: imported"


def killed(site: Site, store: Store) -> str:
    known = store.names()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_review", str(REVIEWS / "glass-onion.md")],
        cwd=ROOT,
        env=site.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while len(store.names() - known) < 3 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    left = len(store.names() - known)
    # They are younger than a day. Nothing else runs here that could still use them.
    site.shell(
        "from datetime import timedelta\n"
        "from django.utils import timezone\n"
        "from images.orphan_files import delete_file, orphan_files\n"
        "for file in orphan_files(before=timezone.now() + timedelta(hours=1)):\n"
        "    delete_file(file.name)\n"
    )
    assert store.names() == known, "files of the killed import remain"
    result = load(site, "glass-onion")
    assert result.returncode == 0, result.stderr
    return (
        f"kill -9 in the middle of an import left {left} files, found as orphans; again: imported"
    )


def moved(site: Site, store: Store) -> str:
    file = site.folder / "site.backup"
    made = site.manage("backup", str(file))
    assert made.returncode == 0, made.stderr
    folder = site.folder / "copy"
    folder.mkdir()
    copy = Site(folder, f"sqlite:///{folder / 'site.sqlite3'}")
    assert copy.manage("migrate").returncode == 0
    restored = copy.manage("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert digests(copy) == digests(site)
    return "backup from the bucket, restored to a disk: every file has its SHA-256"


ROWS = {
    "pictures in a bucket": imported,
    "pictures served": served,
    "object store away": away,
    "object store slow": slow,
    "killed while storing": killed,
    "moved to a disk": moved,
}


def main() -> int:
    stop_servers_when_terminated()
    failed = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        object_store() as store,
        running_site(Path(folder), STORAGE_URL=store.url) as site,
    ):
        for name, row in ROWS.items():
            try:
                result = row(site, store)
            except AssertionError as error:
                failed += 1
                result = f"FAILED: {error}"
            print(f"{name:<24} {result}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
