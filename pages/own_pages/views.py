"""The site's own pages: imprint, privacy, masthead and the like."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from editions.library_pictures import library_name
from editions.rendering import SECTION_SIZES
from images.credit_lines import credit_line
from images.models import Image
from images.picture_tag import picture
from pages.absolute_urls import page_url
from pages.cache.public_page import public_page
from pages.curtains.noindex import NOINDEX
from pages.former_slugs import found_by_slug
from pages.sharing.page_metadata import static_page_metadata
from site_settings.models import SitePage
from site_settings.pages import MIN_HEADING
from spoilers import Redacted, figure, fill_slots, parse


@public_page()
@require_safe
@found_by_slug(SitePage.objects.published)
def own_page(request: HttpRequest, page: SitePage) -> HttpResponse:
    return render(request, "pages/own_page.html", _context(page))


def preview(request: HttpRequest, pk: int, **_typed: Any) -> HttpResponseBase:
    """The page as it is saved, also a draft, for accounts that may see it in the admin."""
    return admin.site.admin_view(_preview)(request, pk=pk)


@require_safe
def _preview(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("site_settings.view_sitepage"):
        raise Http404
    page = get_object_or_404(SitePage, pk=pk)
    response = render(request, "pages/own_page.html", _context(page) | {"robots": NOINDEX})
    response["X-Robots-Tag"] = NOINDEX
    return response


def _context(page: SitePage) -> dict[str, Any]:
    redacted = redacted_body(page.body)
    url = page_url("own_page", page.slug)
    return {
        "title": page.title,
        # Sanitised by `redact`. A page has no curtains; one that was stored is left out.
        "html": _without_curtains(redacted),
        "canonical": url,
        "metadata": static_page_metadata(page.title, url, text=redacted.text),
    }


def redacted_body(markdown: str) -> Redacted:
    """The public HTML and text of a page. One query if it names pictures.

    Unlike the text of an edition it is parsed whenever the page is rendered: its pictures are live.
    """
    parsed = parse(markdown, min_heading=MIN_HEADING)
    names = {library_name(each.source) or "" for each in parsed.pictures}
    images = {image.name: image for image in Image.objects.named(names)} if names else {}

    def html(source: str, alt: str, _title: str) -> str:
        image = images.get(library_name(source) or "")
        return (
            picture(image, alt=alt or None, sizes=SECTION_SIZES)
            if image
            else format_html("{}", alt)
        )

    def whole(source: str, alt: str, caption: str, _count: int) -> str:
        image = images.get(library_name(source) or "")
        if image is None:
            return format_html("<p>{}</p>", alt)
        return figure(html(source, alt, ""), caption, credit_line(image))

    return parsed.redact(film=0, key="page", image=html, figure=whole)


def _without_curtains(redacted: Redacted) -> SafeString:
    return mark_safe(fill_slots(redacted.html, lambda _key: ""))  # noqa: S308
