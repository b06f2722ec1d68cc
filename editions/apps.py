from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    name = "editions"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from editions import cache_generation, rerendering
        from editions.models import Edition, EditionImage
        from images import uses

        cache_generation.connect()
        rerendering.connect()
        post_migrate.connect(rerendering.rerender_outdated, sender=self, dispatch_uid="redactor")
        uses.register(Edition, shows=["lead_image"])
        uses.register(EditionImage, shows=["image"], part_of="edition")
