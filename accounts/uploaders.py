"""Who has sent a request, before the middleware of the session has run: files are read by then."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import Error
from django.http import HttpRequest


def is_from_an_account(request: HttpRequest) -> bool:
    """Whether the session cookie of ``request`` is that of an account that may use the admin.

    Two queries at most. False if the database fails: the answer to the request says that.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    asked = HttpRequest()
    asked.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        user = get_user(asked)
    except Error:
        return False
    return user.is_active and user.is_staff
