from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.paths import reverse


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, contact and navigation, for every template.

    The entry of the navigation that is marked as current depends only on the path.
    """
    return {
        "site_name": settings.SITE_NAME,
        "contact": settings.CONTACT_EMAIL,
        "nav": [
            {"url": url, "name": name, "current": _current(request.path, url)}
            for url, name in (
                (reverse("pages:reviews"), _("Reviews")),
                (reverse("pages:films"), _("Films")),
                (reverse("pages:franchises"), pgettext("menu", "Franchises")),
                (reverse("pages:people"), pgettext("menu", "People")),
                (reverse("pages:about"), _("About")),
            )
        ],
    }


def _current(path: str, url: str) -> str:
    """The value of aria-current: "page" on the page itself, "true" below it, else ""."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""
