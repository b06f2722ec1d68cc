from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from editions.preview_tokens import preview_token
from editions.publishing import publish, withdraw
from images.models import Image
from pages.site import DIGEST
from reviews.models import Review
from site_settings.models import SitePage, SiteSettings
from tests.curtain_urls import checksums
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

PARAMETERS: dict[str, Any] = {
    "slug": "sample",
    "key": "story-1",
    "number": 1,
    "format": "atom",
    "section": "reviews",
    "size": 32,
}
"""The value of each parameter of a public URL. All fixtures use these names."""

QUERIES = {"pages:oembed": "?url=http://127.0.0.1:8000/reviews/sample/"}
"""The queries without which a public URL answers with an error."""

COOKIES = {
    "no cookie": "",
    "a session": f"sessionid={'a' * 32}; csrftoken={'b' * 32}",
    "a malformed session": "sessionid=x",
    "a malformed token": "csrftoken=<script>",
    "messages": "messages=bogus",
}


def client_with(cookies: str, **options: Any) -> Client:
    """A client that sends these cookies."""
    return Client(headers={"cookie": COOKIES[cookies]} if COOKIES[cookies] else {}, **options)


def public_patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern below ``resolver`` with its name, except those of the admin."""
    for entry in resolver.url_patterns:
        if f"/{entry.pattern}".startswith(settings.ADMIN_PATH):
            continue
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry} has no name, so this test cannot reverse it"
            yield f"{namespace}{entry.name}", entry
        else:
            yield from public_patterns(
                entry, f"{entry.namespace}:" if entry.namespace else namespace
            )


PUBLIC = dict(public_patterns(get_resolver()))


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
    SitePage.objects.create(slug="sample", title="Sample", body="Words.", is_published=True)
    icon = Image.objects.get(file=image)
    SiteSettings.objects.update_or_create(pk=1, defaults={"accent": "#0b5c3b", "icon": icon})
    gone = FullReviewFactory(slug="gone")
    publish(review=gone)
    withdraw(review=gone)
    return review


def address(name: str, image: str) -> str:
    parameters = PUBLIC[name].pattern.converters
    review = Review.objects.get(slug="sample")
    given = PARAMETERS | {"path": image, "token": preview_token(review)}
    given["digest"] = Image.objects.get(file=image).digest[:DIGEST]
    given["checksum"] = checksums(review)[given["key"]]
    return reverse(name, kwargs={key: given[key] for key in parameters}) + QUERIES.get(name, "")


class TestPublicUrls:
    @pytest.mark.parametrize("name", PUBLIC)
    def test_responses_neither_set_nor_depend_on_cookies(
        self, review: Review, image: str, name: str
    ) -> None:
        place = address(name, image)
        for cookies in COOKIES:
            response = client_with(cookies).get(place)
            response.getvalue()
            # 302: /favicon.ico redirects to the static file.
            assert (cookies, response.status_code in (200, 302)) == (cookies, True)
            assert (cookies, response.cookies) == (cookies, {})
            assert "cookie" not in response.headers.get("Vary", "").lower()

    @pytest.mark.parametrize("name", PUBLIC)
    def test_responses_are_the_same_for_a_signed_in_account(
        self, review: Review, image: str, name: str
    ) -> None:
        client = Client()
        client.force_login(AdminFactory())
        # A browser may still have an old session cookie with the path "/".
        client.cookies["sessionid"]["path"] = "/"
        place = address(name, image)
        mine, anybodys = (
            (response.status_code, response.getvalue(), response.headers)
            for response in (visitor.get(place) for visitor in (client, Client()))
        )
        assert mine == anybodys

    @pytest.mark.parametrize("name", PUBLIC)
    def test_post_is_refused(self, review: Review, image: str, name: str) -> None:
        assert Client(enforce_csrf_checks=True).post(address(name, image)).status_code == 405

    def test_only_the_exact_admin_path_counts_as_admin(self, client: Client) -> None:
        assert client.get("/administration/").cookies == {}
        assert "csrftoken" in client.get("/admin/login/").cookies


class TestRedirectsAndErrors:
    PLACES = {
        "redirect": ("get", "/reviews/sample", 301),
        "retired": ("get", "/films/old/", 301),
        "bad host": ("get", "/reviews/sample/", 400),
        "nowhere": ("get", "/nowhere/", 404),
        "post nowhere": ("post", "/nowhere/at/all/", 404),
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
    def test_responses_neither_set_nor_depend_on_cookies(
        self, review: Review, monkeypatch: pytest.MonkeyPatch, what: str
    ) -> None:
        method, place, status = self.PLACES[what]
        if what == "broken":
            monkeypatch.setattr("pages.reviews.views.live_edition", lambda slug: 1 / 0)
        headers = {"host": "evil.example"} if what == "bad host" else {}
        for cookies in COOKIES:
            client = client_with(cookies, raise_request_exception=False)
            response = getattr(client, method)(place, headers=headers)
            response.getvalue()
            got = (cookies, response.status_code, response.cookies)
            assert got == (cookies, status, {})
            assert "cookie" not in response.headers.get("Vary", "").lower()


class TestAdmin:
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
    def test_cookies_are_limited_to_the_admin_path(
        self, method: str, place: str, status: int, cookies: str
    ) -> None:
        response = getattr(client_with(cookies, enforce_csrf_checks=True), method)(
            f"/admin/{place}"
        )
        assert response.status_code == status
        # A deleted cookie has a path, too.
        assert {cookie["path"] for cookie in response.cookies.values()} <= {"/admin/"}

    def test_login_cookies_have_safe_attributes(self) -> None:
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
        assert response.cookies["sessionid"]["max-age"] == 13 * 60 * 60

    def test_is_renewed_once_an_hour(self) -> None:
        """So that nobody who goes on working is signed out, and reading writes nothing."""
        client = Client()
        with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
            client.force_login(AdminFactory())
            clock.shift(timedelta(minutes=59))
            with CaptureQueriesContext(connection) as queries:
                assert "sessionid" not in client.get("/admin/").cookies
            assert [query["sql"] for query in queries if "SELECT" not in query["sql"]] == []
            clock.shift(timedelta(minutes=2))
            assert client.get("/admin/").cookies["sessionid"]["max-age"] == 13 * 60 * 60

    @pytest.mark.sqlite
    def test_renewal_does_not_wait_for_a_lock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """On SQLite, where a long write of somebody else would stop all threads that renew."""
        client = Client()
        client.force_login(AdminFactory())
        patience = []

        def milliseconds() -> int:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout")
                return int(cursor.fetchone()[0])

        monkeypatch.setattr(SessionStore, "save", lambda self: patience.append(milliseconds()))
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
            client.get("/admin/")
        assert (patience, milliseconds()) == ([0], 10_000)

    @pytest.mark.parametrize(("mode", "kept"), [("navigate", True), ("cors", False)])
    def test_a_request_of_a_script_does_not_save_the_session(self, mode: str, kept: bool) -> None:
        """Saving it could overwrite what a form posted at the same time stored in the session."""
        client = Client(headers={"Sec-Fetch-Mode": mode})
        with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
            client.force_login(AdminFactory())
            clock.shift(timedelta(hours=2))
            response = client.get("/admin/")
        assert ("sessionid" in response.cookies, response["Vary"]) == (
            kept,
            "Cookie, Accept-Encoding",
        )

    def test_messages_are_kept_in_the_session(self) -> None:
        client = Client()
        client.force_login(AdminFactory())
        response = client.post("/admin/films/genre/add/", {"name": "Noir", "slug": "noir"})
        assert response.status_code == 302
        assert set(response.cookies) == {"sessionid"}
        assert b"Noir" in client.get("/admin/").content

    def test_a_form_without_csrf_token_is_refused(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(AdminFactory())
        response = client.post("/admin/films/genre/add/", {"name": "Noir", "slug": "noir"})
        assert response.status_code == 403
        assert b"This form is too old." in response.content

    def test_admin_path_is_the_setting(self) -> None:
        assert reverse("admin:index") == settings.ADMIN_PATH
