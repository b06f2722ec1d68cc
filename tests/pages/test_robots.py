"""What crawlers are asked, by a parser that knows wildcards, and what a home screen is told."""

from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image as Pillow
from protego import Protego

SITE = "http://127.0.0.1:8000"

OPEN = [
    ("home", []),
    ("reviews", []),
    ("review", ["a-review"]),
    ("review", ["revealed"]),
    ("review", ["editions"]),
    ("films", []),
    ("film", ["a-film"]),
    ("film", ["revealed"]),
    ("franchise", ["a-line"]),
    ("person", ["somebody"]),
    ("person", ["curtains"]),
    ("critic", ["a-critic"]),
    ("genre", ["action"]),
    ("about", []),
    ("feed", ["atom"]),
    ("sitemap", []),
    ("sitemap_section", ["films"]),
    ("share_card", ["a-review"]),
    ("robots", []),
]

SHUT = [
    ("revealed", ["a-review"]),
    ("revealed_one", ["a-review", "story-1"]),
    ("curtain", ["a-review", 1, "story-1"]),
    ("film_revealed", ["a-film"]),
    ("film_credits", ["a-film"]),
    ("person_revealed", ["somebody"]),
    ("person_credits", ["somebody"]),
    ("preview", ["token"]),
    ("preview_revealed", ["token"]),
    ("preview_curtain", ["token", "story-1"]),
    ("search", []),
]


@pytest.fixture
def robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.text


class TestRobots:
    @pytest.mark.parametrize(("name", "args"), OPEN)
    def test_may_read_what_is_public(self, robots, name, args):
        address = SITE + reverse(f"pages:{name}", args=args)
        assert Protego.parse(robots).can_fetch(address, "Googlebot")

    @pytest.mark.parametrize(("name", "args"), SHUT)
    def test_are_kept_from_what_is_behind_a_curtain_and_from_searches(self, robots, name, args):
        address = SITE + reverse(f"pages:{name}", args=args)
        assert not Protego.parse(robots).can_fetch(address, "Googlebot")
        assert not Protego.parse(robots).can_fetch(f"{address}?q=x", "Googlebot")

    @pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/preview/token/"])
    def test_those_without_wildcards_are_kept_out_too(self, robots, path):
        parser = RobotFileParser()
        parser.parse(robots.splitlines())
        assert not parser.can_fetch("*", SITE + path)
        assert parser.can_fetch("*", f"{SITE}/reviews/a-review/")

    def test_are_told_of_the_sitemap(self, robots):
        assert list(Protego.parse(robots).sitemaps) == [f"{SITE}/sitemap.xml"]

    def test_are_for_reading_alone(self, client):
        assert client.post("/robots.txt").status_code == 405


class TestManifest:
    def test_names_the_site_and_its_icons(self, client, settings):
        settings.SITE_NAME = "The Velvet Row Quarterly"
        response = client.get("/site.webmanifest")
        assert response["Content-Type"] == "application/manifest+json"
        manifest = response.json()
        assert (manifest["name"], manifest["lang"], manifest["start_url"]) == (
            "The Velvet Row Quarterly",
            "en",
            "/",
        )
        assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
            (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
        }
        for icon in manifest["icons"]:
            with Pillow.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]

    def test_every_page_leads_to_it_and_to_the_touch_icon(self, client, db):
        page = client.get("/").text
        assert page.count('<link rel="manifest" href="/site.webmanifest">') == 1
        icon = "icons/apple-touch-icon.png"
        assert page.count(f'<link rel="apple-touch-icon" href="/static/{icon}">') == 1
        with Pillow.open(finders.find(icon)) as picture:
            assert (picture.size, picture.format) == ((180, 180), "PNG")
