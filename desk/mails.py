"""Sends mails after the commit, if a mail server is set (`EMAIL_URL`)."""

import logging
from collections.abc import Iterable
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

LOG = logging.getLogger(__name__)
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def is_mail_set_up() -> bool:
    return settings.EMAIL_BACKEND != NO_MAIL


def mail(addresses: Iterable[str], subject: str, text: str) -> None:
    """Send each of ``addresses`` a mail of its own, after the commit."""
    if is_mail_set_up():
        transaction.on_commit(partial(_send, list(addresses), subject, text))


def _send(addresses: list[str], subject: str, text: str) -> None:
    """A failure is logged: what was stored stays."""
    try:
        connection = get_connection()
        connection.send_messages([EmailMessage(subject, text, to=[each]) for each in addresses])
    except (OSError, SMTPException) as error:
        LOG.warning("A mail of the desk could not be sent: %s", type(error).__name__)
