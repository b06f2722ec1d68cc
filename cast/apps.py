from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CastConfig(AppConfig):
    name = "cast"
    verbose_name = _("Cast")

    def ready(self) -> None:
        from cast import character_slugs, telling_apart
        from cast.models import Person
        from images import uses

        telling_apart.connect()
        character_slugs.connect()

        uses.register(Person, shows=["portrait"])
