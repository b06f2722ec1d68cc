import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django import Settings

from config.settings import BASE_DIR, STORAGES


class TestStaticFiles:
    def test_are_collected_hashed_and_compressed(self, settings: Settings, tmp_path: Path) -> None:
        settings.STORAGES = STORAGES
        settings.STATIC_ROOT = tmp_path / "static"
        # Fails for a stylesheet with a url() that does not exist.
        call_command("collectstatic", interactive=False, verbosity=0)
        manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())
        hashed = manifest["paths"]["admin/css/base.css"]
        assert hashed != "admin/css/base.css"
        assert (settings.STATIC_ROOT / f"{hashed}.br").is_file()
        assert (settings.STATIC_ROOT / f"{hashed}.gz").is_file()
        # A module that imports another one names it with its hash.
        module = settings.STATIC_ROOT / manifest["paths"]["admin_desk/login-again.js"]
        imported = Path(manifest["paths"]["admin_desk/autosave-site.js"]).name
        assert f'from "./{imported}"' in module.read_text()

    def test_files_named_in_templates_exist(self) -> None:
        """A missing file causes an error only in production, where files are hashed."""
        named = {
            name
            for template in (BASE_DIR / "templates").rglob("*.html")
            for name in re.findall(r"""\bstatic[ (]["']([^"']+)["']""", template.read_text())
        }
        assert named
        assert sorted(name for name in named if finders.find(name) is None) == []
