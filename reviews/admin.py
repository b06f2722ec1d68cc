from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from cast.models import Credit
from images.admin import PublicWhenSaved
from reviews.models import CastCritique, Critic, Review, Section


class ManuscriptAdmin(admin.ModelAdmin):
    """The admin of what readers see only once it is published."""

    # markdownx's own widget posts every keystroke to its preview.
    formfield_overrides = {
        MarkdownxField: {"form_class": forms.CharField, "widget": AdminTextareaWidget}
    }


@admin.register(Critic)
class CriticAdmin(PublicWhenSaved):
    list_display = ["display_name", "slug", "user"]
    list_select_related = ["user"]
    search_fields = ["display_name", "user__username"]
    prepopulated_fields = {"slug": ["display_name"]}
    autocomplete_fields = ["portrait", "user"]


@admin.register(Review)
class ReviewAdmin(ManuscriptAdmin):
    list_display = ["headline", "film", "critic", "stage", "embargo_until", "modified"]
    list_filter = ["stage", "critic"]
    list_select_related = ["film", "critic"]
    search_fields = ["headline", "slug", "film__title", "critic__display_name"]
    date_hierarchy = "created"
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["film", "critic", "lead_image"]


@admin.register(Section)
class SectionAdmin(ManuscriptAdmin):
    list_display = ["__str__", "review", "placement", "position"]
    list_filter = ["placement"]
    list_select_related = ["review"]
    search_fields = ["heading", "body", "review__headline"]
    autocomplete_fields = ["review", "spoils"]


class CastCritiqueForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and cleaned.get("review") and cleaned.get("credits"):
            try:
                CastCritique.check_credits(cleaned["review"], list(cleaned["credits"]))
            except forms.ValidationError as error:
                self.add_error("credits", error)
        return cleaned


@admin.register(CastCritique)
class CastCritiqueAdmin(ManuscriptAdmin):
    form = CastCritiqueForm
    list_display = ["title", "review", "position", "is_spoiler"]
    list_filter = ["is_spoiler"]
    list_select_related = ["review"]
    search_fields = ["heading", "body", "review__headline"]
    autocomplete_fields = ["review", "credits"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CastCritique]:
        critiques = super().get_queryset(request)
        return critiques.prefetch_related("credits__person", "credits__characters")

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        # A credit's name is made of its person and its characters.
        credits = Credit.objects.select_related("person").prefetch_related("characters")
        kwargs["queryset"] = credits
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("cast critique"))
    def title(self, critique: CastCritique) -> str:
        return str(critique)
