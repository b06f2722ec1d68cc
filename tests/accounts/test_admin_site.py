from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client

from accounts.roles import Role
from tests.factories import AdminFactory, FilmFactory, GenreFactory
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Client:
    return signed_in(AdminFactory())


class TestIndex:
    def test_apps_are_in_the_order_of_an_editors_work(self, root: Client) -> None:
        apps = root.get("/admin/").context["app_list"]
        assert [app["name"] for app in apps] == [
            "Reviews",
            "Publishing",
            "Films",
            "Cast",
            "Image library",
            "Old addresses",
            "Telling others",
            "Readers",
            "Site",
            "Accounts",
            "Second factors",
            "Audit log",
        ]

    def test_second_factors_have_a_plain_name(self, root: Client) -> None:
        [factors] = root.get("/admin/").context["app_list"][-2]["models"]
        assert factors["name"] == "Second factors"

    def test_apps_without_permission_are_missing(self) -> None:
        apps = signed_in(account(Role.CRITIC)).get("/admin/").context["app_list"]
        assert [app["app_label"] for app in apps] == [
            "reviews",
            "films",
            "cast",
            "images",
            "monitoring",
        ]

    def test_unlisted_apps_come_last(self, root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.admin_site.APPS", ["images"])
        apps = root.get("/admin/").context["app_list"]
        assert apps[0]["app_label"] == "images"
        assert len(apps) == 12


class TestListOfApps:
    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The paths of the requests that ask which apps the account may see."""
        found: list[str] = []
        original = admin.AdminSite.get_app_list

        def get_app_list(site: Any, request: Any, app_label: str | None = None) -> Any:
            found.append(request.path)
            return original(site, request, app_label)

        monkeypatch.setattr(admin.AdminSite, "get_app_list", get_app_list)
        return found

    def test_is_looked_up_once_by_a_page_that_shows_it(
        self, root: Client, asked: list[str]
    ) -> None:
        assert root.get("/admin/films/genre/").status_code == 200
        assert asked == ["/admin/films/genre/"]

    def test_is_not_looked_up_by_a_pop_up_or_a_redirection(
        self, root: Client, asked: list[str]
    ) -> None:
        assert root.get("/admin/films/genre/add/?_popup=1").status_code == 200
        assert root.get("/admin/films/genre/999/change/").status_code == 302
        assert asked == []


class TestVersion:
    def test_is_at_the_foot_of_the_front_page_after_the_login_only(self, root: Client) -> None:
        foot = f'<p class="dashboard__version">Curtain {settings.VERSION}</p></footer>'
        assert foot in root.get("/admin/").content.decode()
        assert settings.VERSION not in Client().get("/admin/login/").content.decode()


class TestDeleting:
    def test_rows_of_join_tables_are_not_listed(self, root: Client) -> None:
        film = FilmFactory(title="Ballerina", genres=[GenreFactory()])
        response = root.get(f"/admin/films/film/{film.pk}/delete/")
        assert dict(response.context["model_count"]) == {"films": 1, "film addresses": 1}
        page = response.content.decode()
        assert (page.count("Film_genres"), page.count("Film address: ballerina")) == (0, 1)
