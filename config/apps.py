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
        # After all others have registered theirs, of which these take the place of some.
        from config import accounts  # noqa: F401
