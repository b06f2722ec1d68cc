import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.site_name import site_name
from images.public_changes import public_change
from site_settings.models import SitePage, SiteSettings
from site_settings.profiles import Profile
from tests.factories import AdminFactory
from tests.unrendered import page_context, posted


class TestProfiles:
    def test_name_is_the_host_if_there_is_none(self):
        text = (
            "Our Mastodon: https://mastodon.example/@curtain\n\nhttps://letterboxd.example/curtain"
        )
        assert SiteSettings(profiles=text).profile_links() == [
            Profile("Our Mastodon", "https://mastodon.example/@curtain"),
            Profile("letterboxd.example", "https://letterboxd.example/curtain"),
        ]

    def test_error_names_the_line(self):
        text = "https://mastodon.example/@curtain\njavascript:alert(1)"
        with pytest.raises(ValidationError, match="Line 2: end the line with the address"):
            SiteSettings(profiles=text).clean_fields()

    @pytest.mark.parametrize("name", ["curtain", "@curtain", "@a b@c.example", '@a@b.example"'])
    def test_invalid_name_in_the_fediverse_is_refused(self, name):
        with pytest.raises(ValidationError, match="with its server"):
            SiteSettings(fediverse_creator=name).clean_fields()

    def test_spoiler_mark_in_the_footer_is_refused(self):
        with pytest.raises(ValidationError) as refused:
            SiteSettings(footer="The killer is ||the vicar||.").clean_fields()
        assert refused.value.message_dict.keys() == {"footer"}


@pytest.mark.django_db
class TestAdmin:
    def test_saves_the_one_row_or_says_what_is_wrong(self, client):
        client.force_login(AdminFactory())
        url = reverse("admin:site_settings_sitesettings_change", args=[1])
        base = {"base": page_context(client, url)["base"]}
        refused = posted(client, url, base | {"accent": "#ffcc00"})
        assert [*refused.context_data["adminform"].form.errors] == ["accent"]
        assert SiteSettings.objects.get().accent == ""
        saved = posted(client, url, base | {"name": "The Velvet Row", "accent": "#0b5c3b"})
        assert saved.status_code == 302
        assert SiteSettings.objects.get().site_name == "The Velvet Row"

    def test_list_leads_to_the_one_row(self, client):
        client.force_login(AdminFactory())
        listed = client.get(reverse("admin:site_settings_sitesettings_changelist"))
        assert listed["Location"] == reverse("admin:site_settings_sitesettings_change", args=[1])

    def test_has_its_name_in_the_admin_mails_and_authenticator_apps(self, client):
        client.force_login(AdminFactory())
        SiteSettings(pk=1, name="The Velvet Row").save()
        page = client.get(reverse("admin:password_change")).content.decode()
        assert '<a href="/admin/">The Velvet Row</a>' in page
        assert page.count("The Velvet Row") == 2
        assert "issuer=The%20Velvet%20Row" in TOTPDevice(user=AdminFactory()).config_url
        assert site_name() == "The Velvet Row"


@pytest.mark.django_db
def test_saving_keeps_the_links_of_the_pages():
    with public_change():
        SitePage(title="Imprint", slug="imprint", is_published=True).save()
    SiteSettings(pk=1, accent="#0b5c3b").save()
    assert SiteSettings.objects.get().page_links("footer") == [
        {"title": "Imprint", "slug": "imprint", "place": "footer"}
    ]
