from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestCount(models.Model):
    """How many requests of one kind one client has made in a window of time.

    Used where no cache server is set (`accounts.request_counts`).
    """

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    requests = models.PositiveIntegerField(_("requests"))
    expires = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")
        # No page of the admin shows it.
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
