from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from images import uses
        from reviews.models import CastCritique, ContentNote, Critic, Review, Section

        uses.register(Critic, shows=["portrait"])
        uses.register(Review, shows=["lead_image"], names=["cast_introduction"])
        uses.register(ContentNote, names=["detail"], part_of="review")
        uses.register(Section, names=["body"], part_of="review")
        uses.register(CastCritique, names=["body"], part_of="review")
