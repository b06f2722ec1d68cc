"""The admin site: login, lockout and second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.middleware import is_verified

from accounts.audit import Action, record
from accounts.invitations import ChoosePassword
from accounts.kept_forms import kept_form
from accounts.mail_choices import mail_choices
from accounts.mails import is_mail_set_up
from accounts.passkey_pages import log_in_with_passkey, own_passkeys
from accounts.passkeys import are_possible, login_options
from accounts.password_reset import ForgottenPassword, PasswordResetSent
from accounts.recovery_codes import codes_left, hashed, in_groups, new_codes, store_codes
from accounts.roles import is_privileged
from accounts.second_factor import (
    LoginForm,
    PasswordForm,
    SetUpForm,
    confirmed_device,
    qr_code,
    secret_in_groups,
    unsaved_device,
)
from accounts.session_pages import own_sessions
from accounts.site_name import site_name
from accounts.strict_admin import has_null, refuse_null, strict
from accounts.suggestions import Suggestions
from accounts.throttling import client_address, throttled, too_many_requests

APPS = [
    "reviews",
    "editions",
    "films",
    "cast",
    "images",
    "moving",
    "outreach",
    "monitoring",
    "site_settings",
    "auth",
    "otp_totp",
    "accounts",
]
"""App labels in the order of the index page. Other apps follow."""


class AdminSite(admin.AdminSite):
    """Asks for a second factor at login if the account has one.

    With `REQUIRE_TOTP`, an account that can change public content must have one. Until it does,
    every admin page redirects to the page that sets one up.
    """

    login_form = LoginForm

    index_context: ClassVar[list[Callable[[HttpRequest], dict[str, Any]]]] = []
    """Functions that return more context for the front page. Apps add theirs when they start."""

    more_urls: ClassVar[list[Callable[["AdminSite"], list[Any]]]] = []
    """Functions that return more URLs of the site. Apps add theirs when they start."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        super().register(model_or_iterable, strict(admin_class or admin.ModelAdmin), **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if has_null(request):
                return refuse_null(request)
            # If the session has ended, Django's redirection to the login would lose the form.
            is_lost = request.method == "POST" and not self.has_permission(request)
            if is_lost and (kept := kept_form(request)):
                return kept
            return inner(request, *args, **kwargs)

        return guarded

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        # Read when the page is rendered, if it is.
        name = SimpleLazyObject(site_name)
        return super().each_context(request) | {
            "site_header": name,
            "site_title": name,
            "version": settings.VERSION,
        }

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        for context in self.index_context:
            extra_context = (extra_context or {}) | context(request)
        return super().index(request, extra_context)

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        needed = settings.REQUIRE_TOTP and is_privileged(request.user)
        return not needed or is_verified(request.user)

    # Per address, for all accounts together. django-axes counts per account and address.
    @method_decorator(
        throttled("login", requests=20, seconds=60, methods=("POST",), counted_by=client_address)
    )
    @method_decorator(sensitive_post_parameters("password", "otp_token"))
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        must_set_up = self._may_set_up(request) and not self.has_permission(request)
        if request.method == "GET" and must_set_up:
            return redirect("admin:second_factor")
        offered: dict[str, Any] = {"can_reset_password": is_mail_set_up()}
        if are_possible():
            offered["passkey_options"], offered["passkey_challenge"] = login_options()
        return super().login(request, offered | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        return [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("second-factor/recovery-codes/", self.recovery_codes, name="recovery_codes"),
            path("second-factor/passkeys/", self.passkeys, name="passkeys"),
            path("login/passkey/", self.passkey_login, name="passkey_login"),
            path("invitation/<uidb64>/<token>/", self.invitation, name="invitation"),
            path("mails/", self.admin_view(self.mails), name="mails"),
            path("sessions/", self.admin_view(self.sessions), name="sessions"),
            path("password-reset/", self.password_reset, name="password_reset"),
            path("password-reset/sent/", self.password_reset_done, name="password_reset_done"),
            *(url for urls in self.more_urls for url in urls(self)),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters("otp_token"))
    def second_factor(self, request: HttpRequest) -> HttpResponseBase:
        """Set up an authenticator app; ``?replace`` replaces the one that is set up."""
        if not self._may_set_up(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        context: dict[str, Any] = {"title": _("Second factor")}
        context["device"] = confirmed_device(request.user)
        if context["device"] is None or "replace" in request.GET:
            device = unsaved_device(request)
            form = SetUpForm(request.POST or None, device=device)
            if form.is_valid():
                codes = form.save_device(request)
                messages.success(
                    request,
                    _(
                        "Your authenticator app is set up. From now on, each login asks for its "
                        "code."
                    ),
                )
                return self._show_codes(request, codes)
            context |= {
                "form": form,
                "qr_code": qr_code(device),
                "secret": secret_in_groups(device),
                "url": device.config_url,
            }
        elif request.method == "POST":
            # The page with the recovery codes has done its work.
            return redirect("admin:index")
        else:
            context["codes_left"] = codes_left(context["device"])
        request.current_app = self.name
        return TemplateResponse(
            request, "admin/second_factor.html", self.each_context(request) | context
        )

    @method_decorator(throttled("recovery codes", requests=5, seconds=60, methods=("POST",)))
    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters("password"))
    def recovery_codes(self, request: HttpRequest) -> HttpResponseBase:
        """Make new recovery codes, after the password is entered once more."""
        if not self._may_set_up(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        device = confirmed_device(request.user)
        if device is None:
            return redirect("admin:second_factor")
        form = PasswordForm(request.POST or None, request=request)
        if form.is_valid():
            codes = new_codes()
            store_codes(device, hashed(codes))
            record(Action.CODES_MADE, request.user, request=request)
            return self._show_codes(request, codes)
        context = {"title": _("Recovery codes"), "form": form, "codes_left": codes_left(device)}
        request.current_app = self.name
        return TemplateResponse(
            request, "admin/recovery_codes.html", self.each_context(request) | context
        )

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters("password"))
    def passkeys(self, request: HttpRequest) -> HttpResponseBase:
        """Add and remove passkeys. It needs an authenticator app, and a login with it."""
        if not self._may_set_up(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        device = confirmed_device(request.user)
        if device is None:
            return redirect("admin:second_factor")
        request.current_app = self.name
        return own_passkeys(request, device, self.each_context(request))

    # Counted with the other logins.
    @method_decorator(
        throttled("login", requests=20, seconds=60, methods=("POST",), counted_by=client_address)
    )
    @method_decorator(never_cache)
    def passkey_login(self, request: HttpRequest) -> HttpResponseBase:
        return log_in_with_passkey(request)

    def invitation(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Where somebody with a link chooses a password."""
        request.current_app = self.name
        context = self.each_context(request) | {"can_reset_password": is_mail_set_up()}
        view = ChoosePassword.as_view(extra_context=context)
        return view(request, **kwargs)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        answer = super().password_change(request, extra_context)
        if request.method == "POST" and answer.status_code == 302:
            record(Action.PASSWORD_CHANGED, request.user, request=request)
        return answer

    def mails(self, request: HttpRequest) -> HttpResponseBase:
        """Where an account chooses the mails that it gets."""
        request.current_app = self.name
        return mail_choices(request, self.each_context(request))

    def sessions(self, request: HttpRequest) -> HttpResponseBase:
        """Where an account sees where it is logged in, and ends its other sessions."""
        request.current_app = self.name
        return own_sessions(request, self.each_context(request))

    # As the login, per address.
    @method_decorator(
        throttled(
            "password reset",
            requests=10,
            seconds=60,
            methods=("POST",),
            counted_by=client_address,
        )
    )
    def password_reset(self, request: HttpRequest) -> HttpResponseBase:
        """Where somebody asks for a link to choose a new password."""
        request.current_app = self.name
        return ForgottenPassword.as_view(extra_context=self.each_context(request))(request)

    def password_reset_done(self, request: HttpRequest) -> HttpResponseBase:
        request.current_app = self.name
        context = self.each_context(request) | {"is_sent": True}
        return PasswordResetSent.as_view(extra_context=context)(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        return Suggestions.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The apps in the order of `APPS`. Without ``app_label``, they are looked up when the page
        shows them: that asks for four permissions of each model."""

        def ordered() -> list[Any]:
            apps = super(AdminSite, self).get_app_list(request, app_label)
            index = {label: number for number, label in enumerate(APPS)}
            return sorted(apps, key=lambda app: index.get(app["app_label"], len(APPS)))

        if app_label:
            return ordered()
        return cast(list[Any], SimpleLazyObject(ordered))

    def _show_codes(self, request: HttpRequest, codes: list[str]) -> TemplateResponse:
        """The only page that shows ``codes``. It is the answer to the form, so that they are stored
        nowhere, not even in the session."""
        context = {
            "title": _("Your recovery codes"),
            "codes": [in_groups(code) for code in codes],
        }
        request.current_app = self.name
        return TemplateResponse(
            request, "admin/recovery_codes.html", self.each_context(request) | context
        )

    def _may_set_up(self, request: HttpRequest) -> bool:
        """Whether the account may set up a device. Replacing one requires a login with its code."""
        user = request.user
        return super().has_permission(request) and (
            is_verified(user) or confirmed_device(user) is None
        )


def lockout_response(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """The response of django-axes to a login after too many failed ones."""
    wait = settings.AXES_COOLOFF_TIME
    return too_many_requests(request, retry_after=int(wait.total_seconds()))
