from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class CastConfig(AppConfig):
    name = "cast"
    verbose_name = _("Cast")

    def ready(self) -> None:
        from cast import character_slugs, telling_apart
        from cast.models import Credit, Person
        from films.confirmation import fact_saved
        from images import uses

        telling_apart.connect()
        character_slugs.connect()
        post_save.connect(fact_saved, sender=Credit, dispatch_uid="confirming films")

        uses.register(Person, shows=["portrait"])
