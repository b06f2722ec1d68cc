"""The items of a review's parts, as inlines of its page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, ManyToManyField, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cast.models import Credit
from desk.credit_choices import CreditsSelect
from desk.ordered_formsets import OrderedForm, OrderedFormSet, PartFormSet
from desk.own_reviews import OwnReviewsOnly
from desk.section_formsets import SectionForm, SectionFormSet
from desk.text_fields import FIELDS, ReviewTexts
from desk.verdict_forms import VerdictForm
from editions.parts import PARTS, Part
from reviews.models import CastCritique
from verdicts.models import Verdict
from verdicts.scales import scale_of

MOST = 200
"""The most items in a part: more than a review needs, and few enough for one form."""

BLANK_ROWS = "rows"
"""The query parameter that says how many blank items each part shows, for browsers without
JavaScript."""


class ItemForm(ReviewTexts, OrderedForm):
    """One item of a part. `PartInline.of` fills in what its part declares."""


class PartInline(OwnReviewsOnly, admin.StackedInline):
    """The items of ``part``. `of` makes the class for a part; a part whose items need more has a
    subclass in `INLINES`. Without ``fields`` the form has every column, the Markdown text last."""

    part: Part
    model = Model
    form: type[ReviewTexts] = ItemForm
    formset: type[PartFormSet] = OrderedFormSet
    template = "admin/desk/part.html"
    formfield_overrides = FIELDS
    ordering = ["position", "pk"]
    extra = 0
    max_num = MOST

    @classmethod
    def of(cls, part: Part) -> type["PartInline"]:
        item = part.item
        unasked = {"review", "position", item.text, *part.where}
        short = [
            field.name
            for field in item.model._meta.fields
            if not field.primary_key and field.name not in unasked
        ]
        texts = {"min_heading": item.min_heading}
        members = {
            "part": part,
            "model": item.model,
            "verbose_name": part.item_title,
            "verbose_name_plural": part.title,
            "fields": cls.fields or ["position", tuple(short), item.text],
            "form": type(cls.form.__name__, (cls.form,), texts),
            "formset": type(cls.formset.__name__, (cls.formset,), {"part": part}),
        }
        return type(f"{part.key.capitalize()}Inline", (cls,), members)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**self.part.where)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        rows = request.GET.get(BLANK_ROWS, "")
        return min(int(rows), 10) if rows.isdecimal() and len(rows) < 3 else self.extra

    def formfield_for_foreignkey(self, *args: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_foreignkey(*args, **kwargs)
        # The choices are the same for every item: they are read once, not once for each.
        field.choices = list(field.choices)
        return field

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(widget := getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            widget.can_delete_related = widget.can_view_related = False
        return field

    @property
    def media(self) -> forms.Media:
        # The desk's own script adds and removes items. The admin's script renumbers them by their
        # place on the page, which is wrong once they have been moved.
        return forms.Media()


class SectionInline(PartInline):
    form = SectionForm
    formset = SectionFormSet
    fields = ["position", ("heading", "placement"), "body"]


class StoryInline(SectionInline):
    fields = ["position", ("heading", "placement"), "curtain_label", "body", "spoils"]
    autocomplete_fields = ["spoils"]


class CritiqueInline(PartInline):
    fields = ["position", "credits", "heading", "is_spoiler", "body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CastCritique]:
        critiques = super().get_queryset(request)
        return critiques.prefetch_related("credits__person", "credits__characters")

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        # A credit's name is made of its person and its characters.
        kwargs["queryset"] = Credit.objects.with_names()
        kwargs["widget"] = CreditsSelect(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class VerdictInline(PartInline):
    form = VerdictForm
    formset = PartFormSet
    fields = [
        "recommendation",
        ("score", "scale_kind"),
        ("scale_worst", "scale_best", "scale_step"),
        "summary",
        "pull_quote",
    ]
    ordering = ["pk"]
    extra = 1
    max_num = 1

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return self.extra

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Django would print the number of a letter grade where an editor may not change it."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        fields = ["recommendation", "written_score", "scale_kind", "summary", "pull_quote"]
        return [(None, {"fields": fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "written_score"]

    @admin.display(description=_("score"))
    def written_score(self, verdict: Verdict) -> str:
        scale = scale_of(verdict)
        return scale.written(verdict.score) if scale and verdict.score is not None else ""


INLINES: dict[str, type[PartInline]] = {
    "opening": SectionInline,
    "cast": CritiqueInline,
    "story": StoryInline,
    "verdict": VerdictInline,
    "closing": SectionInline,
}

IN_PAGE_ORDER = tuple(INLINES.get(part.key, PartInline).of(part) for part in PARTS)
