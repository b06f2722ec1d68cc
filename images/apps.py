from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = _("Image library")

    def ready(self) -> None:
        from images.intake import remove_files
        from images.models import Image

        post_delete.connect(remove_files, sender=Image)
