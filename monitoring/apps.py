from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Readers")

    def ready(self) -> None:
        from desk.deletions import NOT_LISTED
        from monitoring.models import DayOfReview

        NOT_LISTED.append(DayOfReview)
