"""Sections on the desk: each is in one of three parts, and can be moved to another."""

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.ordered_formsets import LAST, OrderedForm, OrderedFormSet
from desk.text_fields import ReviewTexts
from reviews.models import Review, Section


class SectionForm(ReviewTexts, OrderedForm):
    place_fields = ("position", "placement")

    placement = forms.ChoiceField(
        label=_("Part of the review"),
        required=False,
        choices=[
            (Section.Placement.OPENING, _("the opening")),
            (Section.Placement.FULL_STORY, _("the full story (hidden)")),
            (Section.Placement.CLOSING, _("the closing")),
        ],
    )

    def clean_placement(self) -> str:
        return self.cleaned_data["placement"] or self.initial["placement"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        leaves = given.get("placement", "full_story") != Section.Placement.FULL_STORY
        if leaves and (given.get("curtain_label") or given.get("spoils")):
            message = _(
                "Only a section of the full story can have a curtain label and spoiled films. "
                "Empty both fields before you move this section."
            )
            self.add_error("placement", message)
        return cleaned


class SectionFormSet(OrderedFormSet):
    """The sections of one placement. A section that is given another placement goes to the end of
    that one: `number_sections` numbers it once all are saved."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.initial["placement"] = self.part.where["placement"]

    def kept_forms(self) -> list[Any]:
        kept = super().kept_forms()
        placement = self.part.where["placement"]
        return [form for form in kept if form.instance.placement == placement]

    def save(self, commit: bool = True) -> list[Any]:
        saved = super().save(commit)
        moved = [form for form in super().kept_forms() if form not in self.kept_forms()]
        for number, form in enumerate(sorted(moved, key=OrderedForm.place)):
            form.instance.position = LAST - len(moved) + number
            form.instance.save(update_fields=["position"])
        return saved


def number_sections(review: Review) -> None:
    """Number the sections of each placement from 1, in their present order."""
    numbers: Counter[str] = Counter()
    for section in review.sections.order_by("position", "pk"):
        numbers[section.placement] += 1
        if section.position != numbers[section.placement]:
            section.position = numbers[section.placement]
            section.save(update_fields=["position"])
