"""What crawlers are asked, and what a browser is told that puts the site on a home screen."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.addresses import address

KEPT_OUT = (
    settings.ADMIN_PATH,
    "/preview/",
    # What stands behind curtains, as pages and as fragments.
    "/reviews/*/revealed/",
    "/films/*/revealed/",
    "/people/*/revealed/",
    "/reviews/*/editions/",
    "/films/*/curtains/",
    "/people/*/curtains/",
    "/search/",
)
"""As RFC 9309 has them, with * for anything. Each says so itself too, in X-Robots-Tag."""

VELVET, STAGE = "#8a1226", "#110c0e"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT)]
    text = "\n".join([*lines, "", f"Sitemap: {address('sitemap')}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/"""
    icons = [
        {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    content = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "description": _("Film criticism that keeps the ending to itself until you ask."),
        "lang": get_language(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "theme_color": VELVET,
        "background_color": STAGE,
        "icons": [icon | {"purpose": purpose} for icon in icons for purpose in ("any", "maskable")],
    }
    return JsonResponse(content, content_type="application/manifest+json")
