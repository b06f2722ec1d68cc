"""What the address for autosaving answers, as JSON with sentences for the editor."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.autosave.models import OpenForm
from desk.autosave.saving import Stored, other_open_forms
from desk.autosave.sent import Refused, Sent
from desk.date_style import at_time
from desk.layout import TITLES
from editions.history_models import ReviewEvent
from reviews.models import Review


def account_name(account: Any) -> str:
    return account.get_full_name() or account.get_username()


def session_answer(request: HttpRequest) -> JsonResponse:
    """Whose session it is, and the CSRF token for it."""
    return _json(
        {
            "account": request.user.pk,
            "name": account_name(request.user),
            "token": get_token(request),
        }
    )


def refusal(request: HttpRequest, refused: Refused) -> JsonResponse:
    return _json({"account": request.user.pk, "refused": refused.sentence}, status=refused.status)


def answer(
    request: HttpRequest, review: Review | None, sent: Sent, stored: Stored | None
) -> JsonResponse:
    """``stored`` is None for a report that the form is open."""
    now = timezone.localtime()
    said: dict[str, Any] = {
        "account": request.user.pk,
        "at": date_format(now, "H:i:s"),
        "others": others(review, request.user, sent.window),
        "changed": _changed(review, sent),
    }
    if stored:
        said |= {"number": stored.number, "stored": stored.at is not None, "closed": stored.closed}
    return _json(said)


def others(
    review: Review | None, account: Any, window: str, *, own_windows: bool = True
) -> list[str]:
    """A sentence for each account that has the review open now, outside this window of
    ``account``.

    Without ``own_windows`` none about other windows of ``account``: while a page is loaded again,
    the page that it replaces still counts as open.
    """
    if review is None:
        return []
    forms = other_open_forms(review, account=account, window=window)
    if not own_windows:
        forms = forms.exclude(account=account)
    # Of several windows of one account, the one that was reported last.
    last = {form.account_id: form for form in forms.order_by("seen_at")}
    return [_who_and_where(form, account) for form in last.values()]


def _who_and_where(form: OpenForm, account: Any) -> str:
    words = {
        "name": account_name(form.account),
        "part": TITLES.get(form.place, ""),
        "time": at_time(form.since),
    }
    if form.account_id == account.pk:
        if words["part"]:
            return (
                _("You have this review open in another window, in “%(part)s”, since %(time)s.")
                % words
            )
        return _("You have this review open in another window since %(time)s.") % words
    if words["part"]:
        return _("%(name)s has this review open, in “%(part)s”, since %(time)s.") % words
    return _("%(name)s has this review open since %(time)s.") % words


def _changed(review: Review | None, sent: Sent) -> str:
    """A sentence if the review has been saved or put into the bin since the form was opened."""
    if review and review.binned_at:
        return _(
            "This review is in the bin now. What you type is still saved automatically; before you "
            "can save it, the review must be taken out of the bin."
        )
    if review is None or sent.version is None or review.version == sent.version:
        return ""
    event = ReviewEvent.objects.filter(review=review, snapshot__isnull=False)
    last = event.select_related("by").order_by("-pk").first()
    if last and last.at < review.modified:
        # Saving an unchanged form adds no line to the history.
        last = None
    words = {
        "name": account_name(last.by) if last and last.by else _("Someone"),
        "time": at_time(last.at if last else review.modified),
    }
    return _("%(name)s saved this review at %(time)s, after you had opened it.") % words


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-store"
    return response
