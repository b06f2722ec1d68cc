from django.db import models
from django.utils.translation import gettext_lazy as _

from films.models import Film


class TmdbRecord(models.Model):
    """What TMDB said of a film when an editor last took facts from it.

    A fact that differs from it now was changed by an editor, and is kept.
    """

    film = models.OneToOneField(
        Film, models.CASCADE, verbose_name=_("film"), related_name="tmdb_record"
    )
    facts = models.JSONField(_("facts"), default=dict)
    taken_at = models.DateTimeField(_("taken at"), auto_now=True)

    class Meta:
        app_label = "desk"
        verbose_name = _("record of TMDB")
        verbose_name_plural = _("records of TMDB")

    def __str__(self) -> str:
        return str(self.film)
