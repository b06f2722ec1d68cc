from typing import Any

from django.apps import AppConfig
from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SiteSettingsConfig(AppConfig):
    name = "site_settings"
    verbose_name = _("Site")

    def ready(self) -> None:
        from accounts import site_name
        from images import uses
        from site_settings import page_links
        from site_settings.models import SitePage, SiteSettings

        uses.register(SiteSettings, shows=["logo", "icon", "share_picture"])
        uses.register(SitePage, names=["body"])
        page_links.connect()
        site_name.read_from(SiteSettings.current_name)
        post_migrate.connect(create_row, sender=self)


def create_row(sender: AppConfig, *, using: str, apps: Apps = current_apps, **_signal: Any) -> None:
    """Create the one row of `SiteSettings`, which is empty: it says what no row says."""
    try:
        model = apps.get_model("site_settings", "SiteSettings")
    except LookupError:  # migrated back to a state without the model
        return
    model.objects.using(using).get_or_create(pk=1)
