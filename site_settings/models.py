"""What makes a site one's own: its name, colour, pictures and profiles."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from images.live_facts import LiveFacts
from images.models import Image
from site_settings.colours import validate_accent, validate_dark_accent
from site_settings.pages import SitePage, SitePageSlug
from site_settings.profiles import (
    Profile,
    profiles_in,
    validate_fediverse_name,
    validate_profiles,
)

__all__ = ["SitePage", "SitePageSlug", "SiteSettings"]


def _picture(name: Any, related_name: str, help_text: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=name,
        related_name=related_name,
        null=True,
        blank=True,
        help_text=help_text,
    )


class SiteSettings(LiveFacts):
    """One row, with the primary key 1. What is empty is as the environment or the program has it.

    Public pages read it with one query (`pages.site.current_site`).
    """

    name = models.CharField(
        pgettext_lazy("of a site", "name"),
        max_length=80,
        blank=True,
        help_text=_("If empty, it is the name that the server is set up with (SITE_NAME)."),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("One sentence in the footer, in feeds and in search engines."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[validate_accent],
        help_text=_("The colour of curtains, such as #8a1226. If empty, it is velvet red."),
    )
    dark_accent = models.CharField(
        _("accent colour in the dark theme"),
        max_length=7,
        blank=True,
        validators=[validate_dark_accent],
        help_text=_(
            "For lines and marks on the dark background. If empty, it is a lighter shade of the "
            "accent colour."
        ),
    )
    logo = _picture(
        _("logo"),
        "logo_of",
        _("At the top of each page, in the place of the curtain and the name."),
    )
    icon = _picture(
        _("icon"),
        "icon_of",
        _("For tabs, bookmarks and home screens. A square picture; another is cut to its middle."),
    )
    share_picture = _picture(
        _("picture for sharing"),
        "share_picture_of",
        _("Shown where a page without a picture of its own is shared. Best 1200 × 630 pixels."),
    )
    fediverse_creator = models.CharField(
        _("name in the fediverse"),
        max_length=120,
        blank=True,
        validators=[validate_fediverse_name],
        help_text=_("Mastodon shows it beside shared pages: @curtain@mastodon.example."),
    )
    profiles = models.TextField(
        _("profiles"),
        max_length=4_000,
        blank=True,
        validators=[validate_profiles],
        help_text=_(
            "Profiles of the site elsewhere, one a line: a name and an address. The footer links "
            "to them with rel=me, which sites use to verify a profile."
        ),
    )
    footer = models.TextField(
        _("text of the footer"),
        max_length=2_000,
        blank=True,
        help_text=_("Plain text below the tagline. A blank line begins a paragraph."),
    )
    links = models.JSONField(default=list, blank=True, editable=False)
    """Of the site's own pages. `site_settings.page_links` saves this row when they change."""

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="site_settings_are_one_row"),
        ]

    def __str__(self) -> str:
        return self.site_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The links are always those of the pages, whatever this row has of them."""
        self.links = SitePage.objects.links()
        super().save(*args, **kwargs)

    @classmethod
    def current_name(cls) -> str:
        """The name of the site. One query."""
        name = cls.objects.filter(pk=1).values_list("name", flat=True).first()
        return name or settings.SITE_NAME

    @property
    def site_name(self) -> str:
        return self.name or settings.SITE_NAME

    @property
    def site_tagline(self) -> str:
        return self.tagline or gettext(
            "Film criticism that keeps the ending to itself until you ask."
        )

    def page_links(self, place: str) -> list[dict[str, str]]:
        """The ``title`` and ``slug`` of the pages with a link in "menu" or "footer"."""
        return [link for link in self.links if link["place"] == place]

    def profile_links(self) -> list[Profile]:
        return profiles_in(self.profiles)
