from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import deploy_checks  # noqa: F401  (registers the checks)
