from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilmsConfig(AppConfig):
    name = "films"
    verbose_name = _("Films")

    def ready(self) -> None:
        from films import confirmation
        from films.models import Film
        from images import uses

        confirmation.connect()

        uses.register(Film, shows=["poster", "backdrop", "trailer_still"])
