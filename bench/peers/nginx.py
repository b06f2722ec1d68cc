"""nginx, which serves the bytes of a page from a file: the limit for this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.servers import WORKERS, free_port, running

CONFIGURATION = """
daemon off;
pid {folder}/pid;
error_log stderr crit;
worker_processes {workers};
events {{ worker_connections 512; }}
http {{
    access_log off;
    default_type text/html;
    charset utf-8;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/pages;
    }}
}}
"""


@contextmanager
def serving(pages: dict[str, bytes]) -> Iterator[str]:
    """Serve ``pages`` under their names; yields the origin."""
    with TemporaryDirectory(prefix="curtain-bench-nginx-") as name:
        folder = Path(name)
        # nginx gives up the rights of root and must still read the files.
        folder.chmod(0o755)
        (folder / "pages").mkdir()
        for page, body in pages.items():
            (folder / "pages" / page).write_bytes(body)
        port = free_port()
        configuration = folder / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(folder=folder, port=port, workers=WORKERS), encoding="utf-8"
        )
        command = ["nginx", "-p", folder, "-c", configuration]
        first = next(iter(pages))
        with running(command, address=f"http://127.0.0.1:{port}/{first}", env={}):
            yield f"http://127.0.0.1:{port}"
