"""How many people read a review. Nothing about a person is stored."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reviews.models import Review


class DayOfReview(models.Model):
    """The readers of the page of ``review`` on one ``day`` in the time zone of the site."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="days_read"
    )
    day = models.DateField(_("day"))
    readers = models.PositiveIntegerField(_("readers"))
    views = models.PositiveIntegerField(_("views"))

    class Meta:
        verbose_name = _("day of a review")
        verbose_name_plural = _("readers")
        ordering = ["-day", "-readers", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["review", "day"], name="day_of_review_once"),
            models.CheckConstraint(
                condition=Q(readers__gte=1, views__gte=F("readers")),
                name="day_of_review_has_readers",
            ),
        ]
        indexes = [models.Index(fields=["-day", "-readers", "-id"], name="day_of_review_order")]

    def __str__(self) -> str:
        return f"{self.review}, {self.day}"
