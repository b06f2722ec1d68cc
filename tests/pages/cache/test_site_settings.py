"""Kept pages follow the settings of the site."""

import pytest

from pages.cache.application import PageCache
from site_settings.models import SiteSettings
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_kept_page_shows_saved_settings_at_once(cached_site: PageCache) -> None:
    for name in ("Before", "After"):
        SiteSettings(pk=1, name=name).save()
        assert f"<title>About – {name}</title>" in ask(cached_site, "/about/").text
