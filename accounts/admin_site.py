"""The admin's doors: logging in, being locked out, the second factor."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.middleware import is_verified

from accounts.roles import is_powerful
from accounts.second_factor import (
    LoginForm,
    SetUpForm,
    confirmed_device,
    new_device,
    qr_code,
    secret_of,
)
from accounts.strict_admin import has_null, refuse_null, strict
from accounts.throttling import client_address, throttled, too_many_requests

APPS = ["reviews", "editions", "films", "cast", "images", "auth", "otp_totp"]
"""In the order in which an editor needs them; any other comes after these."""


class AdminSite(admin.AdminSite):
    """Whoever has set up a second factor shows it to log in.

    With `REQUIRE_TOTP`, everybody who can change what the public sees has to have one, and until
    then meets no page but the one that sets it up.
    """

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    login_form = LoginForm

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        super().register(model_or_iterable, strict(admin_class or admin.ModelAdmin), **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return refuse_null(request) if has_null(request) else inner(request, *args, **kwargs)

        return guarded

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        needed = settings.REQUIRE_TOTP and is_powerful(request.user)
        return not needed or is_verified(request.user)

    # By address, whatever the account: django-axes counts by account and address.
    @method_decorator(
        throttled("login", requests=20, seconds=60, methods=("POST",), who=client_address)
    )
    @method_decorator(sensitive_post_parameters("password", "otp_token"))
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        lacks_one = self._may_set_up(request) and not self.has_permission(request)
        if request.method == "GET" and lacks_one:
            return redirect("admin:second_factor")
        return super().login(request, extra_context)

    def get_urls(self) -> list[Any]:
        return [
            path("second-factor/", self.second_factor, name="second_factor"),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters("otp_token"))
    def second_factor(self, request: HttpRequest) -> HttpResponseBase:
        """Set up an app, or with ``?anew`` another one in its place."""
        if not self._may_set_up(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        context: dict[str, Any] = {"title": _("Second factor")}
        context["device"] = confirmed_device(request.user)
        if context["device"] is None or "anew" in request.GET:
            device = new_device(request)
            form = SetUpForm(request.POST or None, device=device)
            if form.is_valid():
                form.finish(request)
                messages.success(request, _("From now on you log in with a code as well."))
                return redirect("admin:index")
            context |= {
                "form": form,
                "qr_code": qr_code(device),
                "secret": secret_of(device),
                "url": device.config_url,
            }
        request.current_app = self.name
        return TemplateResponse(
            request, "admin/second_factor.html", self.each_context(request) | context
        )

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        place = {label: number for number, label in enumerate(APPS)}
        return sorted(apps, key=lambda app: place.get(app["app_label"], len(APPS)))

    def _may_set_up(self, request: HttpRequest) -> bool:
        """Who has a device shows it before another takes its place: a password is not enough."""
        user = request.user
        return super().has_permission(request) and (
            is_verified(user) or confirmed_device(user) is None
        )


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """What django-axes answers a login with after too many that failed."""
    wait = settings.AXES_COOLOFF_TIME
    return too_many_requests(request, retry_after=int(wait.total_seconds()))
