from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    name = "editions"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from editions import cache_generation, rerendering

        cache_generation.connect()
        rerendering.connect()
