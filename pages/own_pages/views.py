"""The site's own pages: imprint, privacy, masthead and the like."""

from django.http import HttpRequest, HttpResponse
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
from pages.sharing.page_metadata import static_page_metadata
from site_settings.models import SitePage
from site_settings.pages import MIN_HEADING
from spoilers import Redacted, figure, fill_slots, parse


@public_page()
@require_safe
def own_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(SitePage.objects.published(), slug=slug)
    redacted = redacted_body(page.body)
    url = page_url("own_page", page.slug)
    context = {
        "title": page.title,
        # Sanitised by `redact`. A page has no curtains; one that was stored is left out.
        "html": _without_curtains(redacted),
        "canonical": url,
        "metadata": static_page_metadata(page.title, url, text=redacted.text),
    }
    return render(request, "pages/own_page.html", context)


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
