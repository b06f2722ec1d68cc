"""The parts of a review as inlines of its page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cast.models import Credit
from desk.credit_choices import CreditsSelect
from desk.ordered_formsets import OrderedForm, OrderedFormSet, PartFormSet
from desk.own_reviews import OwnReviewsOnly
from desk.section_formsets import SectionForm, SectionFormSet
from desk.text_fields import FIELDS, CheckedTexts
from editions.review_texts import CRITIQUE_HEADING, PAGE_KEYS
from reviews.models import CastCritique, Review, Section
from verdicts.models import AudienceFit, Verdict, VerdictPoint

MOST = 200
"""Items in a part: more than any review has, and few enough for one form."""

BLANK_ROWS = "rows"
"""In the page's query: how many blank items each part shows to who has no script to add them."""


class PartInline(OwnReviewsOnly, admin.StackedInline):
    """``verbose_name`` is what an item is called here, ``verbose_name_plural`` heads the part."""

    template = "admin/desk/part.html"
    formfield_overrides = FIELDS
    ordering = ["position", "pk"]
    extra = 0
    max_num = MOST

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        rows = request.GET.get(BLANK_ROWS, "")
        return min(int(rows), 10) if rows.isdecimal() and len(rows) < 3 else self.extra

    @property
    def media(self) -> forms.Media:
        # The desk's own script adds and removes items: the admin's numbers them anew by their
        # place on the page, which is not to be relied on once they have been moved.
        return forms.Media()


class SectionInline(PartInline):
    """Sections of one placement."""

    model = Section
    form = SectionForm
    placement: Section.Placement
    fields = ["position", ("heading", "placement"), "body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).filter(placement=self.placement)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        members = {"placement": self.placement, "page_key": PAGE_KEYS[self.placement]}
        formset = type("PlacedFormSet", (SectionFormSet,), members)
        return super().get_formset(request, obj, **kwargs | {"formset": formset})


class OpeningInline(SectionInline):
    placement = Section.Placement.OPENING
    verbose_name = _("section")
    verbose_name_plural = _("The opening")


class StoryInline(SectionInline):
    placement = Section.Placement.FULL_STORY
    verbose_name = _("hidden section")
    verbose_name_plural = _("The full story")
    fields = ["position", ("heading", "placement"), "curtain_label", "body", "spoils"]
    autocomplete_fields = ["spoils"]


class ClosingInline(SectionInline):
    placement = Section.Placement.CLOSING
    verbose_name = _("section")
    verbose_name_plural = _("The closing")


class CritiqueForm(CheckedTexts, OrderedForm):
    plain = ("heading",)
    min_heading = CRITIQUE_HEADING

    review: Review
    """The review as its own form on the page has it, film and all; the formset says which."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        credits = self.cleaned_data.get("credits")
        if credits and self.review.film_id:
            try:
                CastCritique.check_credits(self.review, list(credits))
            except forms.ValidationError as error:
                self.add_error("credits", error)
        return cleaned


class CritiqueFormSet(OrderedFormSet):
    page_key = "cast"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.review = self.instance


class CritiqueInline(PartInline):
    model = CastCritique
    form = CritiqueForm
    formset = CritiqueFormSet
    verbose_name = _("critique")
    verbose_name_plural = _("The cast")
    fields = ["position", "credits", "heading", "is_spoiler", "body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CastCritique]:
        critiques = super().get_queryset(request)
        return critiques.prefetch_related("credits__person", "credits__characters")

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        # A credit's name is made of its person and its characters.
        kwargs["queryset"] = Credit.objects.select_related("person").prefetch_related("characters")
        kwargs["widget"] = CreditsSelect(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class FitForm(CheckedTexts, OrderedForm):
    plain = ("premise",)
    min_heading = CRITIQUE_HEADING


class FitFormSet(OrderedFormSet):
    page_key = "audience"


class FitInline(PartInline):
    model = AudienceFit
    form = FitForm
    formset = FitFormSet
    verbose_name = _("answer")
    verbose_name_plural = _("Should you see it?")
    fields = ["position", ("premise", "answer"), "rationale"]


class PointForm(CheckedTexts, OrderedForm):
    plain = ("label",)
    min_heading = CRITIQUE_HEADING


class PointInline(PartInline):
    """Points of one polarity, which is the inline's and not a field of the form."""

    model = VerdictPoint
    form = PointForm
    polarity: VerdictPoint.Polarity
    fields = ["position", ("label", "is_spoiler"), "body"]
    verbose_name = _("point")

    def get_queryset(self, request: HttpRequest) -> QuerySet[VerdictPoint]:
        return super().get_queryset(request).filter(polarity=self.polarity)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        polarity = self.polarity

        class PolarFormSet(OrderedFormSet):
            page_key = polarity.value

            def add_fields(self, form: Any, index: int | None) -> None:
                super().add_fields(form, index)
                form.instance.polarity = polarity

        return super().get_formset(request, obj, **kwargs | {"formset": PolarFormSet})


class GoodInline(PointInline):
    polarity = VerdictPoint.Polarity.GOOD
    verbose_name_plural = _("The good")


class BadInline(PointInline):
    polarity = VerdictPoint.Polarity.BAD
    verbose_name_plural = _("The bad")


class VerdictForm(CheckedTexts):
    plain = ("pull_quote",)


class VerdictFormSet(PartFormSet):
    page_key = "verdict"

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs(index)
        is_new = index is not None and index >= self.initial_form_count()
        if self.is_bound and self.instance.pk and is_new:
            # Somebody else may have given the verdict since this form was opened.
            given = Verdict.objects.filter(review=self.instance).first()
            kwargs |= {"instance": given} if given else {}
        return kwargs


class VerdictInline(PartInline):
    model = Verdict
    form = VerdictForm
    formset = VerdictFormSet
    verbose_name_plural = _("The verdict")
    fields = [
        "recommendation",
        ("score", "scale_best", "scale_step"),
        "summary",
        "pull_quote",
    ]
    ordering = ["pk"]
    extra = 1
    max_num = 1

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return self.extra


IN_PAGE_ORDER = (
    OpeningInline,
    CritiqueInline,
    FitInline,
    StoryInline,
    GoodInline,
    BadInline,
    VerdictInline,
    ClosingInline,
)
