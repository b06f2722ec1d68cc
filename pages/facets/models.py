"""The index of the lists of reviews: what each edition can be filtered by, and kept counts.

`pages.facets.index` writes it in the transaction of every change, so that it is always complete.
Everything in it can be computed from other tables.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from editions.models import Edition, live_at


class FacetValue(models.Model):
    """A value of a filter, such as the genre "Horror", and the number of *open* editions with it.

    An edition is open if it has no end. A review has one at most, which may be scheduled. The value
    `pages.facets.values.EVERYTHING` counts all of them. `pages.facets.counts` has the number of
    live reviews.
    """

    filter = models.CharField(_("filter"), max_length=20, blank=True)
    key = models.CharField(
        _("key"), max_length=200, blank=True, help_text=_("A primary key, or the value itself.")
    )
    value = models.CharField(_("value in a URL"), max_length=200, blank=True)
    label = models.CharField(_("label"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("open editions"), default=0)

    class Meta:
        verbose_name = _("value of a filter")
        verbose_name_plural = _("values of filters")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["filter", "-count", "value"], name="facet_value_most"),
            models.Index(fields=["filter", "value"], name="facet_value_in_url"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "filter"], name="facet_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filter}: {self.label}"


class FacetEntryQuerySet(models.QuerySet["FacetEntry"]):
    def live(self, at: datetime) -> Self:
        """The entries of the editions that are live at ``at``."""
        return self.filter(live_at(at))


class FacetEntry(models.Model):
    """An edition that has a value, with the columns by which lists are ordered.

    Editions that have ended have no entries. An entry may outlive its edition, within the
    transaction that deletes that.
    """

    value = models.ForeignKey(
        FacetValue,
        models.DO_NOTHING,
        verbose_name=_("value"),
        related_name="entries",
        db_index=False,
    )
    edition = models.ForeignKey(
        Edition,
        models.DO_NOTHING,
        verbose_name=_("edition"),
        related_name="facet_entries",
        db_constraint=False,
        db_index=False,
    )
    review_id = models.BigIntegerField(_("primary key of the review"), db_index=True)
    first_live_from = models.DateTimeField(_("first live from"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)

    objects = FacetEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a filter")
        verbose_name_plural = _("entries of filters")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            # All columns that a page of a list needs to find its editions.
            models.Index(
                fields=[
                    "value",
                    "first_live_from",
                    "review_id",
                    "live_from",
                    "live_until",
                    "edition",
                ],
                name="facet_entry_newest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "value"], name="facet_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}, {self.value_id}"


class FacetPair(models.Model):
    """The number of open editions that have both ``value`` and ``other``, in both orders.

    Only values that at least `pages.facets.pairs.MIN_PAIRED` open editions have are in pairs.
    """

    value = models.ForeignKey(
        FacetValue, models.DO_NOTHING, verbose_name=_("value"), related_name="pairs", db_index=False
    )
    other = models.ForeignKey(
        FacetValue,
        models.DO_NOTHING,
        verbose_name=_("other value"),
        related_name="+",
        db_index=False,
    )
    filter = models.CharField(_("filter of the other value"), max_length=20)
    count = models.IntegerField(_("open editions"))

    class Meta:
        verbose_name = _("pair of values")
        verbose_name_plural = _("pairs of values")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["value", "filter", "-count", "other"], name="facet_pair_most"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["value", "other"], name="facet_pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.value_id}, {self.other_id}"
