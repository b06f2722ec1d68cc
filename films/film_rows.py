"""Rows of a film that are entered by hand: its other titles, and where it can be watched."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from films.language_tags import validate_language_tag
from films.secure_urls import SecureURLField, secure_constraint
from images.live_facts import LiveFacts


class AlternativeTitle(LiveFacts):
    """A title under which a film is known in another country or language. The search finds the
    film by it; no address leads to it."""

    film = models.ForeignKey(
        "films.Film",
        models.CASCADE,
        verbose_name=_("film"),
        related_name="alternative_titles",
    )
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[validate_language_tag],
        help_text=_("A language tag (BCP 47), such as “en” or “de-AT”."),
    )
    country = models.CharField(
        _("country"), max_length=60, blank=True, help_text=_("Such as “Germany”.")
    )

    class Meta:
        verbose_name = _("alternative title")
        verbose_name_plural = _("alternative titles")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="alternative_title_is_not_empty"),
            models.UniqueConstraint(
                fields=["film", "title", "country"], name="alternative_title_is_once_at_a_film"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.country})" if self.country else self.title


class WatchLink(LiveFacts):
    """A place where a film can be watched."""

    film = models.ForeignKey(
        "films.Film", models.CASCADE, verbose_name=_("film"), related_name="watch_links"
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The lowest number comes first.")
    )
    label = models.CharField(
        _("label"), max_length=60, help_text=_("The name of the service, such as “MUBI”.")
    )
    url = SecureURLField(_("address"))
    country = models.CharField(
        _("country"), max_length=60, blank=True, help_text=_("Such as “Germany”.")
    )
    note = models.CharField(
        _("note"), max_length=120, blank=True, help_text=_("Such as “to rent, with subtitles”.")
    )

    class Meta:
        verbose_name = _("place to watch")
        verbose_name_plural = _("where to watch")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(url=""), name="watch_link_has_label_and_address"
            ),
            secure_constraint("url", name="watch_link_is_https"),
            models.UniqueConstraint(
                fields=["film", "url", "country"], name="watch_link_is_once_at_a_film"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def details(self) -> str:
        """Country and note in one text; "" if the row has neither."""
        return ", ".join(filter(None, (self.country, self.note)))
