"""robots.txt and the web app manifest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pages.absolute_urls import page_url
from pages.cache.public_page import public_page
from pages.site import current_site, site_icon_url

DISALLOWED_PATHS = (
    settings.ADMIN_PATH,
    "/preview/",
    # Pages with revealed curtains, and the fragments.
    "/reviews/*/revealed/",
    "/films/*/revealed/",
    "/people/*/revealed/",
    "/reviews/*/editions/",
    "/films/*/curtains/",
    "/people/*/curtains/",
    "/search/",
)
"""Path patterns of RFC 9309. The pages also say noindex themselves."""

THEME_COLOR, BACKGROUND_COLOR = "#8a1226", "#110c0e"


@public_page()
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED_PATHS)]
    text = "\n".join([*lines, "", f"Sitemap: {page_url('sitemap')}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page()
@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/"""
    site = current_site()
    icons = [
        {
            "src": site_icon_url(site, size) or static(f"icons/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
        }
        for size in (192, 512)
    ]
    content = {
        "name": site.site_name,
        "short_name": site.site_name[:12],
        "description": site.site_tagline,
        "lang": get_language(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "theme_color": site.accent or THEME_COLOR,
        "background_color": BACKGROUND_COLOR,
        "icons": [icon | {"purpose": purpose} for icon in icons for purpose in ("any", "maskable")],
    }
    return JsonResponse(content, content_type="application/manifest+json")
