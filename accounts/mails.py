"""Sends mails after the commit, if a mail server is set (`EMAIL_URL`).

A mail server that fails breaks no request: what was stored stays, and the log says which kind of
error it was. It never has the address, the subject or the text of a mail.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

LOG = logging.getLogger(__name__)
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def is_mail_set_up() -> bool:
    return settings.EMAIL_BACKEND != NO_MAIL


def mail(
    addresses: Iterable[str], subject: str, text: str, *, reply_to: Sequence[str] = ()
) -> None:
    """Send each of ``addresses`` a mail of its own, after the commit. Answers go to
    ``reply_to``."""
    if is_mail_set_up():
        work = partial(_send, mails_to(addresses, subject, text, reply_to))
        transaction.on_commit(work)


def mail_in_thread(addresses: Iterable[str], subject: str, text: str) -> None:
    """As `mail`, but the request does not wait: its duration does not show that a mail is sent."""
    if is_mail_set_up():
        work = partial(_send, mails_to(addresses, subject, text))
        transaction.on_commit(partial(in_thread, work))


def mails_to(
    addresses: Iterable[str], subject: str, text: str, reply_to: Sequence[str] = ()
) -> list[EmailMessage]:
    # A title may have a line break, which no header may have.
    line = " ".join(subject.split())
    return [EmailMessage(line, text, to=[each], reply_to=[*reply_to]) for each in addresses]


def send_now(mails: Sequence[EmailMessage]) -> str:
    """Send ``mails`` in one connection. Returns the name of the error, which is logged, or ""."""
    try:
        get_connection().send_messages(mails)
    except Exception as error:
        # The request has stored its work, so no failure of the mail may end it. Only the name of
        # the error is logged: its text may quote the mail.
        LOG.warning("A mail could not be sent: %s", type(error).__name__)
        return type(error).__name__
    return ""


def in_thread(work: Callable[[], object]) -> None:
    Thread(target=work, name="mail", daemon=True).start()


def _send(mails: Sequence[EmailMessage]) -> None:
    send_now(mails)
