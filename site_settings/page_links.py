"""The links to the site's own pages, kept in the row of its settings: each page shows them, and
reads that row."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from images.public_changes import run_at_end
from site_settings.models import SitePage, SiteSettings


def write_links(_keys: set[Any]) -> None:
    row = SiteSettings.objects.filter(pk=1).first() or SiteSettings(pk=1)
    row.save()


def write_links_later(**_signal: Any) -> None:
    run_at_end(write_links, {1})


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(write_links_later, sender=SitePage, dispatch_uid="links to own pages")
