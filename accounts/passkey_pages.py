"""The page of an account's passkeys, and the login with one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.audit import Action, record
from accounts.models import Passkey
from accounts.passkeys import NotAccepted, add, are_possible, new_options, used
from accounts.second_factor import PasswordForm
from accounts.strict_admin import is_primary_key

BACKEND = "django.contrib.auth.backends.ModelBackend"


def own_passkeys(request: HttpRequest, device: TOTPDevice, context: dict[str, Any]) -> HttpResponse:
    """List the passkeys of the account; add one after the password, or remove one."""
    form = PasswordForm(request.POST if "password" in request.POST else None, request=request)
    key = request.POST.get("remove", "")
    if is_primary_key(key):
        if Passkey.objects.filter(device=device, pk=key).delete()[0]:
            record(Action.PASSKEY_REMOVED, request.user, request=request)
            messages.success(request, _("The passkey is removed."))
        return redirect("admin:passkeys")
    if are_possible() and form.is_valid():
        try:
            add(request, device, request.POST.get("credential", ""))
        except NotAccepted as error:
            messages.error(request, str(error))
        else:
            record(Action.PASSKEY_ADDED, request.user, request=request)
            messages.success(request, _("The passkey is added. You can log in with it."))
        return redirect("admin:passkeys")
    context |= {
        "title": _("Passkeys"),
        "passkeys": Passkey.objects.filter(device=device),
        "form": form,
        "options": new_options(request, device) if are_possible() else "",
    }
    return TemplateResponse(request, "admin/passkeys.html", context)


def log_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Log in whoever has signed the challenge of the login page."""
    target = request.POST.get("next", "")
    page = f"{reverse('admin:login')}?{urlencode({'next': target})}"
    if request.method != "POST":
        return redirect("admin:login")
    try:
        passkey = used(request.POST.get("credential", ""), request.POST.get("challenge", ""))
    except NotAccepted as error:
        user_login_failed.send(sender=__name__, credentials={"username": ""}, request=request)
        messages.error(request, str(error))
        return redirect(page)
    account = passkey.device.user
    account.otp_device = passkey.device
    account.login_with = "passkey"
    login(request, account, backend=BACKEND)
    is_own = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if is_own else "admin:index")
