"""nginx with the configuration of deploy/, on free ports and with a certificate of its own."""

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.deploy.programs import ROOT, free_port, running

HOST = "reviews.example.org"

needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="needs nginx and openssl"
)

MAIN = """
user root;
daemon off;
pid {folder}/pid;
error_log stderr warn;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/curtain.conf;
    include {folder}/upstream.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class FrontServer:
    folder: Path
    http: int
    https: int

    @property
    def command(self) -> list[str | Path]:
        return ["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf"]

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        secure: bool = True,
        client: str = "127.0.0.1",
        **headers: str,
    ) -> Answer:
        """The answer to a request for ``path``; ``headers`` as ``x_forwarded_for="…"``.

        ``client`` is the address from which it comes, one of those of this machine.
        """
        source = (client, 0)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection: HTTPConnection
        if secure:
            context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
            context.check_hostname = False
            connection = HTTPSConnection(
                "127.0.0.1", self.https, timeout=60, source_address=source, context=context
            )
        else:
            connection = HTTPConnection("127.0.0.1", self.http, timeout=60, source_address=source)
        try:
            connection.request(method, path, body, {"Host": HOST, "Accept": "text/html"} | sent)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


def configure(folder: Path, *, media: Path, app_port: int, upstream: str = "") -> FrontServer:
    """Write the configuration of deploy/ into ``folder``, with the names of this machine.

    ``upstream`` takes the place of deploy/nginx-upstream.conf. The app is at ``app_port``.
    """
    server = FrontServer(folder, free_port(), free_port())
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for written, here in {
        "listen 80;": f"listen 127.0.0.1:{server.http};",
        "    listen [::]:80;\n": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{server.https} ssl http2;",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/ssl/curtain/": f"{folder}/",
        "/srv/curtain/var/media/": f"{media}/",
    }.items():
        assert written in site, written
        site = site.replace(written, here)
    upstream = upstream or (ROOT / "deploy" / "nginx-upstream.conf").read_text()
    upstream = upstream.replace("server app:8000;", "server 127.0.0.1:8000;")
    assert "server 127.0.0.1:8000;" in upstream
    (folder / "curtain.conf").write_text(site)
    (folder / "upstream.conf").write_text(upstream.replace(":8000;", f":{app_port};"))
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    _certificate(folder)
    return server


def _certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"]
    command += ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={HOST}"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def serving(server: FrontServer) -> Iterator[None]:
    """Run nginx until the end of the block."""
    environment = {"PATH": os.environ["PATH"]}
    with running(server.command, cwd=server.folder, env=environment, port=server.https):
        yield


def failed_logins(front: FrontServer, count: int, *, client: str = "127.0.0.1") -> list[int]:
    """The statuses of logins with a wrong password, each with another forged X-Forwarded-For."""
    form = front.ask("/admin/login/", client=client)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.body.decode())
    assert token
    sent = {
        "cookie": form.headers["Set-Cookie"].partition(";")[0],
        "referer": f"https://{HOST}/admin/login/",
        "content_type": "application/x-www-form-urlencoded",
    }
    body = f"csrfmiddlewaretoken={token[1]}&username=ann&password=wrong".encode()
    answers = []
    for number in range(count):
        forged = f"192.0.2.{number}"
        answer = front.ask(
            "/admin/login/", method="POST", body=body, client=client, x_forwarded_for=forged, **sent
        )
        answers.append(answer.status)
    return answers
