from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from pages.facets import receivers as facets
        from pages.facets.surrogate_keys import keys_of_rows
        from pages.reviews.related_keys import keys_of_related
        from pages.search import receivers as search
        from pages.shared_cache import storing

        facets.connect(self)
        search.connect(self)
        storing.derived_keys[:] = keys_of_rows, keys_of_related
        storing.connect(self)
