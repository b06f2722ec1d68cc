"""A brake on addresses that are dear or worth guessing at: so many requests in so many seconds.

It counts in the cache, so a cache of its own in each process (locmem) lets each process allow as
much, and a cache that is down brakes nobody. What must hold regardless does not rest on it: failed
logins are counted in the database, by django-axes.
"""

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from, as far as that can be known; None if it cannot.

    X-Forwarded-For is believed as far as `TRUSTED_PROXIES` front servers have written it, each of
    which has appended the address it was asked from: with one, the last entry counts. What stands
    further left is the client's own invention. An IPv6 address stands for its /64, which is what
    one customer gets: so that nobody is a new client with every request.
    """
    hops = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if hops else []
    written = forwarded[-hops] if 0 < hops <= len(forwarded) else request.META.get("REMOTE_ADDR")
    try:
        address = ip_address((written or "").strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), 64), strict=False).network_address)
    return str(address)


def visitor(request: HttpRequest) -> str:
    """The account where there is one, and the client's address where there is none."""
    user = getattr(request, "user", None)
    return f"account {user.pk}" if user and user.pk else f"client {client_address(request)}"


def throttled(
    name: str,
    *,
    requests: int,
    seconds: int,
    methods: tuple[str, ...] = ("GET", "HEAD", "POST"),
    who: Callable[[HttpRequest], str | None] = visitor,
) -> Callable[[View[Rest]], View[Rest]]:
    """Let each of ``who`` through ``requests`` times in ``seconds``; then 429 with Retry-After.

    Views with one ``name`` share what they count. Methods beyond ``methods`` pass uncounted.
    """

    def decorate(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> Any:
            if request.method in methods:
                window, elapsed = divmod(int(time.time()), seconds)
                if _count(f"{name} {window} {who(request)}", seconds) > requests:
                    return too_many_requests(request, retry_after=seconds - elapsed)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def too_many_requests(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """429 that says when to come back: a page to a browser, a sentence to a script."""
    minutes = -(-retry_after // 60)
    sentence = " ".join(
        [
            _("That was too often in too short a time."),
            ngettext(
                "Please try again in a minute.",
                "Please try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes},
        ]
    )
    headers = {"Retry-After": str(retry_after), "Cache-Control": "no-store"}
    # A browser that opens a page names text/html; its fetch() and XMLHttpRequest do not.
    if "text/html" in request.headers.get("Accept", ""):
        page = render(request, "429.html", {"sentence": sentence}, status=429)
        for header, value in headers.items():
            page[header] = value
        return page
    return HttpResponse(
        sentence, status=429, content_type="text/plain; charset=utf-8", headers=headers
    )


def _count(what: str, seconds: int) -> int:
    """How often ``what`` has been counted, this time included; 0 when the cache is down."""
    # Hashed, since not every cache takes any text as a key.
    key = f"throttle-{sha256(what.encode()).hexdigest()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) or 0
    except ValueError:  # it has just expired, or was never kept
        return 0
