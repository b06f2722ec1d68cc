"""A site with one review, as nginx and Varnish are put in front of it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.programs import ROOT, free_port, running


@dataclass(frozen=True, slots=True)
class Site:
    home: Path
    environment: dict[str, str]
    port: int

    @property
    def media(self) -> Path:
        return self.home / "var" / "media"

    def publish(self, headline: str) -> None:
        """Publish the review of "Alien" under this headline."""
        # Beside the pictures that it names.
        review = self.home / "reviews" / "alien.md"
        shutil.copytree(ROOT / "demo" / "reviews", review.parent, dirs_exist_ok=True)
        text = re.sub(r"^headline: .+$", f"headline: {headline}", review.read_text(), flags=re.M)
        # Now, and not at its moment, which a second edition cannot have.
        review.write_text(re.sub(r"^publish_at: .+\n", "", text, flags=re.M))
        done = subprocess.run(
            [*MANAGE, "import_review", "--publish", "--update", review],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


MANAGE = [sys.executable, ROOT / "manage.py"]


@contextmanager
def site_with_a_review(home: Path, **settings: str) -> Iterator[Site]:
    """Serve https://reviews.example.org/ with `manage.py run`. Its data is in ``home``."""
    environment = {
        "PATH": os.environ["PATH"],
        "CURTAIN_HOME": str(home),
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "SITE_URL": "https://reviews.example.org",
        "SECURE_SSL_REDIRECT": "true",
        **settings,
    }
    (home / "var").mkdir()
    site = Site(home, environment, free_port())
    command = [*MANAGE, "run", f"--port={site.port}"]
    address = f"http://127.0.0.1:{site.port}/readyz"
    with running(command, cwd=home, env=environment, address=address):
        site.publish("Seven at Supper")
        yield site
