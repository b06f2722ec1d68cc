"""The purges that a shared cache has not confirmed yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from editions import clock


class Purge(models.Model):
    """Pages that the cache at ``address`` must forget, by their surrogate keys.

    The row is stored in the transaction that changes the pages, and deleted when the cache has
    confirmed. `outreach.purging` sends it.
    """

    address = models.CharField(_("address"), max_length=500)
    keys = models.TextField(_("surrogate keys"))
    created = models.DateTimeField(_("created"), default=clock.now)

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.keys[:80]
