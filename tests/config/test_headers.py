import pytest
from django.conf import settings
from django.test import Client

from config.headers import PERMISSIONS_POLICY

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


@pytest.mark.django_db
class TestHeaders:
    @pytest.mark.parametrize(
        "address", ["/", "/nowhere/", "/admin/login/", "/admin/", "/favicon.ico"]
    )
    def test_are_on_every_response(self, client: Client, address: str) -> None:
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert set(policy.split("; ")) == POLICY
        assert "unsafe" not in policy
        assert {name: headers.get(name) for name in HEADERS} == HEADERS

    @pytest.mark.parametrize(
        ("method", "address"),
        [("get", "/admin/"), ("post", "/admin/login/"), ("get", "/admin/markdownx/upload/")],
    )
    def test_no_answer_of_the_admin_may_be_kept(self, method: str, address: str) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.generic(method.upper(), address)
        assert response.status_code in (302, 403)
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert "no-store" not in client.get("/").headers.get("Cache-Control", "")

    def test_match_the_settings(self) -> None:
        assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].keys() == {
            directive.split()[0] for directive in POLICY
        }

    def test_permissions_policy_lists_features(self) -> None:
        assert "camera=(), display-capture=(), geolocation=()" in PERMISSIONS_POLICY


HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
