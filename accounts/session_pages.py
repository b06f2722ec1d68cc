"""The pages that list the sessions of an account and end them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import Action, record
from accounts.login_sessions import LoginSession, end_sessions, sessions_of


def own_sessions(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Where the account of ``request`` is logged in. It ends one of the other sessions, or all of
    them."""
    sessions = sessions_of(request.user, request)
    if request.method == "POST":
        others = [each for each in sessions if not each.is_current]
        if "others" not in request.POST:
            others = [each for each in others if each.digest == request.POST.get("end")]
        _end(request, request.user, others)
        return redirect("admin:sessions")
    context |= {"title": _("Where you are logged in"), "sessions": sessions}
    return TemplateResponse(request, "admin/sessions.html", context)


def sessions_of_account(
    request: HttpRequest, account: Any, context: dict[str, Any]
) -> HttpResponse:
    """Where ``account`` is logged in, for who may change it. It ends all sessions at once."""
    sessions = sessions_of(account, request)
    if request.method == "POST":
        _end(request, account, sessions)
        return redirect("admin:auth_user_change", account.pk)
    context |= {
        "title": _("Sessions"),
        "subtitle": str(account),
        "account": account,
        "sessions": sessions,
    }
    return TemplateResponse(request, "admin/sessions.html", context)


def _end(request: HttpRequest, account: Any, sessions: list[LoginSession]) -> None:
    count = end_sessions(sessions)
    if not count:
        messages.warning(request, _("This session is already over."))
        return
    record(Action.SESSIONS_ENDED, account, request=request, detail=str(count))
    said = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", count)
    messages.success(request, said % {"count": count})
