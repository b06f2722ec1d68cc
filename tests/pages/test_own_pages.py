"""The site's own pages: imprint, privacy and the like."""

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from site_settings.models import SitePage, SiteSettings
from tests.factories import ImageFactory
from tests.roles import account

pytestmark = pytest.mark.django_db


def imprint(**values):
    page = SitePage(**{"title": "Imprint", "slug": "imprint", "is_published": True} | values)
    page.full_clean()
    page.save()
    return page


class TestPage:
    def test_shows_its_text_and_metadata(self, client):
        image = ImageFactory(name="house.png", alt="Our house")
        imprint(body="## Publisher\n\nThe *Velvet* Row & Co.\n\n![](images/house.png)")
        page = client.get("/imprint/").text
        assert "<title>Imprint – Curtain</title>" in page
        assert "<h2>Publisher</h2>" in page
        assert "The <em>Velvet</em> Row &amp; Co." in page
        assert image.file.url in page
        assert '<link rel="canonical" href="http://127.0.0.1:8000/imprint/">' in page
        assert '<meta name="description" content="Publisher The Velvet Row' in page
        assert "BreadcrumbList" in page

    @pytest.mark.parametrize("place", SitePage.Place.values)
    def test_link_and_sitemap_follow_what_is_saved(self, client, place):
        page = imprint(place=place)
        link = '<a href="/imprint/">Imprint</a>'
        assert client.get("/about/").text.count(link) == (place != "")
        assert "/imprint/</loc>" in client.get("/sitemaps/pages.xml").text
        page.is_published = False
        page.save()
        assert link not in client.get("/about/").text
        assert "/imprint/</loc>" not in client.get("/sitemaps/pages.xml").text
        assert client.get("/imprint/").status_code == 404

    def test_former_slug_leads_to_the_present_one(self, client):
        page = imprint()
        page.slug = "legal"
        page.save()
        response = client.get("/imprint/")
        assert (response.status_code, response["Location"]) == (301, "/legal/")
        page.is_published = False
        page.save()
        assert client.get("/imprint/").status_code == 404
        with pytest.raises(ValidationError, match="used it before"):
            imprint(title="Another")

    def test_draft_has_a_preview_for_chiefs(self, client):
        page = imprint(is_published=False, body="Soon.")
        address = f"/admin/preview/pages/{page.pk}/"
        assert client.get(address).status_code == 302
        client.force_login(account(Role.EDITOR))
        assert client.get(address).status_code == 404
        client.force_login(account(Role.CHIEF))
        shown = client.get(address)
        assert "<p>Soon.</p>" in shown.text
        assert shown["X-Robots-Tag"].startswith("noindex")
        assert "no-store" in shown["Cache-Control"]
        form = client.get(f"/admin/site_settings/sitepage/{page.pk}/change/").text
        assert f'<a href="{address}">' in form
        assert "View on site" not in form

    def test_deletion_removes_the_link(self):
        imprint()
        assert len(SiteSettings.objects.get().links) == 1
        SitePage.objects.all().delete()
        assert SiteSettings.objects.get().links == []

    def test_stored_curtain_is_absent(self, client):
        SitePage(title="A", slug="a", body="Ask >!the vicar!<.", is_published=True).save()
        page = client.get("/a/").text
        assert ("Ask" in page, "vicar" in page, "curtain-slot" in page) == (True, False, False)


class TestRefused:
    @pytest.mark.parametrize(
        "body",
        [
            "Ask >!the vicar!<.",
            "Ask >!the vicar.",
            "Ask ||the vicar||.",
            "Ask [spoiler]the vicar[/spoiler].",
        ],
    )
    def test_spoiler_mark_in_the_body(self, body):
        with pytest.raises(ValidationError) as refused:
            imprint(body=body)
        [message] = refused.value.message_dict["body"]
        assert message.startswith("Line 1: This page has no spoilers, and nothing in it can be")

    def test_other_problems_are_named_as_they_are(self):
        page = SitePage(title="A", slug="a", body="# A\n\n<i>b</i>\n\n||f||")
        with pytest.raises(ValidationError) as refused:
            page.full_clean()
        lines = [message.partition(":")[0] for message in refused.value.message_dict["body"]]
        assert lines == ["Line 1", "Line 3", "Line 5"]

    @pytest.mark.parametrize("slug", ["about", "reviews", "admin", "search"])
    def test_slug_of_an_address_of_the_site(self, slug):
        with pytest.raises(ValidationError, match=f"has the address /{slug}/. Choose another"):
            imprint(slug=slug)
