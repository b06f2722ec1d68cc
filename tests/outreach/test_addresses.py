"""To which addresses the site posts, and to which it does not (SSRF)."""

from ipaddress import ip_address
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from outreach import addresses
from outreach.addresses import Refused, check_address, is_public, target_of

PRIVATE = [
    *("10.0.0.1", "172.16.9.9", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1"),
    # IPv4 inside IPv6: mapped, 6to4, NAT64.
    *("::ffff:10.0.0.1", "2002:a00:1::", "64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1"),
]

PUBLIC = ["1.1.1.1", "2606:4700::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The IP addresses of every host."""
    found: list[str] = []

    def look_up(_host: str, port: int, **_more: Any) -> list[Any]:
        return [(0, 0, 0, "", (ip, port)) for ip in found]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    return found


class TestIPAddresses:
    @pytest.mark.parametrize("ip", PRIVATE)
    def test_inside_a_network_are_not_public(self, ip: str) -> None:
        assert not is_public(ip_address(ip))

    @pytest.mark.parametrize(
        "ip", ["1.1.1.1", "2606:4700::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]
    )
    def test_of_the_internet_are_public(self, ip: str) -> None:
        assert is_public(ip_address(ip))


class TestTarget:
    def test_has_the_addresses_that_were_checked(self, resolved: list[str]) -> None:
        resolved += ["1.1.1.1", "2606:4700::1"]
        target = target_of("https://hooks.example:8443/a b?c=ä".replace(" ", "%20"))
        assert (target.host, target.port, target.ips) == ("hooks.example", 8443, tuple(resolved))
        assert (target.path, target.host_header) == ("/a%20b?c=%C3%A4", "hooks.example:8443")

    def test_is_refused_if_one_of_them_is_private(self, resolved: list[str]) -> None:
        resolved += ["1.1.1.1", "10.0.0.1"]
        with pytest.raises(Refused, match="private network"):
            target_of("https://hooks.example/")

    def test_is_the_own_machine_only_while_developing(
        self, resolved: list[str], settings: Settings
    ) -> None:
        resolved.append("127.0.0.1")
        for address in ("http://localhost:8000/", "https://hooks.example/"):
            with pytest.raises(Refused):
                target_of(address)
        settings.DEBUG = True
        assert target_of("http://localhost:8000/").ips == ("127.0.0.1",)
        with pytest.raises(Refused, match="https://"):
            target_of("http://hooks.example/")

    def test_may_be_private_if_a_setting_says_so(
        self, resolved: list[str], settings: Settings
    ) -> None:
        settings.OUTREACH_TO_PRIVATE_NETWORKS = True
        resolved.append("10.0.0.1")
        assert target_of("http://hub.internal/").ips == ("10.0.0.1",)


class TestAnEnteredAddress:
    @pytest.mark.parametrize(
        ("address", "reason"),
        [
            ("http://hooks.example/", "it does not begin with https://"),
            ("ftp://hooks.example/", "it is no address of a page"),
            ("https://", "it is no address of a page"),
            ("https://hooks.example:99999/", "it is no address of a page"),
            ("https://a:b@hooks.example/", "it has a name or a password"),
            ("https://hooks.example/a b", "it has a space"),
            ("https://hooks.example/\r\nHost: a", "it has a space"),
            ("https://10.0.0.1/", "it is in a private network"),
            ("https://[::1]/", "it is in a private network"),
        ],
    )
    def test_is_refused_with_a_reason(self, address: str, reason: str) -> None:
        with pytest.raises(ValidationError) as refused:
            check_address(address)
        assert "".join(refused.value.messages) == (
            "Enter the address of a page that begins with https:// and that is not in the network "
            f"of this server: {reason}."
        )

    def test_of_the_internet_is_accepted(self) -> None:
        check_address("https://hooks.example/a?b=c")
