"""The page on which an editor pastes a cast list, sees what it means, and saves it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.repeated_forms import arriving_once, page_token, saved_last
from accounts.side_panel import PANEL, done
from cast.cast_list.plan import Plan
from cast.cast_list.saving import Added, Refused, add_credits
from cast.credits_log import log_credits
from cast.credits_screen import ORDER
from cast.models import Character, Credit, Person
from films.models import Film
from images.public_changes import before_public_write, public_change

SAVE = "_save"

LONGEST = 40_000
"""The most characters of a list."""


def cast_list_screen(
    credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film
) -> HttpResponseBase:
    """The response to a request for the page about ``film``. Raises `PermissionDenied`."""
    if not credit_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _page(credit_admin, request, film, None)
    if SAVE not in request.POST:
        plan = _plan(credit_admin, request, film)
        plan.keep(request.POST)
        return _page(credit_admin, request, film, plan)
    with arriving_once(request):
        if saved_last(request, Film, str(film.pk)):
            return _saved(request, film, "")
        return _save(credit_admin, request, film)


def _save(credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film) -> HttpResponseBase:
    added = None
    with public_change():
        # The lock that all writers of public rows take first: the plan stays true until the commit.
        before_public_write()
        plan = _plan(credit_admin, request, film)
        refusal = _refusal(request, plan)
        if not refusal:
            try:
                added = add_credits(plan)
            except Refused as refused:
                refused.planned.errors += refused.messages
                refusal = _("Nothing was saved. Please correct the errors below.")
        if added is None:
            transaction.set_rollback(True)
        else:
            _log(credit_admin, request, film, added)
    if added is None:
        return _page(credit_admin, request, film, plan, refusal)
    return _saved(request, film, _sentence(added))


def _plan(credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film) -> Plan:
    site = credit_admin.admin_site
    may_add: dict[type, bool] = {
        model: site.get_model_admin(model).has_add_permission(request)
        for model in (Person, Character)
    }
    return Plan(film, _text(request), may_add)


def _text(request: HttpRequest) -> str:
    """The posted list without NUL characters, which PostgreSQL refuses. A paste from a PDF may have
    some."""
    return request.POST.get("text", "").replace("\0", "")[:LONGEST]


def _refusal(request: HttpRequest, plan: Plan) -> str:
    """Why ``plan`` cannot be saved; it has the posted choices afterwards."""
    if request.POST.get("seen") != plan.digest:
        plan.keep(request.POST)
        return _("The list, or what the site knows about it, has changed. Check it again.")
    if not plan.choose(request.POST):
        return _("Nothing was saved. Choose who is meant where a name has several meanings.")
    if not plan.added:
        return _("Nothing was saved: no line is chosen.")
    return ""


def _log(credit_admin: admin.ModelAdmin, request: HttpRequest, film: Film, added: Added) -> None:
    for row in added.rows():
        credit_admin.log_addition(request, row, [{"added": {}}])
    log_credits(credit_admin, request, film)


def _saved(request: HttpRequest, film: Film, sentence: str) -> HttpResponseBase:
    sentence = sentence or _("Saved.")
    if PANEL in request.POST:
        return done(sentence)
    messages.success(request, sentence)
    return redirect("admin:cast_credit_film", film.pk)


def _sentence(added: Added) -> str:
    counted = [
        (
            n := len(added.credits),
            ngettext("%(count)d credit added.", "%(count)d credits added.", n),
        ),
        (
            n := len(added.people),
            ngettext("%(count)d person is new.", "%(count)d people are new.", n),
        ),
        (
            n := len(added.characters),
            ngettext("%(count)d character is new.", "%(count)d characters are new.", n),
        ),
    ]
    return " ".join(sentence % {"count": count} for count, sentence in counted if count)


def _page(
    credit_admin: admin.ModelAdmin,
    request: HttpRequest,
    film: Film,
    plan: Plan | None,
    refusal: str = "",
) -> TemplateResponse:
    context = credit_admin.admin_site.each_context(request) | {
        "title": _("Paste a cast list"),
        "subtitle": str(film),
        "opts": Film._meta,
        "film": film,
        "film_url": reverse("admin:films_film_change", args=[film.pk]),
        "credits_url": reverse("admin:cast_credit_film", args=[film.pk]),
        "media": credit_admin.media + ORDER,
        "plan": plan,
        "text": _text(request),
        "refusal": refusal,
        "billings": Credit.Billing.choices,
        "page_token": page_token(request),
    }
    request.current_app = credit_admin.admin_site.name
    return TemplateResponse(request, "admin/cast/cast_list.html", context)
