from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerdictsConfig(AppConfig):
    name = "verdicts"
    verbose_name = _("Verdicts")

    def ready(self) -> None:
        from images import uses
        from verdicts.models import AudienceFit, Verdict, VerdictPoint

        uses.register(Verdict, names=["summary"], part_of="review")
        uses.register(AudienceFit, names=["rationale"], part_of="review")
        uses.register(VerdictPoint, names=["body"], part_of="review")
