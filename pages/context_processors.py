from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.paths import reverse
from pages.pictures import picture_html
from pages.site import current_site, site_icon_url, site_stylesheet_url
from site_settings.models import SiteSettings

LOGO_SIZES = "14rem"


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's settings, contact and navigation, for the readers' templates. One query.

    The entry of the navigation that is marked as current depends only on the path.
    """
    own = current_site()
    return {
        "site": own,
        "site_name": own.site_name,
        "site_stylesheet": site_stylesheet_url(own),
        "site_logo": picture_html(own.logo, LOGO_SIZES, alt=own.site_name, loading="eager"),
        "site_icons": {size: site_icon_url(own, size) for size in (32, 180)},
        "contact": settings.CONTACT_EMAIL,
        "nav": [
            {"url": url, "name": name, "current": _current(request.path, url)}
            for url, name in (
                (reverse("pages:reviews"), _("Reviews")),
                (reverse("pages:films"), _("Films")),
                (reverse("pages:franchises"), pgettext("menu", "Franchises")),
                (reverse("pages:people"), pgettext("menu", "People")),
                (reverse("pages:about"), _("About")),
                *_links(own, "menu"),
            )
        ],
        "footer_links": _links(own, "footer"),
    }


def _links(own: SiteSettings, place: str) -> list[tuple[str, str]]:
    """URL and name of the site's own pages in ``place``."""
    links = own.page_links(place)
    return [(reverse("pages:own_page", [link["slug"]]), link["title"]) for link in links]


def _current(path: str, url: str) -> str:
    """The value of aria-current: "page" on the page itself, "true" below it, else ""."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""
