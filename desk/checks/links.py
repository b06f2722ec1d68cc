"""Links to pages of the site that are not there."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from cast.models import Person
from desk.findings import PlacedFinding, placed
from editions.models import Edition
from editions.parsed_review import ParsedReview
from editions.parts import markdown_texts
from editions.publishing_problems import PublishingProblem
from films.models import Film, Franchise, Genre
from reviews.models import Critic, Review

_LINK = re.compile(r"(?:\]\(|^ {0,3}\[[^\]\n]+\]:[ \t]*)<?(?P<address>[^\s)>]+)", re.M)
"""A link, or the address that links of the form `[text][name]` have."""
PAGES: dict[str, Any] = {
    "pages:film": Film,
    "pages:genre": Genre,
    "pages:person": Person,
    "pages:franchise": Franchise,
    "pages:critic": Critic,
    "pages:review": Review,
}
"""The models whose slugs are in the addresses of pages."""


def broken_links(manuscript: ParsedReview) -> Iterator[PlacedFinding]:
    """One query for each kind of page that the texts link to."""
    links = list(_links(manuscript))
    slugs: dict[str, set[str]] = {}
    for _text, _address, page, slug in links:
        slugs.setdefault(page, set()).add(slug)
    there = {page: _existing(page, wanted) for page, wanted in slugs.items()}
    for text, address, page, slug in links:
        if slug not in there[page]:
            said = _("The link to %(address)s leads nowhere.") % {"address": address}
            yield placed(PublishingProblem(text.key, 0, said, text.field))


def _links(manuscript: ParsedReview) -> Iterator[tuple[Any, str, str, str]]:
    """The links to pages of the site: the text, the address, the name of the page and the slug. The
    name of an address that no page has is ""."""
    site = urlsplit(settings.SITE_URL)
    for text in markdown_texts(manuscript.content):
        for match in _LINK.finditer(text.markdown):
            try:
                parts = urlsplit(match["address"])
            except ValueError:
                continue
            is_path = not parts.netloc and not parts.scheme and parts.path.startswith("/")
            if not (is_path or (parts.netloc == site.netloc)):
                continue
            try:
                found = resolve(parts.path or "/")
            except Resolver404:
                yield text, match["address"], "", ""
                continue
            if found.view_name in PAGES:
                yield text, match["address"], found.view_name, found.kwargs["slug"]


def _existing(page: str, slugs: set[str]) -> set[str]:
    """Those of ``slugs`` that lead to a page, former ones too."""
    if not page:
        return set()
    model = PAGES[page]
    rows = model._default_manager.order_by()
    if model is Review:
        rows = rows.filter(editions__in=Edition.objects.live())
    elif model is Film:
        rows = rows.filter(is_confirmed=True)
    found = rows.filter(slugs__slug__in=slugs).values_list("slugs__slug", flat=True)
    return {*found, *rows.filter(slug__in=slugs).values_list("slug", flat=True)}
