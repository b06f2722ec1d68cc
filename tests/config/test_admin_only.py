from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from publishing.editions import publish
from publishing.previews import preview_token
from reviews.models import Review
from tests.factories import (
    AdminFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    ImageFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

NAMED: dict[str, Any] = {"slug": "sample", "key": "story-1", "number": 1}
"""What stands for each parameter of a public address; everything planted is called so."""

COOKIES = {
    "no cookie": "",
    "a session": f"sessionid={'a' * 32}; csrftoken={'b' * 32}",
    "a malformed session": "sessionid=x",
    "a malformed token": "csrftoken=<script>",
    "messages": "messages=bogus",
}


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address below, but those under the admin's."""
    for entry in resolver.url_patterns:
        if f"/{entry.pattern}".startswith(settings.ADMIN_PATH):
            continue
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry} has no name, so that no test can walk to it"
            yield f"{namespace}{entry.name}", entry
        else:
            yield from addresses(entry, f"{entry.namespace}:" if entry.namespace else namespace)


PUBLIC = dict(addresses(get_resolver()))


@pytest.fixture
def image() -> str:
    image = ImageFactory()
    return image.file.name


@pytest.fixture
def review(image: str) -> Review:
    film = FilmFactory(slug="sample")
    FranchiseEntryFactory(franchise=FranchiseFactory(slug="sample"), film=film)
    person = PersonFactory(slug="sample")
    CreditFactory(film=film, person=person)
    CreditFactory(film=FilmFactory(), person=person, is_spoiler=True)
    review = FullReviewFactory(slug="sample", film=film, critic=CriticFactory(slug="sample"))
    publish(review=review)
    return review


def address(name: str, image: str) -> str:
    parameters = PUBLIC[name].pattern.converters
    token = preview_token(Review.objects.get(slug="sample"))
    given = NAMED | {"path": image, "token": token}
    return reverse(name, kwargs={key: given[key] for key in parameters})


class TestPublicAddresses:
    @pytest.mark.parametrize("name", PUBLIC)
    @pytest.mark.parametrize("cookies", COOKIES.values(), ids=COOKIES)
    def test_neither_set_cookies_nor_depend_on_any(
        self, review: Review, image: str, name: str, cookies: str
    ) -> None:
        client = Client(headers={"cookie": cookies} if cookies else {})
        response = client.get(address(name, image))
        response.getvalue()
        # Pages are found; the site's icon is elsewhere.
        assert response.status_code in (200, 302)
        assert response.cookies == {}
        assert "cookie" not in response.headers.get("Vary", "").lower()

    @pytest.mark.parametrize("name", PUBLIC)
    def test_are_the_same_to_somebody_signed_in(
        self, review: Review, image: str, name: str
    ) -> None:
        client = Client()
        client.force_login(AdminFactory())
        # As a browser would that had kept an old cookie of the whole site.
        client.cookies["sessionid"]["path"] = "/"
        place = address(name, image)
        mine, anybodys = (
            (response.status_code, response.getvalue(), response.headers)
            for response in (visitor.get(place) for visitor in (client, Client()))
        )
        assert mine == anybodys

    @pytest.mark.parametrize("name", PUBLIC)
    def test_take_nothing_so_that_they_need_no_token(
        self, review: Review, image: str, name: str
    ) -> None:
        assert Client(enforce_csrf_checks=True).post(address(name, image)).status_code == 405

    def test_are_left_alone_by_the_admin_at_their_beginning_only(self, client: Client) -> None:
        assert client.get("/administration/").cookies == {}
        assert "csrftoken" in client.get("/admin/login/").cookies


class TestTheAdmin:
    def test_keeps_its_cookies_to_itself(self) -> None:
        AdminFactory(username="chief")
        client = Client()
        response = client.post(
            "/admin/login/?next=/admin/", {"username": "chief", "password": "the velvet curtain"}
        )
        assert response.status_code == 302
        assert {
            name: (cookie["path"], cookie["samesite"], bool(cookie["httponly"]))
            for name, cookie in response.cookies.items()
        } == {"sessionid": ("/admin/", "Lax", True), "csrftoken": ("/admin/", "Lax", True)}
        assert response.cookies["sessionid"]["max-age"] == 12 * 60 * 60

    def test_signs_nobody_out_who_goes_on_writing(self) -> None:
        client = Client()
        client.force_login(AdminFactory())
        assert client.get("/admin/").cookies["sessionid"]["max-age"] == 12 * 60 * 60

    @pytest.mark.parametrize(("mode", "kept"), [("navigate", True), ("cors", False)])
    def test_saves_no_session_for_what_a_script_asks_for(self, mode: str, kept: bool) -> None:
        """Or it would undo what a form posted meanwhile has put into it."""
        client = Client(headers={"Sec-Fetch-Mode": mode})
        client.force_login(AdminFactory())
        response = client.get("/admin/")
        assert ("sessionid" in response.cookies, response["Vary"]) == (
            kept,
            "Cookie, Accept-Encoding",
        )

    def test_keeps_its_messages_in_the_session(self) -> None:
        client = Client()
        client.force_login(AdminFactory())
        response = client.post("/admin/films/genre/add/", {"name": "Noir", "slug": "noir"})
        assert response.status_code == 302
        assert set(response.cookies) == {"sessionid"}
        assert b"Noir" in client.get("/admin/").content

    def test_takes_no_form_without_its_token(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(AdminFactory())
        response = client.post("/admin/films/genre/add/", {"name": "Noir", "slug": "noir"})
        assert response.status_code == 403
        assert b"This form is too old." in response.content

    def test_has_its_address_from_one_setting(self) -> None:
        assert reverse("admin:index") == settings.ADMIN_PATH
