from django.apps import AppConfig
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
        uses.register(Edition, shows=["lead_image"])
        uses.register(EditionImage, shows=["image"], part_of="edition")
