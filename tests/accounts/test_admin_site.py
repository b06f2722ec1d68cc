import pytest
from django.conf import settings
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
