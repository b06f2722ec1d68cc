from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        # These import models, so they can only be imported now.
        from accounts.admin_site import AdminSite
        from desk.dashboard import dashboard
        from desk.search_page import search_urls

        AdminSite.index_context.append(dashboard)
        AdminSite.more_urls.append(search_urls)
