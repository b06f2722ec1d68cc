"""Signing in without the login form, which takes a second."""

from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext

from tests.factories import AdminFactory


def sign_in(context: BrowserContext, url: str, user: User | None = None) -> User:
    """Make ``context`` the browser of ``user``, or of a new superuser, at the server ``url``."""
    user = user or AdminFactory()
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": f"{url}/admin/"}])
    return user
