"""robots.txt, read by parsers with and without wildcards, and the web app manifest."""

from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image as Pillow
from protego import Protego

SITE = "http://127.0.0.1:8000"

ALLOWED = [
    ("home", []),
    ("reviews", []),
    ("review", ["a-review"]),
    ("review", ["revealed"]),
    ("review", ["editions"]),
    # It says noindex, which a crawler must be able to read.
    ("review_changed", ["a-review"]),
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

DISALLOWED = [
    ("revealed", ["a-review"]),
    ("revealed_one", ["a-review", "story-1", "0123456789ab"]),
    ("revealed_without_checksum", ["a-review", "story-1"]),
    ("curtain", ["a-review", 1, "story-1"]),
    ("film_revealed", ["a-film"]),
    ("film_surprises", ["a-film"]),
    ("person_revealed", ["somebody"]),
    ("person_surprises", ["somebody"]),
    ("preview", ["token"]),
    ("preview_revealed", ["token"]),
    ("preview_curtain", ["token", "story-1", "0123456789ab"]),
    ("search", []),
]


@pytest.fixture
def robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.text


class TestRobotsTxt:
    @pytest.mark.parametrize(("name", "args"), ALLOWED)
    def test_public_pages_are_allowed(self, robots, name, args):
        address = SITE + reverse(f"pages:{name}", args=args)
        assert Protego.parse(robots).can_fetch(address, "Googlebot")

    @pytest.mark.parametrize(("name", "args"), DISALLOWED)
    def test_revealed_pages_previews_and_search_are_disallowed(self, robots, name, args):
        address = SITE + reverse(f"pages:{name}", args=args)
        assert not Protego.parse(robots).can_fetch(address, "Googlebot")
        assert not Protego.parse(robots).can_fetch(f"{address}?q=x", "Googlebot")

    @pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/preview/token/"])
    def test_admin_and_previews_are_disallowed_without_wildcards(self, robots, path):
        parser = RobotFileParser()
        parser.parse(robots.splitlines())
        assert not parser.can_fetch("*", SITE + path)
        assert parser.can_fetch("*", f"{SITE}/reviews/a-review/")

    def test_sitemap_is_named(self, robots):
        assert list(Protego.parse(robots).sitemaps) == [f"{SITE}/sitemap.xml"]

    def test_post_is_405(self, client):
        assert client.post("/robots.txt").status_code == 405


@pytest.mark.django_db
class TestManifest:
    def test_name_and_icons(self, client, settings):
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

    def test_every_page_links_to_manifest_and_touch_icon(self, client, db):
        page = client.get("/").text
        assert page.count('<link rel="manifest" href="/site.webmanifest">') == 1
        icon = "icons/apple-touch-icon.png"
        assert page.count(f'<link rel="apple-touch-icon" href="/static/{icon}">') == 1
        with Pillow.open(finders.find(icon)) as picture:
            assert (picture.size, picture.format) == ((180, 180), "PNG")
