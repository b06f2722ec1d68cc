from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from pages.facets import receivers as facets
        from pages.search import receivers as search

        facets.connect(self)
        search.connect(self)
