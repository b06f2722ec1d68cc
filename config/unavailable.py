"""The 503 page, which needs no database and keeps what a form sent."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.middleware import is_admin_request
from accounts.retry_later import retry_later
from accounts.sent_forms import SentForm
from config.faults import Fault
from pages.site import site_without_database

RETRY_SECONDS = {
    Fault.BUSY: 5,
    Fault.UNREACHABLE: 30,
    Fault.DISK: 300,
    Fault.STORAGE: 30,
    Fault.INSTALLATION: 60,
}


def unavailable(request: HttpRequest, fault: Fault, form: SentForm | None = None) -> HttpResponse:
    """A 503 response: HTML for a browser, a sentence in plain text for a script.

    The page has a button that sends ``form`` again to the address of ``request``.
    """
    with site_without_database():
        return retry_later(
            request,
            status=503,
            sentence=_sentence(request, fault),
            seconds=RETRY_SECONDS[fault],
            address=request.get_full_path(),
            is_post=request.method == "POST",
            form=form,
        )


def _sentence(request: HttpRequest, fault: Fault) -> str:
    if not is_admin_request(request):
        return _("The site cannot show this page at the moment. Please try again in a minute.")
    if fault is Fault.BUSY:
        return _("Others are saving at the moment, and the site is busy. Please try again.")
    if fault is Fault.DISK:
        return _(
            "The disk of the site is full or cannot be written, so nothing can be saved. Tell the "
            "people who run the site."
        )
    if fault is Fault.INSTALLATION:
        return _(
            "The site is not completely installed or upgraded. Tell the people who run the site: "
            "its log says what is missing."
        )
    if fault is Fault.STORAGE:
        return _(
            "The site cannot reach the storage of its pictures at the moment. Please try again in "
            "a minute."
        )
    return _("The site cannot reach its database at the moment. Please try again in a minute.")
