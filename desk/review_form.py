"""The review's own fields on the desk."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import User
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from desk.critics_field import CriticsField
from desk.text_fields import ReviewTexts
from editions.parts import ITEM_HEADING
from editions.permissions import Action, may
from editions.publishing import LiveUnderEmbargo, check_embargo
from images.slug_form import SlugForm
from reviews.models import Review

WITHDRAW = "_withdraw"
"""The name of the submit button that withdraws the live review and sets an embargo."""


UNTITLED = "untitled"
"""Begins the slug of a draft without a headline."""


class ReviewForm(SlugForm, ReviewTexts):
    """The review's own fields. Invalid if another editor saves at the same moment.

    Headlines may repeat, and not every editor may see the other review. So a slug that is made
    from a headline gets a number where needed, and a taken one is refused without a link.
    """

    slug_source = "headline"

    # Its Markdown fields are introductions of parts, inside which a heading is that of an item.
    min_heading = ITEM_HEADING

    # Django has no field for a relation with positions.
    byline = CriticsField()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    can_withdraw: bool = False
    """Whether the form was refused for an embargo on a live review that the editor may withdraw."""

    # Set by `ReviewDesk.get_form`.
    admin_site: ClassVar[AdminSite]
    user: ClassVar[User]
    can_add_critics: ClassVar[bool]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.stored_version = self.instance.version
        if self._has_made_slug():
            # An empty slug is made from the headline, once there is one.
            self.initial["slug"] = ""
        if "byline" in self.fields:
            field: Any = self.fields["byline"]
            signed = self.instance.signed_by() if self.instance.pk else []
            field.use(self.admin_site, self.user, signed, can_add=self.can_add_critics)
            if self.instance.pk:
                self.initial["byline"] = [critic.pk for critic in signed]
            elif own := getattr(self.user, "critic", None):
                self.initial.setdefault("byline", [own.pk])

    def _clean_slug(self) -> None:
        if not self.cleaned_data["slug"] and not self.cleaned_data.get("headline"):
            self.cleaned_data["slug"] = self.made_slug(UNTITLED)
        super()._clean_slug()

    def _has_made_slug(self) -> bool:
        """Whether the slug was made for a draft without a headline."""
        review = self.instance
        is_made = re.fullmatch(rf"{UNTITLED}(-\d+)?", review.slug) is not None
        return is_made and not review.editions.exists()

    def made_slug(self, name: str) -> str:
        slug = super().made_slug(name)
        if slug == self.instance.slug:
            return slug
        return self.free_slug(slug) if self.with_slug(slug).exists() else slug

    def with_slug(self, slug: str) -> QuerySet[Review]:
        """The other reviews that have this slug or had it when they were public."""
        return self.others().filter(Q(slug=slug) | Q(slugs__slug=slug)).distinct()

    def with_name(self, name: str) -> QuerySet[Review]:
        return Review.objects.none()

    def refusal(self, sentence: Any, other: Model, slug: str, free: str) -> str:
        return _(
            "Another review has the slug “%(slug)s”. Enter another one, such as “%(free)s”."
        ) % {"slug": slug, "free": free}

    def clean_embargo_until(self) -> Any:
        until = self.cleaned_data["embargo_until"]
        if self.instance.pk and "embargo_until" in self.changed_data:
            try:
                check_embargo(review=self.instance, until=until, withdrawing=self.withdrawing())
            except LiveUnderEmbargo:
                self.can_withdraw = may(self.user, Action.WITHDRAW, self.instance)
                raise
        return until

    def withdrawing(self) -> bool:
        """Whether the editor chose to withdraw the live review for an embargo."""
        return WITHDRAW in self.data and may(self.user, Action.WITHDRAW, self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and self.cleaned_data.get("version") != self.stored_version:
            # Only if it happened in this second: `ReviewDesk` has reconciled the form before.
            message = _("Somebody has saved this review at the same moment. Save again.")
            self.add_error(None, forms.ValidationError(message, code="stale"))
        return cleaned
