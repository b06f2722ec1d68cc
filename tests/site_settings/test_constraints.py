import pytest

from site_settings.models import SiteSettings
from tests.constraints import Break

pytestmark = pytest.mark.both_databases

BREAKS = [Break("site_settings_are_one_row", lambda: SiteSettings(pk=2), None)]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_the_database_refuses(self, broken: Break) -> None:
        broken.check()
