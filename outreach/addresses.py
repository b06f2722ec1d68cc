"""Which addresses a server posts to: none inside its own network, so that nobody can use the site
to reach what only the server can reach (SSRF)."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

IPAddress = IPv4Address | IPv6Address

MOST_IPS = 4
"""How many IP addresses of a host are tried."""

_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_PORTS = {"http": 80, "https": 443}
_IN_PATHS = "/?%:@!$&'()*+,;=~[]"
_LOCALHOST = ("localhost", "127.0.0.1", "::1")


class Refused(Exception):
    """The address is not posted to. The text is a short reason without the address."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: ``ips`` have been checked, and are not looked up again."""

    parts: SplitResult
    host: str
    port: int
    ips: tuple[str, ...]

    @property
    def path(self) -> str:
        query = f"?{self.parts.query}" if self.parts.query else ""
        return quote(f"{self.parts.path or '/'}{query}", safe=_IN_PATHS)

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.parts.scheme] else f"{name}:{self.port}"


def check_address(address: str) -> None:
    """Raise `ValidationError` for an address that `target_of` would always refuse."""
    try:
        _parts, host, _port = _split(address)
        _check_literal(host)
    except Refused as refused:
        raise ValidationError(
            _(
                "Enter the address of a page that begins with https:// and that is not in the "
                "network of this server: %(reason)s."
            ),
            params={"reason": refused},
        ) from None


def target_of(address: str) -> Target:
    """Look up the host of ``address``. Raises `Refused` if any of its IP addresses is one that the
    server must not post to, and `OSError` if it has none."""
    parts, host, port = _split(address)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ips = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for ip in ips:
        _check_ip(ip_address(ip.partition("%")[0]))
    return Target(parts, host, port, ips[:MOST_IPS])


def _split(address: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        # What a host name of another script is called in the DNS.
        host = host if ":" in host else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Refused(_("it is no address of a page")) from None
    if any(sign.isspace() or not sign.isprintable() for sign in address):
        raise Refused(_("it has a space"))
    if not host or not port or parts.scheme not in _PORTS:
        raise Refused(_("it is no address of a page"))
    if parts.username is not None or parts.password is not None:
        raise Refused(_("it has a name or a password"))
    if parts.scheme == "http" and not (_may_be_private() or _is_own_machine(host)):
        raise Refused(_("it does not begin with https://"))
    return parts, host, port


def _check_literal(host: str) -> None:
    try:
        ip = ip_address(host)
    except ValueError:
        return
    _check_ip(ip)


def _check_ip(ip: IPAddress) -> None:
    if _may_be_private() or is_public(ip):
        return
    if settings.DEBUG and ip.is_loopback:
        return
    raise Refused(_("it is in a private network"))


def is_public(ip: IPAddress) -> bool:
    """Whether ``ip`` belongs to the public internet. Forms of IPv6 that contain an IPv4 address are
    what that is."""
    if isinstance(ip, IPv6Address):
        inner: Any = ip.ipv4_mapped or ip.sixtofour
        if any(ip in network for network in _NAT64):
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if ip.is_site_local or ip.teredo is not None:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _may_be_private() -> bool:
    allowed: bool = settings.OUTREACH_TO_PRIVATE_NETWORKS
    return allowed


def _is_own_machine(host: str) -> bool:
    return settings.DEBUG and host in _LOCALHOST
