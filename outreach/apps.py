from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("Telling others")

    def ready(self) -> None:
        # These import models, so they can only be imported now.
        from accounts.admin_site import AdminSite
        from desk.deletions import NOT_LISTED
        from outreach import after_publishing, purging
        from outreach.models import Announcement, Delivery
        from outreach.newsletter.page import newsletter_urls

        AdminSite.more_urls.append(newsletter_urls)
        NOT_LISTED.extend([Announcement, Delivery])
        after_publishing.connect()
        purging.connect()
