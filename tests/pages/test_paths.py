"""Paths that are kept."""

from typing import Any

import pytest
from django.urls import NoReverseMatch, set_script_prefix
from django.urls import reverse as django_reverse

from pages.paths import one_script_prefix, reverse


class TestReverse:
    def test_reads_the_prefix_of_a_request_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        prefixes = iter(["/"])
        monkeypatch.setattr("pages.paths.get_script_prefix", lambda: next(prefixes))
        with one_script_prefix():
            assert reverse("pages:film", args=["alien"]) == "/films/alien/"
            assert reverse("pages:film", args=["aliens"]) == "/films/aliens/"
        with pytest.raises(StopIteration):
            reverse("pages:film", args=["alien"])

    def test_depends_on_the_prefix_of_the_site(self) -> None:
        assert reverse("pages:film", args=["alien"]) == "/films/alien/"
        set_script_prefix("/cinema/")
        try:
            expected = django_reverse("pages:film", args=["alien"])
            assert reverse("pages:film", args=["alien"]) == expected == "/cinema/films/alien/"
        finally:
            set_script_prefix("/")
        assert reverse("pages:film", args=["alien"]) == "/films/alien/"

    @pytest.mark.parametrize(
        ("name", "args"),
        [
            ("home", []),
            ("film", ["alien"]),
            ("film", ["argument-1"]),
            ("curtain", ["alien", 12, "opening-1-1"]),
            ("revealed_one", ["alien", "argument-1", "0123456789ab"]),
            ("feed", ["atom"]),
            ("critic_feed", ["a-critic", "json"]),
            ("preview", ["1.1xXOaW.wlVrXL_Zr-7d"]),
        ],
    )
    def test_is_that_of_django(self, name: str, args: list[Any]) -> None:
        expected = django_reverse(f"pages:{name}", args=args)
        found = [reverse(f"pages:{name}", args=args) for _time in ("first", "kept")]
        assert found == [expected, expected]

    @pytest.mark.parametrize(
        ("name", "args"),
        [
            ("no_such", []),
            ("film", []),
            ("film", ["a slug"]),
            ("feed", ["doc"]),
            ("curtain", ["alien", "first", "opening-1-1"]),
        ],
    )
    def test_refuses_what_django_refuses(self, name: str, args: list[Any]) -> None:
        reverse("pages:curtain", args=["alien", 1, "opening-1-1"])
        with pytest.raises(NoReverseMatch):
            reverse(f"pages:{name}", args=args)
