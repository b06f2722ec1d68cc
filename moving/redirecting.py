"""Answers requests for old addresses: one indexed read, after nothing else was found."""

import logging
from collections.abc import Callable

from django.db import Error
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.middleware import is_admin_request
from editions.models import Edition
from moving.models import Redirect
from moving.paths import OLD_LENGTH, is_local, leads_to, spellings
from pages.cache.page_keys import is_old_front_page
from pages.former_slugs import lasting

logger = logging.getLogger(__name__)


def new_address(path: str, query: str = "") -> str | None:
    """Where the old address ``path`` (decoded) with ``query`` (raw) leads; None if nowhere. One
    query, and none for an address that is too long to be stored."""
    wanted = [each for each in spellings(path, query) if len(each) <= OLD_LENGTH]
    if not wanted:
        return None
    is_live = Exists(Edition.objects.live().filter(review=OuterRef("review")))
    rows = Redirect.objects.filter(Q(review__isnull=True) | is_live, old__in=wanted)
    found = {
        old: (target, slug)
        for old, target, slug in rows.values_list("old", "target", "review__slug")
    }
    best = next((found[each] for each in wanted if each in found), None)
    if best is None:
        return None
    target, slug = best
    return reverse("pages:review", args=[slug]) if slug else target


class OldAddressesMiddleware:
    """Redirects permanently where the answer would be 404, and "/?p=123" before the front page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or is_admin_request(request):
            return self.get_response(request)
        if is_old_front_page(request.path_info, request.META.get("QUERY_STRING", "")):
            return self._redirect(request) or self.get_response(request)
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        return self._redirect(request) or response

    def _redirect(self, request: HttpRequest) -> HttpResponseBase | None:
        path, query = request.path_info, request.META.get("QUERY_STRING", "")
        try:
            target = new_address(path, query)
        except Error as error:
            # The answer that there is without redirects needs no database.
            logger.error("Redirects cannot be read: %s", error)
            return None
        if target is None or not is_local(target) or leads_to(target, path, query):
            return None
        return lasting(HttpResponsePermanentRedirect(target))
