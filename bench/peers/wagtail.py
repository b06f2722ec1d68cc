"""Wagtail from PyPI, in a virtual environment of its own, with the demo reviews as pages."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.servers import VAR, free_port, granian, running

PROJECT = Path(__file__).with_name("wagtail_site")
REQUIREMENTS = PROJECT / "requirements.txt"
VENV = VAR / "wagtail-venv"
PYTHON = VENV / "bin" / "python"


@dataclass(frozen=True, slots=True)
class WagtailReview:
    """``sections`` are pairs of heading and HTML; ``image`` is the path of a file."""

    slug: str
    headline: str
    standfirst: str
    film: str
    critic: str
    sections: list[tuple[str, str]]
    recommendation: str
    score: str
    image: str | None


def install() -> None:
    """Make the virtual environment, unless it has what `REQUIREMENTS` pins."""
    stamp = VENV / "installed"
    wanted = REQUIREMENTS.read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing Wagtail …", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--require-hashes", "--requirement", REQUIREMENTS]
    subprocess.run([*pip, *options], check=True)
    stamp.write_text(wanted)


@contextmanager
def filled_folder(reviews: list[WagtailReview]) -> Iterator[dict[str, str]]:
    """The environment of a site with ``reviews``."""
    install()
    with TemporaryDirectory(prefix="curtain-bench-wagtail-") as folder:
        env = {"WAGTAIL_FOLDER": folder, "DJANGO_SETTINGS_MODULE": "settings"}
        for command in (
            ["manage.py", "migrate", "--verbosity=0"],
            ["manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        ):
            subprocess.run([PYTHON, *command], cwd=PROJECT, env=os.environ | env, check=True)
        pages = json.dumps([asdict(review) for review in reviews]).encode()
        subprocess.run(
            [PYTHON, "fill.py"], cwd=PROJECT, env=os.environ | env, input=pages, check=True
        )
        yield env


@contextmanager
def serving(env: dict[str, str], *, cached: bool) -> Iterator[str]:
    """Serve the site of ``env``, with Django's page cache if ``cached``; yields its origin."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    if cached:
        env = env | {"WAGTAIL_CACHE": "on"}
    command = granian(PYTHON, "wsgi:application", port)
    with running(command, address=f"{origin}/reviews/", env=env, cwd=PROJECT):
        yield origin
