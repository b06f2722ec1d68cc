import pytest

from images.addresses import SLUG_IS_TAKEN
from site_settings.models import SitePage, SitePageSlug, SiteSettings
from tests.constraints import Break, already_exists

pytestmark = pytest.mark.both_databases


def same_slug() -> SitePage:
    SitePage.objects.create(title="Imprint", slug="imprint")
    return SitePage(title="Imprint", slug="imprint")


def same_slug_page() -> SitePage:
    page: SitePage = SitePage.objects.create(title="Imprint", slug="imprint")
    return page


BREAKS = [
    Break("site_settings_are_one_row", lambda: SiteSettings(pk=2), None),
    Break(
        "site_page_has_a_title",
        lambda: SitePage(slug="imprint"),
        {"title": ["This field cannot be blank."]},
    ),
    Break(
        "site_page_has_a_slug",
        lambda: SitePage(title="Imprint"),
        {"slug": ["This field cannot be blank."]},
    ),
    # One who saves a page is told that the slug is taken before the database is asked.
    Break(
        "site_settings.SitePage.slug",
        same_slug,
        {"slug": [str(SLUG_IS_TAKEN)]},
    ),
    Break(
        "site_settings.SitePageSlug.slug",
        lambda: SitePageSlug(page=same_slug_page(), slug="imprint"),
        {"slug": already_exists("Page address", "Slug")},
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_the_database_refuses(self, broken: Break) -> None:
        broken.check()
