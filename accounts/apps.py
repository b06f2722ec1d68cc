from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp import apps as totp


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    # The only model of this app that the admin shows.
    verbose_name = _("Audit log")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in
        from django.db.models import Field

        from accounts import audit, key_lookup, login_sessions, middleware, roles

        # Connected here so that it does not depend on when Django loads the middleware.
        user_logged_in.connect(middleware.mark_renewed)
        user_logged_in.connect(login_sessions.mark_login)
        audit.connect_signals()
        roles.connect_signal(self)
        Field.register_lookup(key_lookup.Among)


class SecondFactorConfig(totp.DefaultConfig):
    """django-otp's app with a plainer name."""

    default = False

    verbose_name = _("Second factors")


class AdminConfig(admin.AdminConfig):
    """Django's admin with the login and second factor of `AdminSite`."""

    default = False
    default_site = "accounts.admin_site.AdminSite"

    def ready(self) -> None:
        super().ready()
        # Instead of "Authentication and authorization".
        apps.get_app_config("auth").verbose_name = _("Accounts")
