"""The sitemap: an index of sections, each with the URLs of one kind of page.

A section is divided into pages by ranges of a key, such as the primary key: a page is found and
read by an index, however many there are. A range without a row has no page.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.timezone import localtime
from django.views.decorators.http import conditional_page, require_safe

from images.models import Image
from pages.absolute_urls import absolute_url, page_url
from pages.cache.public_page import public_page
from pages.sharing.metadata import iso_timestamp
from pages.sharing.sitemap_sections import SECTIONS, Entry, News, Section, static_pages
from pages.site import current_site

XML = "application/xml; charset=utf-8"

KEYS_ON_PAGE = 500
"""The values of the key in the range of a page: no page has more URLs. Writing 50,000,
which the protocol allows, takes seconds. Writing 500 takes some hundredths of a second."""

STATIC = "pages"
"""The name of the section of pages that are no rows."""

SECTION_NAMES = (STATIC, *SECTIONS)

_RANGES = """
    WITH RECURSIVE page(number) AS (
        SELECT CAST(-1 AS bigint)
        UNION ALL
        SELECT ({}) / %s FROM page WHERE page.number IS NOT NULL
    )
    SELECT number FROM page WHERE number >= 0
"""


@public_page()
@require_safe
@conditional_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The URLs of all pages of all sections that have entries. One query per section."""
    sitemaps = [page_url("sitemap_section", STATIC)]
    for name, section in SECTIONS.items():
        url = page_url("sitemap_section", name)
        pages = range(1, len(ranges(section)) + 1)
        sitemaps += [f"{url}?p={number}" if number > 1 else url for number in pages]
    return render(request, "sitemaps/index.xml", {"sitemaps": sitemaps}, content_type=XML)


@public_page("p")
@require_safe
@conditional_page
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """The page ``?p=`` of a section; 404 if there is no such section or page."""
    number = request.GET.get("p", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 10 and int(number)):
        raise Http404
    if section == STATIC and int(number) == 1:
        return _page(static_pages())
    if section not in SECTIONS:
        raise Http404
    return _page(entries(SECTIONS[section], int(number)))


def entries(section: Section, number: int) -> Iterable[Entry]:
    """Those of page ``number``, from 1. Raises `Http404` if there is no such page."""
    found = ranges(section)
    if number == 1 and not found:
        return []
    if number > len(found):
        raise Http404
    start = found[number - 1] * KEYS_ON_PAGE
    own = {f"{section.key}__gte": start, f"{section.key}__lt": start + KEYS_ON_PAGE}
    return section.read(section.rows().filter(**own))


def ranges(section: Section) -> list[int]:
    """The numbers of the ranges of keys that have a row, from 0. One query, which reads one row of
    each."""
    keys = section.rows().order_by(section.key).values_list(section.key, flat=True)
    # The databases know the parameter by its type only if it is part of the statement.
    next_range = RawSQL(f"(page.number + 1) * {KEYS_ON_PAGE:d}", [])  # noqa: S611
    rest = keys.filter(**{f"{section.key}__gte": next_range})[:1]
    first_of_rest, parameters = rest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_RANGES.format(first_of_rest), [*parameters, KEYS_ON_PAGE])
        return [number for (number,) in cursor.fetchall()]


def _page(found: Iterable[Entry]) -> HttpResponse:
    # The template engine takes six times as long.
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        f"{''.join(map(_url, found))}</urlset>\n",
        content_type=XML,
    )


def _url(entry: Entry) -> str:
    storage = Image._meta.get_field("file").storage
    pictures = "".join(
        "<image:image><image:loc>"
        f"{escape(absolute_url(storage.url(name)))}</image:loc></image:image>"
        for name in entry.pictures
    )
    changed = f"<lastmod>{_timestamp(entry.changed)}</lastmod>" if entry.changed else ""
    news = _news(entry.news) if entry.news else ""
    return f"<url><loc>{settings.SITE_URL}{entry.path}</loc>{changed}{pictures}{news}</url>\n"


def _news(news: News) -> str:
    return (
        f"<news:news><news:publication><news:name>{escape(current_site().site_name)}</news:name>"
        f"<news:language>{escape(news.language)}</news:language></news:publication>"
        f"<news:publication_date>{_timestamp(news.published)}</news:publication_date>"
        f"<news:title>{escape(news.title)}</news:title></news:news>"
    )


def _timestamp(moment: datetime) -> str:
    return iso_timestamp(localtime(moment))
