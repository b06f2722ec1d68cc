"""What an editor typed is kept when the session or the CSRF token is not that of the form."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from films.models import Genre
from tests.factories import AdminFactory
from tests.faults import KeptForm

pytestmark = pytest.mark.django_db

ADD = "/admin/films/genre/add/"
HERE = {"accept": "text/html", "origin": "http://testserver"}
NOIR = {"name": 'Noir & "more"', "slug": "noir", "_save": "Save"}


@pytest.fixture
def chief() -> User:
    return AdminFactory(username="chief")


@pytest.fixture
def client(chief: User) -> Client:
    client = Client(enforce_csrf_checks=True, headers=HERE)
    client.force_login(chief)
    return client


def token(client: Client) -> str:
    page = client.get("/admin/password_change/").text
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


class TestALostSession:
    def test_keeps_the_form_until_it_is_sent_after_a_login(
        self, client: Client, chief: User
    ) -> None:
        form = NOIR | {"csrfmiddlewaretoken": token(client)}
        client.session.flush()
        response = client.post(f"{ADD}?_popup=1", form)
        assert (response.status_code, "You are logged out." in response.text) == (403, True)
        kept = KeptForm(response.text)
        assert kept.action == f"{ADD}?_popup=1"
        assert kept.fields[1:] == [*NOIR.items()]

        client.force_login(chief)
        response = client.post(ADD, dict(kept.fields))
        if response.status_code == 403:  # the login has changed the token
            response = client.post(ADD, dict(KeptForm(response.text).fields))
        assert response.status_code == 302
        assert Genre.objects.get().name == NOIR["name"]

    def test_names_files_and_repeats_no_password(self, client: Client) -> None:
        form = {
            "csrfmiddlewaretoken": token(client),
            "alt": "A duel",
            "password1": "the velvet curtain",
            "upload": SimpleUploadedFile("duel.png", b"x", "image/png"),
        }
        client.session.flush()
        response = client.post("/admin/images/image/add/", form)
        assert "Choose them again afterwards: duel.png" in response.text
        assert "the velvet curtain" not in response.text
        assert KeptForm(response.text).fields[1:] == [("alt", "A duel")]

    @pytest.mark.parametrize("address", [ADD, "/admin/logout/", "/admin/login/"])
    def test_without_anything_to_keep_is_a_login(self, client: Client, address: str) -> None:
        form = {"csrfmiddlewaretoken": token(client)}
        client.session.flush()
        response = client.post(address, form)
        assert (response.status_code, "Not saved yet" in response.text) in [
            (302, False),
            (200, False),
        ]


class TestAnOutdatedToken:
    def test_keeps_the_form_until_it_is_sent_again(self, client: Client) -> None:
        client.get(ADD)
        response = client.post(ADD, NOIR | {"csrfmiddlewaretoken": "x" * 64})
        assert response.status_code == 403
        assert "opened before you last logged in" in response.text
        kept = KeptForm(response.text)
        assert kept.fields[1:] == [*NOIR.items()]
        assert client.post(ADD, dict(kept.fields)).status_code == 302
        assert Genre.objects.get().slug == "noir"

    @pytest.mark.parametrize(
        "headers",
        [
            {"accept": "text/html", "origin": "https://evil.example"},
            {"accept": "text/html", "origin": "null", "sec-fetch-site": "cross-site"},
            {"accept": "text/html", "origin": ""},
            {"accept": "*/*", "origin": "http://testserver"},
        ],
    )
    def test_of_another_site_or_a_script_keeps_nothing(
        self, client: Client, headers: dict[str, str]
    ) -> None:
        """One press of the button would send what another site has filled in."""
        client.get(ADD)
        response = client.post(ADD, NOIR, headers=headers)
        assert (response.status_code, "Noir" in response.text) == (403, False)


def test_an_error_of_the_server_keeps_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    form = NOIR | {"csrfmiddlewaretoken": token(client)}
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(Genre, "save", fail)
        response = client.post(ADD, form)
    assert response.status_code == 500
    kept = KeptForm(response.text)
    assert set(kept.fields) == set(form.items())
    assert client.post(kept.action, dict(kept.fields)).status_code == 302
