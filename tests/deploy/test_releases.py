"""The version, and the sections of the changelog (docs/releasing.md)."""

import re

from config import __version__
from tests.deploy.programs import ROOT

NUMBER = r"\d+\.\d+\.\d+"


class TestReleases:
    def test_version_is_a_number_of_three_parts(self) -> None:
        assert re.fullmatch(NUMBER, __version__)

    def test_changelog_has_a_dated_section_for_each_release_the_newest_first(self) -> None:
        text = (ROOT / "CHANGELOG.md").read_text()
        first, *released = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert first == "[Unreleased]"
        for heading in released:
            assert re.fullmatch(rf"\[{NUMBER}] - \d{{4}}-\d\d-\d\d", heading), heading
        versions = [tuple(map(int, re.findall(r"\d+", each)[:3])) for each in released]
        assert versions == sorted(versions, reverse=True)
        # The version of the program is the newest release; before the first one, it is that one.
        assert not released or released[0].startswith(f"[{__version__}]")
