from django.apps import apps
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp import apps as totp


class SecondFactorConfig(totp.DefaultConfig):
    """django-otp's app, under a name that people can read."""

    verbose_name = _("Second factors")


class AdminConfig(admin.AdminConfig):
    """Django's admin with this site's locks."""

    default_site = "config.admin_site.AdminSite"

    def ready(self) -> None:
        super().ready()
        # "Authentication and authorization" is no word of a film editor's.
        apps.get_app_config("auth").verbose_name = _("Accounts")
        # After all others have registered theirs, of which these take the place of some.
        from config import accounts  # noqa: F401
