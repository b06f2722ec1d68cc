"""Upgrades two servers one by one, behind nginx and on one PostgreSQL, while people work.

`python -m bench.rolling_upgrade REVISION` takes the program of a git revision as the former
version, and this one as the next. It follows docs/operations.md and prints a table of what readers
and editors got in each step. Exits 1 if one of them got an error, or an acknowledged save is lost:
then the migrations are not such that the two versions can work together (decision 62).
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from bench.load_faults.editors import Editor, Publisher, Writer  # noqa: E402
from bench.load_faults.readers import Readers, at_work  # noqa: E402
from bench.load_faults.services import postgresql, wait_until  # noqa: E402
from bench.load_faults.sites import TEXT, new_site, prepare, set_up  # noqa: E402
from bench.servers import ROOT, free_port, stop_servers_when_terminated  # noqa: E402
from tests.processes.server import Browser, Site  # noqa: E402

EDITORS = 3
"""The first of them also publishes."""
STEP_SECONDS = 12.0
DRAIN_SECONDS = 3.0
PAGES = (
    "/",
    "/reviews/",
    "/reviews/review-0/",
    "/films/shared/",
    "/feeds/reviews.atom",
    "/search/?q=the",
)

MAIN = """
user root;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/upstream.conf;
    include {folder}/curtain.conf;
}}
"""


class Nginx:
    """deploy/nginx.conf without TLS, in front of the servers at ``ports``."""

    def __init__(self, folder: Path, ports: list[int]) -> None:
        self.folder = folder
        self.port = free_port()
        site = (ROOT / "deploy" / "nginx.conf").read_text()
        site = site[site.index("server {", site.index("return 301")) :]
        site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port};")
        site = re.sub(r"^ *(?:listen \[|ssl_).*\n", "", site, flags=re.MULTILINE)
        site = site.replace("$host;", "$http_host;").replace(
            "/srv/curtain/var/media", f"{folder}/media"
        )
        (folder / "curtain.conf").write_text(site)
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
        self.balance(ports)
        command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.process = subprocess.Popen(command)

    def balance(self, ports: list[int]) -> None:
        upstream = (ROOT / "deploy" / "nginx-upstream.conf").read_text()
        lines = "\n    ".join(f"server 127.0.0.1:{port};" for port in ports)
        (self.folder / "upstream.conf").write_text(
            upstream.replace("server 127.0.0.1:8000;", lines)
        )

    def reload(self, ports: list[int]) -> None:
        """Requests that have begun are still answered by the servers that are taken out."""
        self.balance(ports)
        self.process.send_signal(1)
        time.sleep(DRAIN_SECONDS)


@dataclass
class Styled(Readers):
    """Readers who also load the styles of each page."""

    files: Counter[int] = field(default_factory=Counter)

    def read(self, path: str, *, is_repeated: bool = False) -> None:
        super().read(path, is_repeated=is_repeated)
        if path != "/":
            return
        front = Browser(Site(Path(), "", port=self.port))
        page = front.get(path).body
        for link in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page):
            self.files[front.get(link).status] += 1


@dataclass
class Trial:
    """Two servers behind nginx, and the people. Each step is a row of the table."""

    nginx: Nginx
    readers: Styled
    writers: list[Writer]
    seen: Counter[str] = field(default_factory=Counter)

    def step(self, name: str, action: Callable[[], object] | None = None) -> None:
        """Do ``action``, then let people work for `STEP_SECONDS`, and print what they got."""
        if action:
            action()
        time.sleep(STEP_SECONDS)
        now = Counter({f"page {status}": count for status, count in self.readers.counts.items()})
        now.update({f"style {status}": count for status, count in self.readers.files.items()})
        for writer in self.writers:
            now.update(writer.counts)
            now["acknowledged"] += len(writer.acknowledged)
        since, self.seen = now - self.seen, now
        said = ", ".join(f"{what}: {count}" for what, count in sorted(since.items()))
        print(f"| {name} | {said} |", flush=True)


def program_of(revision: str, folder: Path) -> Path:
    """The files of ``revision``, in a folder of their own."""
    target = folder / "former"
    target.mkdir()
    archive = subprocess.run(
        ["git", "archive", "--format=tar", revision], cwd=ROOT, check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive, check=True)
    return target


def upgrade(revision: str, folder: Path, database_url: str) -> list[str]:
    """Returns what went wrong."""
    former = program_of(revision, folder)
    media = str(folder / "media")
    sites = []
    for name in ("a", "b"):
        (folder / name).mkdir()
        sites.append(new_site(folder / name, database_url, root=former, MEDIA_ROOT=media))
    reviews = set_up(sites[0], editors=EDITORS)
    prepare(sites[1])
    ports = [site.port for site in sites]
    nginx = Nginx(folder, ports)
    front = Site(folder, "", port=nginx.port)
    try:
        for site in sites:
            site.settings["SITE_URL"] = front.url
            site.start()
        writers = []
        for number, review in enumerate(reviews):
            editor = Editor(front, f"editor{number}")
            editor.sign_in()
            path = f"/admin/reviews/review/{review}/change/"
            writers.append((Writer if number else Publisher)(editor, path, gives_up=8))
        readers = Styled(nginx.port, PAGES)
        trial = Trial(nginx, readers, writers)
        print(
            f"| step, from {revision} | what readers and editors got |\n| --- | --- |", flush=True
        )
        with at_work(readers, *writers):
            trial.step("both servers with the former version")
            trial.step("migrated by the next version", lambda: migrate(folder, database_url))
            for number, site in enumerate(sites, 1):
                others = [port for port in ports if port != site.port]
                trial.step(f"server {number} taken out", partial(nginx.reload, others))
                back = partial(replace, site, nginx, ports)
                trial.step(f"server {number} upgraded, and back", back)
        stored = set(sites[0].shell(TEXT).split())
        lost = [word for each in writers for word in each.acknowledged if word not in stored]
        said = [f"readers: {problem}" for problem in readers.problems]
        said += [f"editors: {problem}" for each in writers for problem in each.problems]
        return said + [f"acknowledged and lost: {word}" for word in lost]
    finally:
        for site in sites:
            site.stop()
        nginx.process.terminate()
        nginx.process.wait()


def migrate(folder: Path, database_url: str) -> None:
    """With the next version, from a place that serves nobody."""
    home = folder / "next"
    home.mkdir()
    prepare(new_site(home, database_url, MEDIA_ROOT=str(folder / "media")))


def replace(site: Site, nginx: Nginx, ports: list[int]) -> None:
    site.stop()
    site.root = ROOT
    prepare(site)
    site.start()
    wait_until(lambda: Browser(site).get("/readyz").status == 200)
    nginx.reload(ports)


def main(arguments: list[str]) -> int:
    stop_servers_when_terminated()
    if len(arguments) != 1:
        sys.exit("usage: python -m bench.rolling_upgrade REVISION")
    with tempfile.TemporaryDirectory(prefix="curtain-upgrade-") as name, postgresql() as server:
        wrong = upgrade(arguments[0], Path(name), server.url)
    for problem, count in Counter(wrong).items():
        print(f"{count} × {problem}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
