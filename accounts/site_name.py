"""The name of the site in the admin, in mails and in authenticator apps.

`site_settings` is above this package, and hands in a function that reads its row.
"""

from collections.abc import Callable

from django.conf import settings

_readers: list[Callable[[], str]] = []


def read_from(reader: Callable[[], str]) -> None:
    """Let `site_name` ask ``reader`` from now on."""
    _readers[:] = [reader]


def site_name() -> str:
    """One query, if there is a reader."""
    return _readers[0]() if _readers else settings.SITE_NAME


def issuer(_device: object) -> str:
    """For `OTP_TOTP_ISSUER`, which django-otp calls with the device."""
    return site_name()
