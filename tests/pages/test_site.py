"""The settings of the site on its pages."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image as Pillow

from pages.home.own_files import ICON_SIZES
from pages.site import current_site, site_icon_url, site_stylesheet_url, site_without_database
from site_settings.models import SiteSettings
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def saved(**values):
    row = SiteSettings(pk=1, **values)
    row.full_clean(validate_unique=False)
    row.save()
    return row


class TestPages:
    def test_without_a_row_it_is_the_environment(self, client, settings):
        SiteSettings.objects.all().delete()
        settings.SITE_NAME = "The Velvet Row"
        page = client.get("/").text
        assert "<title>The Velvet Row</title>" in page
        assert "keeps the ending to itself" in page
        assert "/site/" not in page

    def test_name_tagline_footer_and_profiles(self, client):
        saved(
            name="Rows & Rows",
            tagline="Films, in full.",
            footer="Printed <in> Vienna.\n\nSince 1999.",
            fediverse_creator="@rows@mastodon.example",
            profiles="Mastodon https://mastodon.example/@rows",
        )
        page = client.get("/about/").text
        assert "About – Rows &amp; Rows</title>" in page
        assert "<p>Films, in full.</p>" in page
        assert "<p>Printed &lt;in&gt; Vienna.</p>" in page
        assert '<a href="https://mastodon.example/@rows" rel="me">Mastodon</a>' in page
        assert '<meta property="fediverse:creator" content="@rows@mastodon.example">' in page
        assert '"sameAs":["https://mastodon.example/@rows"]' in page.replace('": [', '":[')
        assert client.get("/site.webmanifest").json()["name"] == "Rows & Rows"
        assert "Rows &amp; Rows" in client.get("/feeds/reviews.atom").text

    def test_pictures(self, client):
        logo, shared = ImageFactory(alt="A lamp"), ImageFactory()
        saved(name="Rows", logo=logo, share_picture=shared)
        page = client.get("/about/").text
        assert '<a class="masthead__logo" href="/"><picture>' in page
        assert f'<img src="{logo.file.url}" width="8" height="6" alt="Rows"' in page
        address = f"http://127.0.0.1:8000{shared.file.url}"
        assert f'<meta property="og:image" content="{address}">' in page


class TestStylesheet:
    def test_page_links_to_the_colours(self, client):
        row = saved(accent="#0b5c3b")
        url = site_stylesheet_url(row)
        assert f'<link rel="stylesheet" href="{url}">' in client.get("/about/").text
        answer = client.get(url)
        assert "--velvet-line: light-dark(#0b5c3b, " in answer.text
        assert answer["Content-Type"] == "text/css; charset=utf-8"
        assert "immutable" in answer["Cache-Control"]

    def test_former_address_has_the_present_colours_and_is_not_kept(self, client):
        former = site_stylesheet_url(saved(accent="#0b5c3b"))
        saved(accent="#1a4a8a", dark_accent="#7fb0ff")
        answer = client.get(former)
        assert "light-dark(#1a4a8a, #7fb0ff)" in answer.text
        assert answer["Cache-Control"] == "no-cache"


class TestIcon:
    def test_icon_is_a_square_in_each_size(self, client):
        row = saved(icon=ImageFactory())
        page = client.get("/about/").text
        for size in ICON_SIZES:
            answer = client.get(site_icon_url(row, size))
            icon = Pillow.open(BytesIO(answer.content))
            assert (icon.format, icon.size) == ("PNG", (size, size))
            assert (site_icon_url(row, size) in page) == (size in (32, 180, 512))
        assert client.get("/favicon.ico").url == site_icon_url(row, 32)
        icons = json.loads(client.get("/site.webmanifest").text)["icons"]
        assert {each["src"] for each in icons} == {site_icon_url(row, size) for size in (192, 512)}

    def test_icon_is_cropped_around_the_focal_point_of_its_picture(self, client):
        wide = Pillow.new("RGB", (80, 40), "red")
        wide.paste("blue", (40, 0, 80, 40))
        buffer = BytesIO()
        wide.save(buffer, "PNG")
        picture = ImageFactory(data=buffer.getvalue())
        before = site_icon_url(saved(icon=picture), 32)
        picture.focus_x = Decimal(1)
        picture.save()
        address = site_icon_url(current_site(), 32)
        icon = Pillow.open(BytesIO(client.get(address).content)).convert("RGB")
        assert (address != before, icon.getpixel((3, 16))) == (True, (0, 0, 255))
        assert client.get(before).status_code == 404

    def test_other_sizes_and_former_icons_are_not_found(self, client):
        digest = saved(icon=ImageFactory()).icon.digest[:12]
        for args in ([digest, 33], ["0" * 12, 32]):
            assert client.get(reverse("pages:site_icon", args=args)).status_code == 404


class TestReading:
    def test_database_is_not_asked_where_it_fails(self, django_assert_num_queries):
        saved(name="Rows")
        with site_without_database(), django_assert_num_queries(0):
            assert current_site().name == ""
        assert current_site().name == "Rows"
