"""Where an account is logged in: its sessions, and ending them.

A session itself has what is shown of it, so there is no second table that could disagree. Sessions
end 13 hours after the last renewal, so an account has few. Their keys open the account and are
shown nowhere: a page names a session by the digest of its key.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.middleware import LOGIN, RENEWED, is_over
from accounts.throttling import client_address

# The first that is in the User-Agent header: browsers also name those whose pages they can show.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class LoginSession:
    """A session as it is shown. ``since`` is None if it was begun by a former version."""

    key: str
    since: datetime | None
    seen: datetime | None
    browser: str
    network: str
    is_current: bool

    @property
    def digest(self) -> str:
        return sha256(self.key.encode()).hexdigest()[:32]


def mark_login(*, request: HttpRequest, **kwargs: Any) -> None:
    """Store in the session what is shown of it. Receives ``user_logged_in``."""
    request.session[LOGIN] = {
        "since": int(timezone.now().timestamp()),
        "browser": _browser_and_system(request),
        "network": _network(client_address(request)),
    }


def browser_of(request: HttpRequest) -> str:
    """The kind of browser, such as "Firefox on Linux"."""
    return _named(*_browser_and_system(request))


def sessions_of(account: Any, request: HttpRequest) -> list[LoginSession]:
    """The sessions with which ``account`` is logged in, the newest first."""
    valid = account.get_session_auth_hash()
    found = []
    for stored in Session.objects.filter(expire_date__gt=timezone.now()):
        data = stored.get_decoded()
        # A new password ends all sessions from before, but they stay stored until they expire.
        is_valid = constant_time_compare(str(data.get(HASH_SESSION_KEY, "")), valid)
        is_valid = is_valid and not is_over(data)
        if data.get(SESSION_KEY) == str(account.pk) and is_valid:
            found.append(_shown(stored.session_key, data, request))
    return sorted(found, key=lambda each: (each.is_current, each.since or _EPOCH), reverse=True)


def end_sessions(sessions: Iterable[LoginSession]) -> int:
    """End them on all workers, and return how many there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    count = 0
    for session in sessions:
        store(session.key).delete()
        count += 1
    return count


_EPOCH = datetime.fromtimestamp(0, UTC)


def _shown(key: str, data: dict[str, Any], request: HttpRequest) -> LoginSession:
    login = data.get(LOGIN, {})
    return LoginSession(
        key=key,
        since=_moment(login.get("since")),
        seen=_moment(data.get(RENEWED)),
        browser=_named(*login.get("browser", ["", ""])),
        network=login.get("network", ""),
        is_current=key == request.session.session_key,
    )


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _browser_and_system(request: HttpRequest) -> list[str]:
    agent = request.headers.get("User-Agent", "")
    return [_first_in(agent, BROWSERS), _first_in(agent, SYSTEMS)]


def _named(browser: str, system: str) -> str:
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def _first_in(agent: str, names: dict[str, str]) -> str:
    return next((name for word, name in names.items() if re.search(rf"\b{word}\b", agent)), "")


def _network(address: str | None) -> str:
    """The larger network of an address, enough to tell the office from elsewhere."""
    if address is None:
        return ""
    length = 48 if ip_address(address).version == 6 else 16
    return str(ip_network(f"{address}/{length}", strict=False))
