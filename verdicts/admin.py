from django.contrib import admin

from reviews.admin import ManuscriptAdmin
from verdicts.models import AudienceFit, Verdict, VerdictPoint


@admin.register(Verdict)
class VerdictAdmin(ManuscriptAdmin):
    list_display = ["review", "recommendation", "score", "scale_best"]
    list_filter = ["recommendation"]
    list_select_related = ["review"]
    search_fields = ["review__headline", "summary", "pull_quote"]
    autocomplete_fields = ["review"]


@admin.register(AudienceFit)
class AudienceFitAdmin(ManuscriptAdmin):
    list_display = ["premise", "answer", "review", "position"]
    list_filter = ["answer"]
    list_select_related = ["review"]
    search_fields = ["premise", "rationale", "review__headline"]
    autocomplete_fields = ["review"]


@admin.register(VerdictPoint)
class VerdictPointAdmin(ManuscriptAdmin):
    list_display = ["__str__", "polarity", "review", "position", "is_spoiler"]
    list_filter = ["polarity", "is_spoiler"]
    list_select_related = ["review"]
    search_fields = ["label", "body", "review__headline"]
    autocomplete_fields = ["review"]
