"""The wheel: what is in it, and whether a site runs from it."""

import os
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from config import __version__
from tests.deploy.programs import ROOT, free_port, install, running, uv

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = set(PROJECT["tool"]["importlinter"]["root_packages"])
FOLDERS = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--wheel", "--out-dir", folder, ROOT)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def curtain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed with the pinned packages."""
    return install(wheel, tmp_path_factory.mktemp("venv"))


class TestContent:
    def test_is_every_package_with_templates_static_files_and_translations(self) -> None:
        assert PACKAGES | {"templates", "static", "locale"} == FOLDERS

    def test_no_dependency_has_a_package_of_the_same_name(self) -> None:
        installed = Path(sysconfig.get_path("purelib"))
        taken = [
            path.name
            for name in FOLDERS
            for path in (installed / name, installed / f"{name}.py")
            if path.exists()
        ]
        assert taken == []

    def test_no_package_has_the_name_of_a_module_of_python(self) -> None:
        assert PACKAGES & sys.stdlib_module_names == set()

    @pytest.mark.soak
    def test_has_the_packages_for_an_object_store_as_an_extra(self, wheel: Path) -> None:
        with ZipFile(wheel) as files:
            (name,) = (each for each in files.namelist() if each.endswith(".dist-info/METADATA"))
            metadata = files.read(name).decode()
        assert "Requires-Dist: django-storages; extra == 's3'\n" in metadata

    @pytest.mark.soak
    def test_is_what_git_knows(self, wheel: Path) -> None:
        command = ["git", "-C", ROOT, "ls-files", *sorted(FOLDERS)]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        known = {name for name in listed.splitlines() if not name.endswith(".po")}
        packed = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
        assert packed == known


@pytest.mark.soak
class TestSite:
    def test_from_an_empty_folder_to_a_restored_backup(self, curtain: Path, tmp_path: Path) -> None:
        def environment(home: str) -> dict[str, str]:
            return {"PATH": os.environ["PATH"], "CURTAIN_HOME": str(tmp_path / home)}

        def run(home: str, *arguments: str | Path) -> str:
            done = subprocess.run(
                [curtain, *arguments],
                cwd=tmp_path,
                env=environment(home),
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        port = free_port()
        site = f"http://127.0.0.1:{port}"
        assert run("site", "--version") == f"Curtain {__version__}\n"
        command = [curtain, "run", f"--port={port}"]
        with running(command, cwd=tmp_path, env=environment("site"), address=f"{site}/readyz"):
            run("site", "import", "--publish", ROOT / "demo" / "reviews" / "alien.md")
            with urlopen(f"{site}/reviews/alien/") as page:
                assert "Seven at Supper" in page.read().decode()
            run("site", "backup", tmp_path / "site.backup")

        run("copy", "migrate", "--verbosity=0")
        assert run("copy", "restore", tmp_path / "site.backup").startswith("Restored: ")
        run("copy", "collectstatic", "--no-input", "--verbosity=0")
        run("copy", "check", "--deploy")
        command.append("--no-setup")
        with (
            running(command, cwd=tmp_path, env=environment("copy"), address=f"{site}/readyz"),
            urlopen(f"{site}/reviews/alien/") as page,
        ):
            assert "Seven at Supper" in page.read().decode()
