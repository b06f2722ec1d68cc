"""oEmbed (https://oembed.com/): what another site shows in place of a link to a review or a film.

It is a quotation with a link, without script, frame or picture, so nothing of this site is loaded
by the other one before a reader follows the link.
"""

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from editions.rerendering import rendering_of
from editions.serialisation import Unreadable
from films.models import Film
from pages.absolute_urls import page_url
from pages.api.answers import open_to_all, problem
from pages.feeds.formats import xml_safe
from pages.former_slugs import present_review_slug
from pages.gone import Gone
from pages.listed_editions import with_bylines
from pages.live_editions import live_edition
from pages.sharing.card_drawing import HEIGHT, WIDTH
from pages.sharing.share_cards import edition_share_card, share_card_url
from pages.site import current_site

Answer = dict[str, Any]

DEFAULT_WIDTH, DEFAULT_HEIGHT = 550, 240
"""Pixels, unless the other site asks for less."""


@require_safe
@open_to_all
@conditional_page
def oembed(request: HttpRequest) -> HttpResponse:
    """The answer for ``url``, a page of this site, in ``format`` "json" or "xml".

    404 for other addresses, for what is not public, and for pages with revealed text.
    """
    url, wanted_format = request.GET.get("url", ""), request.GET.get("format") or "json"
    if not url:
        return problem(400, _("Give the address of a page of this site: ?url=…"))
    if wanted_format not in {"json", "xml"}:
        return problem(501, _("The formats are json and xml."))
    try:
        width, height = (_limit(request.GET.get(name)) for name in ("maxwidth", "maxheight"))
    except ValueError:
        return problem(400, _("maxwidth and maxheight are whole numbers of pixels."))
    try:
        answer = _answer(url, width, height)
    except (Http404, Gone, Unreadable):
        return problem(404, _("This is not the address of a review or a film of this site."))
    if wanted_format == "xml":
        return HttpResponse(_xml(answer), content_type="text/xml; charset=utf-8")
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _limit(text: str | None) -> int | None:
    """The number ``text``, None without one. Raises `ValueError`."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text)):
        raise ValueError(text)
    return int(text)


def _answer(url: str, width: int | None, height: int | None) -> Answer:
    """Raises `Http404`, `Gone` and `Unreadable`."""
    try:
        parts = urlsplit(url)
        # As on the pages, an address without its last slash, or with a former slug, is understood.
        match = resolve(f"{parts.path.removesuffix('/')}/")
    except (ValueError, Resolver404) as error:
        raise Http404 from error
    is_own = parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc
    make = {"pages:review": _of_review, "pages:film": _of_film}.get(match.view_name)
    if parts.scheme not in {"http", "https"} or not is_own or make is None:
        raise Http404
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": current_site().site_name,
        "provider_url": page_url("home"),
        **make(match.kwargs["slug"], width, height),
        "width": min(width or DEFAULT_WIDTH, DEFAULT_WIDTH),
        "height": min(height or DEFAULT_HEIGHT, DEFAULT_HEIGHT),
    }


def _of_review(slug: str, width: int | None, height: int | None) -> Answer:
    """With the share card, if it is not larger than what is asked for."""
    try:
        edition = live_edition(slug)
    except Http404:
        edition = live_edition(present_review_slug(slug))
    rendering = rendering_of(edition)
    with_bylines([edition])
    url = page_url("review", edition.review.slug)
    signature = f"{edition.byline()}, {current_site().site_name}"
    answer: Answer = {
        "title": rendering.headline,
        "author_name": edition.byline(),
        "html": _quotation(url, rendering.headline, rendering.standfirst, signature),
    }
    if len(edition.signed_by()) == 1:
        answer["author_url"] = page_url("critic", edition.signed_by()[0].slug)
    if (width or WIDTH) >= WIDTH and (height or HEIGHT) >= HEIGHT:
        answer |= {
            "thumbnail_url": share_card_url(edition, edition_share_card(edition, rendering)),
            "thumbnail_width": WIDTH,
            "thumbnail_height": HEIGHT,
        }
    return answer


def _of_film(slug: str, width: int | None, height: int | None) -> Answer:
    film = Film.objects.confirmed().by_slug(slug).first()
    if film is None:
        raise Http404
    url = page_url("film", film.slug)
    html = _quotation(url, str(film), film.tagline, current_site().site_name)
    return {"title": str(film), "html": html}


def _quotation(url: str, title: str, text: str, signature: str) -> str:
    words = format_html("<p>{}</p>", text) if text else ""
    return format_html(
        '<blockquote cite="{0}"><p><a href="{0}">{1}</a></p>{2}<p>— {3}</p></blockquote>',
        url,
        title,
        words,
        signature,
    )


def _xml(answer: Answer) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = xml_safe(str(value))
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
