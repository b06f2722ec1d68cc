import pytest

from site_settings.models import SitePage, SiteSettings
from tests.constraints import Break, already_exists

pytestmark = pytest.mark.both_databases


def same_slug() -> SitePage:
    SitePage.objects.create(title="Imprint", slug="imprint")
    return SitePage(title="Imprint", slug="imprint")


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
    Break("site_settings.SitePage.slug", same_slug, {"slug": already_exists("Page", "Slug")}),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_the_database_refuses(self, broken: Break) -> None:
        broken.check()
