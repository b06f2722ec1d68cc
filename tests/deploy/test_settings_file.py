"""deploy/curtain.env explains the settings that the code reads, which README.md lists."""

import re
import runpy

import pytest

from config.settings import BASE_DIR

READ = re.compile(r'environment\.\w+\(\s*"([A-Z_]+)"')
ASSIGNED = re.compile(r"^#?([A-Z_]+)=(.*)$", re.MULTILINE)


def names_in_code() -> set[str]:
    return set(READ.findall((BASE_DIR / "config" / "settings.py").read_text()))


def assignments() -> dict[str, str]:
    """Name and value of each variable in the file."""
    return dict(ASSIGNED.findall((BASE_DIR / "deploy" / "curtain.env").read_text()))


class TestSettingsFile:
    def test_has_exactly_the_settings_that_the_code_reads(self) -> None:
        assert sorted(assignments()) == sorted(names_in_code())

    def test_readme_lists_the_same(self) -> None:
        readme = (BASE_DIR / "README.md").read_text()
        rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", readme, re.MULTILINE)
        assert sorted(re.findall("[A-Z_]+", " ".join(rows))) == sorted(names_in_code())

    def test_each_is_explained(self) -> None:
        """A comment is above it, or above the one before it."""
        lines = (BASE_DIR / "deploy" / "curtain.env").read_text().splitlines()
        unexplained = [
            line
            for before, above, line in zip(lines, lines[1:], lines[2:], strict=False)
            if ASSIGNED.match(line)
            and not above.startswith("# ")
            and not (ASSIGNED.match(above) and before.startswith("# "))
        ]
        assert unexplained == []

    def test_its_values_are_valid(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also those in comments, which somebody may turn on."""
        for name, value in assignments().items():
            # Folders that are not here, and a bucket, which needs more packages.
            if not name.endswith("_DIR") and name != "STORAGE_URL":
                monkeypatch.setenv(name, value)
        monkeypatch.setenv("SECRET_KEY", "a-key")
        settings = runpy.run_path(str(BASE_DIR / "config" / "settings.py"))
        assert settings["DEBUG"] is False
        assert settings["TRUSTED_PROXIES"] == 1
