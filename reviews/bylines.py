"""Bylines: which critics sign a review or an edition, and in which order."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class BylineManager(models.Manager[Any]):
    """Loads each byline with its critic, also in a prefetch."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("critic")


class BylineRow(models.Model):
    """One critic of what is signed. ``position`` counts from 1."""

    critic = models.ForeignKey(
        "reviews.Critic",
        models.PROTECT,
        verbose_name=gettext_lazy("critic"),
        related_name="%(class)ss",
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("position"))

    objects = BylineManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Not the review: pages that list related rows are shown to accounts that may not see it.
        return str(self.critic)


class Signed(models.Model):
    """A model with ``bylines``, which are rows of a `BylineRow`."""

    class Meta:
        abstract = True

    _critics: list[Any] | None = None

    def know_critics(self, critics: list[Any]) -> None:
        """Let `signed_by` return ``critics``, which were loaded with those of other rows."""
        self._critics = critics

    def signed_by(self) -> list[Any]:
        """The critics in the order of the bylines.

        One query; none if ``bylines`` are prefetched or the critics known. The relation ``critics``
        is for filters: it is in the order of names.
        """
        if self._critics is not None:
            return self._critics
        return [byline.critic for byline in self.bylines.all()]  # type: ignore[attr-defined]

    def byline(self) -> str:
        """The names of the critics: "Ada", "Ada and Bo"; "" if nobody has signed."""
        return joined_names(critic.display_name for critic in self.signed_by())

    @transaction.atomic
    def sign(self, critics: Iterable[int]) -> bool:
        """Make the critics with the primary keys ``critics`` those of this row, in this order.

        A critic who is named twice counts once. Returns whether anything was written.
        """
        bylines: Any = self.bylines  # type: ignore[attr-defined]
        wanted = list(dict.fromkeys(critics))
        present = [critic.pk for critic in self.signed_by()]
        if present == wanted:
            return False
        if present:
            bylines.all().delete()
        bylines.bulk_create(
            bylines.model(critic_id=critic, position=position, **{bylines.field.name: self})
            for position, critic in enumerate(wanted, 1)
        )
        getattr(self, "_prefetched_objects_cache", {}).pop("bylines", None)
        self._critics = None
        return True


def with_told_apart_bylines(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """``rows``, signed ones, with their bylines as `told_apart_byline` needs them."""
    byline: Any = rows.model._meta.get_field("bylines").related_model
    critic = byline._meta.get_field("critic").related_model
    others = critic._default_manager.filter(sort_key=OuterRef("critic__sort_key"))
    namesakes = Exists(others.exclude(pk=OuterRef("critic")).order_by())
    bylines = byline.objects.annotate(has_namesake=namesakes)
    return rows.prefetch_related(Prefetch("bylines", bylines))


def told_apart_byline(row: Any) -> str:
    """`Signed.byline` of ``row``, for editors: with the slugs of critics who share a name."""
    return joined_names(
        f"{each.critic} · {each.critic.slug}" if each.has_namesake else str(each.critic)
        for each in row.bylines.all()
    )


def joined_names(names: Iterable[str]) -> str:
    """``names`` as a sentence lists them in the active language: "Ada, Bo and Cy"."""
    first, *others = [*names] or [""]
    joined = str(first)
    for name in others[:-1]:
        joined = _("%(names)s, %(name)s") % {"names": joined, "name": name}
    for name in others[-1:]:
        joined = _("%(names)s and %(name)s") % {"names": joined, "name": name}
    return joined
