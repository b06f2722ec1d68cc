"""Runs programs that read a page or a printed page: w3m, Readability, pdftotext."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
READER_MODE = ROOT / "tests" / "reader_mode" / "read.cjs"
MODULES = ROOT / "var" / "reader_mode" / "node_modules"


def text_browser(html: bytes) -> str:
    """The text that w3m shows."""
    return _run("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", given=html)


def reader_mode(pages: list[str]) -> list[dict[str, Any] | None]:
    """The article that Mozilla's Readability finds in each page, or None."""
    assert MODULES.is_dir(), "Reader mode is not installed: run scripts/reader-mode."
    said = _run("node", str(READER_MODE), given=json.dumps(pages).encode(), NODE_PATH=str(MODULES))
    articles: list[dict[str, Any] | None] = json.loads(said)
    return articles


def printed(pdf: bytes) -> str:
    """The text of a PDF, without its title and bookmarks."""
    return _run("pdftotext", "-", "-", given=pdf)


def _run(program: str, *arguments: str, given: bytes, **environment: str) -> str:
    package = {"node": "nodejs", "pdftotext": "poppler-utils"}.get(program, program)
    assert shutil.which(program), f"{program} is missing (Debian: apt install {package})."
    done = subprocess.run(
        [program, *arguments],
        input=given,
        capture_output=True,
        env=os.environ | environment,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
