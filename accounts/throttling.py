"""Rate limits for expensive endpoints and for logins.

All workers share the counts (`accounts.request_counts`). While these cannot be written, nothing is
limited.

The lock-out after failed logins is separate: django-axes counts them in the database
(the settings AXES_…), and `accounts.admin_site.lockout_response` answers. `AdminSite.login` in the
same module limits how many logins an address may try.
"""

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.request_counts import count_request
from accounts.retry_later import retry_later

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def client_address(request: HttpRequest) -> str | None:
    """The IP address of the client, or None if it is unknown.

    Each of the `TRUSTED_PROXIES` front servers appends the address of its peer to X-Forwarded-For.
    With one front server the last entry is the client. Entries further left are written by the
    client and ignored. An IPv6 address is reduced to its /64 network, because one customer has a
    whole network and could use a new address for every request.
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


def account_or_address(request: HttpRequest) -> str:
    """A key for the account of the request, or for the client's address without a login."""
    user = getattr(request, "user", None)
    return f"account {user.pk}" if user and user.pk else f"client {client_address(request)}"


def throttled(
    name: str,
    *,
    requests: int,
    seconds: int,
    methods: tuple[str, ...] = ("GET", "HEAD", "POST"),
    counted_by: Callable[[HttpRequest], str | None] = account_or_address,
) -> Callable[[View[Rest]], View[Rest]]:
    """Limit a view to ``requests`` calls in ``seconds``; further calls get 429 with Retry-After.

    Calls are counted per return value of ``counted_by``, and together for all views with the same
    ``name``. Methods other than ``methods`` are not counted and not limited.
    """

    def decorate(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def limited(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> Any:
            if request.method in methods:
                window, elapsed = divmod(int(time.time()), seconds)
                # Hashed, because some caches restrict the length and characters of a key.
                key = sha256(f"{name} {window} {counted_by(request)}".encode()).hexdigest()
                if count_request(key, seconds) > requests:
                    return too_many_requests(request, retry_after=seconds - elapsed)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def too_many_requests(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """A 429 response that says when to try again: HTML for a browser, plain text for a script."""
    minutes = -(-retry_after // 60)
    sentence = " ".join(
        [
            _("Too many requests came from your connection in a short time."),
            ngettext(
                "Please try again in a minute.",
                "Please try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes},
        ]
    )
    return retry_later(request, status=429, sentence=sentence, seconds=retry_after)
