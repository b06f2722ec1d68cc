"""Paths that are kept."""

from django.urls import reverse as django_reverse
from django.urls import set_script_prefix

from pages.paths import reverse


class TestReverse:
    def test_depends_on_the_prefix_of_the_site(self) -> None:
        assert reverse("pages:film", args=["alien"]) == "/films/alien/"
        set_script_prefix("/cinema/")
        try:
            expected = django_reverse("pages:film", args=["alien"])
            assert reverse("pages:film", args=["alien"]) == expected == "/cinema/films/alien/"
        finally:
            set_script_prefix("/")
        assert reverse("pages:film", args=["alien"]) == "/films/alien/"
