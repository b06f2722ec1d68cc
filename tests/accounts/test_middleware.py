from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from editions.preview_tokens import preview_token
from editions.publishing import publish, withdraw
from reviews.models import Review
from tests.factories import (
    AdminFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

NAMED: dict[str, Any] = {
    "slug": "sample",
    "key": "story-1",
    "number": 1,
    "format": "atom",
    "section": "reviews",
}
"""What stands for each parameter of a public address; everything planted is called so."""

COOKIES = {
    "no cookie": "",
    "a session": f"sessionid={'a' * 32}; csrftoken={'b' * 32}",
    "a malformed session": "sessionid=x",
    "a malformed token": "csrftoken=<script>",
    "messages": "messages=bogus",
}


def sent(cookies: str, **options: Any) -> Client:
    """A browser that sends those of `COOKIES`."""
    return Client(headers={"cookie": COOKIES[cookies]} if COOKIES[cookies] else {}, **options)


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


@pytest.fixture(scope="module")
def image(module_db: Path) -> str:
    image = ImageFactory()
    return image.file.name


@pytest.fixture(scope="module")
def review(image: str) -> Review:
    film = FilmFactory(slug="old", genres=[GenreFactory(slug="sample")])
    film.slug = "sample"
    film.save()
    FranchiseEntryFactory(franchise=FranchiseFactory(slug="sample"), film=film)
    person = PersonFactory(slug="sample")
    CreditFactory(film=film, person=person)
    CreditFactory(film=FilmFactory(), person=person, is_spoiler=True)
    review = FullReviewFactory(slug="sample", film=film, critic=CriticFactory(slug="sample"))
    publish(review=review)
    gone = FullReviewFactory(slug="gone")
    publish(review=gone)
    withdraw(review=gone)
    return review


def address(name: str, image: str) -> str:
    parameters = PUBLIC[name].pattern.converters
    token = preview_token(Review.objects.get(slug="sample"))
    given = NAMED | {"path": image, "token": token}
    return reverse(name, kwargs={key: given[key] for key in parameters})


class TestPublicAddresses:
    @pytest.mark.parametrize("name", PUBLIC)
    def test_neither_set_cookies_nor_depend_on_any(
        self, review: Review, image: str, name: str
    ) -> None:
        place = address(name, image)
        for cookies in COOKIES:
            response = sent(cookies).get(place)
            response.getvalue()
            # Pages are found; the site's icon is elsewhere.
            assert (cookies, response.status_code in (200, 302)) == (cookies, True)
            assert (cookies, response.cookies) == (cookies, {})
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


class TestWhatStandsInThePlaceOfAPage:
    """Redirects and refusals of every kind set no cookie either, whatever came along."""

    PLACES = {
        "redirect": ("get", "/reviews/sample", 301),
        "retired": ("get", "/films/old/", 301),
        "bad host": ("get", "/reviews/sample/", 400),
        "nowhere": ("get", "/nowhere/", 404),
        "post nowhere": ("post", "/nowhere/", 404),
        "no film": ("get", "/films/nobody/", 404),
        "no curtain": ("get", "/reviews/sample/editions/1/curtains/none/", 404),
        "no picture": ("get", "/media/images/none.png", 404),
        "no preview": ("get", "/preview/1.abc.def/", 404),
        "not taken": ("post", "/reviews/sample/", 405),
        "gone": ("get", "/reviews/gone/", 410),
        "gone, revealed": ("get", "/reviews/gone/revealed/", 410),
        "broken": ("get", "/reviews/sample/", 500),
    }

    @pytest.mark.parametrize("what", PLACES)
    def test_sets_no_cookie_and_depends_on_none(
        self, review: Review, monkeypatch: pytest.MonkeyPatch, what: str
    ) -> None:
        method, place, status = self.PLACES[what]
        if what == "broken":
            monkeypatch.setattr("editions.models.EditionQuerySet.live", lambda self: 1 / 0)
        headers = {"host": "evil.example"} if what == "bad host" else {}
        for cookies in COOKIES:
            client = sent(cookies, raise_request_exception=False)
            response = getattr(client, method)(place, headers=headers)
            response.getvalue()
            got = (cookies, response.status_code, response.cookies)
            assert got == (cookies, status, {})
            assert "cookie" not in response.headers.get("Vary", "").lower()


class TestTheAdmin:
    @pytest.mark.parametrize("cookies", COOKIES)
    @pytest.mark.parametrize(
        ("method", "place", "status"),
        [
            ("get", "", 302),
            ("get", "login/", 200),
            ("post", "login/", 403),
            ("get", "nowhere/", 302),
            ("get", "markdownx/upload/", 403),
            ("get", "preview/1.abc.def/", 302),
        ],
    )
    def test_sets_cookies_for_its_own_address_alone(
        self, method: str, place: str, status: int, cookies: str
    ) -> None:
        response = getattr(sent(cookies, enforce_csrf_checks=True), method)(f"/admin/{place}")
        assert response.status_code == status
        # One that is taken away again has its path, too.
        assert {cookie["path"] for cookie in response.cookies.values()} <= {"/admin/"}

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
