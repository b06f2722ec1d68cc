import json
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings

from config.settings import STORAGES


class TestStaticFiles:
    def test_every_file_that_a_stylesheet_names_is_there(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        settings.STORAGES = STORAGES
        settings.STATIC_ROOT = tmp_path / "static"
        call_command("collectstatic", interactive=False, verbosity=0)
        manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())
        hashed = manifest["paths"]["admin/css/base.css"]
        assert (settings.STATIC_ROOT / f"{hashed}.br").is_file()
        assert (settings.STATIC_ROOT / f"{hashed}.gz").is_file()
