"""Requests that another site has made: forged forms, and addresses that lead away."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from tests.canaries.channels import is_public
from tests.factories import PASSWORD, AdminFactory
from tests.hostile.dangers import dangers
from tests.hostile.patterns import PLAIN

pytestmark = pytest.mark.django_db

HOME = "http://testserver/admin/login/"

AWAY = (
    *("https://evil.example/", "//evil.example/", "///evil.example", "////evil.example/a"),
    *(r"\\evil.example", r"/\evil.example", r"\/evil.example/", "/\\/evil.example", "\\evil"),
    *(
        "https:evil.example",
        "https:/evil.example",
        "http:///evil.example",
        "https:\\\\evil.example",
    ),
    *("/\t/evil.example", "\t//evil.example", "/\n/evil.example", "\n//evil.example", "\r//evil"),
    *("https://testserver@evil.example/", "https://testserver:x@evil.example", "//a@evil.example"),
    *(
        "https://evil.example#@testserver/",
        "https://evil.example?testserver",
        "https://testserver.",
    ),
    *("https://testserver.evil.example/", "https://eviltestserver/", "javascript:alert(1)"),
    *("data:text/html,x", "JaVaScRiPt://testserver/%0aalert(1)", "\x01https://evil.example"),
    *(
        " https://evil.example",
        "\u3000//evil.example",
        "//evil。example",
        "//ⓔvil.example",
        "／／evil",
    ),
    *("/／evil.example", "//%65vil.example", "//[::1]/", "//evil.example:80\\@testserver", "///"),
    *("http:evil.example", "ftp://evil.example", "/..//evil.example", "/%09/evil.example", "//"),
)
"""Values of `next`, and beginnings of paths, that browsers may take for another site."""


def leads_away(location: str) -> bool:
    """Whether a browser leaves the site for ``location``, however it reads it."""
    clean = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33))))
    readings = {clean, clean.replace("\\", "/"), re.sub(r"^/[/\\]+", "//", clean)}
    return any(
        urlsplit(urljoin(HOME, reading))[:2] != ("http", "testserver") for reading in readings
    )


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        else:
            yield from routes(entry, route)


EXAMPLES = {
    "feed_format": "atom",
    "int": "1",
    "slug": "a",
    "str": "a",
    "path": "a",
    "uuid": "0" * 32,
}
REGULAR = {"(?P<url>.*)$": "nowhere/"}


def address_of(route: str) -> str:
    """An address of ``route`` with an example for each of its arguments."""
    for expression, example in REGULAR.items():
        route = route.replace(expression, example)
    route = re.sub(r"\(\?P<\w+>([\w|]+)\)", lambda match: match[1].partition("|")[0], route)
    route = route.replace("\\", "")
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: EXAMPLES.get(match[1] or "str", "a"), route)
    return "/" + re.sub(r"[\^$?]", "", route)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(status=403)


class TestForgedForms:
    """Forms without a token, posted by the browser of somebody who is logged in."""

    @pytest.fixture
    def client(self) -> Client:
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(AdminFactory())
        return client

    def test_are_refused_at_every_address(self, client: Client, settings: Settings) -> None:
        # The page takes longer than the check.
        settings.CSRF_FAILURE_VIEW = f"{__name__}.refused"
        met = {}
        for route, _pattern in routes(get_resolver()):
            address = address_of(route)
            met[address] = client.post(address, {"a": "b"}).status_code
            wanted = 405 if is_public(route) else 403
            if met[address] == wanted:
                del met[address]
        assert met == {}

    def test_no_view_is_exempt(self) -> None:
        exempt = [
            route
            for route, pattern in routes(get_resolver())
            if getattr(pattern.callback, "csrf_exempt", False)
        ]
        assert exempt == []

    @pytest.mark.parametrize("header", ["origin", "referer"])
    def test_with_a_token_from_another_site_are_refused(self, header: str) -> None:
        client = Client(enforce_csrf_checks=True)
        form = client.get("/admin/login/", secure=True).content.decode()
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form)
        assert found
        sent = {"csrfmiddlewaretoken": found[1], "username": "a", "password": "b"}
        own = {"referer": "https://testserver/admin/login/"}
        foreign = {header: "https://evil.example/"}
        met = [
            client.post("/admin/login/", sent, secure=True, headers=headers).status_code
            for headers in (own, foreign)
        ]
        assert met == [200, 403]

    def test_are_shown_without_their_markup(self, client: Client) -> None:
        text = "\n".join(PLAIN)
        fields = {"headline": text, "slug": text, text[:200]: "a", "_save": text}
        response = client.post("/admin/reviews/review/add/", fields)
        assert response.status_code == 403
        assert dangers(response.content.decode()) == []


class TestAddressesThatLeadAway:
    def test_are_told_from_others(self) -> None:
        kept = ("/admin/", "/admin/?a=//b", "reviews/", "", "?a", "/admin/films/film/?q=%2F%2Fa")
        assert [each for each in kept if leads_away(each)] == []
        assert [each for each in AWAY[:9] if not leads_away(each)] == ["\\evil"]

    def test_are_not_followed_by_a_login_by_form_or_passkey(self) -> None:
        user = AdminFactory(username="root")
        client = Client()
        client.force_login(user)
        found = {}
        for value in AWAY[::3]:
            query = urlencode({"next": value})
            form = {"username": "root", "password": PASSWORD, "next": value}
            found[value] = [
                response.headers.get("Location", "")
                for response in (
                    client.get(f"/admin/login/?{query}"),
                    Client().post(f"/admin/login/?{query}", form),
                    Client().post("/admin/login/passkey/", {"next": value}),
                )
            ]
        away = {value: each for value, each in found.items() if any(map(leads_away, each))}
        assert away == {}
        assert all(each[0] for each in found.values())
        met = {each: client.get("/admin/login/", {"next": each})["Location"] for each in AWAY}
        assert {each: to for each, to in met.items() if leads_away(to)} == {}

    def test_are_not_made_of_the_path_that_was_asked_for(self, client: Client) -> None:
        asked = []
        for start in AWAY:
            path = "/" + quote(start, safe="/%\\:@").lstrip("/")
            asked += [f"/{path}/reviews", f"{path}/..//reviews/?genre=&p=7", f"/reviews{path}"]
        found = {each: client.get(each).headers.get("Location", "") for each in asked}
        assert {each: to for each, to in found.items() if leads_away(to)} == {}
