"""Moves credits in a merge. A credit that is there twice becomes one."""

from collections.abc import Callable, Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from cast.models import Credit
from editions.merged_rows import follow_merge
from editions.models import Edition
from reviews.models import Review

Key = tuple[int, int | None, frozenset[int], str, str]
"""The film, the person, the characters, department and job."""

BILLING = ("billing", "billing_order", "credited_as")


class CreditMoves:
    """The credits that a merge moves, and those that are there twice.

    ``there`` are the credits of the row that is kept. After `finish` nothing refers to a credit
    that was there twice, and it is deleted.
    """

    def __init__(self, there: Iterable[Credit]) -> None:
        self.there: dict[Key, Credit] = {}
        for credit in there:
            self.there.setdefault(_key(credit), credit)
        self.moved: list[str] = []
        self.conflicts: list[str] = []
        self.replaced: dict[Credit, Credit] = {}

    def move(self, credit: Credit, change: Callable[[Credit], None]) -> None:
        """Apply ``change``, which is not saved yet, and save ``credit``, or count it as one that is
        there."""
        name = f"{credit.film}: {credit}"
        change(credit)
        stays = self.there.setdefault(_key(credit), credit)
        if stays is credit:
            credit.save()
            self.moved.append(name)
        else:
            self._absorb(stays, credit, name)

    def finish(self, films: dict[int, int]) -> list[Edition]:
        """Make editions follow, also to the merged ``films``; returns those that changed."""
        keys = {goes.pk: stays.pk for goes, stays in self.replaced.items()}
        editions = follow_merge(films=films, credits=keys)
        for goes in self.replaced:
            goes.delete()
        return editions

    def _absorb(self, stays: Credit, goes: Credit, name: str) -> None:
        self.replaced[goes] = stays
        self.conflicts.append(
            _("The same credit twice: “%(credit)s”. One of them stays, with the critiques of both.")
            % {"credit": name}
        )
        for field in BILLING:
            mine, other = getattr(stays, field), getattr(goes, field)
            if mine in ("", None):
                setattr(stays, field, other)
            elif other not in ("", None, mine):
                label = Credit._meta.get_field(field).verbose_name  # type: ignore[union-attr]
                self.conflicts.append(
                    _("%(field)s of “%(credit)s”: “%(kept)s” stays, “%(other)s” is dropped.")
                    % {"field": label, "credit": name, "kept": mine, "other": other}
                )
        if stays.is_spoiler != goes.is_spoiler:
            stays.is_spoiler = True
            self.conflicts.append(
                _("“%(credit)s” is a surprise appearance in one of them, and stays hidden.")
                % {"credit": name}
            )
        stays.save()
        reviews = []
        for critique in goes.critiques.all():
            critique.credits.add(stays)
            critique.credits.remove(goes)
            reviews.append(critique.review_id)
        # A desk that is open knows the credit that goes.
        Review.objects.filter(pk__in=reviews).update(version=F("version") + 1)


def _key(credit: Credit) -> Key:
    characters = frozenset(character.pk for character in credit.characters.all())
    return credit.film_id, credit.person_id, characters, credit.department, credit.job


def with_names(credits: Iterable[Credit]) -> list[Credit]:
    """``credits``, a QuerySet, by film and billing, with what their names need."""
    loaded = credits.select_related("film", "person")  # type: ignore[attr-defined]
    return list(loaded.prefetch_related("characters").order_by("film", "billing_order", "pk"))
